//! What stands below the front-matter, section by section, and of the log entry by entry.

use super::entry;
use super::out::Out;
use super::plain;
use super::split::{Piece, Section, Split};
use super::weave::weave;
use crate::day::Day;

/// Merges all sections.
pub(super) fn sections(base: &Split<'_>, ours: &Split<'_>, theirs: &Split<'_>, out: &mut Out) {
    let mut names: Vec<&Option<(String, usize)>> = Vec::new();
    for section in [base, ours, theirs]
        .iter()
        .flat_map(|split| &split.sections)
    {
        if !names.contains(&&section.name) {
            names.push(&section.name);
        }
    }
    let find = |split: &'_ Split<'_>, name: usize| -> Option<usize> {
        let name = names.get(name)?;
        split.sections.iter().position(|one| one.name == **name)
    };
    let of = |name: usize| Versions {
        base: find(base, name).and_then(|at| base.sections.get(at)),
        ours: find(ours, name).and_then(|at| ours.sections.get(at)),
        theirs: find(theirs, name).and_then(|at| theirs.sections.get(at)),
    };
    let order = |split: &Split<'_>| -> Vec<usize> {
        let place = |section: &Section<'_>| names.iter().position(|name| **name == section.name);
        split.sections.iter().filter_map(place).collect()
    };
    let keep = |name: usize| !of(name).is_dropped();
    let order = weave(&order(ours), &order(theirs), keep, |_, _| true);
    for (at, name) in order.iter().enumerate() {
        let versions = of(*name);
        let mut own = out.beside();
        versions.merge(&mut own);
        let empty = own.lines().is_empty();
        out.take(own);
        let last = at + 1 == order.len();
        let gap = versions.gap();
        let gap = if last || empty { gap } else { gap.max(1) };
        out.put(&vec![""; gap]);
    }
}

/// Where both sides may have changed how many empty lines follow: the one that did.
fn gap(base: Option<usize>, ours: Option<usize>, theirs: Option<usize>) -> usize {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if Some(ours) == base => theirs,
        (Some(ours), _) => ours,
        (None, theirs) => theirs.unwrap_or_default(),
    }
}

struct Versions<'a, 'b> {
    base: Option<&'a Section<'b>>,
    ours: Option<&'a Section<'b>>,
    theirs: Option<&'a Section<'b>>,
}

impl Versions<'_, '_> {
    fn is_dropped(&self) -> bool {
        let gone = |here: Option<&Section<'_>>, there: Option<&Section<'_>>| {
            here.is_none() && there.map(|one| &one.lines) == self.base.map(|one| &one.lines)
        };
        self.base.is_some() && (gone(self.ours, self.theirs) || gone(self.theirs, self.ours))
    }

    fn gap(&self) -> usize {
        let of = |section: Option<&Section<'_>>| section.map(|section| section.gap);
        gap(of(self.base), of(self.ours), of(self.theirs))
    }

    fn merge(&self, out: &mut Out) {
        let lines = |section: Option<&Section<'_>>| -> Vec<String> {
            let lines = section.map(|one| one.lines.iter().map(|line| (*line).to_owned()));
            lines.map(Iterator::collect).unwrap_or_default()
        };
        let (base, o, t) = (lines(self.base), lines(self.ours), lines(self.theirs));
        match (self.ours, self.theirs) {
            (Some(ours), Some(theirs)) => {
                if o == t || t == base {
                    out.put(&o);
                } else if o == base {
                    out.put(&t);
                } else if let (Some(ours), Some(theirs)) = (&ours.log, &theirs.log) {
                    let none = (Vec::new(), 0, Vec::new());
                    let base = self.base.and_then(|base| base.log.as_ref());
                    log(base.unwrap_or(&none), ours, theirs, out);
                } else {
                    plain::lines(&base, &o, &t, out);
                }
            }
            _ if self.base.is_some() => out.clash(&o, &t),
            (Some(_), None) => out.put(&o),
            (None, _) => out.put(&t),
        }
    }
}

type Log<'a> = (Vec<&'a str>, usize, Vec<Piece<'a>>);

