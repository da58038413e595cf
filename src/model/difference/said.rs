//! What can become of an engagement, and how it is told.

use std::fmt;

use crate::model::transition::Kind;
use crate::text::Keyword;

/// One thing that happened to an engagement. Texts of marks are as written, without attributes, and may hold Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It came to be.
    Began,
    /// It was stopped being an engagement that could be read, or became one again.
    Readable(bool),
    /// It moved from one stage to another; either may be nothing.
    Stage {
        /// From where, as written.
        from: Option<String>,
        /// To where.
        to: Option<String>,
        /// What kind of move, where the workflow has both.
        kind: Option<Kind>,
    },
    /// Another person has it.
    Owner {
        /// Who had it.
        from: Option<String>,
        /// Who has it.
        to: Option<String>,
    },
    /// Another front-matter key has another value.
    Field {
        /// The key.
        name: String,
        /// Its value before, on one line.
        from: Option<String>,
        /// Its value after.
        to: Option<String>,
    },
    /// A handoff was written, or something was done to one.
    Handoff {
        /// As `scope to delivery`.
        name: String,
        /// What was done.
        deed: Deed,
    },
    /// Something was done to a mark.
    Mark {
        /// Its kind.
        keyword: Keyword,
        /// What was done.
        deed: Deed,
        /// What it says.
        text: String,
        /// What goes with the deed: an answer, a result, a reason.
        note: Option<String>,
    },
    /// Something was done to an entry of the log.
    Entry {
        /// Its title; its day where it has none.
        title: String,
        /// What was done.
        deed: Deed,
    },
    /// Something was done to a section.
    Section {
        /// Its heading.
        title: String,
        /// What was done.
        deed: Deed,
    },
    /// A task of a section was ticked, or not any more.
    Task {
        /// The section.
        section: String,
        /// What the task says.
        text: String,
        /// Whether it is ticked now.
        ticked: bool,
    },
    /// Its file was moved.
    Moved {
        /// Its id before.
        from: String,
        /// Its id after.
        to: String,
    },
    /// Only bytes changed that mean nothing by themselves.
    Layout,
}

/// What was done to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// It was written: a promise made, a question asked.
    Made,
    /// A promise was kept.
    Kept,
    /// A promise was released.
    Released,
    /// A promise was broken.
    Broken,
    /// Another promise took its place.
    Replaced,
    /// It is open again.
    Reopened,
    /// A question was answered.
    Answered,
    /// A decision has its result.
    Resulted,
    /// A handoff was accepted.
    Accepted,
    /// Something else than a promise was ticked: a waiver paid, a risk gone.
    Closed,
    /// Its words changed a little.
    Edited,
    /// Its words changed.
    Rewritten,
    /// Its attributes changed.
    Amended,
    /// It is gone.
    Removed,
}

