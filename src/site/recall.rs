//! The brief on a page: of what a brief has, that which the page does not show anyway.
//!
//! On an engagement's page that is what bears on it from further back; on a handoff's page also where it came from, for a receiver who had not
//! touched it yet, all as of that commit.

use std::collections::HashMap;

use super::html::{self, escaped};
use super::pages::engagement::Subject;
use super::past::Past;
use super::studio::{Studio, Tie, Work};
use super::view::{Html, Link, Recalled};
use super::words::{self, day, sentence};
use crate::brief::{self, Inputs, Item, Reader};
use crate::check::Context;
use crate::check::context::NoPast;
use crate::day::Day;
use crate::model::Engagement;
use crate::model::timeline::Transition;
use crate::related::{Found, Passage, Reason, Signal};
use crate::text::Keyword;

/// So many words are said.
const WORDS: usize = 190;

/// So many of other clients' engagements on the same way are asked.
const WAYS: usize = 3;

/// At most so many lessons of one engagement are told.
const LESSONS: usize = 2;

/// What bears on an engagement from further back, as it stands today.
pub fn today<'s>(subject: &Subject<'s>, root: &str) -> Vec<Recalled<'s>> {
    let (studio, work) = (subject.studio, subject.work);
    let kin = kin(studio, work, studio.day(), true);
    let inputs = Inputs {
        engagement: &work.engagement,
        settings: studio.settings(),
        context: subject.context,
        past: &brief::Past::default(),
        kin: &kin,
        client: client(studio, work),
        reader: Reader::Anybody,
        limit: WORDS,
        again: brief::Again::default(),
    };
    // What its own file says stands on the page.
    let inside = studio.inputs.extent.inside;
    let items = brief::beside(&inputs, &|item| {
        // Where the client's other work stands a client's site says on its first page.
        item.part == brief::Part::Further && (inside || item.kind != "engagement")
    });
    views(studio, work, &items, root)
}

/// A handoff: the engagement as of its commit, and who takes over.
pub struct Moment<'m> {
    /// The studio.
    pub studio: &'m Studio<'m>,
    /// The engagement today.
    pub work: &'m Work,
    /// The engagement then.
    pub version: &'m Engagement,
    /// What had become of it by then.
    pub past: &'m brief::Past,
    /// The day.
    pub day: Day,
    /// The receiver's handle.
    pub receiver: Option<&'m str>,
}

/// What a handoff's page tells its receiver.
pub struct Told<'s> {
    /// The commit of theirs that was the last by then, as a place among the engagement's; nothing where there was none.
    pub last: Option<usize>,
    /// What is recalled.
    pub recalled: Vec<Recalled<'s>>,
}

/// What a handoff's page tells its receiver, as of its commit.
pub fn then<'s>(moment: &Moment<'s>, root: &str) -> Told<'s> {
    let studio = moment.studio;
    // Which move comes next was another question then.
    let kin = kin(studio, moment.work, moment.day, false);
    let context = Context::new(
        studio.settings(),
        studio.inputs.tree,
        moment.day,
        None,
        &NoPast,
    );
    let inputs = Inputs {
        engagement: moment.version,
        settings: studio.settings(),
        context: &context,
        past: moment.past,
        kin: &kin,
        client: client(studio, moment.work),
        reader: moment.receiver.map_or(Reader::Anybody, Reader::Person),
        limit: WORDS,
        again: brief::Again::default(),
    };
    let last = inputs.reader.last(&inputs);
    let items = brief::beside(&inputs, &|item| match item.kind {
        // The way, and how it began, are for whoever has not been there.
        "history" => last.is_none(),
        "section" => {
            last.is_none()
                && item
                    .source
                    .as_ref()
                    .is_some_and(|it| it.engagement.is_none())
        }
        // Its facts stand on the page, and where others stand today was not known.
        "fact" | "engagement" => false,
        _ => true,
    });
    Told {
        last,
        recalled: views(studio, moment.work, &items, root),
    }
}

/// The page of the client as a whole; nothing where the site has none.
fn client<'s>(studio: &'s Studio<'_>, work: &Work) -> Option<(&'s str, &'s crate::text::Document)> {
    let client = studio
        .client_of(&work.engagement)
        .filter(|_| studio.inputs.extent.clients)?;
    let (path, document) = client.index.as_ref()?;
    Some((path, document))
}

/// What became of an engagement as far as a brief needs it here, by one moment after the other.
pub struct Story<'s> {
    studio: &'s Studio<'s>,
    past: &'s Past,
    /// Its moves, each with its commit as a place among the engagement's.
    moves: Vec<(usize, &'s Transition)>,
    /// How many commits, and how many moves, are told.
    told: (usize, usize),
    /// Whose stages the moves are named by.
    workflow: String,
    so_far: brief::Past,
}

