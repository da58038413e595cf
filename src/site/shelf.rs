//! The marks of one version of an engagement as views: promises, decisions and the rest, for whichever page shows them.

use super::html;
use super::studio::{Studio, Work};
use super::view::{Decision, Fact, Html, Link, Mark, Promise, PromiseGroup, When};
use super::words::{self, day};
use crate::day::Day;
use crate::model::Engagement;
use crate::model::marks::{Outcome, Waiver, is_answered, risk_is_open};
use crate::registers::{Owed, Placed, Ruling};
use crate::text::Keyword;

/// Where marks come from and where they are shown.
#[derive(Clone, Copy)]
pub struct Shelf<'s> {
    /// The studio.
    pub studio: &'s Studio<'s>,
    /// The engagement's places on the site, as it is today.
    pub work: &'s Work,
    /// The version that the marks are of.
    pub engagement: &'s Engagement,
    /// The day that counts as today.
    pub today: Day,
    /// From the page to the site's top.
    pub root: &'s str,
    /// Whether the page is the engagement's own, as it is today: marks carry their anchors.
    pub own: bool,
    /// Whether the page is about other engagements too: marks name theirs.
    pub among: bool,
}

impl<'s> Shelf<'s> {
    /// The marks of an engagement as it is today, on its own page.
    #[must_use]
    pub fn own(studio: &'s Studio<'s>, work: &'s Work, root: &'s str) -> Self {
        Self {
            studio,
            work,
            engagement: &work.engagement,
            today: studio.day(),
            root,
            own: true,
            among: false,
        }
    }

    /// The marks of an engagement as it is today, on a page about several.
    #[must_use]
    pub fn among(studio: &'s Studio<'s>, work: &'s Work, root: &'s str) -> Self {
        Self {
            own: false,
            among: true,
            ..Self::own(studio, work, root)
        }
    }

    /// A line of the engagement's text.
    #[must_use]
    pub fn line(&self, text: &str) -> Html {
        let guide = self.studio.guide(&self.engagement.path, self.root);
        html::inline(text, &guide)
    }

    fn anchor(&self, placed: &Placed<'_>) -> Option<String> {
        self.work
            .mark_anchor(placed.in_entry, placed.at)
            .filter(|_| self.own)
            .map(str::to_owned)
    }

    fn when(&self, day: Option<Day>) -> Option<When> {
        day.map(|day| words::when(day, self.today))
    }

    /// The entry that a mark stands in, as a link to where it stands today.
    fn source(&self, placed: &Placed<'_>) -> Link {
        let entry = placed.entry;
        let today = &self.work.engagement.document.log.entries;
        let at = if std::ptr::eq(self.engagement, &*self.work.engagement) {
            Some(placed.in_entry)
        } else {
            today
                .iter()
                .position(|other| other.day == entry.day && other.title == entry.title)
        };
        // One without a title goes by its day, which stands beside it.
        let text = if entry.title.is_empty() {
            "the log".to_owned()
        } else {
            entry.title.clone()
        };
        Link {
            text,
            url: at.map_or_else(|| self.work.url.clone(), |at| self.work.entry_url(at)),
        }
    }

    fn attribute(&self, placed: &Placed<'_>, name: &str) -> Option<Html> {
        placed
            .mark
            .attribute(name)
            .filter(|attribute| !attribute.value.is_empty())
            .map(|attribute| self.line(&attribute.value))
    }

