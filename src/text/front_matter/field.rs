//! One key of a file's front-matter, fast: a walk through history asks this of every version of every file.
//!
//! Where every line of the block is of a kind that cannot hide or change another, the one line `key: value` is taken as it stands.
//! Anything else is parsed in full, so the answer is always that of [`Document::parse`](crate::text::Document::parse).

use super::fences::{self, Block};
use super::{FrontMatter, parse, recovered};
use crate::text::LARGEST;

/// The text of the scalar under `key` at the top level of the front-matter of a file; nothing where it is missing, blank, null, a list or a map.
#[must_use]
pub fn field_of(bytes: &[u8], key: &str) -> Option<String> {
    if bytes.len() > LARGEST {
        return None;
    }
    let (block, closed) = match fences::find(bytes) {
        Block::Missing { .. } => return None,
        Block::Closed(block) => (block, true),
        Block::Open(block) => (block, false),
    };
    let inside = bytes.get(block.inside.range())?;
    if closed && is_simple_key(key.as_bytes()) {
        match glance(inside, key.as_bytes()) {
            Glance::Value(value) => return Some(value.to_owned()),
            Glance::Nothing => return None,
            Glance::Unsure => {}
        }
    }
    let text = String::from_utf8_lossy(inside);
    let pairs = if closed {
        parse(&text, 0, &text, &mut Vec::new())
    } else {
        None
    };
    let front_matter = FrontMatter {
        valid: pairs.is_some(),
        pairs: pairs.unwrap_or_else(|| recovered::pairs(&text, 0)),
        ..FrontMatter::default()
    };
    let value = front_matter.value(key)?;
    value
        .as_str()
        .filter(|_| !value.is_blank())
        .map(str::to_owned)
}

/// Whether the first bytes of a file show all of its front-matter: then [`field_of`] finds in them what it finds in the file.
#[must_use]
pub fn shows_front_matter(beginning: &[u8]) -> bool {
    // The last line may not be whole.
    let end = beginning.iter().rposition(|&byte| byte == b'\n');
    let lines = end.and_then(|end| beginning.get(..=end));
    lines.is_some_and(|lines| !matches!(fences::find(lines), Block::Open(_)))
}

/// What can be told without parsing.
enum Glance<'a> {
    Value(&'a str),
    Nothing,
    Unsure,
}

fn glance<'a>(inside: &'a [u8], key: &[u8]) -> Glance<'a> {
    let mut found = None;
    // Before the first key at the margin, an indented line may be a key of the top level itself.
    let mut margin = false;
    // Whether the line just read is the one found: what follows it indented would go on with its value.
    let mut just_found = false;
    for (_, line, _) in fences::each(inside, 0) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line
            .iter()
            .any(|&byte| byte < b' ' && byte != b'\t' || byte == 0x7f)
        {
            return Glance::Unsure;
        }
        match line.first() {
            None | Some(b'#') => continue,
            Some(b' ' | b'\t') => {
                let blank = line.trim_ascii().is_empty();
                if !blank && (!margin || just_found || line.contains(&b'[') || line.contains(&b'{'))
                {
                    return Glance::Unsure;
                }
                continue;
            }
            Some(b'-') => {
                if line.get(1) != Some(&b' ') || line.contains(&b'[') || line.contains(&b'{') {
                    return Glance::Unsure;
                }
                just_found = false;
                continue;
            }
            Some(_) => {}
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            return Glance::Unsure;
        };
        let (Some(name), Some(rest)) = (line.get(..colon), line.get(colon + 1..)) else {
            return Glance::Unsure;
        };
        let value = rest.trim_ascii();
        if !is_simple_key(name)
            || !(rest.is_empty() || rest.starts_with(b" "))
            || !stays_on_its_line(value)
        {
            return Glance::Unsure;
        }
        margin = true;
        just_found = name == key;
        if just_found {
            match simple(value) {
                Some(value) if found.is_none() => found = Some(value),
                _ => return Glance::Unsure,
            }
        }
    }
    found.map_or(Glance::Nothing, Glance::Value)
}

/// Whether a key is of letters, digits, `_` and `-`, beginning with a letter: it needs no quotes and is nothing else in YAML.
fn is_simple_key(key: &[u8]) -> bool {
    key.first().is_some_and(u8::is_ascii_alphabetic)
        && key
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The value, where it is a plain scalar that YAML takes exactly as it stands.
fn simple(value: &[u8]) -> Option<&str> {
    let fit = value.first().is_some_and(u8::is_ascii_alphanumeric)
        && value.iter().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b' ' | b'-' | b'_' | b'.' | b'/' | b'+' | b'(' | b')')
        })
        && !matches!(value, b"null" | b"Null" | b"NULL");
    fit.then(|| std::str::from_utf8(value).ok()).flatten()
}

/// Whether a value at the margin cannot take lines at the margin below it into itself: it is no flow collection that could still be open,
/// and no tag or anchor stands before one.
fn stays_on_its_line(value: &[u8]) -> bool {
    match value.first() {
        Some(b'[') => is_closed_list(value),
        Some(b'{' | b'&' | b'!' | b'*' | b'?' | b'%' | b'@' | b'`') => false,
        _ => true,
    }
}

/// Whether `[…]` holds only simple words and whole quoted texts.
fn is_closed_list(value: &[u8]) -> bool {
    let Some(mut rest) = value.get(1..) else {
        return false;
    };
    loop {
        rest = rest.trim_ascii_start();
        match rest.split_first() {
            Some((b']', behind)) => return behind.is_empty(),
            Some((quote @ (b'"' | b'\''), behind)) => {
                let Some(end) = behind.iter().position(|byte| byte == quote) else {
                    return false;
                };
                let (text, behind) = behind.split_at(end);
                if text.contains(&b'\\') {
                    return false;
                }
                rest = behind.get(1..).unwrap_or_default().trim_ascii_start();
            }
            Some((first, _)) if first.is_ascii_alphanumeric() => {
                let end = rest
                    .iter()
                    .position(|byte| {
                        !(byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.'))
                    })
                    .unwrap_or(rest.len());
                rest = rest.get(end..).unwrap_or_default();
            }
            _ => return false,
        }
        match rest.split_first() {
            Some((b',', behind)) => rest = behind,
            Some((b']', behind)) => return behind.is_empty(),
            _ => return false,
        }
    }
}
