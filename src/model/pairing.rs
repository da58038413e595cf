//! Which mark of a later version is which of an earlier one: by what it says first, by its id, its place and its people where that leaves a choice.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use super::engagement::Engagement;
use super::meaning::{self, Nearby, Word, words};
use crate::day::Day;
use crate::text::{Attribute, Entry, Keyword, Mark};

/// A mark with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// The entry.
    pub entry: &'a Entry,
    /// The mark.
    pub mark: &'a Mark,
}

impl<'a> Placed<'a> {
    /// The marks of one kind of an engagement.
    pub fn all(engagement: &'a Engagement, keyword: Keyword) -> impl Iterator<Item = Self> {
        engagement
            .document
            .log
            .entries
            .iter()
            .flat_map(move |entry| {
                let marks = entry
                    .marks
                    .iter()
                    .filter(move |mark| mark.keyword == keyword);
                marks.map(move |mark| Self {
                    engagement,
                    entry,
                    mark,
                })
            })
    }

    /// What it says, without markup.
    #[must_use]
    pub fn says(&self) -> String {
        self.engagement.prose(self.mark.text_span)
    }
}

impl Placed<'_> {
    /// Whether the other says what this one says.
    #[must_use]
    pub fn says_the_same(&self, other: &Placed<'_>) -> bool {
        self.mark.text == other.mark.text || Read::of(*self).says(&Read::of(*other))
    }
}

/// What a mark is by all that is written in it.
type Exact<'a> = (
    Option<Day>,
    &'a str,
    &'a str,
    Option<&'a str>,
    Option<bool>,
    Vec<(&'a str, &'a str)>,
);

fn exact<'a>(placed: &Placed<'a>) -> Exact<'a> {
    let Mark {
        text,
        id,
        ticked,
        attributes,
        ..
    } = placed.mark;
    let attributes = attributes
        .iter()
        .map(|attribute| (attribute.name.as_str(), attribute.value.as_str()));
    (
        placed.entry.day,
        placed.entry.title.as_str(),
        text,
        id.as_deref(),
        *ticked,
        attributes.collect(),
    )
}

