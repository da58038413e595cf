//! `engagements/<id>/handoff-<n>.html`: one handoff as it was, to bring to a meeting.

use super::Page;
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::{Outcome, is_answered};
use crate::model::{Engagement, Handoff};
use crate::registers;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::html::{Text, escaped};
use crate::site::past::{self, Past, Recorded};
use crate::site::recall::{self, Moment};
use crate::site::shelf::Shelf;
use crate::site::studio::{Studio, Work};
use crate::site::view::{self, Answer, Fact, HandoffRef, Html, Link};
use crate::site::words::{self, day, when};
use crate::site::{address, change, frame};
use crate::text::Keyword;

/// At most so many commits are shown between two handoffs.
const MOST: usize = 60;

/// At most so many tones are shown.
const TONES: usize = 2;

/// Fields that the page shows elsewhere.
const ELSEWHERE: [&str; 3] = ["title", "success", "stage"];

/// All of an engagement's handoff pages.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn pages(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
    engine: &Engine,
) -> Result<Vec<Page>, Failure> {
    (0..past.handoffs.len())
        .filter_map(|at| page(studio, work, past, at, engine).transpose())
        .collect()
}

fn page(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
    at: usize,
    engine: &Engine,
) -> Result<Option<Page>, Failure> {
    let Some(recorded) = past.handoffs.get(at) else {
        return Ok(None);
    };
    let handoffs = work.engagement.handoffs(studio.settings());
    let of = |recorded: &Recorded| {
        handoffs
            .iter()
            .find(|handoff| handoff.index == recorded.entry)
    };
    let Some(handoff) = of(recorded) else {
        return Ok(None);
    };
    let file = address::handoff(&work.engagement.id, at + 1);
    let root = address::root(&file);
    // As of its commit; as it stands where it is not committed yet.
    let version: &Engagement = recorded
        .brought
        .as_ref()
        .and_then(|brought| brought.version.as_deref())
        .unwrap_or(&work.engagement);
    let commit = recorded
        .brought
        .as_ref()
        .and_then(|brought| past.happened.get(brought.at))
        .and_then(|happened| studio.commit(happened.made));
    let then = commit
        .and_then(|commit| commit.authored.day())
        .or(handoff.entry.day)
        .unwrap_or_else(|| studio.day());
    let shelf = Shelf {
        engagement: version,
        today: then,
        own: false,
        ..Shelf::own(studio, work, &root)
    };
    let document = &work.engagement.document;
    let text = Text::read(document);
    let guide = studio.guide(&work.engagement.path, &root);
    let title = past::title(studio, &work.engagement, &handoff.between);
    let promises: Vec<_> = registers::promises(version, then)
        .into_iter()
        .filter(|owed| owed.outcome == Outcome::Open)
        .collect();
    let marks = |keyword: Keyword| {
        registers::marks_of(version, keyword)
            .filter(|placed| {
                placed.mark.ticked != Some(true)
                    && (keyword != Keyword::Question || !is_answered(placed.mark))
            })
            .map(|placed| shelf.mark(&placed))
            .collect()
    };
    let until = recorded.brought.as_ref().map(|brought| brought.at);
    let receiver = receiver(handoff);
    let told = recall::then(
        &Moment {
            studio,
            work,
            version,
            past,
            until,
            day: then,
            receiver,
        },
        &root,
    );
    let (mut changes, changes_since) = since(studio, work, past, at, &root, &|recorded| {
        of(recorded).map_or_else(String::new, |handoff| {
            past::title(studio, &work.engagement, &handoff.between)
        })
    });
    let last = told.last.and_then(|last| past.happened.get(last));
    let last = last.and_then(|happened| studio.commit(happened.made));
    if let Some(last) = last {
        // The newest first, down to the receiver's own.
        let own = changes
            .iter()
            .position(|change| last.id.starts_with(change.commit.short));
        for change in changes.iter_mut().take(own.unwrap_or(usize::MAX)) {
            change.new = true;
        }
    }
    let reader = receiver
        .filter(|_| studio.inputs.extent.inside)
        .map(|receiver| {
            let name = studio.person(receiver).name;
            match last.and_then(|last| last.authored.day()) {
                Some(last) => format!("{name} had last committed here on {}.", day(last)),
                None => format!("{name} had not committed here before."),
            }
        });
    let mut tones: Vec<_> = registers::marks_of(version, Keyword::Tone).collect();
    tones.sort_by_key(|placed| placed.mark.day);
    let turn = |other: Option<usize>| {
        let other = other?;
        let handoff = of(past.handoffs.get(other)?)?;
        Some(Link {
            text: past::title(studio, &work.engagement, &handoff.between),
            url: address::url(&address::handoff(&work.engagement.id, other + 1)),
        })
    };
    let view = view::Handoff {
        frame: frame::of(
            &file,
            format!("{title}, {}", work.engagement.title()),
            "",
            frame::below(studio, work),
        ),
        engagement: studio.reference(work),
        handoff: reference(studio, work, handoff, at + 1),
        title: format!("Handoff: {title}"),
        success: version.text_of("success").map(|text| shelf.line(text)),
        intro: text.opening(handoff.entry, 1, &guide),
        answers: handoff
            .entry
            .parts
            .iter()
            .map(|part| {
                let empty = Handoff::answer_text(document, part).is_empty();
                Answer {
                    question: &part.title,
                    html: (!empty).then(|| text.blocks(part.content, 2, &guide)),
                }
            })
            .collect(),
        facts: facts(studio, &shelf, version, then),
        commit: commit.map(|commit| change::reference(studio, commit)),
        changes,
        changes_since,
        reader,
        recalled: told.recalled,
        tones: tones
            .iter()
            .rev()
            .take(TONES)
            .map(|placed| shelf.mark(placed))
            .collect(),
        promises: shelf.groups(&promises),
        questions: marks(Keyword::Question),
        risks: marks(Keyword::Risk),
        decisions: registers::decisions(version)
            .iter()
            .filter(|ruling| ruling.in_force())
            .map(|ruling| shelf.decision(ruling))
            .collect(),
        former: turn(at.checked_sub(1)),
        latter: turn(Some(at + 1)),
    };
    Ok(Some((file, engine.render("handoff.html", &view)?)))
}

