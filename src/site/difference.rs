//! Two versions of a file line by line, as markup: what came, what went, and three lines around each.

use similar::{ChangeTag, TextDiff};

use super::html::escape;
use super::view::Html;

/// Lines around a change that are shown with it.
const AROUND: usize = 3;

/// Files of more lines than this in both versions together are not compared line by line.
const MOST_COMPARED: usize = 20_000;

/// At most so many lines are shown of one commit.
const MOST_SHOWN: usize = 400;

/// At most so many characters of one line are shown.
const LONGEST: usize = 2_000;

/// What differs, in one `<pre>`; nothing where nothing does.
#[must_use]
pub fn html(before: Option<&str>, after: &str) -> Option<Html> {
    let before = before.unwrap_or_default();
    if before == after {
        return None;
    }
    let (before, after) = changed(before, after);
    let lines = before.lines().count() + after.lines().count();
    if lines > MOST_COMPARED {
        return Some(Html::trusted(
            "<p>Too long to compare line by line.</p>".to_owned(),
        ));
    }
    // Nothing but the lines decides what is found: no clock.
    let difference = TextDiff::from_lines(before, after);
    let mut html = String::from("<pre>");
    let mut shown = 0;
    'all: for (at, group) in difference.grouped_ops(AROUND).iter().enumerate() {
        if at > 0 {
            html.push_str("<span>⋯</span>");
        }
        for change in group.iter().flat_map(|op| difference.iter_changes(op)) {
            if shown == MOST_SHOWN {
                html.push_str("<span>⋯ and more</span>");
                break 'all;
            }
            shown += 1;
            let tag = match change.tag() {
                ChangeTag::Equal => "span",
                ChangeTag::Delete => "del",
                ChangeTag::Insert => "ins",
            };
            html.push('<');
            html.push_str(tag);
            html.push('>');
            let line = change.value().trim_end_matches(['\n', '\r']);
            let end = line
                .char_indices()
                .nth(LONGEST)
                .map_or(line.len(), |(end, _)| end);
            escape(&mut html, line.get(..end).unwrap_or(line));
            if end < line.len() {
                html.push('…');
            }
            html.push_str("</");
            html.push_str(tag);
            html.push('>');
        }
    }
    html.push_str("</pre>");
    Some(Html::trusted(html))
}

/// Both texts without the lines that begin and end both alike, but for those that are shown around a change.
fn changed<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let (one, other) = (before.as_bytes(), after.as_bytes());
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let start = line_start(one.get(..alike).unwrap_or_default());
    let most = one.len().min(other.len()) - start;
    let alike = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let behind = one.len() - alike;
    let kept = line_end(one.get(behind..).unwrap_or_default());
    let cut = alike - kept;
    let inside = |text: &'t str| text.get(start..text.len() - cut).unwrap_or(text);
    (inside(before), inside(after))
}

/// Where the last lines of `text` begin that are shown around a change behind it; the line that the change is in included.
fn line_start(text: &[u8]) -> usize {
    let mut starts = text.iter().enumerate().rev();
    starts
        .by_ref()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(AROUND)
        .map_or(0, |(at, _)| at + 1)
}

/// Where the first lines of `text` end that are shown around a change before it; the line that the change is in included.
fn line_end(text: &[u8]) -> usize {
    let mut ends = text.iter().enumerate();
    ends.by_ref()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(AROUND)
        .map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: Option<&str>, after: &str) -> String {
        html(before, after).map_or_else(String::new, |html| html.as_str().to_owned())
    }

    #[test]
    fn lines_that_came_and_went_stand_among_those_around_them() {
        let before = "1\n2\n3\n4\n5\n6\n7\n<b>\n";
        let after = "1\n2\n3\n4\n5\n6\n7\n</b>\n";
        assert_eq!(
            written(Some(before), after),
            "<pre><span>5</span><span>6</span><span>7</span><del>&lt;b&gt;</del><ins>&lt;/b&gt;</ins></pre>"
        );
    }

    #[test]
    fn what_is_alike_at_both_ends_is_not_compared() {
        let lines = |inside: &str| format!("{}{inside}{}", "a\n".repeat(50), "z\n".repeat(50));
        for (before, after) in [
            ("x\n", "y\n"),
            ("", "y\n"),
            ("x\n", ""),
            ("a\n", "a\na\n"),
            ("é\n", "è\n"),
        ] {
            let (before, after) = (lines(before), lines(after));
            let (one, other) = changed(&before, &after);
            assert!(one.len() < 30 && other.len() < 30, "{one:?} {other:?}");
            let whole = TextDiff::from_lines(before.as_str(), after.as_str());
            let part = TextDiff::from_lines(one, other);
            let count = |difference: &TextDiff<'_, '_, str>| {
                difference
                    .grouped_ops(AROUND)
                    .iter()
                    .flatten()
                    .flat_map(|op| difference.iter_changes(op))
                    .filter(|change| change.tag() != ChangeTag::Equal)
                    .count()
            };
            assert_eq!(count(&whole), count(&part));
        }
    }

    #[test]
    fn a_new_file_is_all_new_and_a_long_one_is_cut() {
        assert_eq!(written(None, "a\n"), "<pre><ins>a</ins></pre>");
        assert!(html(Some("a\n"), "a\n").is_none());
        let long = "x\n".repeat(1_000);
        assert!(written(None, &long).ends_with("<span>⋯ and more</span></pre>"));
        assert!(written(None, &"x\n".repeat(30_000)).contains("Too long"));
    }
}
