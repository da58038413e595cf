//! Merging by lines: of prose, where nothing is known of it but its lines, and of whole files that cannot be told apart in any other way.

use super::out::Out;
use super::three::{Region, common, owned, regions};
use super::{MARKER, Merged, Sides};

/// Merges prose. Items that both sides add to a list at the same place are not the same thing; other lines are.
pub(super) fn lines<S: AsRef<str>>(base: &[S], ours: &[S], theirs: &[S], out: &mut Out) {
    let (base, ours, theirs) = (owned(base), owned(ours), owned(theirs));
    for region in regions(&base, &ours, &theirs) {
        match region {
            Region::Same(range) => out.put(base.get(range).unwrap_or_default()),
            Region::Ours { ours: range, .. } => out.put(ours.get(range).unwrap_or_default()),
            Region::Theirs { theirs: range, .. } => out.put(theirs.get(range).unwrap_or_default()),
            Region::Both {
                base: was,
                ours: o,
                theirs: t,
            } => {
                let o = ours.get(o).unwrap_or_default();
                let t = theirs.get(t).unwrap_or_default();
                let (head, tail) = common(o, t);
                let middle = |side: &'_ [String]| -> Vec<String> {
                    side.get(head..side.len() - tail)
                        .unwrap_or_default()
                        .to_vec()
                };
                out.put(o.get(..head).unwrap_or_default());
                let (mine, other) = (middle(o), middle(t));
                if was.is_empty() && are_items(&mine) && are_items(&other) {
                    out.put(&mine);
                    out.put(&other);
                } else {
                    out.clash(&mine, &other);
                }
                out.put(o.get(o.len() - tail..).unwrap_or_default());
            }
        }
    }
}

/// Whether these lines are items of a list and nothing else.
fn are_items(lines: &[String]) -> bool {
    lines.first().is_none_or(|first| is_item(first))
        && lines
            .iter()
            .all(|line| is_item(line) || line.starts_with("  ") && !line.trim().is_empty())
}

/// Whether a line begins an item of a list.
pub(super) fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    numbered
        || ["- ", "* ", "+ "]
            .iter()
            .any(|bullet| line.starts_with(bullet))
}

/// Merges whole files by lines, whatever their bytes.
pub(super) fn bytes(sides: Sides<'_>, marker: usize) -> Merged {
    let split =
        |bytes| -> Vec<&[u8]> { <[u8]>::split_inclusive(bytes, |&byte| byte == b'\n').collect() };
    let (base, ours, theirs) = (split(sides.base), split(sides.ours), split(sides.theirs));
    let mut merged = Merged {
        bytes: Vec::new(),
        conflicts: 0,
    };
    let end: &[u8] = if ours.first().is_some_and(|line| line.ends_with(b"\r\n")) {
        b"\r\n"
    } else {
        b"\n"
    };
    let marker = if (1..=200).contains(&marker) {
        marker
    } else {
        MARKER
    };
    let put = |lines: &[&[u8]], merged: &mut Merged| {
        lines.iter().for_each(|line| {
            // A last line without an end is ended where more follows.
            if merged.bytes.last().is_some_and(|&last| last != b'\n') {
                merged.bytes.extend_from_slice(end);
            }
            merged.bytes.extend_from_slice(line);
        });
    };
    let sign = |sign: u8, label: &str, merged: &mut Merged| {
        let mut line = vec![sign; marker];
        line.extend_from_slice(label.as_bytes());
        line.extend_from_slice(end);
        put(&[&line], merged);
    };
    for region in regions(&base, &ours, &theirs) {
        match region {
            Region::Same(range) => put(base.get(range).unwrap_or_default(), &mut merged),
            Region::Ours { ours: range, .. } => {
                put(ours.get(range).unwrap_or_default(), &mut merged);
            }
            Region::Theirs { theirs: range, .. } => {
                put(theirs.get(range).unwrap_or_default(), &mut merged);
            }
            Region::Both {
                ours: o, theirs: t, ..
            } => {
                sign(b'<', " ours", &mut merged);
                put(ours.get(o).unwrap_or_default(), &mut merged);
                sign(b'=', "", &mut merged);
                put(theirs.get(t).unwrap_or_default(), &mut merged);
                sign(b'>', " theirs", &mut merged);
                merged.conflicts += 1;
            }
        }
    }
    merged
}
