//! The story of one engagement: its final file, and the steps in which it came about, read from its own log.

use std::collections::HashMap;

use super::clock::Phase;
use super::former::{Note, Part};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::need::NeedKind;
use crate::model::person::bare;
use crate::model::{Engagement, Handoff, Settings, Workflow};
use crate::repo::Failure;
use crate::span::Span;
use crate::text::log::Entry;
use crate::text::mark::By;
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

/// What one person did to the engagement at one time.
pub(super) struct Step {
    /// When.
    pub(super) day: Day,
    /// In which part of the day.
    pub(super) phase: Phase,
    /// Who, as a handle.
    pub(super) by: String,
    /// What.
    pub(super) deeds: Vec<Deed>,
}

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Deed {
    /// This entry was written.
    Entry(usize),
    /// The handoff of this entry was accepted.
    Accepted(usize),
    /// This mark of this entry got its outcome.
    Settled(usize, usize),
    /// Items of the checklist in this section were ticked.
    Ticked(String),
}

/// A handoff's effect.
struct Turn {
    entry: usize,
    stage: Option<String>,
    owner: Option<String>,
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
        story.steps = story.told(notes).map_err(|what| wrong(&what))?;
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

    /// Whether an entry written up to a step names somebody.
    pub(super) fn names(&self, name: &str, at: usize) -> bool {
        self.entries().iter().enumerate().any(|(index, entry)| {
            self.is_done(&Deed::Entry(index), at) && self.end.slice(entry.span).contains(name)
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

    /// The steps, in order.
    fn told(&self, notes: &[Note]) -> Result<Vec<Step>, String> {
        let mut days = Vec::new();
        for entry in self.entries() {
            let day = entry
                .day
                .ok_or_else(|| format!("the entry `{}` has no day", entry.title))?;
            if days.last().is_some_and(|&(last, _)| last > day) {
                return Err(format!("the entry of {day} stands below a later one"));
            }
            let author = entry
                .author
                .as_deref()
                .ok_or_else(|| format!("the entry of {day} has no author"))?;
            days.push((day, author));
        }
        // Who has it when something happens on a day in a part of it.
        let owner = |day: Day, phase: Phase| {
            self.turns
                .iter()
                .filter(|turn| {
                    days.get(turn.entry)
                        .is_some_and(|&(of, _)| (of, Phase::Entry) < (day, phase))
                })
                .filter_map(|turn| turn.owner.as_deref())
                .next_back()
                .or(days.first().map(|&(_, author)| author))
                .unwrap_or_default()
        };
        let mut steps: Vec<Step> = Vec::new();
        let mut later = |day: Day, phase: Phase, by: &str, deed: Deed| match steps
            .iter_mut()
            .find(|step| step.day == day && step.phase == phase && step.by == by)
        {
            Some(step) if step.deeds.contains(&deed) => {}
            Some(step) => step.deeds.push(deed),
            None => steps.push(Step {
                day,
                phase,
                by: by.to_owned(),
                deeds: vec![deed],
            }),
        };
        let phase = |of: Day, day: Day| {
            if of == day {
                Phase::After
            } else {
                Phase::Before
            }
        };
        for day in self.ticked_days(notes) {
            for (section, day) in day {
                later(
                    day,
                    Phase::Before,
                    owner(day, Phase::Before),
                    Deed::Ticked(section),
                );
            }
        }
        for (index, (entry, &(day, author))) in self.entries().iter().zip(&days).enumerate() {
            for (at, mark) in entry.marks.iter().enumerate() {
                let Some(on) = outcome_day(mark) else {
                    continue;
                };
                let phase = phase(day, on);
                let keeper = mark.by().find_map(|by| match by {
                    By::Person(handle) if mark.keyword == Keyword::Promise => Some(bare(handle)),
                    _ => None,
                });
                later(
                    on,
                    phase,
                    keeper.unwrap_or_else(|| owner(on, phase)),
                    Deed::Settled(index, at),
                );
            }
            if let Some(on) = accepted_day(entry) {
                let receiver = entry.field("to").map_or(author, |to| bare(&to.value));
                later(on, phase(day, on), receiver, Deed::Accepted(index));
            }
        }
        steps.extend(days.iter().enumerate().map(|(index, &(day, author))| Step {
            day,
            phase: Phase::Entry,
            by: author.to_owned(),
            deeds: vec![Deed::Entry(index)],
        }));
        steps.sort_by_key(|step| (step.day, step.phase));
        Ok(steps)
    }

    /// The days on which items of checklists above the log were ticked, those of former texts included.
    fn ticked_days(&self, notes: &[Note]) -> Vec<Vec<(String, Day)>> {
        let of = |section: &str, document: &Document, span: Span| -> Vec<(String, Day)> {
            ticks(document, span)
                .map(|(_, day)| (section.to_owned(), day))
                .collect()
        };
        let mut days: Vec<Vec<(String, Day)>> = sections(&self.end.document)
            .iter()
            .map(|(title, _, content)| of(title, &self.end.document, *content))
            .collect();
        for note in notes {
            if let Note::Was {
                part: Part::Section(title),
                was: Some(was),
                ..
            } = note
            {
                let former = Document::parse(was.as_bytes());
                days.push(of(title, &former, former.body.span));
            }
        }
        days
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

/// The day on which a mark got its outcome.
fn outcome_day(mark: &Mark) -> Option<Day> {
    let names: &[&str] = match mark.keyword {
        Keyword::Promise => &["kept", "released", "broken"],
        Keyword::Question => &["answered"],
        Keyword::Decision => &["resulted"],
        _ => &[],
    };
    names.iter().find_map(|name| mark.day_of(name))
}

/// The attributes that a mark gets with its outcome.
pub(super) const fn outcome_names(keyword: Keyword) -> &'static [&'static str] {
    match keyword {
        Keyword::Promise => &["kept", "released", "broken", "replaced", "because"],
        Keyword::Question => &["answered", "answer"],
        Keyword::Decision => &["resulted", "result"],
        _ => &[],
    }
}

fn accepted_day(entry: &Entry) -> Option<Day> {
    Day::parse(&entry.field("accepted")?.value)
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