impl Said {
    /// What sort of thing it is, as a label: `Stage`, `Promise`, `Section`.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Began => "New",
            Self::Readable(_) => "File",
            Self::Stage { .. } => "Stage",
            Self::Owner { .. } => "Owner",
            Self::Field { .. } => "Field",
            Self::Handoff { .. } => "Handoff",
            Self::Mark { keyword, .. } => match keyword {
                Keyword::Promise => "Promise",
                Keyword::Decision => "Decision",
                Keyword::Question => "Question",
                Keyword::Risk => "Risk",
                Keyword::Change => "Change",
                Keyword::Tone => "Tone",
                Keyword::Lesson => "Lesson",
                Keyword::Waiver => "Waiver",
                Keyword::Approval => "Approval",
            },
            Self::Entry { .. } => "Entry",
            Self::Section { .. } => "Section",
            Self::Task { .. } => "Task",
            Self::Moved { .. } => "Moved",
            Self::Layout => "Layout",
        }
    }

    /// What happened to it, and the words it happened to. The second part may hold Markdown where `self` is about a mark, and is plain otherwise.
    #[must_use]
    pub fn phrase(&self) -> (String, Option<&str>) {
        match self {
            Self::Began => ("the engagement begins here".to_owned(), None),
            Self::Readable(true) => ("can be read again".to_owned(), None),
            Self::Readable(false) => ("cannot be read as an engagement".to_owned(), None),
            Self::Stage { from, to, .. } | Self::Owner { from, to } => {
                (way(from.as_deref(), to.as_deref()), None)
            }
            Self::Field { name, from, to } => (
                format!("{name}: {}", way(from.as_deref(), to.as_deref())),
                None,
            ),
            Self::Handoff { name, deed } => match deed {
                Deed::Made => (name.clone(), None),
                _ => (format!("{name} {}", deed.word(Keyword::Approval)), None),
            },
            Self::Mark {
                keyword,
                deed,
                text,
                ..
            } => match (deed, keyword) {
                (
                    Deed::Made,
                    Keyword::Decision
                    | Keyword::Tone
                    | Keyword::Lesson
                    | Keyword::Risk
                    | Keyword::Change,
                ) => (String::new(), Some(text)),
                _ => (format!("{}:", deed.word(*keyword)), Some(text)),
            },
            Self::Entry { title, deed } | Self::Section { title, deed } => match (self, deed) {
                (Self::Entry { .. }, Deed::Made) => (String::new(), Some(title)),
                _ => (format!("{title} {}", deed.word(Keyword::Approval)), None),
            },
            Self::Task {
                section,
                text,
                ticked,
            } => (
                format!(
                    "{} in {section}:",
                    if *ticked { "done" } else { "open again" }
                ),
                Some(text),
            ),
            Self::Moved { from, to } => (format!("from {from} to {to}"), None),
            Self::Layout => ("nothing that changes its meaning".to_owned(), None),
        }
    }

    /// How weighty it is among what else one commit did; the weightiest first.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::Began => 0,
            Self::Readable(_) => 1,
            Self::Stage { .. } => 2,
            Self::Moved { .. } => 3,
            Self::Handoff { .. } => 4,
            Self::Owner { .. } => 5,
            Self::Mark { keyword, .. } => match keyword {
                Keyword::Promise => 6,
                Keyword::Decision => 7,
                Keyword::Waiver | Keyword::Approval => 8,
                Keyword::Question => 9,
                Keyword::Change => 10,
                Keyword::Risk => 11,
                Keyword::Tone | Keyword::Lesson => 15,
            },
            Self::Field { .. } => 12,
            Self::Section { .. } => 13,
            Self::Task { .. } => 14,
            Self::Entry { .. } => 16,
            Self::Layout => 17,
        }
    }
}

impl fmt::Display for Said {
    /// As one line of plain text: `stage: proposal to scope`, `promise kept: two logo directions`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (how, text) = self.phrase();
        let sort = self.sort().to_lowercase();
        match (self, how.is_empty(), text) {
            (Self::Field { .. }, ..) => f.write_str(&how),
            (_, true, text) => write!(f, "{sort}: {}", text.unwrap_or_default()),
            (
                Self::Section { .. }
                | Self::Handoff { .. }
                | Self::Entry { .. }
                | Self::Moved { .. },
                _,
                _,
            ) => write!(f, "{sort} {how}"),
            (_, _, None) => write!(f, "{sort}: {how}"),
            (_, _, Some(text)) => write!(f, "{sort} {how} {text}"),
        }
    }
}

impl Deed {
    /// The word for it, said of a mark of this kind.
    #[must_use]
    pub const fn word(self, of: Keyword) -> &'static str {
        match (self, of) {
            (Self::Made, Keyword::Question) => "asked",
            (Self::Made, Keyword::Waiver) => "granted",
            (Self::Made, Keyword::Promise) => "made",
            (Self::Made, Keyword::Approval) => "written",
            (Self::Made, _) => "noted",
            (Self::Closed, Keyword::Waiver) => "paid",
            (Self::Kept, _) => "kept",
            (Self::Released, _) => "released",
            (Self::Broken, _) => "broken",
            (Self::Replaced, _) => "replaced",
            (Self::Reopened, _) => "open again",
            (Self::Answered, _) => "answered",
            (Self::Resulted, _) => "with its result",
            (Self::Accepted, _) => "accepted",
            (Self::Closed, _) => "closed",
            (Self::Edited, _) => "edited",
            (Self::Rewritten, _) => "rewritten",
            (Self::Amended, _) => "amended",
            (Self::Removed, _) => "removed",
        }
    }
}

/// From something to something, either of which may be nothing: `proposal to scope`, `42`, `no longer 42`.
fn way(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (None, Some(to)) => to.to_owned(),
        (Some(from), None) => format!("no longer {from}"),
        (None, None) => String::new(),
    }
}
