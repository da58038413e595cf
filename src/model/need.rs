//! A need: one condition that must hold for an engagement to be in a stage.

use regex::Regex;

use super::expr::Expr;
use super::field::FieldType;

/// One condition of a stage.
#[derive(Debug, Clone)]
pub struct Need {
    /// What a waiver calls it.
    pub key: String,
    /// What must hold.
    pub kind: NeedKind,
    /// Why, in the studio's words.
    pub because: Option<String>,
    /// When it applies; always where nothing is said.
    pub when: Option<Expr>,
    /// Who may waive it.
    pub waivable: Waivable,
    /// The stage that asks for it first, from which later ones inherit it.
    pub stage: String,
}

/// What must hold.
#[derive(Debug, Clone)]
pub enum NeedKind {
    /// A front-matter key that is present and says something.
    Field {
        /// The key.
        name: String,
        /// A pattern that its text must contain.
        matches: Option<Regex>,
        /// The values that it may have; empty for any.
        of: Vec<String>,
        /// Its type.
        r#type: Option<FieldType>,
    },
    /// A section that says something.
    Section {
        /// Its heading.
        title: String,
        /// At least so many words.
        words: usize,
    },
    /// Every task item of a section ticked.
    Checklist {
        /// The section's heading.
        section: String,
    },
    /// A state that every promise must be in.
    Promises(Promises),
    /// A decision on this topic in force.
    Decision {
        /// The topic.
        topic: String,
    },
    /// Every decision in force has its result.
    DecisionsResulted,
    /// Every question is answered.
    QuestionsAnswered,
    /// A section signed off as it stands, by someone of a role who did not write it.
    Approval {
        /// The section's heading.
        section: String,
        /// The role; anybody's where nothing is said.
        by: Option<String>,
    },
    /// A front-matter key that names a file that exists, or a web address.
    Link {
        /// The key.
        field: String,
    },
    /// An expression over the engagement.
    Expr {
        /// What must be true.
        expr: Expr,
        /// What to say where it is not.
        message: String,
    },
}

/// What is asked of promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promises {
    /// Each open one has somebody who keeps it.
    Owned,
    /// Each open one has a day.
    Dated,
    /// None is open.
    Settled,
}

/// Who may waive a need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Waivable {
    /// Anybody, with a reason.
    #[default]
    Anybody,
    /// Nobody.
    Nobody,
    /// People of these roles.
    Roles(Vec<String>),
}

impl Promises {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Owned, Self::Dated, Self::Settled];

    /// The word for it in workflows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owned => "owned",
            Self::Dated => "dated",
            Self::Settled => "settled",
        }
    }
}

impl Need {
    /// The kind's word in a workflow file.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.kind {
            NeedKind::Field { .. } => "field",
            NeedKind::Section { .. } => "section",
            NeedKind::Checklist { .. } => "checklist",
            NeedKind::Promises(_) => "promises",
            NeedKind::Decision { .. } => "decision",
            NeedKind::DecisionsResulted => "decisions",
            NeedKind::QuestionsAnswered => "questions",
            NeedKind::Approval { .. } => "approval",
            NeedKind::Link { .. } => "link",
            NeedKind::Expr { .. } => "expr",
        }
    }

    /// What tells it apart from other needs, in whatever stage it stands.
    #[must_use]
    pub fn identity(&self) -> String {
        match self.kind {
            NeedKind::Promises(asked) => format!("promises {} {}", asked.word(), self.key),
            _ => format!("{} {}", self.word(), self.key),
        }
    }

    /// What it asks for, in a few words: "section `Approach`, 40 words or more".
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.kind {
            NeedKind::Field {
                name,
                of,
                r#type,
                matches,
            } => {
                let mut text = format!("field `{name}`");
                if let Some(r#type) = r#type {
                    text.push_str(&format!(": {}", r#type.describe()));
                }
                if !of.is_empty() {
                    let words: Vec<&str> = of.iter().map(String::as_str).collect();
                    text.push_str(&format!(": one of {}", super::words::list(&words)));
                }
                if let Some(matches) = matches {
                    text.push_str(&format!(" matching `{matches}`"));
                }
                text
            }
            NeedKind::Section { title, words: 0 } => format!("section `{title}`"),
            NeedKind::Section { title, words } => {
                format!("section `{title}`, {words} words or more")
            }
            NeedKind::Checklist { section } => format!("every item of `{section}` ticked"),
            NeedKind::Promises(Promises::Owned) => "every open promise owned".to_owned(),
            NeedKind::Promises(Promises::Dated) => "every open promise dated".to_owned(),
            NeedKind::Promises(Promises::Settled) => "every promise settled".to_owned(),
            NeedKind::Decision { topic } => format!("a decision on `{topic}`"),
            NeedKind::DecisionsResulted => "every decision with its result".to_owned(),
            NeedKind::QuestionsAnswered => "every question answered".to_owned(),
            NeedKind::Approval {
                section,
                by: Some(role),
            } => format!("section `{section}` approved by {role}"),
            NeedKind::Approval { section, by: None } => format!("section `{section}` approved"),
            NeedKind::Link { field } => {
                format!("field `{field}`: a file that exists, or a web address")
            }
            NeedKind::Expr { message, .. } => message.clone(),
        }
    }
}
