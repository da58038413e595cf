//! A commit object: its tree, its parents, who made it and when.

use std::sync::Arc;

use git2::Oid;

use super::CommitId;
use super::objects::Objects;
use crate::day::Moment;
use crate::repo::Author;
use crate::repo::history::Commit;

/// What a commit's bytes say. Names are as written, without the mailmap.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) node: Node,
    author: (Author, Moment),
    committer: (Author, Moment),
    subject: String,
}

/// The part of a commit that a walk needs.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) tree: Oid,
    pub(crate) parents: Vec<CommitId>,
    /// When it was committed, in seconds since 1970.
    pub(crate) seconds: i64,
}

impl Node {
    pub(crate) fn read(data: &[u8], objects: &Objects) -> Option<Self> {
        Head::read(data, objects)?.node()
    }
}

/// A commit's header lines, found in one pass.
#[derive(Default)]
struct Head<'a> {
    tree: Option<Oid>,
    parents: Vec<CommitId>,
    author: &'a [u8],
    committer: &'a [u8],
    encoding: &'a [u8],
    message: &'a [u8],
}

impl<'a> Head<'a> {
    /// Nothing where an id is none.
    fn read(data: &'a [u8], objects: &Objects) -> Option<Self> {
        let id = |value: &[u8]| objects.parse(str::from_utf8(value).ok()?);
        let mut head = Self::default();
        let mut rest = data;
        while !rest.is_empty() {
            let end = rest
                .iter()
                .position(|&byte| byte == b'\n')
                .unwrap_or(rest.len());
            let line = rest.get(..end)?;
            rest = rest.get(end + 1..).unwrap_or_default();
            if line.is_empty() {
                head.message = rest;
                break;
            }
            if let Some(value) = line.strip_prefix(b"tree ") {
                head.tree = Some(id(value)?);
            } else if let Some(value) = line.strip_prefix(b"parent ") {
                head.parents.push(CommitId(id(value)?));
            } else if let Some(value) = line.strip_prefix(b"author ") {
                head.author = value;
            } else if let Some(value) = line.strip_prefix(b"committer ") {
                head.committer = value;
            } else if let Some(value) = line.strip_prefix(b"encoding ") {
                head.encoding = value;
            }
        }
        Some(head)
    }

    fn node(self) -> Option<Node> {
        Some(Node {
            tree: self.tree?,
            parents: self.parents,
            seconds: signature(self.committer, false).1.seconds,
        })
    }
}

impl Written {
    pub(crate) fn read(data: &[u8], objects: &Objects) -> Option<Self> {
        let head = Head::read(data, objects)?;
        let latin = [&b"iso-8859-1"[..], b"iso8859-1", b"latin1", b"iso-8859-15"]
            .iter()
            .any(|latin| head.encoding.eq_ignore_ascii_case(latin));
        let subject = head
            .message
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        let (author, committer) = (
            signature(head.author, latin),
            signature(head.committer, latin),
        );
        Some(Self {
            author,
            subject: text(subject, latin),
            node: Node {
                tree: head.tree?,
                parents: head.parents,
                seconds: committer.1.seconds,
            },
            committer,
        })
    }

    /// As others see it, but for the names of people, which are as written.
    pub(crate) fn told(self, id: &CommitId) -> Commit {
        Commit {
            id: id.to_string(),
            parents: self.node.parents,
            author: Arc::new(self.author.0),
            authored: self.author.1,
            committer: Arc::new(self.committer.0),
            committed: self.committer.1,
            subject: self.subject,
        }
    }
}

/// `Name <address> seconds +zone`, as far as it holds.
fn signature(value: &[u8], latin: bool) -> (Author, Moment) {
    let find = |byte| value.iter().position(|&other| other == byte);
    let last = |byte| value.iter().rposition(|&other| other == byte);
    let start = find(b'<').unwrap_or(value.len());
    let end = last(b'>').filter(|&end| end > start).unwrap_or(value.len());
    let part = |from: usize, to: usize| value.get(from..to).unwrap_or_default().trim_ascii();
    let author = Author {
        name: text(part(0, start), latin),
        email: text(part(start + 1, end), latin),
    };
    let when = str::from_utf8(value.get(end + 1..).unwrap_or_default()).unwrap_or_default();
    let mut words = when.split_ascii_whitespace();
    let seconds = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let offset = words.next().and_then(zone).unwrap_or(0);
    (author, Moment { seconds, offset })
}

/// Minutes of `+0130`.
fn zone(word: &str) -> Option<i32> {
    let (sign, digits) = match word.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => return None,
    };
    let number: i32 = digits
        .parse()
        .ok()
        .filter(|number| (0..=9999).contains(number))?;
    Some(sign * (number / 100 * 60 + number % 100))
}

fn text(bytes: &[u8], latin: bool) -> String {
    if latin {
        bytes.iter().copied().map(char::from).collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_gives_what_it_has() {
        let (author, when) = signature(
            "Ana Díaz <ana@x.example> 1700000000 -0330".as_bytes(),
            false,
        );
        assert_eq!(
            (author.name.as_str(), author.email.as_str()),
            ("Ana Díaz", "ana@x.example")
        );
        assert_eq!((when.seconds, when.offset), (1_700_000_000, -210));
        for odd in [
            "",
            "<",
            ">",
            "a>b<c",
            "Name",
            "Name <a> x y",
            "N <a> 1 0100",
            "N <a> 99999999999999999999 +99999",
        ] {
            let (_, when) = signature(odd.as_bytes(), false);
            assert_eq!(when.offset, 0, "{odd}");
        }
    }

    #[test]
    fn names_in_an_old_encoding_are_read() {
        let (author, _) = signature(b"Jos\xe9 <j@x> 1 +0000", true);
        assert_eq!(author.name, "José");
    }
}
