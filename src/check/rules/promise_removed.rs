//! An open promise that is gone, or that has become another one in place. It leaves by its outcome only.

use super::{Found, Recall, Rule, Run};
use crate::check::help;
use crate::check::recall::{Loss, Versions, lines};
use crate::finding::Severity;
use crate::model::Engagement;
use crate::model::marks::{Outcome, outcome, owed_to_us};
use crate::model::meaning::{self, normal};
use crate::model::pairing::Placed;
use crate::text::placeholder::is_placeholder;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "promise-removed",
    page: include_str!("promise-removed.md"),
    severity: Severity::Error,
    run: Run::Memory(run),
};

/// What happened to one promise.
struct Lost<'a> {
    before: Placed<'a>,
    after: Option<Placed<'a>>,
    how: How,
}

enum How {
    /// It is nowhere any more.
    Gone,
    /// It says something else.
    Reworded,
    /// It is owed to somebody else, or to nobody; the name from before.
    To(String),
    /// Who owes it to whom is the other way round.
    Flipped,
    /// Its day is gone.
    Undated,
    /// Its day is later: from, to.
    PutOff(String, String),
    /// Ticked as replaced by a promise that is not there.
    Replaced(String),
}

fn run(recall: &Recall<'_>, found: &mut Vec<Found>) {
    if recall.is_removed() {
        return;
    }
    let lost = recall.losses(|versions| lost(versions));
    found.extend(lost.into_iter().map(|lost| tell(recall, &lost)));
}

fn lost<'a>(versions: &Versions<'a>) -> Vec<Loss<Lost<'a>>> {
    let before: Vec<Placed<'a>> = Placed::all(versions.before, Keyword::Promise).collect();
    let pairs = versions.partners_anywhere(&before, Keyword::Promise);
    let is_open = |placed: &Placed<'_>| outcome(placed.mark) == Outcome::Open;
    before
        .into_iter()
        .zip(pairs)
        .filter(|(before, _)| is_open(before) && !is_placeholder(&before.says()))
        .filter_map(|(before, after)| {
            let how = match &after {
                None => How::Gone,
                Some(after) => changed(versions, &before, after)?,
            };
            Some(Loss {
                key: key(&before, &how),
                what: Lost { before, after, how },
            })
        })
        .collect()
}

/// What makes it another promise; nothing where it is the same.
fn changed(versions: &Versions<'_>, before: &Placed<'_>, after: &Placed<'_>) -> Option<How> {
    if !before.says_the_same(after) {
        return Some(How::Reworded);
    }
    let (was, is) = (before.mark, after.mark);
    let to = was.values("to").find(|to| {
        !to.is_empty()
            && !is_placeholder(to)
            && !is.values("to").any(|now| meaning::still_says(to, now))
    });
    if let Some(to) = to {
        return Some(How::To(to.to_owned()));
    }
    if owed_to_us(was) != owed_to_us(is) {
        return Some(How::Flipped);
    }
    match outcome(is) {
        Outcome::Open => put_off(was, is),
        Outcome::Replaced => unreplaced(versions, after),
        Outcome::Kept | Outcome::Released | Outcome::Broken => None,
    }
}

fn put_off(was: &Mark, is: &Mark) -> Option<How> {
    let due = was.day_of("due")?;
    match is.day_of("due") {
        None => Some(How::Undated),
        Some(later) if later > due => Some(How::PutOff(due.to_string(), later.to_string())),
        Some(_) => None,
    }
}

/// The id that is said to stand in its place, where no other promise has it.
fn unreplaced(versions: &Versions<'_>, after: &Placed<'_>) -> Option<How> {
    let by = &after.mark.attribute("replaced")?.value;
    let by = by
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_start_matches('^');
    let is_it = |engagement: &Engagement| {
        engagement.marks(Keyword::Promise).any(|promise| {
            promise.span != after.mark.span
                && promise
                    .id
                    .as_deref()
                    .is_some_and(|id| id.eq_ignore_ascii_case(by))
        })
    };
    let here = is_it(after.engagement)
        || versions.after.is_some_and(is_it)
        || versions.others.iter().any(|other| is_it(other.after));
    (!here).then(|| How::Replaced(by.to_owned()))
}

