//! The lines that git leaves in a file where two sides of a merge said different things.

use crate::span::Span;

/// How a line begins that begins a conflict.
const BEGINS: &str = "<<<<<<< ";

/// Where the first line that begins a conflict stands, where another ends it.
#[must_use]
pub fn marker(text: &str) -> Option<Span> {
    // In nearly every file this is all there is to look for.
    if !text.contains(BEGINS) {
        return None;
    }
    let begins = |line: &str| line.starts_with(BEGINS);
    let mut at = 0;
    let mut first = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if first.is_none() && begins(line) {
            first = Some(Span::new(at, end));
        }
        if first.is_some() && line.starts_with(">>>>>>> ") {
            return first;
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_found_where_it_begins() {
        let text = "stage: lead\n<<<<<<< ours\nowner: maya\n=======\nowner: tom\n>>>>>>> theirs\n";
        assert_eq!(marker(text), Some(Span::new(12, 24)));
    }

    #[test]
    fn arrows_alone_are_no_conflict() {
        assert_eq!(marker("<<<<<<< as a picture\n"), None);
        assert_eq!(marker("a line\n>>>>>>> b\n"), None);
    }
}
