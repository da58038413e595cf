//! What bears on the engagement from elsewhere: the client's other work and how it stands, what that work answered and decided, and what others learned
//! at the same move. Words in common alone are no reason.

use super::bearing::Bearing;
use super::item::{Item, Part, source};
use super::{Inputs, became, excerpt, people};
use crate::model::marks::{Outcome, is_answered};
use crate::model::words::count;
use crate::model::{Engagement, NeedKind, StageKind};
use crate::registers::{self, Placed};
use crate::related::{Found, Passage, Signal, terms};
use crate::text::Keyword;

/// So many words of each passage, and of how a piece of work ended.
const WORDS: usize = 35;
const ENDED: usize = 50;

/// So many things that are late are named, each in so many words.
const LATE: usize = 2;
const LATE_WORDS: usize = 12;

/// A passage of the same client's has so many telling words in common, another's so many.
const TELLING: usize = 3;
const TELLING_FAR: usize = 3;

/// So many words of two questions are the same where one answers the other, and such a share of the shorter one.
const ALIKE: usize = 3;
const SHARE: f64 = 0.5;

/// What ties an engagement to the brief's, as far as it decides what is told of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// One names the other.
    Named,
    /// It is for the same client.
    Client,
    /// It has made the move that comes next.
    Way,
}

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    inputs
        .kin
        .iter()
        .enumerate()
        .flat_map(|(at, found)| of(inputs, found, at))
        .collect()
}

fn of(inputs: &Inputs<'_>, found: &Found<'_>, place: usize) -> Vec<Item> {
    let Some((tie, because)) = tie(inputs, found) else {
        return Vec::new();
    };
    let near = matches!(tie, Tie::Named | Tie::Client);
    // What it continues and the same client's work before what only goes the same way.
    let top = match tie {
        Tie::Named => 0.68,
        Tie::Client => 0.64,
        Tie::Way => 0.56,
    } - 0.02 * place.min(8) as f64;
    let mut items = Vec::new();
    let mut told: Vec<usize> = Vec::new();
    if near {
        items.push(standing(inputs, found, tie, &because));
        for (placed, score, why) in bearing_marks(inputs, found.engagement) {
            told.push(placed.mark.span.start);
            let mut item = Item::scored(
                Part::Further,
                "",
                String::new(),
                score - 0.02 * place as f64,
            )
            .because(format!("{why}, in {}", found.engagement.title()));
            tell(inputs, found.engagement, placed, &mut item);
            items.push(item);
        }
    }
    let passages = found.passages.iter().filter(|passage| bears(tie, passage));
    for (at, passage) in passages.enumerate() {
        let mut item = Item::scored(
            Part::Further,
            passage.kind,
            excerpt::cut(&passage.text, inputs.length(WORDS)),
            top + worth(passage) - 0.05 * at as f64,
        )
        .because(joined(&because, &passage.because));
        item.source = Some(super::Source {
            engagement: Some(found.engagement.id.clone()),
            path: found.engagement.path.clone(),
            line: passage.line,
            entry: (!passage.entry.is_empty()).then(|| passage.entry.clone()),
            day: passage.day,
            commit: None,
        });
        item.id.clone_from(&passage.id);
        if let Some(placed) = mark_of(found.engagement, passage) {
            if told.contains(&placed.mark.span.start) {
                continue;
            }
            tell(inputs, found.engagement, placed, &mut item);
        }
        items.push(item);
    }
    items
}

/// Says what a mark of another engagement is and what became of it, and where that stands.
fn tell(inputs: &Inputs<'_>, engagement: &Engagement, placed: Placed<'_>, item: &mut Item) {
    let became = became::of(engagement, placed);
    let cut = |text: &str| excerpt::cut(text, inputs.length(WORDS));
    became::told(item, &became, cut);
    let now = became.placed;
    item.source = Some(super::Source {
        entry: (!now.entry.title.is_empty()).then(|| now.entry.title.clone()),
        day: now.entry.day,
        ..source(engagement, now.mark.span, true)
    });
}