/// Who takes over; nobody where that is who hands over.
fn receiver<'e>(handoff: &Handoff<'e>) -> Option<&'e str> {
    let field = |name: &str| {
        let field = handoff.entry.field(name)?;
        let value = crate::model::person::bare(&field.value);
        (!value.is_empty()).then_some(value)
    };
    let from = field("from").or(handoff.entry.author.as_deref());
    field("to").filter(|to| Some(*to) != from)
}

/// A handoff by name.
#[must_use]
pub fn reference<'s>(
    studio: &'s Studio<'s>,
    work: &'s Work,
    handoff: &Handoff<'s>,
    number: usize,
) -> HandoffRef<'s> {
    let field = |name: &str| {
        handoff
            .entry
            .field(name)
            .map(|field| crate::model::person::bare(&field.value))
            .filter(|value| !value.is_empty())
    };
    let from = field("from").or(handoff.entry.author.as_deref());
    let to = field("to");
    let itself = from.is_some() && from == to;
    let asked = work
        .engagement
        .workflow(studio.settings())
        .and_then(|workflow| match &handoff.between {
            Between::Stages(from, to) => workflow.handoff(from, to),
            Between::People(..) => workflow.owner_handoff(),
            Between::Neither(..) => None,
        })
        .is_some_and(|rule| rule.accept);
    let waits = asked && handoff.waits();
    let standing = match handoff.accepted() {
        Some(at) => Some(format!("accepted {}", day(at).replace(' ', "\u{a0}"))),
        None if waits => Some(to.map_or_else(
            || "waits for its receiver".to_owned(),
            |to| format!("waits for {}", studio.person(to).name),
        )),
        None if itself => Some("the owner stays the same".to_owned()),
        None => None,
    };
    HandoffRef {
        url: address::url(&address::handoff(&work.engagement.id, number)),
        title: past::title(studio, &work.engagement, &handoff.between),
        day: handoff.entry.day.map(|day| when(day, studio.day())),
        from: from.map(|from| studio.person(from)),
        to: to.filter(|_| !itself).map(|to| studio.person(to)),
        standing,
        waits,
    }
}

fn facts(studio: &Studio<'_>, shelf: &Shelf<'_>, version: &Engagement, then: Day) -> Vec<Fact> {
    let mut facts = vec![Fact {
        name: "Day".to_owned(),
        html: Html::trusted(escaped(&day(then))),
    }];
    if let Some(stage) = &version.stage {
        facts.push(Fact {
            name: "Stage".to_owned(),
            html: Html::trusted(escaped(studio.stage(&version.workflow, stage).title)),
        });
    }
    let own = studio.settings().stage_field.as_str();
    for pair in &version.document.front_matter.pairs {
        let name = pair.key.as_str();
        if !ELSEWHERE.contains(&name) && name != own && !pair.value.is_blank() {
            facts.push(Fact {
                name: words::field(name),
                html: super::engagement::value(studio, shelf, &pair.value, version, name),
            });
        }
    }
    facts
}

/// What happened between the handoff before and this one, the newest first, and since when that is.
fn since<'s>(
    studio: &'s Studio<'s>,
    work: &'s Work,
    past: &Past,
    at: usize,
    root: &str,
    title: &dyn Fn(&Recorded) -> String,
) -> (Vec<view::Change<'s>>, String) {
    let place = |at: usize| {
        let recorded = past.handoffs.get(at)?;
        Some((recorded, recorded.brought.as_ref()?.at))
    };
    let end = place(at).map_or(past.happened.len(), |(_, end)| end + 1);
    let former = at.checked_sub(1).and_then(place);
    let start = former.map_or(0, |(_, at)| at + 1).min(end);
    let words = match former {
        Some((recorded, at)) => {
            let day = past
                .happened
                .get(at)
                .and_then(|happened| studio.commit(happened.made))
                .and_then(|commit| commit.authored.day())
                .map_or_else(String::new, |at| format!(", {}", day(at)));
            format!("since {}{day}", title(recorded))
        }
        None => "since it began".to_owned(),
    };
    let changes = past
        .happened
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(MOST)
        .filter_map(|happened| {
            let mut change = change::of(studio, work, happened, root, false)?;
            change.difference = None;
            Some(change)
        })
        .collect();
    (changes, words)
}
