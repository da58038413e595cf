//! The story of one engagement: its final file, and the steps in which it came about, read from its own log.

use std::collections::HashMap;

use super::clock::Phase;
use super::former::{Note, Part};
use super::steps::{self, Deed, Step};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::need::NeedKind;
use crate::model::{Engagement, Handoff, Settings, Workflow};
use crate::repo::Failure;
use crate::span::Span;
use crate::text::log::Entry;
use crate::text::{Document, Keyword, Mark};

/// The story of an engagement.
pub(super) struct Story {
    /// The engagement in the end.
    pub(super) end: Engagement,
    /// What happened, in order; each a commit at most.
    pub(super) steps: Vec<Step>,
    /// The step of each deed.
    done: HashMap<Deed, usize>,
    /// Where it began.
    first_stage: String,
    /// Where it went, and to whom: by entry.
    turns: Vec<Turn>,
    /// The step with which each part appears; those not here are there from the beginning.
    shown: HashMap<Part, usize>,
    /// What parts were before a step.
    formers: Vec<(Part, usize, Option<String>)>,
    /// The engagement's ids before a step.
    paths: Vec<(String, usize)>,
    /// The steps that were made on a branch of their own.
    pub(super) merges: Vec<usize>,
}

/// A handoff's effect.
pub(super) struct Turn {
    /// The entry that records it.
    pub(super) entry: usize,
    /// The stage that it leads to, where it is between stages.
    pub(super) stage: Option<String>,
    /// Who has the engagement from then on.
    pub(super) owner: Option<String>,
}

impl Story {
    /// Reads a story from an engagement's final file and the notes on its past.
    ///
    /// # Errors
    /// Where the log does not tell it: an entry without a day or an author, days out of order, a note on a day without an entry.
    pub(super) fn read(
        path: &str,
        text: &str,
        notes: &[Note],
        settings: &Settings,
    ) -> Result<Self, Failure> {
        let wrong = |what: &str| Failure::new(format!("`{path}` cannot be replayed: {what}"));
        let end = Engagement::read(path, text.as_bytes(), settings)
            .ok_or_else(|| wrong("it is no engagement"))?;
        let workflow = end
            .workflow(settings)
            .ok_or_else(|| wrong("its workflow is unknown"))?;
        let mut story = Self {
            turns: turns(&end, settings),
            first_stage: first_stage(&end, settings),
            steps: Vec::new(),
            done: HashMap::new(),
            shown: HashMap::new(),
            formers: Vec::new(),
            paths: Vec::new(),
            merges: Vec::new(),
            end,
        };
        story.steps =
            steps::read(&story.end.document, &story.turns, notes).map_err(|what| wrong(&what))?;
        for (at, step) in story.steps.iter().enumerate() {
            for deed in &step.deeds {
                story.done.entry(deed.clone()).or_insert(at);
            }
        }
        story.shown = story.appearances(workflow);
        for note in notes {
            let at = |day: Day| {
                story
                    .steps
                    .iter()
                    .position(|step| step.day == day && step.phase == Phase::Entry)
                    .ok_or_else(|| wrong(&format!("there is no entry on {day}")))
            };
            match note {
                Note::Was {
                    part, until, was, ..
                } => {
                    let until = at(*until)?;
                    story.formers.push((part.clone(), until, was.clone()));
                }
                Note::Path { id, until } => {
                    let until = at(*until)?;
                    story.paths.push((id.clone(), until));
                }
                Note::Merge(day) => {
                    let step = at(*day)?;
                    story.merges.push(step);
                }
                Note::Since(..) => {
                    return Err(wrong("an engagement begins with its first entry"));
                }
            }
        }
        story.formers.sort_by_key(|(_, until, _)| *until);
        story.paths.sort_by_key(|(_, until)| *until);
        Ok(story)
    }