impl<'s> Story<'s> {
    /// Nothing told yet.
    #[must_use]
    pub fn new(studio: &'s Studio<'s>, past: &'s Past) -> Self {
        let happened = past.happened.iter().enumerate().rev();
        let places: HashMap<usize, usize> = happened.map(|(at, it)| (it.made, at)).collect();
        let moves = past.timeline.iter().flat_map(|it| &it.transitions);
        let mut moves: Vec<_> = moves
            .filter_map(|moved| Some((*places.get(&moved.made)?, moved)))
            .collect();
        moves.sort_by_key(|(at, _)| *at);
        Self {
            studio,
            past,
            moves,
            told: (0, 0),
            workflow: String::new(),
            so_far: brief::Past::default(),
        }
    }

    /// What had become of it by one of its commits, by all of them where none is named; stages go by the names of `workflow`.
    pub fn by(&mut self, until: Option<usize>, workflow: &str) -> &brief::Past {
        let studio = self.studio;
        let all = self.past.happened.len();
        let end = until.map_or(all, |until| (until + 1).min(all));
        let title = |stage: &str| studio.stage(workflow, stage).title.to_owned();
        if end < self.told.0 || workflow != self.workflow {
            self.told = (0, 0);
            workflow.clone_into(&mut self.workflow);
            self.so_far = brief::Past::default();
            let began = self.past.timeline.as_ref();
            self.so_far.began = began
                .and_then(|timeline| timeline.began.as_ref())
                .map(|(stage, at)| (title(stage), at.day()));
        }
        let new = self.past.happened.get(self.told.0..end);
        for happened in new.unwrap_or_default() {
            let Some(commit) = studio.commit(happened.made) else {
                continue;
            };
            self.so_far.events.push(brief::Event {
                commit: commit.id.clone(),
                person: crate::model::timeline::handle(&studio.settings().people, commit)
                    .map(str::to_owned),
                name: commit.author.name.clone(),
                day: commit.authored.day(),
                said: Vec::new(),
            });
        }
        while let Some((at, moved)) = self.moves.get(self.told.1)
            && *at < end
        {
            let commit = studio.commit(moved.made);
            let day = commit.and_then(|commit| commit.authored.day());
            let told = (title(&moved.from), title(&moved.to), day);
            self.so_far.moves.push(told);
            self.told.1 += 1;
        }
        self.told.0 = end;
        &self.so_far
    }
}

/// Those near to an engagement, with what they had learned by a day; `ways` says whether those of other clients on the same way are asked too.
///
/// Their ties alone are gone by, and no words are compared: ten thousand pages ask, and `orbit related` has the words.
fn kin<'s>(studio: &'s Studio<'_>, work: &Work, by: Day, ways: bool) -> Vec<Found<'s>> {
    let near = studio.near(work).iter();
    let mut taught = 0;
    let found = near.filter_map(|(at, tie)| {
        let (signal, text, most) = match tie {
            Tie::Followed => (Signal::Named, "this one follows it", LESSONS),
            Tie::Follower => (Signal::Named, "it follows this one", LESSONS),
            Tie::Client => (Signal::Client, "the same client", LESSONS),
            Tie::Way if !ways || taught >= WAYS => return None,
            Tie::Way => (Signal::Way, "has taken the step that comes next", 1),
        };
        let engagement = &studio.works.get(*at)?.engagement;
        let passages = lessons(engagement, by, most);
        taught += usize::from(*tie == Tie::Way);
        Some(Found {
            engagement,
            score: 1.0,
            reasons: vec![Reason {
                signal,
                text: text.to_owned(),
                weight: 1.0,
            }],
            passages,
        })
    });
    found.collect()
}

/// The newest lessons of an engagement by a day.
fn lessons(engagement: &Engagement, by: Day, most: usize) -> Vec<Passage> {
    let mut passages: Vec<Passage> = engagement
        .document
        .log
        .entries
        .iter()
        .filter(|entry| entry.day.is_some_and(|day| day <= by))
        .flat_map(|entry| entry.marks.iter().map(move |mark| (entry, mark)))
        .filter(|(_, mark)| mark.keyword == Keyword::Lesson)
        .map(|(entry, mark)| Passage {
            kind: mark.keyword.word(),
            id: mark.id.clone(),
            text: mark.text.clone(),
            entry: entry.title.clone(),
            day: entry.day,
            line: engagement.document.line(mark.span.start),
            telling: None,
            because: String::new(),
            weight: 1.0,
        })
        .collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.day));
    passages.truncate(most);
    passages
}

