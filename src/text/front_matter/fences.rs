//! Where the front-matter begins and ends, found in bytes, so that history can be read without decoding whole files.

use crate::span::Span;

/// The front-matter of a file, as far as it can be told from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// The first line is no fence.
    Missing {
        /// Where the text begins, behind a byte-order mark.
        body: usize,
    },
    /// Two fences.
    Closed(Lines),
    /// One fence; the block is taken to end before the first blank line or heading.
    Open(Lines),
}

/// The places of a block, in bytes of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    /// The first fence.
    pub(super) fence: usize,
    /// The lines between the fences.
    pub(super) inside: Span,
    /// Behind the second fence, or the last line.
    pub(super) end: usize,
    /// Where the body begins.
    pub(super) body: usize,
}

/// Finds the front-matter.
pub(super) fn find(bytes: &[u8]) -> Block {
    let fence = if bytes.starts_with("\u{feff}".as_bytes()) {
        3
    } else {
        0
    };
    let mut lines = each(bytes, fence);
    let inside = match lines.next() {
        Some((_, line, next)) if is_fence(line, b"---") => next,
        _ => return Block::Missing { body: fence },
    };
    for (start, line, next) in lines {
        if is_fence(line, b"---") || is_fence(line, b"...") {
            return Block::Closed(Lines {
                fence,
                inside: Span::new(inside, start),
                end: start + 3,
                body: next,
            });
        }
    }
    let mut end = inside;
    for (_, line, next) in each(bytes, inside) {
        if line.trim_ascii().is_empty() || is_heading(line) {
            break;
        }
        end = next;
    }
    Block::Open(Lines {
        fence,
        inside: Span::new(inside, end),
        end,
        body: end,
    })
}

/// The lines from byte `at` on: where each begins, its bytes without the line feed, where the next begins.
pub(super) fn each(bytes: &[u8], at: usize) -> impl Iterator<Item = (usize, &[u8], usize)> {
    let mut at = at;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let length = rest.iter().position(|&byte| byte == b'\n');
        at = start + length.map_or(rest.len(), |length| length + 1);
        let line = rest.get(..length.unwrap_or(rest.len()))?;
        Some((start, line, at))
    })
}

fn is_fence(line: &[u8], fence: &[u8; 3]) -> bool {
    line.strip_prefix(fence)
        .is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')))
}

fn is_heading(line: &[u8]) -> bool {
    let hashes = line.iter().take_while(|&&byte| byte == b'#').count();
    (1..=6).contains(&hashes) && line.get(hashes).is_none_or(u8::is_ascii_whitespace)
}
