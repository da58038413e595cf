//! The parts of an engagement's page: what its stage shows, in the stage's order, then everything else there is.

use std::collections::HashSet;

use super::{Subject, next, value};
use crate::model::{StageKind, parts};
use crate::registers;
use crate::site::NEWEST;
use crate::site::anchors::Anchors;
use crate::site::html::Text;
use crate::site::shelf::Shelf;
use crate::site::studio::{keyword_anchor, section_anchor};
use crate::site::view::{Block, Change, Decision, Fact, Folded, Mark, Part};
use crate::site::{change, recall, words};
use crate::span::Span;
use crate::text::Keyword;
use crate::text::markdown::same_title;

/// Fields that the head of the page says already.
const IN_HEAD: [&str; 5] = ["title", "owner", "team", "due", "follows"];

/// The kinds of mark in the order in which a page has them, each with its heading and what to say where there is none.
const KINDS: [(Keyword, &str, &str); 9] = [
    (Keyword::Promise, "Promises", "Nothing is promised."),
    (Keyword::Decision, "Decisions", "Nothing is decided."),
    (Keyword::Question, "Questions", "No question is open."),
    (Keyword::Risk, "Risks", "No risk is written down."),
    (
        Keyword::Change,
        "Changes",
        "Nothing of what was agreed has changed.",
    ),
    (
        Keyword::Tone,
        "How they sounded",
        "Nobody wrote down how they sounded.",
    ),
    (Keyword::Lesson, "Lessons", "No lesson is written down."),
    (Keyword::Waiver, "Waivers", "Nothing is waived."),
    (Keyword::Approval, "Approvals", "Nothing is approved."),
];

/// So many marks of a kind that is never done with, such as how they sounded, stand before the fold.
const BEFORE_THE_FOLD: usize = 4;

/// What to say below the heading of a section with nothing in it.
const UNWRITTEN: &str = "Nothing is written here yet.";

/// A name of a stage's `shows`, understood.
enum Shown {
    Success,
    Field(String),
    Marks(Keyword),
    Section(String),
}

struct Builder<'p, 's> {
    subject: &'p Subject<'s>,
    text: &'p Text<'s>,
    shelf: &'p Shelf<'s>,
    blocks: Vec<Block<'s>>,
    anchors: Anchors,
    kinds: HashSet<Keyword>,
    sections: Vec<(String, Span, bool)>,
    opening: Vec<Span>,
    fields: HashSet<String>,
}

/// All parts of the page.
pub(super) fn of<'s>(
    subject: &Subject<'s>,
    text: &Text<'s>,
    shelf: &Shelf<'s>,
    success: bool,
) -> Vec<Block<'s>> {
    let engagement = &subject.work.engagement;
    let document = &engagement.document;
    let parts = parts::of(document);
    let sections = parts
        .iter()
        .filter_map(|part| Some((part.title?.to_owned(), part.content, false)))
        .collect();
    let opening = parts
        .iter()
        .filter(|part| part.title.is_none())
        .map(|part| part.content)
        .collect();
    let mut builder = Builder {
        subject,
        text,
        shelf,
        blocks: Vec::new(),
        anchors: Anchors::default(),
        kinds: HashSet::new(),
        sections,
        opening,
        fields: IN_HEAD.iter().map(|name| (*name).to_owned()).collect(),
    };
    builder
        .fields
        .insert(subject.studio.settings().stage_field.to_lowercase());
    builder.fields.insert("workflow".to_owned());
    builder.fields.insert("shared".to_owned());
    if success {
        builder.fields.insert("success".to_owned());
    }
    // The day to look again on says nothing any more once the work goes on.
    let stage = subject.standing.stage;
    if stage.is_some_and(|stage| stage.kind != StageKind::Waiting) {
        builder.fields.insert("wake".to_owned());
    }
    builder.shown();
    builder.nothing();
    builder.next();
    builder.rest();
    // To the studio it matters first what came last; an audience asks first what it is promised.
    let inside = subject.studio.inputs.extent.inside;
    if inside {
        builder.lately();
        builder.recalled();
    }
    for (keyword, ..) in KINDS {
        if registers::marks_of(engagement, keyword).next().is_some() {
            builder.marks(keyword, false);
        }
    }
    if !inside {
        builder.lately();
        builder.recalled();
    }
    builder.opening();
    for at in 0..builder.sections.len() {
        builder.section(at, false);
    }
    builder.blocks
}