fn views<'s>(
    studio: &'s Studio<'s>,
    work: &'s Work,
    items: &[Item],
    root: &str,
) -> Vec<Recalled<'s>> {
    items
        .iter()
        .map(|item| view(studio, work, item, root))
        .collect()
}

fn view<'s>(studio: &'s Studio<'s>, own: &'s Work, item: &Item, root: &str) -> Recalled<'s> {
    let source = item.source.as_ref();
    let other = source
        .and_then(|source| source.engagement.as_deref())
        .and_then(|id| studio.named(id))
        .and_then(|at| studio.works.get(at));
    let work = other.unwrap_or(own);
    let guide = studio.guide(&work.engagement.path, root);
    // A mark's words may hold Markdown; everything else is plain.
    let is_mark = Keyword::parse(item.kind).is_some();
    let (sort, text) = match item.kind {
        // Its title stands below: `Title (stage): how it ended`.
        "engagement" => {
            let text = item.text.strip_prefix(work.engagement.title());
            let text = text
                .and_then(|text| text.strip_prefix(" ("))
                .and_then(|text| text.split_once(')'));
            text.map_or(
                ("Engagement".to_owned(), item.text.as_str()),
                |(stage, text)| (sentence(stage), text.trim_start_matches([':', ',', ' '])),
            )
        }
        "section" => item.text.split_once(": ").map_or(
            ("Section".to_owned(), item.text.as_str()),
            |(title, text)| (title.to_owned(), text),
        ),
        "history" => (
            "The way".to_owned(),
            item.text.trim_start_matches("The way so far: "),
        ),
        "client" => ("The client".to_owned(), item.text.as_str()),
        kind => {
            let sort = sentence(kind);
            // A brief names its kind, and what became of it, before the words; a page does so in the margin.
            match item.text.split_once(": ") {
                Some((label, text))
                    if label
                        .strip_prefix(sort.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(", ")) =>
                {
                    (label.to_owned(), text)
                }
                _ => (sort, item.text.as_str()),
            }
        }
    };
    let said = match item.kind {
        "history" | "engagement" => Html::trusted(escaped(&named(studio, &days_said(text)))),
        _ if is_mark => html::inline(text, &guide),
        _ => Html::trusted(escaped(text)),
    };
    Recalled {
        sort,
        html: said,
        because: because(&item.because, own),
        source: source.and_then(|source| {
            if item.kind == "client" {
                let client = studio.client_of(&own.engagement)?;
                return Some(Link {
                    text: client.name.clone(),
                    url: client.url.clone(),
                });
            }
            let entry = source.entry.as_deref()?;
            let anchor = item.id.as_deref().and_then(|id| work.named_mark(id));
            let entries = &work.engagement.document.log.entries;
            let url = match anchor {
                Some(anchor) => super::address::anchored(&work.url, anchor),
                None => entries
                    .iter()
                    .position(|it| it.title == entry && it.day == source.day)
                    .map_or_else(|| work.url.clone(), |at| work.entry_url(at)),
            };
            Some(Link {
                text: entry.to_owned(),
                url,
            })
        }),
        when: source
            .and_then(|source| source.day)
            .map(|at| words::when(at, studio.day())),
        engagement: other.map(|work| studio.reference(work)),
    }
}

/// Why it is there, as the margin says it: without the marks of code, and the page's own engagement by `this one`.
fn because(text: &str, own: &Work) -> String {
    let own = format!("`{}`", own.engagement.id);
    let text = text.replace(&own, "this one").replace('`', "");
    text.trim().trim_end_matches(';').to_owned()
}

/// The days of a text as a page says them.
fn days_said(text: &str) -> String {
    let said: Vec<String> = text
        .split(' ')
        .map(|word| {
            let bare = word.trim_end_matches([',', '.', ';', ')']);
            let rest = word.get(bare.len()..).unwrap_or_default();
            match Day::parse(bare) {
                Some(at) => format!("{}{rest}", day(at)),
                None => word.to_owned(),
            }
        })
        .collect();
    said.join(" ")
}

/// A text whose handles are names.
fn named(studio: &Studio<'_>, text: &str) -> String {
    let said: Vec<String> = text
        .split(' ')
        .map(|word| {
            let bare = word.trim_end_matches([',', '.', ';', ')']);
            let rest = word.get(bare.len()..).unwrap_or_default();
            let (open, bare) = match bare.strip_prefix('(') {
                Some(bare) => ("(", bare),
                None => ("", bare),
            };
            match bare.strip_prefix('@').filter(|handle| !handle.is_empty()) {
                Some(handle) => format!("{open}{}{rest}", studio.person(handle).name),
                None => word.to_owned(),
            }
        })
        .collect();
    said.join(" ")
}
