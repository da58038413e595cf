//! The front-matter, key by key.

use std::collections::BTreeSet;

use super::out::Out;
use super::plain;
use super::split::{Front, Key};
use super::three::{Region, owned, regions};
use super::weave::weave;
use crate::text::yaml::NodeKind;

/// Merges three front-matters; nothing where one side has none any more.
pub(super) fn merge(
    base: &Front<'_>,
    ours: &Front<'_>,
    theirs: &Front<'_>,
    out: &mut Out,
) -> Option<()> {
    let ((open, close), _) = match (ours.fences, theirs.fences) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (None, None) => return Some(()),
        _ => return None,
    };
    let names: Vec<&str> = {
        let all = [base, ours, theirs];
        let names: BTreeSet<&str> = all
            .iter()
            .flat_map(|front| front.keys.iter().map(|key| key.name))
            .collect();
        names.into_iter().collect()
    };
    let order = |front: &Front<'_>| -> Vec<usize> {
        let place = |key: &Key<'_>| names.binary_search(&key.name).ok();
        front.keys.iter().filter_map(place).collect()
    };
    let find = |front: &'_ Front<'_>, name: usize| -> Option<usize> {
        let name = names.get(name)?;
        front.keys.iter().position(|key| key.name == *name)
    };
    let of = |name: usize| Versions {
        base: find(base, name).and_then(|at| base.keys.get(at)),
        ours: find(ours, name).and_then(|at| ours.keys.get(at)),
        theirs: find(theirs, name).and_then(|at| theirs.keys.get(at)),
    };
    out.line(open);
    let keep = |name: usize| !of(name).is_dropped();
    for name in weave(&order(ours), &order(theirs), keep, |_, _| true) {
        of(name).merge(out);
    }
    comments(&base.tail, &ours.tail, &theirs.tail, out);
    out.line(close);
    Some(())
}

/// One key in three versions.
struct Versions<'a, 'b> {
    base: Option<&'a Key<'b>>,
    ours: Option<&'a Key<'b>>,
    theirs: Option<&'a Key<'b>>,
}

impl Versions<'_, '_> {
    /// Whether one side took it out and the other left it as it was.
    fn is_dropped(&self) -> bool {
        let gone = |here: Option<&Key<'_>>, there: Option<&Key<'_>>| {
            here.is_none() && there.map(|key| &key.lines) == self.base.map(|key| &key.lines)
        };
        self.base.is_some() && (gone(self.ours, self.theirs) || gone(self.theirs, self.ours))
    }

    fn merge(&self, out: &mut Out) {
        let lead = |key: Option<&Key<'_>>| -> Vec<String> {
            let lines = key.map(|key| key.lead.iter().map(|line| (*line).to_owned()).collect());
            lines.unwrap_or_default()
        };
        comments(&lead(self.base), &lead(self.ours), &lead(self.theirs), out);
        let was = self
            .base
            .map(|key| key.lines.as_slice())
            .unwrap_or_default();
        let (o, t) = match (self.ours, self.theirs) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (Some(ours), None) if self.base.is_none() => return out.put(&ours.lines),
            (None, Some(theirs)) if self.base.is_none() => return out.put(&theirs.lines),
            (ours, theirs) => {
                let lines = |key: Option<&Key<'_>>| -> Vec<String> {
                    let lines = key.map(|key| key.lines.iter().map(|line| (*line).to_owned()));
                    lines.map(Iterator::collect).unwrap_or_default()
                };
                return out.clash(&lines(ours), &lines(theirs));
            }
        };
        if o.lines == t.lines || t.lines == was {
            return out.put(&o.lines);
        }
        if o.lines == was {
            return out.put(&t.lines);
        }
        if let Some(lines) = same_value(o, t) {
            return out.put(lines);
        }
        if let Some(lines) = flow_list(self.base, o, t) {
            return out.line(lines);
        }
        let mut merged = out.beside();
        if self.base.is_some() || is_list(o) && is_list(t) {
            values(was, o, t, &mut merged);
            if merged.conflicts() == 0 {
                return out.take(merged);
            }
        }
        out.clash(&o.lines, &t.lines);
    }
}

/// Comments are kept, whoever wrote them.
fn comments<S: AsRef<str>>(base: &[S], ours: &[S], theirs: &[S], out: &mut Out) {
    let (base, ours, theirs) = (owned(base), owned(ours), owned(theirs));
    for region in regions(&base, &ours, &theirs) {
        match region {
            Region::Same(range) => out.put(base.get(range).unwrap_or_default()),
            Region::Ours { ours: range, .. } => out.put(ours.get(range).unwrap_or_default()),
            Region::Theirs { theirs: range, .. } => out.put(theirs.get(range).unwrap_or_default()),
            Region::Both {
                ours: o, theirs: t, ..
            } => {
                let mine = ours.get(o).unwrap_or_default();
                out.put(mine);
                for line in theirs.get(t).unwrap_or_default() {
                    if !mine.contains(line) {
                        out.line(line);
                    }
                }
            }
        }
    }
}

/// The lines of a value that both sides gave, written in two ways: those with a comment, where one has one.
fn same_value<'k>(ours: &'k Key<'_>, theirs: &'k Key<'_>) -> Option<&'k [&'k str]> {
    let (one, two) = (ours.value.as_str()?, theirs.value.as_str()?);
    let comment = |key: &Key<'_>| key.lines.iter().any(|line| line.contains('#'));
    if one != two || comment(ours) && comment(theirs) {
        return None;
    }
    Some(if comment(theirs) {
        &theirs.lines
    } else {
        &ours.lines
    })
}

/// Whether a value is a list with an item a line.
fn is_list(key: &Key<'_>) -> bool {
    matches!(key.value.kind, NodeKind::Sequence(_))
        && key.lines.len() > 1
        && key.lines.iter().skip(1).all(|line| plain::is_item(line))
}

/// The lines of a value that runs over several.
fn values(base: &[&str], ours: &Key<'_>, theirs: &Key<'_>, out: &mut Out) {
    if base.len().max(ours.lines.len()).max(theirs.lines.len()) < 2 {
        return out.clash(&ours.lines, &theirs.lines);
    }
    plain::lines(base, &ours.lines, &theirs.lines, out);
}

/// A list in brackets, on one line, with what either side added and took out.
fn flow_list(base: Option<&Key<'_>>, ours: &Key<'_>, theirs: &Key<'_>) -> Option<String> {
    let items = |key: &Key<'_>| -> Option<Vec<String>> {
        let NodeKind::Sequence(nodes) = &key.value.kind else {
            return None;
        };
        let raw = key.text.get(key.value.span.range())?;
        if key.lines.len() != 1 || !raw.starts_with('[') || !raw.ends_with(']') {
            return None;
        }
        let raw = |node: &crate::text::yaml::Node| {
            let raw = key.text.get(node.span.range())?.trim();
            (!raw.is_empty()).then(|| raw.to_owned())
        };
        nodes.iter().map(raw).collect()
    };
    let was = match base {
        Some(base) => items(base)?,
        None => Vec::new(),
    };
    let (o, t) = (items(ours)?, items(theirs)?);
    let mut merged: Vec<String> = o
        .iter()
        .filter(|item| t.contains(item) || !was.contains(item))
        .cloned()
        .collect();
    for item in &t {
        if !was.contains(item) && !merged.contains(item) {
            merged.push(item.clone());
        }
    }
    let line = ours.lines.first()?;
    let raw = ours.text.get(ours.value.span.range())?;
    let (before, behind) = line.split_once(raw)?;
    Some(format!("{before}[{}]{behind}", merged.join(", ")))
}