impl<'s> Builder<'_, 's> {
    fn push(
        &mut self,
        anchor: String,
        title: String,
        kind: &'static str,
        shown: bool,
    ) -> &mut Block<'s> {
        self.blocks.push(Block {
            anchor: self.anchors.free(anchor),
            title,
            kind,
            shown,
            facts: Vec::new(),
            html: None,
            promises: Vec::new(),
            decisions: Vec::new(),
            marks: Vec::new(),
            folded: Folded::default(),
            changes: Vec::new(),
            recalled: Vec::new(),
            next: None,
            empty: None,
            nothing: Vec::new(),
        });
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }

    fn shown(&mut self) {
        let names = self
            .subject
            .standing
            .stage
            .map_or(&[][..], |stage| stage.shows.as_slice());
        let shown: Vec<Shown> = names.iter().map(|name| self.understood(name)).collect();
        let mut facts: Vec<Fact> = Vec::new();
        for shown in &shown {
            if let Shown::Field(name) = shown {
                facts.extend(self.fact(name));
            }
        }
        if !facts.is_empty() {
            let title = heading(&facts, "In short");
            self.push("facts".to_owned(), title, "facts", true).facts = facts;
        }
        for shown in shown {
            match shown {
                Shown::Marks(keyword) => self.marks(keyword, true),
                Shown::Section(title) => match self
                    .sections
                    .iter()
                    .position(|(other, ..)| same_title(other, &title))
                {
                    Some(at) => self.section(at, true),
                    None => {
                        let anchor = section_anchor(&title);
                        self.push(anchor, title, "section", true).empty =
                            Some(UNWRITTEN.to_owned());
                    }
                },
                Shown::Success | Shown::Field(_) => {}
            }
        }
    }

    /// What a stage means by a name: a kind of mark, a section, or a field.
    fn understood(&self, name: &str) -> Shown {
        let lower = name.to_lowercase();
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let keyword = Keyword::parse(&lower).or_else(|| Keyword::parse(singular));
        let engagement = &self.subject.work.engagement;
        let section = self
            .sections
            .iter()
            .any(|(title, ..)| same_title(title, name));
        if let Some(keyword) = keyword {
            Shown::Marks(keyword)
        } else if lower == "success" {
            Shown::Success
        } else if engagement.value(name).is_some() {
            Shown::Field(name.to_owned())
        } else if section || name.starts_with(char::is_uppercase) {
            Shown::Section(name.to_owned())
        } else {
            Shown::Field(name.to_owned())
        }
    }

    /// A field, once; nothing where it says nothing.
    fn fact(&mut self, name: &str) -> Option<Fact> {
        if !self.fields.insert(name.to_lowercase()) {
            return None;
        }
        let engagement = &self.subject.work.engagement;
        let node = engagement.value(name).filter(|node| !node.is_blank())?;
        Some(Fact {
            name: words::field(name),
            html: value(self.subject.studio, self.shelf, node, engagement, name),
        })
    }

    /// Several parts with nothing in them are one: four headings over four times nothing are noise before a call.
    fn nothing(&mut self) {
        let empty = |block: &Block<'_>| block.empty.is_some();
        if self.blocks.iter().filter(|block| empty(block)).count() < 2 {
            return;
        }
        let (empties, blocks): (Vec<_>, Vec<_>) = std::mem::take(&mut self.blocks)
            .into_iter()
            .partition(empty);
        self.blocks = blocks;
        let nothing = empties
            .into_iter()
            .map(|block| Part {
                title: match block.kind {
                    "section" => format!("“{}” is not written yet.", block.title),
                    _ => block.empty.unwrap_or_default(),
                },
                anchor: block.anchor,
            })
            .collect();
        self.push(
            "nothing".to_owned(),
            "Nothing yet".to_owned(),
            "nothing",
            true,
        )
        .nothing = nothing;
    }

    fn next(&mut self) {
        let studio = self.subject.studio;
        let guide = studio.guide(&self.subject.work.engagement.path, self.shelf.root);
        if studio.inputs.extent.inside
            && let Some(next) = next::of(self.subject, &guide)
        {
            let title = format!("Before {}", next.stage.title);
            self.push("next".to_owned(), title, "next", false).next = Some(next);
        }
    }

    /// Its newest commits in words, while it is not over.
    fn lately(&mut self) {
        let Subject {
            studio, work, past, ..
        } = *self.subject;
        let stage = self.subject.standing.stage;
        if !studio.inputs.extent.history || stage.is_some_and(|stage| stage.kind.is_over()) {
            return;
        }
        let changes: Vec<Change<'s>> = past
            .happened
            .iter()
            .rev()
            .take(NEWEST)
            .filter_map(|happened| change::of(studio, work, happened, self.shelf.root, false))
            .map(|change| Change {
                difference: None,
                ..change
            })
            .collect();
        // A beginning alone says nothing that the page does not.
        if past.happened.len() > 1 {
            self.push("lately".to_owned(), "Lately".to_owned(), "lately", false)
                .changes = changes;
        }
    }

    /// What bears on it from elsewhere.
    fn recalled(&mut self) {
        let recalled = recall::today(self.subject, self.shelf.root);
        if !recalled.is_empty() {
            let title = "From further back".to_owned();
            self.push("further".to_owned(), title, "recalled", false)
                .recalled = recalled;
        }
    }

    fn marks(&mut self, keyword: Keyword, shown: bool) {
        if !self.kinds.insert(keyword) {
            return;
        }
        let Some((_, title, none)) = KINDS.into_iter().find(|(kind, ..)| *kind == keyword) else {
            return;
        };
        let shelf = *self.shelf;
        let engagement = &self.subject.work.engagement;
        let (mut promises, mut decisions, mut marks) = (Vec::new(), Vec::new(), Vec::new());
        let kind = match keyword {
            Keyword::Promise => {
                let owed = registers::promises(engagement, shelf.today);
                if !owed.is_empty() {
                    promises = shelf.groups(&owed);
                }
                "promises"
            }
            Keyword::Decision => {
                let rulings = registers::decisions(engagement);
                decisions = rulings
                    .iter()
                    .map(|ruling| shelf.decision(ruling))
                    .collect();
                "decisions"
            }
            _ => {
                marks = registers::marks_of(engagement, keyword)
                    .map(|placed| shelf.mark(&placed))
                    .collect();
                // What is open first, the newest before the older.
                marks.reverse();
                marks.sort_by_key(|mark| mark.closed);
                "marks"
            }
        };
        let folded = fold(keyword, &mut decisions, &mut marks);
        let empty = promises.is_empty()
            && decisions.is_empty()
            && marks.is_empty()
            && folded.words.is_empty();
        let anchor = keyword_anchor(keyword).to_owned();
        let block = self.push(anchor, title.to_owned(), kind, shown);
        block.promises = promises;
        block.decisions = decisions;
        block.marks = marks;
        block.folded = folded;
        block.empty = empty.then(|| none.to_owned());
    }

    fn section(&mut self, at: usize, shown: bool) {
        let Some((title, span, told)) = self.sections.get_mut(at) else {
            return;
        };
        if std::mem::replace(told, true) {
            return;
        }
        let (title, span) = (title.clone(), *span);
        let engagement = &self.subject.work.engagement;
        let guide = self.subject.studio.guide(&engagement.path, self.shelf.root);
        let html = self.text.blocks(span, 2, &guide);
        let empty = html.as_str().trim().is_empty();
        let anchor = section_anchor(&title);
        let block = self.push(anchor, title, "section", shown);
        block.empty = empty.then(|| UNWRITTEN.to_owned());
        block.html = Some(html);
    }

    /// What stands in the file before its first section, its title aside.
    fn opening(&mut self) {
        let engagement = &self.subject.work.engagement;
        let guide = self.subject.studio.guide(&engagement.path, self.shelf.root);
        let mut html = String::new();
        for span in &self.opening {
            html.push_str(self.text.blocks(*span, 2, &guide).as_str());
        }
        if !html.trim().is_empty() {
            self.push("opening".to_owned(), "Opening".to_owned(), "section", false)
                .html = Some(crate::site::view::Html::trusted(html));
        }
    }

    /// The fields that nobody asked for.
    fn rest(&mut self) {
        let engagement = &self.subject.work.engagement;
        let names: Vec<String> = engagement
            .document
            .front_matter
            .pairs
            .iter()
            .map(|pair| pair.key.clone())
            .collect();
        let facts: Vec<Fact> = names.iter().filter_map(|name| self.fact(name)).collect();
        if !facts.is_empty() {
            let several = if self.blocks.is_empty() {
                "In short"
            } else {
                "Also"
            };
            let title = heading(&facts, several);
            self.push("more".to_owned(), title, "facts", false).facts = facts;
        }
    }
}