fn log(base: &Log<'_>, ours: &Log<'_>, theirs: &Log<'_>, out: &mut Out) {
    plain::lines(&base.0, &ours.0, &theirs.0, out);
    let space = gap(Some(base.1), Some(ours.1), Some(theirs.1));
    let entries = Entries::pair(&base.2, &ours.2, &theirs.2);
    let order = entries.order();
    if !order.is_empty() {
        out.put(&vec![""; space.max(1)]);
    }
    for (at, name) in order.iter().enumerate() {
        let of =
            |list: &[Option<&Piece<'_>>]| list.get(*name).copied().flatten().map(|one| one.gap);
        entries.merge(*name, out);
        if at + 1 < order.len() {
            let gap = gap(of(&entries.base), of(&entries.ours), of(&entries.theirs));
            out.put(&vec![""; gap.max(1)]);
        }
    }
}

/// The entries of three logs, by a name for each.
struct Entries<'a, 'b> {
    base: Vec<Option<&'a Piece<'b>>>,
    ours: Vec<Option<&'a Piece<'b>>>,
    theirs: Vec<Option<&'a Piece<'b>>>,
    /// The names in the order of our log, and of theirs.
    orders: [Vec<usize>; 2],
}

impl<'a, 'b> Entries<'a, 'b> {
    fn pair(base: &'a [Piece<'b>], ours: &'a [Piece<'b>], theirs: &'a [Piece<'b>]) -> Self {
        let mut names = base.len();
        let mut of_ours = partners(base, ours);
        for name in &mut of_ours {
            if name.is_none() {
                *name = Some(names);
                names += 1;
            }
        }
        let mut of_theirs = partners(base, theirs);
        // What is new on both sides and the same is one entry.
        let new: Vec<(usize, &Piece<'_>)> = of_ours
            .iter()
            .zip(ours)
            .filter_map(|(name, piece)| Some((name.filter(|name| *name >= base.len())?, piece)))
            .collect();
        let mut taken: Vec<usize> = Vec::new();
        for (name, piece) in of_theirs.iter_mut().zip(theirs) {
            if name.is_none() {
                let same = new.iter().find(|(name, other)| {
                    !taken.contains(name) && (other.lines == piece.lines || unites(other, piece))
                });
                *name = Some(same.map_or(names, |(name, _)| *name));
                match same {
                    Some((name, _)) => taken.push(*name),
                    None => names += 1,
                }
            }
        }
        let mut entries = Self {
            base: vec![None; names],
            ours: vec![None; names],
            theirs: vec![None; names],
            orders: [of_ours, of_theirs].map(|names| names.into_iter().flatten().collect()),
        };
        let put = |list: &mut Vec<Option<&'a Piece<'b>>>, name: usize, piece: &'a Piece<'b>| {
            if let Some(place) = list.get_mut(name) {
                *place = Some(piece);
            }
        };
        for (name, piece) in base.iter().enumerate() {
            put(&mut entries.base, name, piece);
        }
        for (name, piece) in entries.orders[0].clone().into_iter().zip(ours) {
            put(&mut entries.ours, name, piece);
        }
        for (name, piece) in entries.orders[1].clone().into_iter().zip(theirs) {
            put(&mut entries.theirs, name, piece);
        }
        entries
    }

    fn of(&self, name: usize) -> [Option<&'a Piece<'b>>; 3] {
        [&self.base, &self.ours, &self.theirs].map(|list| list.get(name).copied().flatten())
    }

    /// The order of the merged log: by day, in the log's own direction, where both sides put something at the same place.
    fn order(&self) -> Vec<usize> {
        let keep = |name: usize| match self.of(name) {
            [Some(base), Some(kept), None] | [Some(base), None, Some(kept)] => {
                base.lines != kept.lines
            }
            [Some(_), None, None] => false,
            _ => true,
        };
        let day = |name: usize| -> Option<Day> {
            let found = self.of(name);
            found
                .into_iter()
                .flatten()
                .next()
                .and_then(|piece| piece.entry.day)
        };
        let [ours, theirs] = &self.orders;
        let days: Vec<Day> = ours.iter().filter_map(|name| day(*name)).collect();
        let newest_first = days.first() > days.last();
        let first = |ours: usize, theirs: usize| match (day(ours), day(theirs)) {
            (Some(ours), Some(theirs)) if newest_first => ours >= theirs,
            (Some(ours), Some(theirs)) => ours <= theirs,
            _ => true,
        };
        weave(ours, theirs, keep, first)
    }

    fn merge(&self, name: usize, out: &mut Out) {
        match self.of(name) {
            [base, Some(ours), Some(theirs)] => entry::merge(base, ours, theirs, out),
            [None, Some(only), None] | [None, None, Some(only)] => out.put(&only.lines),
            [_, Some(ours), None] => out.clash(&ours.lines, &[]),
            [_, None, Some(theirs)] => out.clash(&[], &theirs.lines),
            [_, None, None] => {}
        }
    }
}

/// Whether two new entries are one that both sides began: the same heading, and no handoff, whose answers belong together.
fn unites(one: &Piece<'_>, two: &Piece<'_>) -> bool {
    one.lines.first() == two.lines.first()
        && [one, two]
            .iter()
            .all(|piece| piece.entry.parts.is_empty() && piece.entry.fields.is_empty())
}

/// For each entry of a side the place of the one that it was.
fn partners(base: &[Piece<'_>], side: &[Piece<'_>]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; side.len()];
    let mut free = vec![true; base.len()];
    let heading = |piece: &Piece<'_>| piece.lines.first().map(|line| line.trim().to_owned());
    let shares = |one: &Piece<'_>, two: &Piece<'_>| {
        let ids = |piece: &Piece<'_>| -> Vec<String> {
            let marks = piece.entry.marks.iter();
            marks.filter_map(|mark| mark.id.clone()).collect()
        };
        let known = ids(one);
        ids(two).iter().any(|id| known.contains(id))
    };
    let below = |piece: &Piece<'_>| piece.lines.get(1..).unwrap_or_default().join("\n");
    type Same<'s> = &'s dyn Fn(&Piece<'_>, &Piece<'_>) -> bool;
    let ways: [Same<'_>; 4] = [
        &|one, two| one.lines == two.lines,
        &|one, two| heading(one) == heading(two),
        &shares,
        &|one, two| !below(one).trim().is_empty() && below(one) == below(two),
    ];
    for same in ways {
        for (name, piece) in found.iter_mut().zip(side) {
            if name.is_some() {
                continue;
            }
            let mut open = base.iter().zip(&free).enumerate();
            let partner = open.find(|(_, (one, free))| **free && same(one, piece));
            if let Some((at, _)) = partner {
                *name = Some(at);
                if let Some(free) = free.get_mut(at) {
                    *free = false;
                }
            }
        }
    }
    found
}
