//! Which entries, decisions, lessons and other marks of an engagement bear on the subject.

use super::library::Library;
use super::structure::Bond;
use super::subject::Subject;
use super::terms;
use crate::day::Day;
use crate::model::marks::{Outcome, outcome};
use crate::model::{Engagement, Settings};
use crate::span::{Position, Span};
use crate::text::sentence::sentences;
use crate::text::yaml::Node;
use crate::text::{Entry, Keyword, Mark};

/// A place in an engagement that bears on the subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// `entry`, or the mark's keyword.
    pub kind: &'static str,
    /// The mark's name, where it has one.
    pub id: Option<String>,
    /// What it says.
    pub text: String,
    /// The title of the entry that it is, or stands in.
    pub entry: String,
    /// The entry's day.
    pub day: Option<Day>,
    /// Its line in the engagement's file, from 1.
    pub line: usize,
    /// How many telling words it has in common; nothing where no words were compared.
    pub telling: Option<usize>,
    /// Why it is here.
    pub because: String,
    /// How much it tells.
    pub weight: f64,
}

/// The passages of an engagement that bear on the subject, the most telling first.
#[must_use]
pub fn of(
    engagement: &Engagement,
    library: &Library<'_>,
    subject: &Subject<'_>,
    bond: &Bond,
    settings: &Settings,
    most: usize,
) -> Vec<Passage> {
    let text = &engagement.document.text;
    let asked = Asked {
        library,
        subject,
        dull: dull(engagement, bond, settings),
    };
    let mut found: Vec<(f64, Span, Passage)> = Vec::new();
    for entry in &engagement.document.log.entries {
        for mark in &entry.marks {
            let weight = weight_of(mark, bond);
            let said = match mark.attribute("because") {
                Some(because) => format!("{} {}", mark.text, because.value),
                None => mark.text.clone(),
            };
            if let Some(told) = told(&said, weight, mark.keyword, &asked, bond) {
                let weight = told.weight;
                let passage = passage(engagement, entry, Some(mark), told);
                found.push((weight, mark.span, passage));
            }
        }
        for span in said_in(engagement, entry) {
            let prose = engagement.prose(span);
            let said = format!("{} {prose}", entry.title);
            if let Some(told) = overlap(&said, 0.8, &asked) {
                let weight = told.weight;
                let mut passage = passage(engagement, entry, None, told);
                passage.text = best_sentence(&prose, &asked);
                found.push((weight, span, passage));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
    let mut kept: Vec<(Span, Passage)> = Vec::new();
    for (_, span, mut passage) in found {
        // An entry says nothing new where one of its marks is told, and the other way round.
        let told = kept
            .iter()
            .any(|(other, _)| other.start < span.end && span.start < other.end);
        if !told && kept.len() < most {
            passage.line = Position::of(text, span.start).line;
            kept.push((span, passage));
        }
    }
    kept.into_iter().map(|(_, passage)| passage).collect()
}

/// What a passage tells the subject.
struct Told {
    /// How much.
    weight: f64,
    /// How many telling words it has in common.
    telling: usize,
    /// Why, in words.
    because: String,
}

/// What passages are found by.
struct Asked<'a> {
    library: &'a Library<'a>,
    subject: &'a Subject<'a>,
    /// Words that tell nothing here.
    dull: terms::Terms,
}

/// Words that the log is written with, and that are no topic: its attributes and the names of its marks.
const OWN: [&str; 24] = [
    "accepted",
    "answer",
    "answered",
    "approval",
    "broken",
    "closed",
    "decision",
    "due",
    "handoff",
    "kept",
    "lesson",
    "promise",
    "question",
    "released",
    "replaced",
    "result",
    "resulted",
    "review",
    "risk",
    "supersedes",
    "tone",
    "topic",
    "until",
    "waiver",
];

/// The log's own words and the studio's people tell nothing; and where both are work for one client, the names of the client and of its people stand
/// all over them.
fn dull(engagement: &Engagement, bond: &Bond, settings: &Settings) -> terms::Terms {
    let studio = settings
        .people
        .iter()
        .flat_map(|person| [person.handle.as_str(), person.name.as_str()]);
    let mut dull: terms::Terms = OWN
        .into_iter()
        .chain(studio)
        .flat_map(terms::list)
        .collect();
    if bond.client {
        let people = engagement.value("client_people").map(Node::texts);
        let names = people.unwrap_or_default().into_iter();
        let names = names
            .filter_map(|person| person.split(',').next())
            .chain(engagement.client.as_deref());
        dull.extend(names.flat_map(terms::list));
    }
    dull
}

/// The prose of an entry without its marks and fields: what stands above them, and its answers.
fn said_in(engagement: &Engagement, entry: &Entry) -> Vec<Span> {
    let mut items = engagement.document.body.items_in(entry.content);
    let first_part = entry.parts.first().map(|part| part.heading_span.start);
    let end = items
        .next()
        .map(|(_, item)| item.span.start)
        .into_iter()
        .chain(first_part)
        .min()
        .unwrap_or(entry.content.end);
    let mut spans = vec![Span::new(entry.content.start, end.max(entry.content.start))];
    spans.extend(entry.parts.iter().map(|part| part.content));
    spans.retain(|span| !engagement.prose(*span).is_empty());
    spans
}

/// Of a text of several sentences the one that tells most, with the one behind it while both are short.
fn best_sentence(prose: &str, asked: &Asked<'_>) -> String {
    let whole = sentences(prose);
    let told = |text: &str| overlap(text, 1.0, asked).map_or(0.0, |told| told.weight);
    let best = whole
        .iter()
        .enumerate()
        .max_by(|(a_at, a), (b_at, b)| told(a).total_cmp(&told(b)).then(b_at.cmp(a_at)))
        .map_or(0, |(at, _)| at);
    let mut text = whole.get(best).copied().unwrap_or_default().to_owned();
    if let Some(next) = whole.get(best + 1)
        && text.split_whitespace().count() + next.split_whitespace().count() <= 35
    {
        text.push(' ');
        text.push_str(next);
    }
    text
}

fn passage(engagement: &Engagement, entry: &Entry, mark: Option<&Mark>, told: Told) -> Passage {
    Passage {
        kind: mark.map_or("entry", |mark| mark.keyword.word()),
        id: mark.and_then(|mark| mark.id.clone()),
        text: mark.map_or_else(|| engagement.prose(entry.content), |mark| mark.text.clone()),
        entry: entry.title.clone(),
        day: entry.day,
        line: 0,
        telling: Some(told.telling),
        because: told.because,
        weight: told.weight,
    }
}

/// What kind of mark it is decides how much its words count: lessons were written to be found again.
fn weight_of(mark: &Mark, bond: &Bond) -> f64 {
    let near = bond.client || bond.named() > 0.0;
    match mark.keyword {
        Keyword::Lesson => 1.6,
        Keyword::Promise if outcome(mark) == Outcome::Broken => 1.5,
        Keyword::Promise if outcome(mark) == Outcome::Open && near => 1.4,
        Keyword::Decision => 1.3,
        Keyword::Change | Keyword::Risk => 1.2,
        Keyword::Question | Keyword::Promise => 1.0,
        Keyword::Tone | Keyword::Waiver | Keyword::Approval => 0.6,
    }
}

fn told(said: &str, weight: f64, keyword: Keyword, asked: &Asked<'_>, bond: &Bond) -> Option<Told> {
    if let Some(found) = overlap(said, weight, asked) {
        return Some(found);
    }
    // A lesson from the way ahead bears on it whatever its words.
    let (from, to) = bond.moved.as_ref()?;
    (keyword == Keyword::Lesson).then(|| Told {
        weight: 0.4,
        telling: 0,
        because: format!("a lesson of one that went from `{from}` to `{to}`"),
    })
}

/// How many of the subject's rare words a text has, and which.
fn overlap(said: &str, weight: f64, asked: &Asked<'_>) -> Option<Told> {
    let Asked {
        library,
        subject,
        dull,
    } = asked;
    let mut shared: Vec<(f64, String)> = Vec::new();
    let mut size = 0_u32;
    let mut seen: Vec<terms::Term> = Vec::new();
    terms::words(said, |term, word| {
        size += 1;
        let at = subject.words.binary_search_by_key(&term, |(term, _)| *term);
        if let Some((_, counts)) = at.ok().and_then(|at| subject.words.get(at))
            && !seen.contains(&term)
            && !dull.contains(&term)
        {
            seen.push(term);
            shared.push((counts * library.rarity(term), word.to_lowercase()));
        }
    });
    let all: f64 = shared.iter().map(|(told, _)| told).sum();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let telling = shared.iter().filter(|(told, _)| *told > 1.0).count();
    if telling < 2 {
        return None;
    }
    let words: Vec<&str> = shared
        .iter()
        .take(4)
        .filter(|(told, _)| *told > 1.0)
        .map(|(_, word)| word.as_str())
        .collect();
    Some(Told {
        weight: weight * all / (f64::from(size) + 12.0).sqrt(),
        telling,
        because: format!("shares {}", crate::model::words::list(&words)),
    })
}