/// What stands above some facts; above a single one that is its name.
fn heading(facts: &[Fact], several: &str) -> String {
    match facts {
        [only] => only.name.clone(),
        _ => several.to_owned(),
    }
}

/// Takes out what steps back: what is superseded, what is done with, and of tones and lessons all but the newest.
fn fold<'s>(
    keyword: Keyword,
    decisions: &mut Vec<Decision<'s>>,
    marks: &mut Vec<Mark<'s>>,
) -> Folded<'s> {
    let in_force = decisions
        .iter()
        .position(|decision| !decision.in_force)
        .unwrap_or(decisions.len());
    let lasting = matches!(keyword, Keyword::Tone | Keyword::Lesson | Keyword::Approval);
    let front = if lasting && marks.len() > BEFORE_THE_FOLD + 1 {
        BEFORE_THE_FOLD
    } else {
        let open = marks.iter().position(|mark| mark.closed);
        open.unwrap_or(marks.len())
    };
    let decisions = decisions.split_off(in_force);
    let marks = marks.split_off(front);
    let words = match (decisions.len(), marks.len(), keyword) {
        (0, 0, _) => String::new(),
        (superseded, 0, _) => format!("{superseded} superseded"),
        (_, over, Keyword::Question) => format!("{over} answered"),
        (_, over, Keyword::Waiver) => format!("{over} over"),
        (_, over, _) if lasting => format!("{over} earlier"),
        (_, over, _) => format!("{over} closed"),
    };
    Folded {
        words,
        decisions,
        marks,
    }
}
