//! A tree object: one folder's names and what stands under them, in git's own order and bytes.

use std::cmp::Ordering;
use std::ffi::CStr;

use git2::Oid;

use crate::repo::Failure;

/// Folders in folders beyond this are refused.
pub(crate) const DEEPEST: usize = 512;

/// The failure for those.
pub(crate) fn too_deep() -> Failure {
    Failure::new(format!(
        "the repository holds folders more than {DEEPEST} deep"
    ))
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link or a sub-module.
    Other,
}

/// One name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) kind: Kind,
    pub(crate) name: &'a [u8],
    /// The id, as bytes.
    pub(crate) id: &'a [u8],
}

impl Entry<'_> {
    /// The id.
    pub(crate) fn oid(&self) -> Result<Oid, Failure> {
        Oid::from_bytes(self.id).map_err(|error| {
            Failure::new("an id in a tree cannot be read").because(error.message())
        })
    }

    /// In git's order, in which a folder's name ends in `/`.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let common = self.name.len().min(other.name.len());
        let end = |entry: &Self| {
            entry.name.get(common).copied().unwrap_or(match entry.kind {
                Kind::Folder => b'/',
                _ => 0,
            })
        };
        self.name
            .get(..common)
            .cmp(&other.name.get(..common))
            .then_with(|| end(self).cmp(&end(other)))
    }
}

/// The names in a tree object's bytes, one after another.
#[derive(Debug, Clone)]
pub(crate) struct Entries<'a> {
    rest: &'a [u8],
    width: usize,
}

impl<'a> Entries<'a> {
    /// `width` is how many bytes an id has.
    pub(crate) const fn new(data: &'a [u8], width: usize) -> Self {
        Self { rest: data, width }
    }

    /// Leaves out what two folders have in common at their start, whole entries only. Only so far as they are equal byte for byte.
    pub(crate) fn skip_common(&mut self, other: &mut Self) {
        let common = common_length(self.rest, other.rest);
        let mut at = 0;
        while let Some(next) = self.next_start(at).filter(|next| *next <= common) {
            at = next;
        }
        self.rest = self.rest.get(at..).unwrap_or_default();
        other.rest = other.rest.get(at..).unwrap_or_default();
    }

    /// Whether what is left of both is equal byte for byte.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.rest == other.rest
    }

    /// Where the entry behind the one at `at` begins; nothing at the end and where it is damaged.
    fn next_start(&self, at: usize) -> Option<usize> {
        // A mode has five digits or six, and a name at least one byte.
        const SHORTEST: usize = 6;
        let from = at + SHORTEST;
        let name = self.rest.get(from..)?.iter().position(|&byte| byte == 0)?;
        Some(from + name + 1 + self.width).filter(|next| *next <= self.rest.len())
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = split(self.rest, self.width);
        self.rest = entry.map_or(&[][..], |(_, rest)| rest);
        Some(entry.map(|(entry, _)| entry).ok_or_else(|| {
            Failure::new("a tree in the repository is damaged")
                .hint("run `git fsck` to see what is damaged")
        }))
    }
}

/// How many bytes two begin with alike, or some fewer.
fn common_length(one: &[u8], other: &[u8]) -> usize {
    const STRETCH: usize = 64;
    let pairs = one.chunks_exact(STRETCH).zip(other.chunks_exact(STRETCH));
    pairs.take_while(|(one, other)| one == other).count() * STRETCH
}

/// The first entry, and what is behind it.
fn split(data: &[u8], width: usize) -> Option<(Entry<'_>, &[u8])> {
    // A mode has five digits or six.
    let (mode, rest) = match data {
        [_, _, _, _, _, b' ', rest @ ..] => (data.get(..5)?, rest),
        [_, _, _, _, _, _, b' ', rest @ ..] => (data.get(..6)?, rest),
        _ => return None,
    };
    let name = CStr::from_bytes_until_nul(rest).ok()?.to_bytes();
    let rest = rest.get(name.len() + 1..)?;
    let (id, rest) = rest.split_at_checked(width)?;
    let kind = match mode {
        [b'1', b'0', b'0', ..] => Kind::File,
        b"40000" | b"040000" => Kind::Folder,
        _ => Kind::Other,
    };
    Some((Entry { kind, name, id }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(entries: &[(&str, &str)]) -> Vec<u8> {
        entries
            .iter()
            .flat_map(|(mode, name)| [mode.as_bytes(), b" ", name.as_bytes(), &[0; 21]].concat())
            .collect()
    }

    #[test]
    fn a_folder_is_ordered_as_if_its_name_ended_in_a_slash() {
        let data = bytes(&[("100644", "a.b"), ("40000", "a"), ("100644", "a0")]);
        let entries: Vec<_> = Entries::new(&data, 20).flatten().collect();
        assert_eq!(entries.len(), 3);
        assert!(entries.windows(2).all(|pair| matches!(
            pair,
            [one, two] if one.order(two) == Ordering::Less
        )));
    }

    #[test]
    fn a_damaged_tree_is_a_failure_and_no_panic() {
        let data = bytes(&[("100644", "a"), ("100644", "b")]);
        for end in 1..data.len() {
            let part = data.get(..end).unwrap_or_default();
            let whole = Entries::new(part, 20).all(|entry| entry.is_ok());
            assert_eq!(whole, end == data.len() / 2, "{end}");
        }
    }

    #[test]
    fn what_two_folders_have_in_common_is_skipped_in_whole_entries() {
        let names = ["100644", "100644", "100644", "100644"].map(|mode| (mode, "a"));
        let with = |name| bytes(&[&names[..], &[("100644", name)]].concat());
        let (old, new) = (with("bc"), with("bd"));
        let (mut a, mut b) = (Entries::new(&old, 20), Entries::new(&new, 20));
        a.skip_common(&mut b);
        let rest = |entries: Entries<'_>| -> Vec<String> {
            let names = entries.flatten().map(|entry| entry.name.to_vec());
            names.flat_map(String::from_utf8).collect()
        };
        assert_eq!(rest(a), ["a", "a", "bc"]);
        assert_eq!(rest(b), ["a", "a", "bd"]);
    }
}
