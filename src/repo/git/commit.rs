//! A commit object: its tree, its parents, who made it and when.

use git2::Oid;

use super::CommitId;
use super::objects::Objects;
use super::people::People;
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
        let mut node = Self {
            tree: Oid::from_bytes(&vec![0; objects.width()]).ok()?,
            parents: Vec::new(),
            seconds: 0,
        };
        let mut has_tree = false;
        for (key, value) in headers(data) {
            match key {
                b"tree" => {
                    node.tree = objects.parse(str::from_utf8(value).ok()?)?;
                    has_tree = true;
                }
                b"parent" => {
                    let id = objects.parse(str::from_utf8(value).ok()?)?;
                    node.parents.push(CommitId(id));
                }
                b"committer" => {
                    node.seconds = signature(value, false).1.seconds;
                    break;
                }
                _ => {}
            }
        }
        has_tree.then_some(node)
    }
}

impl Written {
    pub(crate) fn read(data: &[u8], objects: &Objects) -> Option<Self> {
        let node = Node::read(data, objects)?;
        let header = |wanted: &[u8]| {
            headers(data)
                .find(|(key, _)| *key == wanted)
                .map(|(_, value)| value)
        };
        let latin = header(b"encoding").is_some_and(|name| {
            [&b"iso-8859-1"[..], b"iso8859-1", b"latin1", b"iso-8859-15"]
                .iter()
                .any(|latin| name.eq_ignore_ascii_case(latin))
        });
        let person = |key| signature(header(key).unwrap_or_default(), latin);
        let message = data
            .windows(2)
            .position(|pair| pair == b"\n\n")
            .and_then(|end| data.get(end + 2..))
            .unwrap_or_default();
        let subject = message
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        Some(Self {
            node,
            author: person(b"author"),
            committer: person(b"committer"),
            subject: text(subject, latin),
        })
    }

    /// As others see it.
    pub(crate) fn told(self, id: &CommitId, people: &mut People) -> Commit {
        Commit {
            id: id.to_string(),
            parents: self.node.parents.iter().map(ToString::to_string).collect(),
            author: people.resolve(self.author.0),
            authored: self.author.1,
            committer: people.resolve(self.committer.0),
            committed: self.committer.1,
            subject: self.subject,
        }
    }
}

/// The header lines; those that go on over several lines by their first.
fn headers(data: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    data.split(|&byte| byte == b'\n')
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with(b" "))
        .filter_map(|line| {
            let space = line.iter().position(|&byte| byte == b' ')?;
            Some((line.get(..space)?, line.get(space + 1..)?))
        })
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
    let when = text(value.get(end + 1..).unwrap_or_default(), false);
    let mut words = when.split_whitespace();
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
