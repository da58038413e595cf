//! The brief: the context that one person needs now for one engagement, assembled from its file, its past and what bears on it.
//!
//! ```text
//! engagement, past, kin, reader ──> items, each with its reason, source and score ──> chosen for the space ──> Brief
//! ```
//!
//! Everything open is in it, whatever the space. Everything else competes by explicit scores, which stand beside what they score.

mod asked;
mod bearing;
mod became;
mod choose;
mod decisions;
pub mod excerpt;
mod further;
mod handed;
pub mod item;
mod lately;
mod learned;
mod memory;
mod open;
pub mod past;
mod people;
pub mod reader;
mod standing;

use crate::check::Context;
use crate::day::Day;
use crate::model::{Engagement, Settings};
use crate::related::Found;
use crate::text::Document;

pub use item::{Item, Note, Part, Source};
pub use past::{Event, Past};
pub use reader::Reader;

/// How many words a brief has where nobody says otherwise.
pub const WORDS: usize = 600;

/// What a brief is made from.
pub struct Inputs<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// The studio's settings.
    pub settings: &'a Settings,
    /// What its needs are judged by; its day is today.
    pub context: &'a Context<'a>,
    /// What became of it.
    pub past: &'a Past,
    /// What else bears on it, the most telling first.
    pub kin: &'a [Found<'a>],
    /// What is true of the client as a whole: the path of its page, and the page.
    pub client: Option<(&'a str, &'a Document)>,
    /// Who reads it.
    pub reader: Reader<'a>,
    /// How many words it may have, apart from what is open.
    pub limit: usize,
    /// What was typed behind the command, so that the next one is about the same.
    pub again: Again<'a>,
}

/// What has to be typed again to have something for the same reader and moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Again<'a> {
    /// The reader, as `--for` had it.
    pub reader: Option<&'a str>,
    /// The moment, as `--at` had it.
    pub at: Option<&'a str>,
}

impl Again<'_> {
    /// Behind `orbit brief ID`: ` --for maya --at 2026-03-02`.
    #[must_use]
    pub fn for_brief(self) -> String {
        let reader = self.reader.map(|reader| format!(" --for {reader}"));
        reader.unwrap_or_default() + &self.for_register()
    }

    /// Behind `orbit promises ID`, which is for everybody: ` --at 2026-03-02`.
    #[must_use]
    pub fn for_register(self) -> String {
        let at = self.at.map(|at| format!(" --at {at}"));
        at.unwrap_or_default()
    }
}

/// A brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The engagement's id.
    pub engagement: String,
    /// Its file.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// Its client's folder.
    pub client: Option<String>,
    /// Its stage, by id and title.
    pub stage: Option<(String, String)>,
    /// Who has it, by handle.
    pub owner: Option<String>,
    /// Since when it stands in its stage, where that is committed.
    pub since: Option<Day>,
    /// The day that it is for.
    pub day: Day,
    /// What it says to whom: `for @tom, who last committed here on 2026-03-02`.
    pub audience: Option<String>,
    /// Its parts in order, each with its items; empty ones are left out.
    pub parts: Vec<(Part, Vec<Item>)>,
    /// What stepped back for want of space or because it is settled.
    pub left_out: Vec<LeftOut>,
    /// How many words it has.
    pub words: usize,
    /// How many of them are about what is open, or say where the engagement stands, and are in it whatever the space.
    pub always: usize,
    /// How many words were asked for.
    pub limit: usize,
}

impl Brief {
    /// Whether what is always in it alone passes the limit.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.words > self.limit
    }

    /// Where it is longer than was asked for: why, and that nothing is missing for it.
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        self.is_over().then(|| {
            format!(
                "what is open and where it stands alone take {} words, more than {}; nothing of it was cut",
                self.words, self.limit
            )
        })
    }

    /// Its items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.parts.iter().flat_map(|(_, items)| items)
    }
}

/// What is not in a brief, and where it can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is: `2 settled promises`.
    pub what: String,
    /// How many.
    pub count: usize,
    /// What to type to see them.
    pub command: String,
}

/// What a page about the engagement may say beside what the engagement's own file says: where it comes from, and what bears on it from elsewhere.
/// Of the items that are `wanted`, as many as there is space for, the weightiest first to get in; in a brief's order.
#[must_use]
pub fn beside(inputs: &Inputs<'_>, wanted: &dyn Fn(&Item) -> bool) -> Vec<Item> {
    let mut items: Vec<(usize, Item)> = standing::background(inputs)
        .into_iter()
        .chain(standing::sections(inputs))
        .chain(further::items(inputs))
        .filter(|item| wanted(item))
        .enumerate()
        .collect();
    items.sort_by(|(a_place, a), (b_place, b)| {
        let score = |item: &Item| item.score.unwrap_or(1.0);
        score(b).total_cmp(&score(a)).then(a_place.cmp(b_place))
    });
    let mut words = 0;
    items.retain(|(_, item)| {
        let more = item.words();
        let fits = words + more <= inputs.limit;
        words += if fits { more } else { 0 };
        fits
    });
    items.sort_by_key(|(place, item)| (item.part, *place));
    items.into_iter().map(|(_, item)| item).collect()
}

/// Assembles a brief.
#[must_use]
pub fn assemble(inputs: &Inputs<'_>) -> Brief {
    let engagement = inputs.engagement;
    let stage = engagement.stage(inputs.settings);
    let mut items = standing::facts(inputs);
    items.extend(open::items(inputs));
    items.extend(handed::items(inputs));
    items.extend(standing::items(inputs));
    items.extend(asked::items(inputs));
    items.extend(decisions::items(inputs));
    items.extend(learned::items(inputs));
    items.extend(lately::items(inputs));
    items.extend(memory::items(inputs));
    items.extend(further::items(inputs));
    let mut brief = Brief {
        engagement: engagement.id.clone(),
        path: engagement.path.clone(),
        title: engagement.title().to_owned(),
        client: engagement.client.clone(),
        stage: engagement.stage.as_deref().map(|id| {
            let title = stage.map_or(id, |stage| stage.title.as_str());
            (id.to_owned(), title.to_owned())
        }),
        owner: engagement.owner().map(str::to_owned),
        since: inputs.past.since,
        day: inputs.context.day,
        audience: inputs.reader.audience(inputs),
        parts: Vec::new(),
        left_out: decisions::settled(inputs),
        words: 0,
        always: 0,
        limit: inputs.limit,
    };
    choose::fill(&mut brief, items, &inputs.again.for_brief());
    brief
}

#[cfg(test)]
mod tests;
