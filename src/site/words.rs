//! Days and lengths of time as a page says them.

pub use crate::model::words::sentence;

use super::view::When;
use crate::day::{Day, Moment};
use crate::model::field::FieldType;
use crate::model::need::{Need, NeedKind};
use crate::model::words::count;

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

fn month(day: Day) -> (&'static str, &'static str) {
    let (_, month, _) = day.parts();
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or(("", ""))
}

/// A day as `20 Mar 2026`.
#[must_use]
pub fn day(day: Day) -> String {
    let (year, _, of_month) = day.parts();
    format!("{of_month} {} {year}", month(day).0)
}

/// A month as `March 2026`.
#[must_use]
pub fn month_of(day: Day) -> String {
    format!("{} {}", month(day).1, day.parts().0)
}

/// A day with its distance from today.
#[must_use]
pub fn when(at: Day, today: Day) -> When {
    When {
        iso: at.to_string(),
        text: day(at),
        away: away(at, today),
    }
}

/// The day of a moment, on the calendar of whoever was there.
#[must_use]
pub fn when_of(moment: Moment, today: Day) -> When {
    moment
        .day()
        .map_or_else(|| when(today, today), |day| when(day, today))
}

/// How far a day is from today: `in 3 days`, `today`, `12 days ago`.
#[must_use]
pub fn away(at: Day, today: Day) -> String {
    match at.days_since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ahead @ 2.. => format!("in {ahead} days"),
        behind => format!("{} days ago", behind.unsigned_abs()),
    }
}

/// A number of days: `19 days`, `1 day`, `less than a day`.
#[must_use]
pub fn days(days: i64) -> String {
    match usize::try_from(days) {
        Ok(days) if days > 0 => count(days, "day"),
        _ => "less than a day".to_owned(),
    }
}

/// A number with its noun at the beginning of a sentence; small ones in words: `Three promises`, `12 promises`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    const SMALL: [&str; 10] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    ];
    match SMALL.get(number) {
        Some(word) => {
            let counted = count(number, noun);
            let (_, noun) = counted.split_once(' ').unwrap_or(("", noun));
            format!("{word} {noun}")
        }
        None => count(number, noun),
    }
}

/// The same within a sentence.
#[must_use]
pub fn counted_within(number: usize, noun: &str) -> String {
    let text = counted(number, noun);
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

/// A number within a sentence; small ones in words.
#[must_use]
pub fn number_within(number: usize) -> String {
    let counted = counted_within(number, "x");
    counted.split(' ').next().unwrap_or_default().to_owned()
}

/// A number of people within a sentence.
#[must_use]
pub fn count_of_people(number: usize) -> String {
    if number == 1 {
        "one person".to_owned()
    } else {
        counted_within(number, "person").replace("persons", "people")
    }
}

/// A list within a sentence: `a, b and c`.
#[must_use]
pub fn listed(all: &[&str]) -> String {
    match all {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What a key of the front-matter is called among people. Those that Orbit itself gives a meaning have names of their own.
#[must_use]
pub fn field(name: &str) -> String {
    match name {
        "client_people" => "Their people".to_owned(),
        "due" => "Due date".to_owned(),
        "wake" => "Day to look again".to_owned(),
        _ => sentence(&label(name, false)),
    }
}

/// What a need asks for, as somebody reads it who never opens the file.
#[must_use]
pub fn need(need: &Need) -> String {
    match &need.kind {
        NeedKind::Section { title, words: 0 } => title.clone(),
        NeedKind::Section { title, words } => format!("{title}, in {words} words or more"),
        NeedKind::Approval {
            section,
            by: Some(role),
        } => format!("{section}, approved by {role}"),
        NeedKind::Approval { section, by: None } => format!("{section}, approved"),
        NeedKind::Field { name, .. } | NeedKind::Link { field: name } => {
            let told = need.describe();
            // That a day is a day goes without saying, and people are not called by their handles here.
            let plain = matches!(
                &need.kind,
                NeedKind::Field {
                    r#type: Some(
                        FieldType::Text
                            | FieldType::Date
                            | FieldType::Person
                            | FieldType::People
                            | FieldType::List
                    ),
                    ..
                }
            );
            let rest = told
                .strip_prefix(&format!("field `{name}`"))
                .filter(|_| !plain);
            format!(
                "{}{}",
                field(name),
                rest.unwrap_or_default().replace('`', "")
            )
        }
        _ => sentence(&need.describe().replace('`', "")),
    }
}

/// The same in a word or two, for a list of several.
#[must_use]
pub fn need_in_short(need: &Need) -> String {
    match &need.kind {
        NeedKind::Field { name, .. } | NeedKind::Link { field: name } => field(name),
        NeedKind::Section { title, .. } => title.clone(),
        NeedKind::Approval { section, .. } => format!("{section} approved"),
        NeedKind::Checklist { section } => format!("{section} ticked"),
        NeedKind::Expr { .. } => need.key.clone(),
        _ => need.describe().replace('`', ""),
    }
}

/// What a folder or a key is called among people: `client_people` to `Client people`, `north-light` to `North Light` where `each` word begins large.
#[must_use]
pub fn label(name: &str, each: bool) -> String {
    let plain = name
        .chars()
        .all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | ' '));
    if !plain {
        return name.to_owned();
    }
    let words: Vec<String> = name
        .split(['-', '_', ' '])
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(at, word)| {
            if each || at == 0 {
                sentence(word)
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::need::Waivable;

    fn read(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = read("2026-03-10");
        assert_eq!(day(read("2026-03-20")), "20 Mar 2026");
        assert_eq!(month_of(read("2026-12-01")), "December 2026");
        for (at, said) in [
            ("2026-03-10", "today"),
            ("2026-03-11", "tomorrow"),
            ("2026-03-09", "yesterday"),
            ("2026-03-13", "in 3 days"),
            ("2026-02-26", "12 days ago"),
        ] {
            assert_eq!(away(read(at), today), said);
        }
        assert_eq!(days(1), "1 day");
        assert_eq!(days(0), "less than a day");
    }

    #[test]
    fn numbers_are_words_while_they_are_small() {
        assert_eq!(counted(2, "promise"), "Two promises");
        assert_eq!(counted(0, "promise"), "No promises");
        assert_eq!(counted(12, "promise"), "12 promises");
        assert_eq!(counted_within(1, "engagement"), "one engagement");
    }

    #[test]
    fn needs_are_said_without_the_words_of_a_file() {
        let asked = |kind: NeedKind| Need {
            key: "key".to_owned(),
            kind,
            stage: "delivery".to_owned(),
            because: None,
            when: None,
            waivable: Waivable::default(),
        };
        let link = asked(NeedKind::Link {
            field: "delivered".to_owned(),
        });
        let due = asked(NeedKind::Field {
            name: "due".to_owned(),
            matches: None,
            of: Vec::new(),
            r#type: Some(FieldType::Date),
        });
        let approved = asked(NeedKind::Approval {
            section: "Scope".to_owned(),
            by: Some("lead".to_owned()),
        });
        assert_eq!(
            need(&link),
            "Delivered: a file that exists, or a web address"
        );
        assert_eq!(need(&due), "Due date");
        assert_eq!(need(&approved), "Scope, approved by lead");
        assert_eq!(need_in_short(&approved), "Scope approved");
        assert_eq!(need_in_short(&link), "Delivered");
    }

    #[test]
    fn names_of_folders_and_keys_become_labels() {
        assert_eq!(label("client_people", false), "Client people");
        assert_eq!(label("harbour-ferries", true), "Harbour Ferries");
        assert_eq!(label("CIP-0001", true), "CIP-0001");
    }
}
