//! Days for a calendar: a small writer of iCalendar (RFC 5545) that knows all-day events only, and the events that promises and decisions make.
//! The same events give the same bytes each time, and an event keeps its UID while its mark keeps its name.

use rayon::prelude::*;

use super::{Owed, Placed, Ruling};
use crate::day::{Day, Moment};
use crate::model::marks::Outcome;
use crate::model::words::sentence;
use crate::model::{Engagement, Settings};
use crate::text::mark::By;

/// As many events are written by one thread.
const TOGETHER: usize = 256;

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// One day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is known by, in every version of the calendar.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What it is, in a line.
    pub summary: String,
    /// More about it, in lines.
    pub description: String,
    /// Where more stands, as an address.
    pub url: Option<String>,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The calendar of these events as iCalendar. `stamp` is the moment at which they were so: the commit's, or the day's beginning.
#[must_use]
pub fn write(name: &str, stamp: Moment, events: &[Event]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, name, value);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Orbit//orbit//EN");
    line("CALSCALE", "GREGORIAN");
    line("NAME", &escaped(name));
    line("X-WR-CALNAME", &escaped(name));
    let stamp = utc(stamp);
    let parts: Vec<String> = events
        .par_chunks(TOGETHER)
        .map(|events| {
            let mut text = String::new();
            for event in events {
                add(&mut text, event, &stamp);
            }
            text
        })
        .collect();
    text.push_str(&parts.concat());
    fold(&mut text, "END", "VCALENDAR");
    text
}

fn add(text: &mut String, event: &Event, stamp: &str) {
    let mut line = |name: &str, value: &str| fold(text, name, value);
    line("BEGIN", "VEVENT");
    line("UID", &escaped(&event.uid));
    line("DTSTAMP", stamp);
    // Without an end an event of this type lasts for its day.
    line("DTSTART;VALUE=DATE", &date(event.day));
    line("SUMMARY", &escaped(&event.summary));
    if !event.description.is_empty() {
        line("DESCRIPTION", &escaped(&event.description));
    }
    if let Some(url) = &event.url {
        let plain: String = url.chars().filter(|c| !c.is_control()).collect();
        line("URL", &plain);
    }
    if event.cancelled {
        line("STATUS", "CANCELLED");
    }
    line("TRANSP", "TRANSPARENT");
    line("END", "VEVENT");
}

/// The event of a promise's day; nothing where it has none.
#[must_use]
pub fn of_promise(engagement: &Engagement, owed: &Owed<'_>, settings: &Settings) -> Option<Event> {
    let mark = owed.placed.mark;
    let mut about = about(engagement, &owed.placed);
    let people = |by: By<'_>| name(by, settings);
    let by: Vec<String> = mark.by().map(people).collect();
    if !by.is_empty() {
        about.push(format!("By {}", by.join(", ")));
    }
    if let Some(to) = mark.attribute("to").filter(|to| !to.value.is_empty()) {
        let to = settings.people.by_handle(&to.value);
        let to = to.map_or_else(
            || mark.attribute("to").map_or("", |to| to.value.as_str()),
            |person| person.name.as_str(),
        );
        about.push(format!("To {to}"));
    }
    let prefix = match (owed.outcome, owed.to_us) {
        (Outcome::Open, false) => String::new(),
        (Outcome::Open, true) => "Owed to us: ".to_owned(),
        (outcome, _) => format!("{}: ", sentence(outcome.word())),
    };
    Some(Event {
        uid: uid(engagement, &owed.placed, settings),
        day: owed.due?,
        summary: format!("{prefix}{} ({})", mark.text, engagement.title()),
        description: about.join("\n"),
        url: None,
        cancelled: matches!(owed.outcome, Outcome::Released | Outcome::Replaced),
    })
}

/// The event of the day on which a decision comes back; nothing where it does not.
#[must_use]
pub fn of_decision(
    engagement: &Engagement,
    ruling: &Ruling<'_>,
    settings: &Settings,
) -> Option<Event> {
    let mark = ruling.placed.mark;
    let mut about = about(engagement, &ruling.placed);
    let by: Vec<String> = mark.by().map(|by| name(by, settings)).collect();
    if !by.is_empty() {
        about.push(format!("By {}", by.join(", ")));
    }
    if let Some(because) = mark.attribute("because") {
        about.push(format!("Because {}", because.value));
    }
    Some(Event {
        uid: uid(engagement, &ruling.placed, settings),
        day: ruling.review?,
        summary: format!("Review: {} ({})", mark.text, engagement.title()),
        description: about.join("\n"),
        url: None,
        cancelled: !ruling.in_force(),
    })
}

fn about(engagement: &Engagement, placed: &Placed<'_>) -> Vec<String> {
    let entry = placed.entry;
    let day = entry.day.map_or_else(String::new, |day| day.to_string());
    let source = format!("{day} {}", entry.title);
    vec![
        format!("{}: {}", engagement.id, engagement.title()),
        format!("From the log: {}", source.trim()),
    ]
}

fn name(by: By<'_>, settings: &Settings) -> String {
    match by {
        By::Person(handle) => settings
            .people
            .by_handle(handle)
            .map_or(handle, |person| person.name.as_str()),
        By::Outside(name) => name,
    }
    .to_owned()
}