/// For each mark of `before` its partner among `after`. No mark is the partner of two.
///
/// A partner says the same, or, where none does, bears the same id.
#[must_use]
pub fn partners<'b>(before: &[Placed<'_>], after: &[Placed<'b>]) -> Vec<Option<Placed<'b>>> {
    let mut partners = vec![None; before.len()];
    let mut free = vec![true; after.len()];
    let mut unchanged: HashMap<Exact<'_>, Vec<usize>> = HashMap::new();
    for (at, placed) in after.iter().enumerate().rev() {
        unchanged.entry(exact(placed)).or_default().push(at);
    }
    for (partner, placed) in partners.iter_mut().zip(before) {
        if let Some(at) = unchanged.get_mut(&exact(placed)).and_then(Vec::pop) {
            *partner = after.get(at).copied();
            take(&mut free, at);
        }
    }
    let open: Vec<(usize, Read<'_>)> = before
        .iter()
        .enumerate()
        .filter(|(at, _)| partners.get(*at).is_some_and(Option::is_none))
        .map(|(at, placed)| (at, Read::of(*placed)))
        .collect();
    if open.is_empty() {
        return partners;
    }
    let left: Vec<(usize, Read<'_>)> = after
        .iter()
        .enumerate()
        .filter(|(at, _)| free.get(*at).copied().unwrap_or_default())
        .map(|(at, placed)| (at, Read::of(*placed)))
        .collect();
    let rivals = Rivals::of(&open, &left);
    let mut likely: Vec<(u32, usize, usize)> = open
        .iter()
        .enumerate()
        .flat_map(|(at, (one, b))| {
            let of = rivals.of_one(at, b).into_iter();
            of.filter_map(|at| left.get(at))
                .filter_map(move |(two, a)| Some((b.likeness(a)?, *one, *two)))
        })
        .collect();
    likely.sort_by_key(|&(likeness, one, two)| (std::cmp::Reverse(likeness), one, two));
    for (_, one, two) in likely {
        if let Some(partner) = partners.get_mut(one)
            && partner.is_none()
            && free.get(two).copied().unwrap_or_default()
        {
            *partner = after.get(two).copied();
            take(&mut free, two);
        }
    }
    partners
}

fn take(free: &mut [bool], at: usize) {
    if let Some(free) = free.get_mut(at) {
        *free = false;
    }
}

/// Up to so many pairs all are looked at; of more only those that have words or their id in common.
const ALL: usize = 250_000;

/// Which marks come into question for which.
struct Rivals<'r> {
    count: usize,
    /// Where there are too many to look at all.
    nearby: Option<(Nearby<'r>, HashMap<String, Vec<usize>>)>,
}

impl<'r> Rivals<'r> {
    fn of(open: &[(usize, Read<'_>)], left: &'r [(usize, Read<'_>)]) -> Self {
        let nearby = (open.len().saturating_mul(left.len()) > ALL).then(|| {
            let mut ids: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, (_, read)) in left.iter().enumerate() {
                if let Some(id) = &read.placed.mark.id {
                    ids.entry(id.to_ascii_lowercase()).or_default().push(at);
                }
            }
            let texts = left.iter().map(|(_, read)| read.words.as_slice());
            (Nearby::of(texts), ids)
        });
        Self {
            count: left.len(),
            nearby,
        }
    }

    /// Those for this mark, which is the one at `at` of those that look for a partner.
    fn of_one(&self, at: usize, read: &Read<'_>) -> Vec<usize> {
        let Some((nearby, ids)) = &self.nearby else {
            return (0..self.count).collect();
        };
        let mut found = nearby.sharing(&read.words, read.words.len().div_ceil(2), at);
        let id = read.placed.mark.id.as_ref();
        found.extend(
            id.and_then(|id| ids.get(&id.to_ascii_lowercase()))
                .into_iter()
                .flatten(),
        );
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A mark with its words.
struct Read<'a> {
    placed: Placed<'a>,
    words: Vec<Word>,
    /// The words of each attribute, with its name and without.
    attributes: OnceCell<Vec<[Vec<Word>; 2]>>,
}

impl<'a> Read<'a> {
    fn of(placed: Placed<'a>) -> Self {
        Self {
            words: words(&placed.says()),
            placed,
            attributes: OnceCell::new(),
        }
    }

    fn attributes(&self) -> &[[Vec<Word>; 2]] {
        self.attributes.get_or_init(|| {
            let all = self.placed.mark.attributes.iter();
            all.map(|Attribute { name, value, .. }| {
                [words(&format!("{name} {value}")), words(value)]
            })
            .collect()
        })
    }

    /// Whether the other says what this one says, be it that an attribute or an id stood within the text where nobody read it as one.
    fn says(&self, other: &Self) -> bool {
        if meaning::same_words(&self.words, &other.words) {
            return true;
        }
        let (was, is) = (self.placed.mark, other.placed.mark);
        let new = is.attributes.iter().zip(other.attributes());
        let new = new.filter(|(attribute, _)| {
            let known = |old: &&str| *old == attribute.value;
            !was.values(&attribute.name).any(|old| known(&old))
        });
        let mut rest = Cow::Borrowed(self.words.as_slice());
        for (_, [named, value]) in new {
            if !cut(&mut rest, named) {
                cut(&mut rest, value);
            }
        }
        if let Some(id) = is.id.as_ref().filter(|_| was.id.is_none()) {
            cut(&mut rest, &words(id));
        }
        rest.len() < self.words.len() && meaning::same_words(&rest, &other.words)
    }

    /// How likely the other is the same mark; nothing where it cannot be.
    fn likeness(&self, other: &Self) -> Option<u32> {
        let (one, two) = (self.placed.mark, other.placed.mark);
        let id = match (&one.id, &two.id) {
            (Some(one), Some(two)) => one.eq_ignore_ascii_case(two),
            _ => false,
        };
        let says = if self.words == other.words {
            40
        } else if self.says(other) {
            30
        } else if id {
            0
        } else {
            return None;
        };
        let place = self.placed.entry.day == other.placed.entry.day
            && self.placed.entry.title == other.placed.entry.title;
        let equal = |name: &str| u32::from(one.values(name).eq(two.values(name)));
        Some(
            says + u32::from(id) * 8
                + u32::from(place) * 4
                + equal("to") * 2
                + equal("by")
                + equal("due")
                + equal("topic"),
        )
    }
}

/// Takes these words out, where they stand together.
fn cut(words: &mut Cow<'_, [Word]>, out: &[Word]) -> bool {
    if out.is_empty() {
        return false;
    }
    let found = words.windows(out.len()).rposition(|window| window == out);
    if let Some(at) = found {
        words.to_mut().drain(at..at + out.len());
    }
    found.is_some()
}
