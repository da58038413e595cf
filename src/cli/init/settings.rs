//! The first `orbit.yml` of a studio.

use std::fmt;

use crate::repo::Author;

/// What the first settings say.
pub(super) struct Settings<'a> {
    /// The studio's name.
    pub(super) studio: &'a str,
    /// Its workflow.
    pub(super) workflow: &'a str,
    /// The first of its people.
    pub(super) first: Option<&'a Author>,
}

impl fmt::Display for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            studio, workflow, ..
        } = self;
        let studio = scalar(studio);
        write!(
            f,
            "\
# This repository is a studio. Orbit reads its settings here.
studio: {studio}

# How work moves: `workflows/{workflow}.yml`, and what good looks like in `standards/`. Both are yours to change.
# An engagement may name another workflow of this studio.
workflow: {workflow}

# Who works here. Engagements name people by their handles, as in `owner: tom` and `@tom`;
# the addresses say whose commits are whose. Roles say who may approve what.
people:
"
        )?;
        match self.first {
            Some(author) => writeln!(
                f,
                "  {}: {{name: {}, email: {}, role: lead}}",
                handle(author),
                scalar(&author.name),
                scalar(&author.email)
            )?,
            None => f.write_str(
                "  # maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}\n",
            )?,
        }
        f.write_str(
            "  # tom: {name: Tom Abara, email: [tom@northlight.example, tom@home.example], role: delivery}

# How much a finding weighs here: error, warning, note or off. `orbit explain` lists the codes.
# checks:
#   handoff-unaccepted: error

# The site that `orbit build` writes.
# site:
#   title: Our engagements
#   repository: https://git.example/studio
",
        )
    }
}

/// A short name for somebody: the first word of the name, else what stands before the `@` of the address.
fn handle(author: &Author) -> String {
    let first = author.name.split_whitespace().next().unwrap_or_default();
    let local = author.email.split('@').next().unwrap_or_default();
    [first, local]
        .into_iter()
        .map(plain)
        .find(|handle| handle.starts_with(|letter: char| letter.is_ascii_lowercase()))
        .unwrap_or_else(|| "me".to_owned())
}

/// Lower-case letters without accents, digits and hyphens.
fn plain(word: &str) -> String {
    let mut plain = String::new();
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '-' => plain.push(letter),
            'à'..='å' | 'ā' | 'ă' | 'ą' => plain.push('a'),
            'æ' => plain.push_str("ae"),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' | 'đ' | 'ð' => plain.push('d'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' => plain.push('e'),
            'ğ' => plain.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => plain.push('o'),
            'œ' => plain.push_str("oe"),
            'ř' => plain.push('r'),
            'ś' | 'ş' | 'š' | 'ș' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ţ' | 'ť' | 'ț' => plain.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => plain.push('u'),
            'ý' | 'ÿ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            _ => {}
        }
    }
    plain
}

/// Text as a YAML scalar that means just that, also within braces: plain where that is safe, else in double quotes.
fn scalar(text: &str) -> String {
    let safe = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || " .-_@+'".contains(letter))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_ascii_lowercase().as_str());
    if safe {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                quoted.push_str(&format!("\\x{:02x}", u32::from(letter)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str, email: &str) -> Author {
        Author {
            name: name.to_owned(),
            email: email.to_owned(),
        }
    }

    #[test]
    fn the_first_person_is_whoever_git_knows() {
        let ines = author("Inês Carvalho", "ines@northlight.example");
        let text = Settings {
            studio: "Northlight",
            workflow: "service",
            first: Some(&ines),
        }
        .to_string();
        assert!(text.contains("\nstudio: Northlight\n"), "{text}");
        assert!(
            text.contains(
                "\npeople:\n  ines: {name: Inês Carvalho, email: ines@northlight.example, role: lead}\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_handle_is_short_and_plain() {
        let named = |name, email| handle(&author(name, email));
        assert_eq!(named("Maya Lindqvist", ""), "maya");
        assert_eq!(named("Łukasz Żak", ""), "lukasz");
        assert_eq!(named("美咲", "misaki@studio.example"), "misaki");
        assert_eq!(named("美咲", "1@studio.example"), "me");
    }

    #[test]
    fn a_value_that_yaml_would_take_for_something_else_is_quoted() {
        assert_eq!(scalar("Maya Lindqvist"), "Maya Lindqvist");
        assert_eq!(scalar("No"), "\"No\"");
        assert_eq!(scalar("2026"), "\"2026\"");
        assert_eq!(
            scalar("a: b, {c} #d \"e\"\n"),
            r##""a: b, {c} #d \"e\"\x0a""##
        );
        assert_eq!(scalar(""), "\"\"");
    }
}
