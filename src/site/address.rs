//! Where pages stand: the file of each below the site's folder, and the address that leads to it.
//!
//! Names of files are the studio's own words as they are, but for what a file's name cannot hold. In addresses every byte that means
//! something there is percent-encoded.

use std::fmt::Write as _;

/// The longest name of a file or folder that is kept whole, in bytes: systems allow 255.
const LONGEST: usize = 200;

/// The file of an engagement's page.
#[must_use]
pub fn engagement(id: &str) -> String {
    format!("engagements/{}.html", path(id))
}

/// The file of the page of its commits.
#[must_use]
pub fn history(id: &str) -> String {
    format!("engagements/{}/history.html", path(id))
}

/// The file of the page of its handoff of this number.
#[must_use]
pub fn handoff(id: &str, number: usize) -> String {
    format!("engagements/{}/handoff-{number}.html", path(id))
}

/// The file of a client's page.
#[must_use]
pub fn client(name: &str) -> String {
    format!("clients/{}.html", file_name(name))
}

/// The file of a person's page.
#[must_use]
pub fn person(handle: &str) -> String {
    format!("people/{}.html", file_name(handle))
}

/// The file of a stage's page.
#[must_use]
pub fn stage(workflow: &str, stage: &str) -> String {
    format!("stages/{}/{}.html", file_name(workflow), file_name(stage))
}

/// The file of the list of codes.
#[must_use]
pub const fn rules() -> &'static str {
    "rules/index.html"
}

/// The file of a code's page.
#[must_use]
pub fn rule(code: &str) -> String {
    format!("rules/{}.html", file_name(code))
}

/// The address of a file from the site's top.
#[must_use]
pub fn url(file: &str) -> String {
    let mut url = String::with_capacity(file.len());
    for (at, byte) in file.bytes().enumerate() {
        // A colon in the first part would make it a scheme.
        let plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
            || (byte == b'@' && at > 0);
        if plain {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// The address of an anchor on a page.
#[must_use]
pub fn anchored(url: &str, anchor: &str) -> String {
    format!("{url}#{}", self::url(anchor))
}

/// From a file to the site's top folder: empty, `../`, `../../`, …
#[must_use]
pub fn root(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

/// An anchor from a text: its letters and digits in lower case, everything else a hyphen.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// An id as a path of folders. `history` and `handoff-1` stand for pages of the engagement above, so an engagement of such a name gets a `~`.
fn path(id: &str) -> String {
    let mut path = String::with_capacity(id.len());
    let mut parts = id.split('/').peekable();
    while let Some(part) = parts.next() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&file_name(part));
        let plain = part.trim_end_matches('~');
        let reserved = plain == "history"
            || plain
                .strip_prefix("handoff-")
                .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        if reserved && parts.peek().is_none() {
            path.push('~');
        }
    }
    path
}

/// One part of a path: never empty, never a way out, never with a slash, never too long.
fn file_name(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .map(|character| match character {
            '/' => '\u{2215}',
            '\0' => '\u{fffd}',
            other => other,
        })
        .collect();
    if matches!(safe.as_str(), "" | "." | "..") {
        safe.push('~');
    }
    if safe.len() > LONGEST {
        let end = safe.floor_char_boundary(LONGEST - 17);
        let rest = fingerprint(&safe);
        safe.truncate(end);
        let _ = write!(safe, "~{rest:016x}");
    }
    safe
}

/// Tells long names apart that begin alike (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_encode_what_means_something_in_them() {
        assert_eq!(
            url("engagements/a b/50% #1?é.html"),
            "engagements/a%20b/50%25%20%231%3F%C3%A9.html"
        );
        assert_eq!(url("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(url("a\\b\n"), "a%5Cb%0A");
    }

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(person("../../x"), "people/..∕..∕x.html");
        assert_eq!(stage("..", ""), "stages/..~/~.html");
        assert_eq!(client("."), "clients/.~.html");
    }

    #[test]
    fn an_engagement_called_as_a_page_of_another_has_its_own() {
        assert_eq!(history("acme/a"), "engagements/acme/a/history.html");
        assert_eq!(
            engagement("acme/a/history"),
            "engagements/acme/a/history~.html"
        );
        assert_eq!(
            engagement("acme/a/handoff-1"),
            "engagements/acme/a/handoff-1~.html"
        );
        assert_ne!(engagement("a/history~"), engagement("a/history"));
        assert_eq!(engagement("history/a"), "engagements/history/a.html");
    }

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let (one, other) = ("é".repeat(120), format!("{}x", "é".repeat(119)));
        assert!(engagement(&one).len() < 240);
        assert_ne!(engagement(&one), engagement(&other));
    }

    #[test]
    fn a_slug_keeps_letters_of_every_language() {
        assert_eq!(
            slug("  Out of scope: Größe & Maß!"),
            "out-of-scope-größe-maß"
        );
        assert_eq!(slug("—"), "");
    }

    #[test]
    fn the_way_to_the_top_counts_folders() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("engagements/a/b.html"), "../../");
    }
}
