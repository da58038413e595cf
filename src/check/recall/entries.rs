//! Which entry of a later log is which of an earlier one: by day and title, else by what it says.

use std::collections::HashSet;

use super::Versions;
use super::units::{Unit, units};
use crate::day::Day;
use crate::model::Engagement;
use crate::model::meaning::{Word, normal, same, still_says};
use crate::text::Entry;

/// An entry with what it says.
pub(in crate::check) struct Told<'a> {
    pub(in crate::check) engagement: &'a Engagement,
    pub(in crate::check) entry: &'a Entry,
    pub(in crate::check) units: Vec<Unit>,
}

impl<'a> Told<'a> {
    pub(in crate::check) fn of(engagement: &'a Engagement, entry: &'a Entry) -> Self {
        Self {
            units: units(engagement, entry),
            engagement,
            entry,
        }
    }

    /// Everything in it, in one form: what its units and its marks say.
    fn said(&self) -> HashSet<String> {
        let units = self.units.iter().map(|unit| {
            let words: Vec<&str> = unit.words.iter().map(Word::text).collect();
            words.join(" ")
        });
        let marks = self.entry.marks.iter().map(|mark| normal(&mark.text));
        units.chain(marks).filter(|said| !said.is_empty()).collect()
    }

    fn is_named_like(&self, other: &Told<'_>) -> bool {
        self.entry.day == other.entry.day && self.entry.title == other.entry.title
    }
}

/// The entries of both versions and which became which.
pub(in crate::check) struct Entries<'a> {
    pub(in crate::check) before: Vec<Told<'a>>,
    /// The entries of the version after, and those that the other engagements have got.
    pub(in crate::check) after: Vec<Told<'a>>,
    /// For each entry before its place among those after.
    pub(in crate::check) partners: Vec<Option<usize>>,
}

impl<'a> Entries<'a> {
    /// Pairs the entries before that `wanted` picks.
    pub(in crate::check) fn pair(versions: &Versions<'a>, wanted: impl Fn(&Entry) -> bool) -> Self {
        let told = |engagement: &'a Engagement| {
            let entries = engagement.document.log.entries.iter();
            entries.map(move |entry| Told::of(engagement, entry))
        };
        let before: Vec<Told<'a>> = told(versions.before)
            .filter(|told| wanted(told.entry))
            .collect();
        let mut after: Vec<Told<'a>> = versions.after.into_iter().flat_map(told).collect();
        for other in &versions.others {
            after.extend(
                other
                    .new_entries()
                    .map(|entry| Told::of(other.after, entry)),
            );
        }
        let mut entries = Self {
            partners: vec![None; before.len()],
            before,
            after,
        };
        entries.find();
        entries
    }

    fn find(&mut self) {
        let mut free = vec![true; self.after.len()];
        let Self {
            before,
            after,
            partners,
        } = self;
        for (partner, one) in partners.iter_mut().zip(before.iter()) {
            let mut found = after.iter().zip(&free).enumerate();
            *partner = found
                .find(|(_, (two, free))| **free && one.is_named_like(two))
                .map(|(at, _)| at);
            if let Some(free) = partner.and_then(|at| free.get_mut(at)) {
                *free = false;
            }
        }
        let open: Vec<usize> = (0..before.len())
            .filter(|&at| partners.get(at).is_some_and(Option::is_none))
            .collect();
        if open.is_empty() {
            return;
        }
        let mut likely: Vec<(usize, usize, usize)> = Vec::new();
        let left: Vec<(usize, &Told<'_>, HashSet<String>)> = after
            .iter()
            .enumerate()
            .filter(|(at, _)| free.get(*at).copied().unwrap_or_default())
            .map(|(at, told)| (at, told, told.said()))
            .collect();
        for &at in &open {
            let Some(one) = before.get(at) else {
                continue;
            };
            let said = one.said();
            for (to, two, says) in &left {
                if let Some(likeness) = likeness(one, &said, two, says) {
                    likely.push((likeness, at, *to));
                }
            }
        }
        likely.sort_by_key(|&(likeness, one, two)| (std::cmp::Reverse(likeness), one, two));
        for (_, one, two) in likely {
            if let (Some(partner), Some(free)) = (partners.get_mut(one), free.get_mut(two))
                && partner.is_none()
                && *free
            {
                *partner = Some(two);
                *free = false;
            }
        }
    }
}

/// How likely an entry is another one after; nothing where it cannot be.
fn likeness(
    one: &Told<'_>,
    said: &HashSet<String>,
    two: &Told<'_>,
    says: &HashSet<String>,
) -> Option<usize> {
    let shared = said.intersection(says).count();
    let title = titles_agree(&one.entry.title, &two.entry.title);
    let day = match (one.entry.day, two.entry.day) {
        (Some(one), Some(two)) => one == two || is_mistyped(one, two),
        (_, None) | (None, _) => false,
    };
    let half = shared * 2 >= said.len() && shared > 0;
    (half || title && day).then_some(shared * 4 + usize::from(title) * 2 + usize::from(day))
}

/// Whether a heading says what it said, be it with more behind it.
pub(in crate::check) fn titles_agree(before: &str, after: &str) -> bool {
    before.trim().is_empty() || same(before, after) || still_says(before, after)
}

/// Whether one day is the other with a digit mistyped, or two neighbouring digits the wrong way round.
pub(in crate::check) fn is_mistyped(one: Day, two: Day) -> bool {
    let digits =
        |day: Day| -> Vec<u8> { day.to_string().bytes().filter(u8::is_ascii_digit).collect() };
    let (one, two) = (digits(one), digits(two));
    let differing: Vec<usize> = one
        .iter()
        .zip(&two)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, _)| at)
        .collect();
    match differing.as_slice() {
        [_] => true,
        &[a, b] => b == a + 1 && one.get(a) == two.get(b) && one.get(b) == two.get(a),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_mistyped_by_one_digit_or_by_two_swapped() {
        let is = |one: &str, two: &str| {
            is_mistyped(
                Day::parse(one).expect("a day"),
                Day::parse(two).expect("a day"),
            )
        };
        assert!(is("2026-02-11", "2026-02-12") && is("2026-02-12", "2026-02-21"));
        assert!(!is("2026-02-11", "2026-03-12") && !is("2026-02-11", "2026-02-11"));
    }
}