/// What a mark is known by: its id, or where it has none what it says and which of several that say the same it is.
fn uid(engagement: &Engagement, placed: &Placed<'_>, settings: &Settings) -> String {
    let mark = placed.mark;
    let own = match &mark.id {
        Some(id) => format!("^{id}"),
        None => {
            let same = super::marks_of(engagement, mark.keyword)
                .take_while(|other| (other.in_entry, other.at) != (placed.in_entry, placed.at))
                .filter(|other| other.mark.text == mark.text && other.mark.day == mark.day);
            format!("{:?} {} {}", mark.day, mark.text, same.count())
        }
    };
    let parts = [&settings.studio, &engagement.id, &own];
    let parts = parts.map(|part| part.as_bytes());
    format!("{:032x}@orbit", hash(&parts.join(&0)))
}

/// FNV-1a with 128 bits: the same on every machine and in every version.
fn hash(bytes: &[u8]) -> u128 {
    bytes
        .iter()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
}

fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

fn utc(moment: Moment) -> String {
    let day = Day::of_unix(moment.seconds).map_or_else(|| "19700101".to_owned(), date);
    let second = moment.seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{day}T{hour:02}{minute:02}{second:02}Z")
}

/// A text as a value: line feeds and the characters that separate values are written otherwise, what cannot be shown is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Adds a line, broken where it is longer than 75 octets, never within a character.
fn fold(text: &mut String, name: &str, value: &str) {
    if name.len() + 1 + value.len() <= LONGEST {
        for part in [name, ":", value, "\r\n"] {
            text.push_str(part);
        }
        return;
    }
    let mut length = 0;
    for character in name.chars().chain([':']).chain(value.chars()) {
        if length + character.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            length = 1;
        }
        length += character.len_utf8();
        text.push(character);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::promises;
    use crate::repo::Memory;
    use snapbox::IntoData;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn stamp() -> Moment {
        Moment {
            seconds: 1_772_442_900,
            offset: 60,
        }
    }

    fn event(summary: &str) -> Event {
        Event {
            uid: "1@orbit".to_owned(),
            day: day("2026-03-20"),
            summary: summary.to_owned(),
            description: String::new(),
            url: None,
            cancelled: false,
        }
    }

    #[test]
    fn a_calendar_is_written_line_by_line() {
        let text = write("Northlight", stamp(), &[event("Two logos; one, not two")]);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        snapbox::assert_data_eq!(
            text.replace("\r\n", "\n"),
            snapbox::str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Orbit//orbit//EN
CALSCALE:GREGORIAN
NAME:Northlight
X-WR-CALNAME:Northlight
BEGIN:VEVENT
UID:1@orbit
DTSTAMP:20260302T091500Z
DTSTART;VALUE=DATE:20260320
SUMMARY:Two logos\; one\, not two
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
            .raw()
        );
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_never_within_a_character() {
        for text in ["x".repeat(400), "é".repeat(200), "a日本🜁".repeat(60)] {
            let written = write("n", stamp(), &[event(&text)]);
            for line in written.split("\r\n") {
                assert!(line.len() <= 75, "{line}");
            }
            assert!(
                written
                    .replace("\r\n ", "")
                    .contains(&format!("SUMMARY:{text}\r\n"))
            );
        }
    }

    #[test]
    fn nothing_in_a_text_can_begin_another_line() {
        let text = write(
            "a\r\nBEGIN:VALARM",
            stamp(),
            &[event("b\r\nEND:VEVENT\u{7}\u{85}")],
        );
        assert!(text.contains("NAME:a\\nBEGIN:VALARM\r\n"));
        assert!(text.contains("SUMMARY:b\\nEND:VEVENT\r\n"));
    }

    fn events(log: &str) -> Vec<Event> {
        let settings = Settings::load(&Memory::new().file(
            "orbit.yml",
            "studio: Test\npeople:\n  maya: {name: Maya Lindqvist}\n",
        ))
        .expect("settings");
        let engagement = Engagement::read(
            "engagements/acme/rebrand.md",
            format!(
                "---\ntitle: Rebrand\nstage: scope\n---\n\n## Log\n\n### 2026-03-01 Call\n\n{log}"
            )
            .as_bytes(),
            &settings,
        )
        .expect("an engagement");
        promises(&engagement, day("2026-03-07"))
            .iter()
            .filter_map(|owed| of_promise(&engagement, owed, &settings))
            .collect()
    }

    #[test]
    fn a_promise_is_an_event_on_its_day_with_who_owes_it() {
        let events = events(
            "- [ ] promise: two logos (@maya, to Jane, due 2026-03-20) ^p1\n- [ ] promise: undated (@maya)\n",
        );
        assert_eq!(events.len(), 1);
        let event = &events[0];
        assert_eq!(event.day, day("2026-03-20"));
        assert_eq!(event.summary, "two logos (Rebrand)");
        assert_eq!(
            event.description,
            "acme/rebrand: Rebrand\nFrom the log: 2026-03-01 Call\nBy Maya Lindqvist\nTo Jane"
        );
    }

    #[test]
    fn an_event_keeps_its_uid_while_its_mark_keeps_its_name() {
        let uid = |log: &str| events(log).remove(0).uid;
        let before = uid("- [ ] promise: two logos (@maya, due 2026-03-20) ^p1\n");
        assert_eq!(
            before,
            uid("- [x] promise: three logos (@maya, due 2026-04-20, kept 2026-04-01) ^p1\n")
        );
        assert_ne!(
            before,
            uid("- [ ] promise: two logos (@maya, due 2026-03-20) ^p2\n")
        );
        let twice = events(
            "- [ ] promise: two logos (@maya, due 2026-03-20)\n- [ ] promise: two logos (@maya, due 2026-03-20)\n",
        );
        assert_ne!(twice[0].uid, twice[1].uid);
    }
}
