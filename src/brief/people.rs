//! The client's people by name, as the front-matter lists them and as texts name them.

use crate::model::Engagement;
use crate::text::yaml::Node;

/// The names of an engagement's `client_people`: what stands before the first comma of each.
pub(super) fn of(engagement: &Engagement) -> Vec<String> {
    let people = engagement.value("client_people").map(Node::texts);
    people
        .unwrap_or_default()
        .into_iter()
        .filter_map(|person| person.split(',').next())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Those of them that a text names, by their whole name or a part of it, in the order of the list.
pub(super) fn named<'n>(names: &'n [String], text: &str) -> Vec<&'n str> {
    let words: Vec<&str> = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
        .collect();
    let is_named = |name: &&String| {
        name.split_whitespace().any(|part| {
            part.chars().count() > 2
                && part.starts_with(char::is_uppercase)
                && words.contains(&part)
        })
    };
    names.iter().filter(is_named).map(String::as_str).collect()
}

/// Who stands in both lists.
pub(super) fn shared(one: &[String], other: &[String]) -> Vec<String> {
    let is_there = |name: &&String| other.iter().any(|known| known.eq_ignore_ascii_case(name));
    one.iter().filter(is_there).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_named_by_a_part_of_the_name() {
        let names = ["Jane Okafor".to_owned(), "Martin Hale".to_owned()];
        assert_eq!(named(&names, "Jane steady, Sofia not"), ["Jane Okafor"]);
        assert_eq!(named(&names, "the board of Hale & Sons"), ["Martin Hale"]);
        assert!(named(&names, "janet and martine").is_empty());
    }
}
