//! What registers share: the same rows in other orders, each order a page of its own, so that they work as plain links.

use std::collections::BTreeMap;

use crate::site::address::{self, slug};
use crate::site::studio::{Studio, Work};
use crate::site::view::{EngagementRef, Group, Sort};

/// At most so many rows of one group are shown where there are few groups.
const SHOWN: usize = 200;

/// At most so many rows of one group are shown where there are many groups.
const MOST: usize = 40;

/// At most so many groups.
const GROUPS: usize = 200;

/// At most so many rows on one page.
const ROWS: usize = 400;

/// The orders of a register as links: its own page, and those below its folder. `here` is the one that the page has.
#[must_use]
pub fn sorts(register: &str, orders: &[(&'static str, &str)], here: usize) -> Vec<Sort> {
    orders
        .iter()
        .enumerate()
        .map(|(at, (title, name))| Sort {
            title,
            url: address::url(&file(register, name)),
            here: at == here,
        })
        .collect()
}

/// The file of an order; the first one, which has no name, is the register itself.
#[must_use]
pub fn file(register: &str, name: &str) -> String {
    if name.is_empty() {
        format!("{register}.html")
    } else {
        format!("{register}/{name}.html")
    }
}

/// The orders that a register is to be had in; none for an audience, nor where there is nothing to order.
#[must_use]
pub fn of_studio<'o>(
    studio: &Studio<'_>,
    orders: &'o [(&'static str, &'static str)],
) -> &'o [(&'static str, &'static str)] {
    if studio.inputs.extent.inside && !studio.works.is_empty() {
        orders
    } else {
        &[]
    }
}

/// What a row stands under where a register is in the order of clients.
#[must_use]
pub fn client(studio: &Studio<'_>, work: &Work) -> String {
    let client = studio.client_of(&work.engagement);
    client.map_or_else(|| "No client".to_owned(), |client| client.name.clone())
}

/// Leaves out whose client an engagement is, where a heading above it says so.
pub fn under_its_client(engagement: &mut Option<EngagementRef<'_>>) {
    if let Some(engagement) = engagement {
        engagement.client = None;
    }
}

/// Rows under one heading, at most [`SHOWN`] of them.
#[must_use]
pub fn group<R, V>(title: &str, anchor: &str, rows: &[R], view: &dyn Fn(&R) -> V) -> Group<V> {
    Group {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
        count: rows.len(),
        more: rows.len().saturating_sub(SHOWN),
        rows: rows.iter().take(SHOWN).map(view).collect(),
    }
}

/// Rows under headings, these in their own order; of too many headings those with the most rows.
#[must_use]
pub fn grouped<R, V>(
    rows: &[R],
    heading: &dyn Fn(&R) -> String,
    view: &dyn Fn(&R) -> V,
) -> Vec<Group<V>> {
    let mut found: BTreeMap<(String, String), Vec<&R>> = BTreeMap::new();
    for row in rows {
        let heading = heading(row);
        found
            .entry((heading.to_lowercase(), heading))
            .or_default()
            .push(row);
    }
    let mut found: Vec<((String, String), Vec<&R>)> = found.into_iter().collect();
    if found.len() > GROUPS {
        found.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        found.truncate(GROUPS);
    }
    let mut room = ROWS;
    let mut groups: Vec<Group<V>> = Vec::new();
    for (at, ((_, title), rows)) in found.into_iter().enumerate() {
        let shown = rows.len().min(MOST).min(room);
        room -= shown;
        let anchor = match slug(&title) {
            slug if slug.is_empty() => format!("g{at}"),
            slug => format!("g{at}-{slug}"),
        };
        groups.push(Group {
            title,
            anchor,
            count: rows.len(),
            more: rows.len() - shown,
            rows: rows.into_iter().take(shown).map(view).collect(),
        });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_under_their_headings_and_no_page_grows_without_end() {
        let few = grouped(
            &["b1", "a1", "b2"],
            &|row| row[..1].to_uppercase(),
            &|row| (*row).to_owned(),
        );
        let said: Vec<(&str, &[String])> = few
            .iter()
            .map(|group| (group.title.as_str(), group.rows.as_slice()))
            .collect();
        assert_eq!(
            said,
            [
                ("A", &["a1".to_owned()][..]),
                ("B", &["b1".to_owned(), "b2".to_owned()][..])
            ]
        );
        let many: Vec<usize> = (0..100_000).collect();
        let groups = grouped(&many, &|row| format!("{}", row % 1_000), &|row| *row);
        assert_eq!(groups.len(), GROUPS);
        let shown: usize = groups.iter().map(|group| group.rows.len()).sum();
        assert_eq!(shown, ROWS);
        assert!(
            groups
                .iter()
                .all(|group| group.rows.len() + group.more == group.count)
        );
    }
}
