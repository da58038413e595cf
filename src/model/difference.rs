//! What became of an engagement between two versions of it, in words: by meaning, not by lines.

mod pairs;

use std::fmt;

use super::engagement::Engagement;
use super::handoff::Handoff;
use super::marks::{Outcome, is_answered, outcome, risk_is_open};
use super::parts;
use super::settings::Settings;
use super::transition::Kind;
use crate::span::Span;
use crate::text::{Document, Entry, Keyword, Mark};

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
    fn weight(&self) -> u8 {
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

/// What became of an engagement between two versions, the weightiest first. Without a former version, what it began with: its stage and owner alone.
#[must_use]
pub fn between(before: Option<&Engagement>, after: &Engagement, settings: &Settings) -> Vec<Said> {
    let Some(before) = before else {
        return beginning(after);
    };
    let mut said = Vec::new();
    if before.id != after.id {
        said.push(Said::Moved {
            from: before.id.clone(),
            to: after.id.clone(),
        });
    }
    if before.document.text == after.document.text {
        return said;
    }
    let readable = |engagement: &Engagement| engagement.document.front_matter.valid;
    if readable(before) != readable(after) {
        said.push(Said::Readable(readable(after)));
    }
    if head(&before.document) != head(&after.document) {
        fields(before, after, settings, &mut said);
    }
    if log(&before.document) != log(&after.document) {
        handoffs(before, after, settings, &mut said);
        marks(&before.document, &after.document, &mut said);
        entries(&before.document, &after.document, &mut said);
    }
    sections(&before.document, &after.document, &mut said);
    if said.is_empty() {
        let words =
            |document: &Document| document.body.prose_text(&document.text, document.body.span);
        said.push(if words(&before.document) == words(&after.document) {
            Said::Layout
        } else {
            Said::Section {
                title: "Log".to_owned(),
                deed: Deed::Edited,
            }
        });
    }
    said.sort_by_key(Said::weight);
    said
}

/// The front-matter as written.
fn head(document: &Document) -> &str {
    slice(document, document.front_matter.span)
}

/// The log as written.
fn log(document: &Document) -> Option<&str> {
    document.log.section.map(|section| slice(document, section))
}

fn beginning(after: &Engagement) -> Vec<Said> {
    let mut said = vec![Said::Began];
    if after.stage.is_some() {
        said.push(Said::Stage {
            from: None,
            to: after.stage.clone(),
            kind: None,
        });
    }
    if let Some(owner) = after.owner() {
        said.push(Said::Owner {
            from: None,
            to: Some(owner.to_owned()),
        });
    }
    for mark in after.document.log.marks() {
        if matches!(mark.keyword, Keyword::Promise | Keyword::Decision) {
            said.push(done(mark, Deed::Made, None));
        }
    }
    said
}

fn fields(before: &Engagement, after: &Engagement, settings: &Settings, said: &mut Vec<Said>) {
    if before.stage != after.stage {
        let kind = before
            .stage
            .as_deref()
            .zip(after.stage.as_deref())
            .zip(after.workflow(settings))
            .and_then(|((from, to), workflow)| Kind::of(workflow, from, to));
        said.push(Said::Stage {
            from: before.stage.clone(),
            to: after.stage.clone(),
            kind,
        });
    }
    let own = |engagement: &Engagement| engagement.owner().map(str::to_lowercase);
    if own(before) != own(after) {
        said.push(Said::Owner {
            from: before.owner().map(str::to_owned),
            to: after.owner().map(str::to_owned),
        });
    }
    let told = [settings.stage_field.as_str(), "owner"];
    let (was, is) = (&before.document.front_matter, &after.document.front_matter);
    let mut seen: Vec<&str> = Vec::new();
    for pair in is.pairs.iter().chain(&was.pairs) {
        let name = pair.key.as_str();
        if told.contains(&name) || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let value = |engagement: &Engagement| {
            engagement
                .value(name)
                .map(crate::text::yaml::Node::display)
                .filter(|value| !value.is_empty())
        };
        let (from, to) = (value(before), value(after));
        if from != to {
            said.push(Said::Field {
                name: name.to_owned(),
                from,
                to,
            });
        }
    }
}

fn handoffs(before: &Engagement, after: &Engagement, settings: &Settings, said: &mut Vec<Said>) {
    let (was, is) = (before.handoffs(settings), after.handoffs(settings));
    let mut left: Vec<&Handoff<'_>> = was.iter().collect();
    for handoff in &is {
        let same = left
            .iter()
            .position(|other| {
                other.between == handoff.between && other.entry.day == handoff.entry.day
            })
            .or_else(|| {
                left.iter()
                    .position(|other| other.between == handoff.between)
            });
        let Some(former) = same.map(|at| left.remove(at)) else {
            said.push(Said::Handoff {
                name: handoff.name(),
                deed: Deed::Made,
            });
            continue;
        };
        if former.accepted().is_none() && handoff.accepted().is_some() {
            said.push(Said::Handoff {
                name: handoff.name(),
                deed: Deed::Accepted,
            });
        }
    }
    for handoff in left {
        said.push(Said::Handoff {
            name: handoff.name(),
            deed: Deed::Removed,
        });
    }
}

fn marks(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let was: Vec<&Mark> = before.log.marks().collect();
    let is: Vec<&Mark> = after.log.marks().collect();
    let pairs = pairs::marks(&was, &is);
    for (before, after) in pairs {
        match (before, after) {
            (None, Some(mark)) => {
                // What was written and settled in one commit is told as settled.
                let deed = match (mark.keyword, outcome(mark)) {
                    (Keyword::Promise, Outcome::Open) => Deed::Made,
                    (Keyword::Promise, outcome) => settled(outcome),
                    _ => Deed::Made,
                };
                said.push(done(mark, deed, None));
            }
            (Some(mark), None) => said.push(done(mark, Deed::Removed, None)),
            (Some(before), Some(after)) => said.extend(change(before, after)),
            (None, None) => {}
        }
    }
}

/// What was done to one mark.
fn change(before: &Mark, after: &Mark) -> Option<Said> {
    let value = |mark: &Mark, name: &str| {
        mark.attribute(name)
            .map(|attribute| attribute.value.clone())
            .filter(|value| !value.is_empty())
    };
    if after.keyword == Keyword::Promise && outcome(before) != outcome(after) {
        return Some(done(
            after,
            settled(outcome(after)),
            value(after, "because"),
        ));
    }
    if after.keyword == Keyword::Question && is_answered(before) != is_answered(after) {
        return Some(if is_answered(after) {
            done(after, Deed::Answered, value(after, "answer"))
        } else {
            done(after, Deed::Reopened, None)
        });
    }
    if after.keyword == Keyword::Decision
        && value(before, "result").is_none()
        && let Some(result) = value(after, "result")
    {
        return Some(done(after, Deed::Resulted, Some(result)));
    }
    let over = |mark: &Mark| match mark.keyword {
        Keyword::Risk => !risk_is_open(mark),
        _ => mark.ticked == Some(true),
    };
    if over(before) != over(after) {
        return Some(if over(after) {
            done(after, Deed::Closed, value(after, "because"))
        } else {
            done(after, Deed::Reopened, None)
        });
    }
    if before.text != after.text {
        return Some(done(after, reworded(&before.text, &after.text), None));
    }
    let attributes = |mark: &Mark| {
        mark.attributes
            .iter()
            .map(|attribute| (attribute.name.clone(), attribute.value.clone()))
            .collect::<Vec<_>>()
    };
    (attributes(before) != attributes(after)).then(|| {
        let note = after
            .attributes
            .iter()
            .filter(|attribute| {
                !before
                    .attributes
                    .iter()
                    .any(|other| other.name == attribute.name && other.value == attribute.value)
            })
            .map(|attribute| {
                format!("{} {}", attribute.name, attribute.value)
                    .trim()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join(", ");
        done(after, Deed::Amended, (!note.is_empty()).then_some(note))
    })
}

const fn settled(outcome: Outcome) -> Deed {
    match outcome {
        Outcome::Open => Deed::Reopened,
        Outcome::Kept => Deed::Kept,
        Outcome::Released => Deed::Released,
        Outcome::Broken => Deed::Broken,
        Outcome::Replaced => Deed::Replaced,
    }
}

fn done(mark: &Mark, deed: Deed, note: Option<String>) -> Said {
    Said::Mark {
        keyword: mark.keyword,
        deed,
        text: mark.text.clone(),
        note,
    }
}

/// Whether words changed a little or a lot: a little where four in five are the same.
fn reworded(before: &str, after: &str) -> Deed {
    if pairs::likeness(before, after) >= 0.8 {
        Deed::Edited
    } else {
        Deed::Rewritten
    }
}

/// The sections but the log, with what stands below each.
fn sections_of(document: &Document) -> Vec<(&str, Span)> {
    parts::of(document)
        .into_iter()
        .map(|part| (part.title.unwrap_or("Opening"), part.content))
        .filter(|(_, span)| !span.is_empty())
        .collect()
}

fn slice(document: &Document, span: Span) -> &str {
    document.text.get(span.range()).unwrap_or_default()
}

fn sections(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let was = sections_of(before);
    let is = sections_of(after);
    let mut left: Vec<Option<&(&str, Span)>> = was.iter().map(Some).collect();
    for (title, span) in &is {
        let former = left
            .iter_mut()
            .find(|section| {
                section.is_some_and(|(other, _)| crate::text::markdown::same_title(other, title))
            })
            .and_then(Option::take);
        let now = slice(after, *span).trim();
        let Some((_, former)) = former else {
            said.push(Said::Section {
                title: (*title).to_owned(),
                deed: Deed::Made,
            });
            continue;
        };
        let then = slice(before, *former).trim();
        if now == then {
            continue;
        }
        let (words_now, words_then) = (
            after.body.prose_text(&after.text, *span),
            before.body.prose_text(&before.text, *former),
        );
        let tasks = said.len();
        ticks(before, *former, after, *span, title, said);
        let deed = if words_now == words_then {
            continue;
        } else if words_then.is_empty() {
            Deed::Made
        } else if words_now.is_empty() {
            Deed::Removed
        } else {
            reworded(&words_then, &words_now)
        };
        // A tick that dates its item rewords it: told once.
        if deed != Deed::Edited || said.len() == tasks {
            said.push(Said::Section {
                title: (*title).to_owned(),
                deed,
            });
        }
    }
    for (title, _) in left.into_iter().flatten() {
        said.push(Said::Section {
            title: (*title).to_owned(),
            deed: Deed::Removed,
        });
    }
}

/// The tasks of a section that were ticked, or are open again. An item may have been dated as it was ticked.
fn ticks(
    before: &Document,
    former: Span,
    after: &Document,
    span: Span,
    section: &str,
    said: &mut Vec<Said>,
) {
    let tasks = |document: &Document, span: Span| {
        document
            .body
            .items_in(span)
            .filter_map(|(_, item)| {
                Some((
                    item.ticked?,
                    slice(document, item.text_span).trim().to_owned(),
                ))
            })
            .collect::<Vec<_>>()
    };
    let mut was = tasks(before, former);
    for (ticked, text) in tasks(after, span) {
        let same = was
            .iter()
            .position(|(_, other)| *other == text)
            .or_else(|| {
                was.iter().position(|(_, other)| {
                    !other.is_empty() && (text.starts_with(other) || other.starts_with(&text))
                })
            });
        if let Some((before, _)) = same.map(|at| was.remove(at))
            && before != ticked
        {
            said.push(Said::Task {
                section: section.to_owned(),
                text,
                ticked,
            });
        }
    }
}

fn entries(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let name = |entry: &Entry| {
        if entry.title.is_empty() {
            entry
                .day
                .map_or_else(|| "an entry".to_owned(), |day| day.to_string())
        } else {
            entry.title.clone()
        }
    };
    let is_handoff = |entry: &Entry| {
        entry
            .title
            .split(':')
            .next()
            .is_some_and(|word| word.trim().eq_ignore_ascii_case("handoff"))
    };
    for (former, latter) in pairs::entries(&before.log.entries, &after.log.entries) {
        let deed = match (former, latter) {
            (None, Some(entry)) if is_handoff(entry) => continue,
            (None, Some(_)) => Deed::Made,
            (Some(entry), None) if is_handoff(entry) => continue,
            (Some(_), None) => Deed::Removed,
            (Some(former), Some(latter)) => {
                if slice(before, former.span) == slice(after, latter.span) {
                    continue;
                }
                let (was, is) = (own_words(before, former), own_words(after, latter));
                if was == is && former.title == latter.title && former.day == latter.day {
                    continue;
                }
                reworded(&was, &is)
            }
            (None, None) => continue,
        };
        if let Some(entry) = latter.or(former) {
            said.push(Said::Entry {
                title: name(entry),
                deed,
            });
        }
    }
}

/// The prose of an entry without its marks and fields, which are told by themselves.
fn own_words(document: &Document, entry: &Entry) -> String {
    let mut words = String::new();
    let mut at = entry.content.start;
    let mut held: Vec<Span> = entry.marks.iter().map(|mark| mark.span).collect();
    held.extend(
        entry
            .fields
            .iter()
            .map(|field| Span::new(field.name_span.start, field.value_span.end)),
    );
    held.sort_unstable();
    for span in held {
        if span.start > at {
            words.push_str(
                &document
                    .body
                    .prose_text(&document.text, Span::new(at, span.start)),
            );
            words.push(' ');
        }
        at = at.max(span.end);
    }
    if at < entry.content.end {
        words.push_str(
            &document
                .body
                .prose_text(&document.text, Span::new(at, entry.content.end)),
        );
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