/// The mark that a passage is.
fn mark_of<'e>(engagement: &'e Engagement, passage: &Passage) -> Option<Placed<'e>> {
    registers::marks(engagement).find(|placed| {
        placed.mark.keyword.word() == passage.kind
            && placed.mark.text == passage.text
            && placed.entry.day == passage.day
    })
}

fn joined(because: &str, passage: &str) -> String {
    match (because, passage) {
        (because, "") => because.to_owned(),
        (because, passage) => format!("{because}; {passage}"),
    }
}

/// What ties it, and the reason in words; nothing where only words do.
fn tie(inputs: &Inputs<'_>, found: &Found<'_>) -> Option<(Tie, String)> {
    let reason = |signal: Signal| {
        let mut reasons = found.reasons.iter();
        reasons
            .find(|reason| reason.signal == signal)
            .map(|reason| reason.text.clone())
    };
    let other = found.engagement;
    let client = inputs.engagement.client.is_some() && inputs.engagement.client == other.client;
    if let Some(named) = reason(Signal::Named) {
        return Some((Tie::Named, named));
    }
    if client || reason(Signal::Client).is_some() {
        let both = people::shared(&people::of(inputs.engagement), &people::of(other));
        let text = match both.as_slice() {
            [] => "the same client".to_owned(),
            [one] => format!("the same client, with {one} in both"),
            [one, ..] => format!("the same client, with {one} and others in both"),
        };
        return Some((Tie::Client, text));
    }
    reason(Signal::Way).map(|text| (Tie::Way, text))
}

/// Whether a passage bears on it by more than a word or two: a telling number of them, and of another client's work only lessons.
fn bears(tie: Tie, passage: &Passage) -> bool {
    let lesson = passage.kind == "lesson";
    match tie {
        // Nobody compared words: the tie alone is why it is asked.
        _ if passage.telling.is_none() => lesson,
        Tie::Named | Tie::Client => {
            let needed = if lesson { TELLING - 1 } else { TELLING };
            passage.telling >= Some(needed)
        }
        Tie::Way => lesson && passage.telling >= Some(TELLING_FAR),
    }
}

/// How much more a passage of this kind is worth.
fn worth(passage: &Passage) -> f64 {
    match passage.kind {
        "lesson" => 0.08,
        "promise" | "decision" | "change" => 0.02,
        "entry" => -0.2,
        _ => -0.04,
    }
}

/// The marks of the client's other work that bear by what they are about: a question like one that is open here, with its answer, and what was decided on
/// what this workflow asks to have decided.
fn bearing_marks<'e>(
    inputs: &Inputs<'_>,
    other: &'e Engagement,
) -> Vec<(Placed<'e>, f64, &'static str)> {
    let bearing = Bearing::of(inputs);
    let open: Vec<Vec<terms::Term>> = registers::marks_of(inputs.engagement, Keyword::Question)
        .filter(|placed| !is_answered(placed.mark))
        .map(|placed| distinct(&placed.mark.text))
        .collect();
    let mut found = Vec::new();
    for placed in registers::marks_of(other, Keyword::Question) {
        if is_answered(placed.mark) {
            let words = distinct(&placed.mark.text);
            if open.iter().any(|question| are_alike(question, &words)) {
                found.push((placed, 0.86, "the answer to much the same question"));
            }
        }
    }
    for ruling in registers::decisions(other) {
        let topics = ruling.placed.mark.values("topic");
        let asked = topics.map(|topic| bearing.topic(topic)).fold(0.0, f64::max);
        if ruling.in_force() && asked > 0.0 {
            found.push((
                ruling.placed,
                0.5 + 0.12 * asked,
                "decided with this client before",
            ));
        }
    }
    found
}

fn distinct(text: &str) -> Vec<terms::Term> {
    let mut words = terms::list(text);
    words.sort_unstable();
    words.dedup();
    words
}

