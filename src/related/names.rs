//! Which engagements a text refers to: by path, by id, or, in a studio that numbers its engagements, by number.

use std::collections::HashMap;

/// How many engagements must be numbered with one word for `WORD-7` to name one of them.
const NUMBERED: usize = 3;

/// The names of a studio's engagements.
#[derive(Debug, Default)]
pub struct Names {
    /// Paths and ids, and the folders of engagements that are a folder's readme.
    exact: HashMap<String, usize>,
    /// `(word, number)` of `word-7`.
    numbered: HashMap<(String, u64), usize>,
}

/// A place where a text refers to an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Which engagement.
    pub to: usize,
    /// Where in the text, in bytes.
    pub at: usize,
}

impl Names {
    /// The names of engagements, each an id and a path, in order.
    pub fn of<'e>(engagements: impl Iterator<Item = (&'e str, &'e str)>) -> Self {
        let mut names = Self::default();
        let mut numbers: HashMap<(String, u64), Vec<usize>> = HashMap::new();
        let mut words: HashMap<String, usize> = HashMap::new();
        for (at, (id, path)) in engagements.enumerate() {
            for name in [id, path] {
                names.exact.entry(name.to_lowercase()).or_insert(at);
            }
            let plain = path.strip_suffix(".md").unwrap_or(path);
            let place = match plain.rsplit_once('/') {
                Some((folder, last))
                    if last.eq_ignore_ascii_case("readme")
                        || last.eq_ignore_ascii_case("index") =>
                {
                    names.exact.entry(folder.to_lowercase()).or_insert(at);
                    folder
                }
                _ => plain,
            };
            let last = place.rsplit('/').next().unwrap_or(place);
            if let Some((word, number)) = numbered(last) {
                *words.entry(word.clone()).or_default() += 1;
                numbers.entry((word, number)).or_default().push(at);
            }
        }
        // A number that two have names neither.
        names.numbered = numbers
            .into_iter()
            .filter(|((word, _), at)| {
                at.len() == 1 && words.get(word).is_some_and(|count| *count >= NUMBERED)
            })
            .filter_map(|(name, at)| Some((name, *at.first()?)))
            .collect();
        names
    }

    /// Every reference in a text of the file at `path`, in order.
    #[must_use]
    pub fn references(&self, text: &str, path: &str) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut rest = text;
        let mut at = 0;
        while let Some(start) = rest.find(|character: char| character.is_alphanumeric()) {
            let run = rest.get(start..).unwrap_or_default();
            let end = run
                .find(|character: char| !is_of_name(character))
                .unwrap_or(run.len());
            let (name, behind) = run.split_at_checked(end).unwrap_or((run, ""));
            let place = at + start;
            if let Some(to) = self.named(name, behind, rest.get(..start).unwrap_or_default(), path)
            {
                found.push(Reference { to, at: place });
            }
            at = place + end;
            rest = behind;
        }
        found
    }

    /// The engagement that a run of letters names. `behind` is what follows it, `before` what stands in front.
    fn named(&self, run: &str, behind: &str, before: &str, path: &str) -> Option<usize> {
        let run = run.trim_end_matches(['.', '/', '-', '_']);
        let relative = before.ends_with("./");
        if run.contains('/') || run.ends_with(".md") || relative {
            let lower = run.to_lowercase();
            if relative || !lower.contains('/') {
                // A relative link: its own folder, or the one above it.
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
                for folder in [folder, above] {
                    let whole = format!("{folder}/{lower}").to_lowercase();
                    if let Some(at) = self.exact(whole.trim_start_matches('/')) {
                        return Some(at);
                    }
                }
            }
            // A web address or a path from elsewhere ends in the path.
            let mut tail = Some(lower.as_str());
            while let Some(name) = tail {
                if let Some(at) = self.exact(name) {
                    return Some(at);
                }
                tail = name.split_once('/').map(|(_, tail)| tail);
            }
            let last = run.rsplit('/').next().unwrap_or(run);
            return self.by_number(last, "");
        }
        self.by_number(run, behind)
    }

    fn exact(&self, name: &str) -> Option<usize> {
        self.exact
            .get(name)
            .or_else(|| self.exact.get(name.strip_suffix(".md")?))
            .copied()
    }

    /// `word-7`, `word7` or, with the number behind a space, `word 7`.
    fn by_number(&self, run: &str, behind: &str) -> Option<usize> {
        if self.numbered.is_empty() {
            return None;
        }
        let run = run.strip_suffix(".md").unwrap_or(run);
        // Most words have no number, and are told apart without being taken apart.
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let behind_it = behind.strip_prefix(' ').map(str::as_bytes);
        if !is_digit(run.as_bytes().last()) && !is_digit(behind_it.and_then(<[u8]>::first)) {
            return None;
        }
        if let Some(name) = numbered(run) {
            return self.numbered.get(&name).copied();
        }
        let digits: String = behind
            .strip_prefix(' ')?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let word = run.to_lowercase();
        self.numbered.get(&(word, digits.parse().ok()?)).copied()
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | '/')
}

/// A name of a word of two letters or more and a number, and perhaps a title behind ` - `.
fn numbered(name: &str) -> Option<(String, u64)> {
    let name = name.split_once(" - ").map_or(name, |(number, _)| number);
    let word: String = name
        .chars()
        .take_while(|character| character.is_alphabetic())
        .collect();
    let number = name.get(word.len()..)?.trim_start_matches(['-', '_', ' ']);
    if word.chars().count() < 2 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((word.to_lowercase(), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(names: &Names, text: &str, path: &str) -> Vec<usize> {
        let found = names.references(text, path);
        found.into_iter().map(|reference| reference.to).collect()
    }

    #[test]
    fn engagements_are_named_by_id_by_path_and_by_links_to_their_files() {
        let files = [
            ("acme/audit", "engagements/acme/audit.md"),
            ("acme/rebrand", "engagements/acme/rebrand.md"),
        ];
        let names = Names::of(files.into_iter());
        let here = "engagements/acme/rebrand.md";
        for text in [
            "follows: acme/audit\n",
            "see `acme/audit`.",
            "[the audit](audit.md)",
            "[it](../acme/audit.md#log)",
            "https://git.example/studio/blob/main/engagements/acme/audit.md",
        ] {
            assert_eq!(to(&names, text, here), [0], "{text}");
        }
        assert!(to(&names, "an audit of Acme, and/or more", here).is_empty());
    }

    #[test]
    fn a_number_names_where_a_studio_numbers() {
        let files = [
            ("eip-1", "EIPS/eip-1.md"),
            ("eip-20", "EIPS/eip-20.md"),
            ("eip-155", "EIPS/eip-155.md"),
            ("CIP-0003/README", "CIP-0003/README.md"),
        ];
        let names = Names::of(files.into_iter());
        let here = "EIPS/eip-1.md";
        assert_eq!(to(&names, "EIP-20, eip 155 and EIP20.", here), [1, 2, 1]);
        assert_eq!(to(&names, "[x](./eip-155.md) EIP-200 eip", here), [2]);
        // Only one has that word: it may be any other word.
        assert!(to(&names, "CIP-3", here).is_empty());
        assert_eq!(to(&names, "../CIP-0003", "CIP-0003/x.md"), [3]);
    }

    #[test]
    fn a_quarter_of_a_year_is_no_number() {
        let files = [
            ("acme/q3-2026", "engagements/acme/q3-2026.md"),
            ("acme/phase-2", "engagements/acme/phase-2.md"),
        ];
        let names = Names::of(files.into_iter());
        assert!(to(&names, "in Q3, in phase 2", "x.md").is_empty());
    }
}