    /// The entries of its log.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.end.document.log.entries
    }

    /// A mark of an entry.
    pub(super) fn mark(&self, entry: usize, mark: usize) -> Option<&Mark> {
        self.entries().get(entry)?.marks.get(mark)
    }

    /// The engagement's id after a step.
    pub(super) fn id(&self, at: usize) -> &str {
        self.paths
            .iter()
            .find(|(_, until)| at < *until)
            .map_or(&self.end.id, |(id, _)| id)
    }

    /// Its stage after a step.
    pub(super) fn stage(&self, at: usize) -> &str {
        self.turns_until(at)
            .filter_map(|turn| turn.stage.as_deref())
            .next_back()
            .unwrap_or(&self.first_stage)
    }

    /// Its owner after a step: whoever the last handoff names, else who wrote the first entry.
    pub(super) fn owner(&self, at: usize) -> &str {
        self.turns_until(at)
            .filter_map(|turn| turn.owner.as_deref())
            .next_back()
            .or_else(|| self.entries().first()?.author.as_deref())
            .unwrap_or_default()
    }

    /// What a part holds after a step.
    pub(super) fn part(&self, part: &Part, at: usize) -> Held<'_> {
        let former = self
            .formers
            .iter()
            .find(|(of, until, _)| of == part && at < *until);
        match (self.shown.get(part), former) {
            (Some(&shown), _) if at < shown => Held::Nothing,
            (_, Some((_, _, None))) => Held::Nothing,
            (_, Some((_, _, Some(was)))) => Held::Former(was),
            _ => Held::Final,
        }
    }

    /// Whether the log names somebody after a step.
    pub(super) fn names(&self, name: &str, at: usize) -> bool {
        self.entries().iter().enumerate().any(|(index, entry)| {
            let start = entry.span.start;
            let mut found = self.end.slice(entry.span).match_indices(name);
            self.is_done(&Deed::Entry(index), at)
                && found.any(|(from, _)| !self.comes_later(index, start + from, at))
        })
    }

    /// Whether what stands at this byte of an entry is part of an outcome that came after a step.
    fn comes_later(&self, index: usize, byte: usize, at: usize) -> bool {
        let marks = self
            .entries()
            .get(index)
            .into_iter()
            .flat_map(|entry| &entry.marks);
        marks.enumerate().any(|(number, mark)| {
            let later = outcome_names(mark.keyword);
            self.is_settled(index, number)
                && !self.is_done(&Deed::Settled(index, number), at)
                && mark.attributes.iter().any(|attribute| {
                    later.contains(&attribute.name.as_str())
                        && attribute.span.contains(Span::new(byte, byte))
                })
        })
    }

    /// Whether somebody of the studio has had to do with it up to a step, as owner, author or by handle in the log; or never will have.
    pub(super) fn is_part_of_it(&self, handle: &str, at: usize) -> bool {
        let named = |at: usize| self.owner(at) == handle || self.names(&format!("@{handle}"), at);
        named(at) || !named(usize::MAX)
    }

    /// Whether a deed is done after a step.
    pub(super) fn is_done(&self, deed: &Deed, at: usize) -> bool {
        self.done.get(deed).is_some_and(|&step| step <= at)
    }

    /// Whether a mark has an outcome in the end.
    pub(super) fn is_settled(&self, entry: usize, mark: usize) -> bool {
        self.done.contains_key(&Deed::Settled(entry, mark))
    }

    fn turns_until(&self, at: usize) -> impl DoubleEndedIterator<Item = &Turn> {
        self.turns
            .iter()
            .filter(move |turn| self.is_done(&Deed::Entry(turn.entry), at))
    }

    /// With which step each part appears that a stage asks for: the last entry before the handoff into the first stage that does. What a stage
    /// beside the main line asks for comes with the handoff itself, and a checklist a stage before the one that wants all of it ticked.
    fn appearances(&self, workflow: &Workflow) -> HashMap<Part, usize> {
        let step_of = |entry: usize| {
            self.done
                .get(&Deed::Entry(entry))
                .copied()
                .unwrap_or_default()
        };
        let entered = self
            .turns
            .iter()
            .filter_map(|turn| Some((turn.entry, turn.stage.as_deref()?)));
        let mut shown = HashMap::new();
        for (entry, stage) in [(0, self.first_stage.as_str())].into_iter().chain(entered) {
            let Some(stage) = workflow.stage(stage) else {
                continue;
            };
            let aside = !stage.kind.on_main_line();
            let step = step_of(if aside {
                entry
            } else {
                entry.saturating_sub(1)
            });
            let ahead = workflow
                .following(&stage.id)
                .into_iter()
                .flat_map(|next| &next.needs)
                .filter(|need| matches!(need.kind, NeedKind::Checklist { .. }));
            for part in stage
                .needs
                .iter()
                .chain(ahead)
                .filter_map(|need| part_of(&need.kind))
            {
                shown.entry(part).or_insert(step);
            }
        }
        // What only a stage asks for that it has not come to yet is the newest thing in the file.
        let last = self.entries().len().saturating_sub(1);
        for part in workflow
            .stages
            .iter()
            .flat_map(|stage| &stage.needs)
            .filter_map(|need| part_of(&need.kind))
        {
            shown.entry(part).or_insert_with(|| step_of(last));
        }
        shown
    }
}