fn are_alike(one: &[terms::Term], other: &[terms::Term]) -> bool {
    let both = one.iter().filter(|word| other.contains(word)).count();
    let shorter = one.len().min(other.len()).max(1);
    both >= ALIKE && both as f64 >= SHARE * shorter as f64
}

/// Where a piece of work stands, with whom and what is late there, or how it ended: what somebody has to know who meets the client.
fn standing(inputs: &Inputs<'_>, found: &Found<'_>, tie: Tie, because: &str) -> Item {
    let engagement = found.engagement;
    let stage = engagement.stage(inputs.settings);
    let title = stage.map_or_else(
        || engagement.stage.clone().unwrap_or_default(),
        |stage| stage.title.clone(),
    );
    let mut text = format!("{} ({})", engagement.title(), title.to_lowercase());
    let over = stage.is_some_and(|stage| stage.kind.is_over());
    let mut span = engagement.stage_span();
    match ended(inputs, engagement).filter(|_| over) {
        Some((prose, at)) => {
            text.push_str(": ");
            text.push_str(&excerpt::ends(&prose, inputs.length(ENDED)));
            span = at;
        }
        None => {
            if let Some(owner) = engagement.owner().filter(|_| !over) {
                text.push_str(&format!(", with @{owner}"));
            }
            if !over {
                text.push_str(&late(inputs, engagement));
            }
        }
    }
    let known = people::of(inputs.engagement);
    let both = !people::shared(&known, &people::of(engagement)).is_empty();
    let score = match (over, tie, both) {
        (false, _, true) => 0.9,
        (false, Tie::Named, _) => 0.86,
        (false, ..) => 0.84,
        (true, Tie::Named, _) => inputs.reader.worth(inputs, 0.8, 0.6),
        (true, ..) => inputs.reader.worth(inputs, 0.72, 0.5),
    };
    Item::scored(Part::Further, "engagement", text, score)
        .because(because)
        .from(source(engagement, span, true))
}

/// What is late in a piece of work: its own day, and the promises that are longest past theirs.
fn late(inputs: &Inputs<'_>, engagement: &Engagement) -> String {
    let today = inputs.context.day;
    let mut said = String::new();
    let stage = engagement.stage(inputs.settings);
    let waits = stage.is_some_and(|stage| stage.kind == StageKind::Waiting);
    let key = if waits { "wake" } else { "due" };
    if let Some(day) = engagement.text_of(key) {
        said.push_str(&format!(", {key} {day}"));
    }
    let promises = registers::promises(engagement, today);
    let open = promises.iter().filter(|owed| owed.outcome == Outcome::Open);
    let mut open: Vec<_> = open.filter(|owed| owed.late).collect();
    // What we owe them is what the next call is about.
    open.sort_by_key(|owed| owed.to_us);
    let late: Vec<String> = open
        .into_iter()
        .map(|owed| {
            let mark = owed.placed.mark;
            let way = if owed.to_us { "owed to us: " } else { "" };
            let who = super::open::who(mark).map_or_else(String::new, |who| format!(" ({who})"));
            let text = excerpt::cut(&mark.text, inputs.length(LATE_WORDS));
            format!("{way}{text}{who}")
        })
        .collect();
    if !late.is_empty() {
        let named = late.len().min(LATE);
        said.push_str("; late: ");
        said.push_str(&late.get(..named).unwrap_or_default().join("; "));
        if late.len() > named {
            said.push_str(&format!("; {}", count(late.len() - named, "other")));
        }
    }
    said
}

/// How it ended, in the section that its stage asks for: a result, or why it was lost.
fn ended(inputs: &Inputs<'_>, engagement: &Engagement) -> Option<(String, crate::span::Span)> {
    let stage = engagement.stage(inputs.settings)?;
    let mut needs = stage.needs.iter().rev();
    needs.find_map(|need| {
        let NeedKind::Section { title, .. } = &need.kind else {
            return None;
        };
        let section = engagement.section(title)?;
        let prose = engagement.prose(section.content);
        (!prose.is_empty()).then_some((prose, section.span))
    })
}