    /// A promise.
    #[must_use]
    pub fn promise(&self, owed: &Owed<'s>) -> Promise<'s> {
        let placed = &owed.placed;
        let mark = placed.mark;
        Promise {
            anchor: self.anchor(placed),
            html: self.line(&mark.text),
            state: owed.outcome.word(),
            late: owed.late,
            standing: self.standing(owed),
            due: self.when(owed.due),
            by: mark.by().next().map(|by| self.studio.by(by)),
            to: mark
                .attribute("to")
                .map(|to| self.studio.person(&to.value).name)
                .filter(|to| !to.is_empty()),
            source: self.source(placed),
            made: self.when(mark.day),
            because: self
                .attribute(placed, "because")
                .filter(|_| owed.outcome != Outcome::Open),
            engagement: self.among.then(|| self.studio.reference(self.work)),
        }
    }

    fn standing(&self, owed: &Owed<'_>) -> String {
        let settled = |name: &str| match owed.placed.mark.day_of(name) {
            Some(at) => format!("{name} {}", day(at)),
            None => name.to_owned(),
        };
        match (owed.outcome, owed.due) {
            (Outcome::Open, None) => "no day yet".to_owned(),
            // On a page about another day than today it says so.
            (Outcome::Open, Some(due)) if self.today != self.studio.day() => {
                format!("then {}", due_words(due, self.today))
            }
            (Outcome::Open, Some(due)) => due_words(due, self.today),
            (outcome, _) => settled(outcome.word()),
        }
    }

    /// Promises both ways, each way's open ones first.
    #[must_use]
    pub fn groups(&self, owed: &[Owed<'s>]) -> Vec<PromiseGroup<'s>> {
        let us = self.studio.us();
        [("By", false), ("To", true)]
            .into_iter()
            .map(|(way, to_us)| {
                let (open, settled): (Vec<_>, Vec<_>) = owed
                    .iter()
                    .filter(|owed| owed.to_us == to_us)
                    .partition(|owed| owed.outcome == Outcome::Open);
                let promises =
                    |owed: &[&Owed<'s>]| owed.iter().map(|owed| self.promise(owed)).collect();
                PromiseGroup {
                    title: format!("{way} {us}"),
                    promises: promises(&open),
                    settled: promises(&settled),
                    settled_words: settled_words(&settled),
                }
            })
            .collect()
    }

    /// A decision.
    #[must_use]
    pub fn decision(&self, ruling: &Ruling<'s>) -> Decision<'s> {
        let placed = &ruling.placed;
        let mark = placed.mark;
        let other = |placed: Placed<'s>| Link {
            text: crate::check::lack::shortened(&placed.mark.text),
            url: match self.work.mark_anchor(placed.in_entry, placed.at) {
                Some(anchor) if std::ptr::eq(self.engagement, &*self.work.engagement) => {
                    super::address::anchored(&self.work.url, anchor)
                }
                _ => self.source(&placed).url,
            },
        };
        Decision {
            anchor: self.anchor(placed),
            html: self.line(&mark.text),
            topic: mark
                .attribute("topic")
                .map(|topic| topic.value.as_str())
                .filter(|topic| !topic.is_empty()),
            by: mark.by().next().map(|by| self.studio.by(by)),
            made: self.when(mark.day),
            source: self.source(placed),
            because: self.attribute(placed, "because"),
            result: self.attribute(placed, "result"),
            review: self.when(ruling.review),
            in_force: ruling.in_force(),
            superseded_by: ruling.superseded_by.map(other),
            supersedes: ruling.supersedes.map(other),
            engagement: self.among.then(|| self.studio.reference(self.work)),
        }
    }

    /// A mark of any other kind.
    #[must_use]
    pub fn mark(&self, placed: &Placed<'s>) -> Mark<'s> {
        let mark = placed.mark;
        let on = |word: &str, name: &str| match mark.day_of(name) {
            Some(at) => format!("{word} {}", day(at)),
            None => word.to_owned(),
        };
        // Outside the answer itself may not be shared.
        let inside = self.studio.inputs.extent.inside;
        let (standing, closed) = match mark.keyword {
            Keyword::Question if is_answered(mark) || (mark.ticked == Some(true) && !inside) => {
                (Some(on("answered", "answered")), true)
            }
            // Those that are answered stand behind a fold of their own.
            Keyword::Question => (None, false),
            Keyword::Waiver => {
                let waiver = Waiver { mark };
                let standing = match waiver.until() {
                    _ if mark.ticked == Some(true) => Some("paid".to_owned()),
                    Some(until) if until < self.today => Some(format!("ran out {}", day(until))),
                    Some(until) => Some(format!("until {}", day(until))),
                    None => None,
                };
                (standing, !waiver.holds(self.today))
            }
            Keyword::Risk if !risk_is_open(mark) => (Some(on("closed", "closed")), true),
            _ if mark.ticked == Some(true) => (Some("closed".to_owned()), true),
            _ => (None, false),
        };
        let notes = [
            ("answer", "Answer"),
            ("because", "Because"),
            ("result", "Result"),
        ];
        Mark {
            anchor: self.anchor(placed),
            html: self.line(&mark.text),
            by: mark.by().next().map(|by| self.studio.by(by)),
            made: self.when(mark.day),
            source: self.source(placed),
            standing,
            closed,
            notes: notes
                .into_iter()
                .filter_map(|(key, name)| {
                    Some(Fact {
                        name: name.to_owned(),
                        html: self.attribute(placed, key)?,
                    })
                })
                .collect(),
        }
    }
}

/// How many promises are settled, by what became of them: `6 kept, 1 replaced`.
fn settled_words(settled: &[&Owed<'_>]) -> String {
    let mut tally: Vec<(&str, usize)> = Vec::new();
    for owed in settled {
        let word = owed.outcome.word();
        match tally.iter_mut().find(|(known, _)| *known == word) {
            Some((_, number)) => *number += 1,
            None => tally.push((word, 1)),
        }
    }
    tally.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let parts: Vec<String> = tally
        .iter()
        .map(|(word, number)| format!("{number} {word}"))
        .collect();
    parts.join(", ")
}

/// How a day on which something is due stands: `5 days overdue`, `due today`, `due in 3 days`.
#[must_use]
pub fn due_words(due: Day, today: Day) -> String {
    match due.days_since(today) {
        late @ ..0 => format!(
            "{} overdue",
            words::days(i64::try_from(late.unsigned_abs()).unwrap_or(i64::MAX))
        ),
        _ => format!("due {}", words::away(due, today)),
    }
}
