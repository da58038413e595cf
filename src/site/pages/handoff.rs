//! `engagements/<id>/handoff-<n>.html`: one handoff as it was, to bring to a meeting.

use std::collections::HashMap;
use std::sync::Arc;

use super::Page;
use crate::brief;
use crate::chronicle::reading::Reading;
use crate::chronicle::versions::Versions;
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::{Outcome, is_answered};
use crate::model::{Engagement, Handoff};
use crate::registers;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::html::{Text, escaped};
use crate::site::past::{self, Past, Recorded, Version};
use crate::site::recall::{self, Moment, Story};
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

/// Makes an engagement's handoff pages and hands each to `write`.
///
/// # Errors
/// Where a template of the studio's own cannot be written, a version cannot be read again, or `write` fails.
pub fn pages(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
    versions: &Versions,
    engine: &Engine,
    write: &mut dyn FnMut(Page) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if past.handoffs.is_empty() {
        return Ok(());
    }
    let (own, settings) = (Arc::clone(&work.engagement), studio.settings());
    let handoffs = work.engagement.handoffs(settings).into_iter();
    let subject = Subject {
        studio,
        work,
        past,
        handoffs: handoffs.map(|it| (it.index, it)).collect(),
        text: Text::read(&work.engagement.document),
    };
    let mut story = Story::new(studio, past);
    let mut reading = Reading::new(own, settings, versions, studio.inputs.blobs);
    for (at, recorded) in past.handoffs.iter().enumerate() {
        // As of its commit; as it stands where it is not committed yet.
        let brought = recorded.brought.as_ref();
        let version = match brought.and_then(|brought| brought.version.as_ref()) {
            Some(Version::Held(version)) => Arc::clone(version),
            Some(Version::Kept(blob, path)) => reading.version(*blob, path)?,
            None => Arc::clone(&work.engagement),
        };
        let before = story.by(brought.map(|brought| brought.at), &version.workflow);
        if let Some(page) = page(&subject, at, &version, before, engine)? {
            write(page)?;
        }
    }
    Ok(())
}

/// What all of an engagement's handoff pages need, worked out once.
struct Subject<'s> {
    studio: &'s Studio<'s>,
    work: &'s Work,
    past: &'s Past,
    /// By the place of their entry.
    handoffs: HashMap<usize, Handoff<'s>>,
    text: Text<'s>,
}

impl<'s> Subject<'s> {
    fn handoff(&self, at: usize) -> Option<(&'s Recorded, &Handoff<'s>)> {
        let recorded = self.past.handoffs.get(at)?;
        Some((recorded, self.handoffs.get(&recorded.entry)?))
    }

    fn title(&self, handoff: &Handoff<'_>) -> String {
        past::title(self.studio, &self.work.engagement, &handoff.between)
    }
}

fn page(
    subject: &Subject<'_>,
    at: usize,
    version: &Engagement,
    before: &brief::Past,
    engine: &Engine,
) -> Result<Option<Page>, Failure> {
    let &Subject {
        studio, work, past, ..
    } = subject;
    let text = &subject.text;
    let Some((recorded, handoff)) = subject.handoff(at) else {
        return Ok(None);
    };
    let file = address::handoff(&work.engagement.id, at + 1);
    let root = address::root(&file);
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
    let guide = studio.guide(&work.engagement.path, &root);
    let title = subject.title(handoff);
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
    let receiver = receiver(handoff);
    let told = recall::then(
        &Moment {
            studio,
            work,
            version,
            past: before,
            day: then,
            receiver,
        },
        &root,
    );
    let (mut changes, changes_since) = since(subject, at, &root);
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
        let (_, handoff) = subject.handoff(other)?;
        Some(Link {
            text: subject.title(handoff),
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
fn since<'s>(subject: &Subject<'s>, at: usize, root: &str) -> (Vec<view::Change<'s>>, String) {
    let &Subject {
        studio, work, past, ..
    } = subject;
    let place = |at: usize| {
        let (recorded, handoff) = subject.handoff(at)?;
        Some((handoff, recorded.brought.as_ref()?.at))
    };
    let end = place(at).map_or(past.happened.len(), |(_, end)| end + 1);
    let former = at.checked_sub(1).and_then(place);
    let start = former.map_or(0, |(_, at)| at + 1).min(end);
    let words = match former {
        Some((handoff, at)) => {
            let day = past
                .happened
                .get(at)
                .and_then(|happened| studio.commit(happened.made))
                .and_then(|commit| commit.authored.day())
                .map_or_else(String::new, |at| format!(", {}", day(at)));
            format!("since {}{day}", subject.title(handoff))
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
