//! The steps of a story: who did what when, as the dates of an engagement's log and checklists tell it.

use super::clock::Phase;
use super::former::{Note, Part};
use super::story::{Turn, sections, ticks};
use crate::day::Day;
use crate::model::person::bare;
use crate::text::log::Entry;
use crate::text::mark::By;
use crate::text::{Document, Keyword, Mark};

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

/// The steps, in order: what one person does in one part of a day is one, and each entry is one of its own.
///
/// # Errors
/// Says what is wrong where an entry has no day or author, or the days are out of order.
pub(super) fn read(
    document: &Document,
    turns: &[Turn],
    notes: &[Note],
) -> Result<Vec<Step>, String> {
    let told = Told {
        entries: entries(document)?,
        turns,
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut later = |day: Day, phase: Phase, by: &str, deed: Deed| {
        let same = |step: &&mut Step| (step.day, step.phase, step.by.as_str()) == (day, phase, by);
        match steps.iter_mut().find(same) {
            Some(step) if step.deeds.contains(&deed) => {}
            Some(step) => step.deeds.push(deed),
            None => steps.push(Step {
                day,
                phase,
                by: by.to_owned(),
                deeds: vec![deed],
            }),
        }
    };
    for (section, day) in ticked(document, notes) {
        let owner = told.owner(day, Phase::Before);
        later(day, Phase::Before, owner, Deed::Ticked(section));
    }
    for (index, (entry, day, author)) in told.entries.iter().enumerate() {
        // What becomes of an entry on its own day comes behind it, and on another day before what is written then.
        let phase = |on: Day| {
            if on == *day {
                Phase::After
            } else {
                Phase::Before
            }
        };
        for (number, mark) in entry.marks.iter().enumerate() {
            if let Some(on) = outcome_day(mark) {
                let by = keeper(mark).unwrap_or_else(|| told.owner(on, phase(on)));
                later(on, phase(on), by, Deed::Settled(index, number));
            }
        }
        if let Some(on) = accepted_day(entry) {
            let receiver = entry.field("to").map_or(*author, |to| bare(&to.value));
            later(on, phase(on), receiver, Deed::Accepted(index));
        }
    }
    let written = told.entries.iter().enumerate();
    steps.extend(written.map(|(index, (_, day, author))| Step {
        day: *day,
        phase: Phase::Entry,
        by: (*author).to_owned(),
        deeds: vec![Deed::Entry(index)],
    }));
    steps.sort_by_key(|step| (step.day, step.phase));
    Ok(steps)
}

/// The entries with their days and authors, and the handoffs among them.
struct Told<'a> {
    entries: Vec<(&'a Entry, Day, &'a str)>,
    turns: &'a [Turn],
}

impl Told<'_> {
    /// Who has the engagement in this part of this day.
    fn owner(&self, day: Day, phase: Phase) -> &str {
        self.turns
            .iter()
            .filter(|turn| {
                let entry = self.entries.get(turn.entry);
                entry.is_some_and(|(_, on, _)| (*on, Phase::Entry) < (day, phase))
            })
            .filter_map(|turn| turn.owner.as_deref())
            .next_back()
            .or_else(|| self.entries.first().map(|(.., author)| *author))
            .unwrap_or_default()
    }
}

fn entries(document: &Document) -> Result<Vec<(&Entry, Day, &str)>, String> {
    let mut entries: Vec<(&Entry, Day, &str)> = Vec::new();
    for entry in &document.log.entries {
        let day = entry
            .day
            .ok_or_else(|| format!("the entry `{}` has no day", entry.title))?;
        if entries.last().is_some_and(|(_, last, _)| *last > day) {
            return Err(format!("the entry of {day} stands below a later one"));
        }
        let author = entry
            .author
            .as_deref()
            .ok_or_else(|| format!("the entry of {day} has no author"))?;
        entries.push((entry, day, author));
    }
    Ok(entries)
}

/// The days on which items of checklists above the log were ticked, those of former texts included.
fn ticked(document: &Document, notes: &[Note]) -> Vec<(String, Day)> {
    let mut days = Vec::new();
    for (title, _, content) in sections(document) {
        days.extend(ticks(document, content).map(|(_, day)| (title.clone(), day)));
    }
    for note in notes {
        if let Note::Was {
            part: Part::Section(title),
            was: Some(was),
            ..
        } = note
        {
            let former = Document::parse(was.as_bytes());
            days.extend(ticks(&former, former.body.span).map(|(_, day)| (title.clone(), day)));
        }
    }
    days
}

/// Who settles a mark themselves: whoever made a promise. All else is the owner's.
fn keeper(mark: &Mark) -> Option<&str> {
    mark.by().find_map(|by| match by {
        By::Person(handle) if mark.keyword == Keyword::Promise => Some(bare(handle)),
        _ => None,
    })
}

/// The day on which a mark got its outcome.
fn outcome_day(mark: &Mark) -> Option<Day> {
    let names: &[&str] = match mark.keyword {
        Keyword::Promise => &["kept", "released", "broken"],
        Keyword::Question => &["answered"],
        Keyword::Decision => &["resulted"],
        Keyword::Risk => &["closed"],
        _ => &[],
    };
    names.iter().find_map(|name| mark.day_of(name))
}

fn accepted_day(entry: &Entry) -> Option<Day> {
    Day::parse(&entry.field("accepted")?.value)
}