/// What a part of a file holds at some time.
pub(super) enum Held<'a> {
    /// It is not there.
    Nothing,
    /// Something else than in the end.
    Former(&'a str),
    /// What it holds in the end.
    Final,
}

/// The sections above the log: title, whole and content.
pub(super) fn sections(document: &Document) -> Vec<(String, Span, Span)> {
    let body = &document.body;
    let log = document.log.section;
    body.headings
        .iter()
        .filter(|heading| heading.level == 2)
        .filter_map(|heading| {
            body.section(&heading.text)
                .map(|section| (heading.text.clone(), section.span, section.content))
        })
        .filter(|(_, span, _)| log.is_none_or(|log| log.start != span.start))
        .collect()
}

/// The ticked boxes in a span, each with the day that ends its item.
pub(super) fn ticks(document: &Document, span: Span) -> impl Iterator<Item = (Span, Day)> {
    document
        .body
        .items
        .iter()
        .filter(move |item| span.contains(item.span) && item.ticked == Some(true))
        .filter_map(|item| {
            let text = document.text.get(item.text_span.range())?.trim_end();
            let (_, day) = text.strip_suffix(')')?.rsplit_once('(')?;
            Some((item.box_span?, Day::parse(day)?))
        })
}

/// The attributes that a mark gets with its outcome.
pub(super) const fn outcome_names(keyword: Keyword) -> &'static [&'static str] {
    match keyword {
        Keyword::Promise => &["kept", "released", "broken", "replaced", "because"],
        Keyword::Question => &["answered", "answer"],
        Keyword::Decision => &["resulted", "result"],
        Keyword::Risk => &["closed", "because"],
        _ => &[],
    }
}

fn turns(end: &Engagement, settings: &Settings) -> Vec<Turn> {
    end.handoffs(settings)
        .iter()
        .map(|handoff| Turn {
            entry: handoff.index,
            stage: stages(handoff).map(|(_, to)| to.to_owned()),
            owner: handoff.receiver().map(str::to_owned),
        })
        .collect()
}

fn first_stage(end: &Engagement, settings: &Settings) -> String {
    end.handoffs(settings)
        .iter()
        .find_map(|handoff| stages(handoff).map(|(from, _)| from.to_owned()))
        .or_else(|| end.stage.clone())
        .unwrap_or_default()
}

fn stages<'a>(handoff: &'a Handoff<'_>) -> Option<(&'a str, &'a str)> {
    match &handoff.between {
        Between::Stages(from, to) => Some((from, to)),
        _ => None,
    }
}

fn part_of(need: &NeedKind) -> Option<Part> {
    match need {
        NeedKind::Field { name, .. } => Some(Part::Field(name.clone())),
        NeedKind::Link { field } => Some(Part::Field(field.clone())),
        NeedKind::Section { title, .. } => Some(Part::Section(title.clone())),
        NeedKind::Checklist { section } => Some(Part::Section(section.clone())),
        _ => None,
    }
}
