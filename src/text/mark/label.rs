//! What an item begins with: `promise:`, `**Promise:**`, `from:`.

use super::Keyword;

/// The longest name that a plain field may have, in bytes; what is longer is a sentence with a colon in it.
const LONGEST: usize = 40;

/// A name and its colon at the start of an item's text. Places are bytes of that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) struct Label<'a> {
    /// The name as written.
    pub(in crate::text) name: &'a str,
    /// Where the name begins.
    pub(in crate::text) start: usize,
    /// Where the value begins, white space before it left out.
    pub(in crate::text) value: usize,
    /// The markup that the name opens and the text behind the colon closes, as in `**Promise: two logos**`.
    pub(in crate::text) dangling: &'a str,
    /// The kind of mark, where the name is a keyword.
    pub(in crate::text) keyword: Option<Keyword>,
}

impl<'a> Label<'a> {
    /// Reads the label of an item's text.
    pub(in crate::text) fn read(text: &'a str) -> Option<Self> {
        let unmarked = text.trim_start_matches(['*', '_']);
        let start = text.len() - unmarked.len();
        let opening = text.get(..start)?;
        let length = unmarked.find([':', '*', '\n'])?;
        let name = unmarked.get(..length)?.trim_end_matches('_').trim_end();
        let behind = unmarked.get(length..)?;
        let (rest, dangling) = match behind.strip_prefix(':') {
            Some(rest) => match closing(rest, opening) {
                Some(rest) => (rest, ""),
                None => (rest, opening),
            },
            None => (closing(behind, opening)?.strip_prefix(':')?, ""),
        };
        // `__name__:` closes with underscores, which a name may hold too.
        let dangling = if unmarked.get(..length)?.ends_with('_') {
            ""
        } else {
            dangling
        };
        let keyword = Keyword::parse(name);
        let value = text.len() - rest.trim_start().len();
        let set_off = rest.is_empty() || rest.starts_with(char::is_whitespace);
        if keyword.is_none() && !(is_name(name) && (set_off || value > start + length + 1)) {
            return None;
        }
        Some(Self {
            name,
            start,
            value,
            dangling,
            keyword,
        })
    }
}

/// `text` behind the markup that closes `opening`, where there is any.
fn closing<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    if opening.is_empty() {
        return None;
    }
    let reversed: String = opening.chars().rev().collect();
    text.strip_prefix(reversed.as_str())
}

fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, ' ' | '-' | '_' | '\'')
        })
}