/// The promise as it was before, and whether it is only put off: that is another trouble.
fn key(before: &Placed<'_>, how: &How) -> String {
    let mark = before.mark;
    let said: Vec<&str> = ["to", "by", "due"]
        .iter()
        .flat_map(|name| mark.values(name))
        .collect();
    let sort = if matches!(how, How::PutOff(..)) {
        "later "
    } else {
        ""
    };
    format!(
        "{sort}{} {}",
        normal(&before.says()),
        normal(&said.join(" "))
    )
}

fn tell(recall: &Recall<'_>, lost: &Lost<'_>) -> Found {
    let mark = lost.before.mark;
    let name = &mark.text;
    let after = lost.after.filter(|after| recall.stands_in(after));
    let at = |name: &str| {
        let mark = after?.mark;
        Some(
            mark.attribute(name)
                .map_or(mark.text_span, |attribute| attribute.value_span),
        )
    };
    let owed = mark
        .attribute("to")
        .filter(|to| !to.value.is_empty())
        .map_or_else(String::new, |to| format!(" to {}", to.value));
    let (span, message) = match &lost.how {
        How::Gone => (None, format!("the open promise “{name}”{owed} is gone")),
        How::Reworded => (
            at(""),
            format!("the open promise “{name}”{owed} says something else now"),
        ),
        How::To(to) => (
            at("to"),
            format!("the promise “{name}” was made to {to}, and is not any more"),
        ),
        How::Flipped => (at("by"), {
            let was = if owed_to_us(mark) {
                "was owed to us, and is now ours"
            } else {
                "was ours, and is now owed to us"
            };
            format!("the promise “{name}” {was}")
        }),
        How::Undated => (
            at("due"),
            format!("the promise “{name}” has lost its day, {}", day(mark)),
        ),
        How::PutOff(from, to) => (
            at("due"),
            format!("the promise “{name}” is put off in place, from {from} to {to}"),
        ),
        How::Replaced(id) if id.is_empty() => (
            at("replaced"),
            format!("the promise “{name}” is ticked as replaced, and does not say by which"),
        ),
        How::Replaced(id) => (
            at("replaced"),
            format!(
                "the promise “{name}” is ticked as replaced, and there is no other promise ^{id}"
            ),
        ),
    };
    let span = span.or_else(|| recall.place(lost.before.entry));
    let found = recall.found(
        span,
        key(&lost.before, &lost.how),
        message,
        way(recall, lost),
    );
    if matches!(lost.how, How::PutOff(..)) {
        found.severity(Severity::Warning)
    } else {
        found
    }
}

fn day(mark: &Mark) -> String {
    mark.day_of("due")
        .map_or_else(String::new, |day| day.to_string())
}

/// What to do about it.
fn way(recall: &Recall<'_>, lost: &Lost<'_>) -> String {
    let today = recall.context.day;
    let written = lost.before.engagement.slice(lost.before.mark.span);
    let settle = format!(
        "nothing more where it was kept, `released {today}` or `broken {today}` with its `because`"
    );
    match &lost.how {
        How::PutOff(..) => "the day that they heard first should stay: tick this one with `replaced ^id`, and write a new promise that replaces it into today's entry".to_owned(),
        How::Replaced(_) => "write the promise that stands in its place, and name it by its id:\n  - [ ] promise: … (@…, due YYYY-MM-DD) ^…".to_owned(),
        _ => {
            let back = if recall.passage.after.is_none() {
                format!("bring the file back:\n  git checkout HEAD -- {}\nand settle it there:\n", help::quoted(&recall.passage.before.path))
            } else {
                "put it back as it was:\n".to_owned()
            };
            format!("{back}{}\nthen tick it and say in its parentheses what became of it: {settle}", lines(written))
        }
    }
}
