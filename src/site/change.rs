//! A commit as a view: who, when, what it did in words, and the lines behind it.

use std::borrow::Cow;

use super::html::{self, escape};
use super::past::Happened;
use super::studio::{Studio, Work};
use super::view::{Change, CommitRef, Html, Word};
use super::words;
use crate::check::lack::shortened;
use crate::day::Day;
use crate::model::difference::{Deed, Said};
use crate::repo::history::Commit;

/// How many things one commit is told to have done.
const MOST: usize = 40;

/// A commit's change to an engagement. `among` says whether the page is about several.
#[must_use]
pub fn of<'s>(
    studio: &'s Studio<'s>,
    work: &'s Work,
    happened: &Happened,
    root: &str,
    among: bool,
) -> Option<Change<'s>> {
    let today = studio.day();
    let made = studio.commit(happened.made)?;
    let landed = studio
        .commit(happened.landed)
        .filter(|_| happened.made != happened.landed);
    let other_day = landed.filter(|landed| landed.authored.day() != made.authored.day());
    let mut words: Vec<Word> = happened
        .said
        .iter()
        .take(MOST)
        // That there is an entry without a title says no more than the commit's day.
        .filter(|said| happened.said.len() == 1 || !is_untitled(said))
        .map(|said| word(studio, work, said, root))
        .collect();
    if happened.said.len() > MOST {
        words.push(Word {
            sort: Cow::Borrowed("More"),
            html: Html::trusted(format!("{} other things", happened.said.len() - MOST)),
        });
    }
    if happened.said.is_empty() {
        words.push(Word {
            sort: Cow::Borrowed("File"),
            html: Html::trusted("here already; what was before is not known".to_owned()),
        });
    }
    Some(Change {
        anchor: format!("c-{}", short(made)),
        when: words::when_of(made.authored, today),
        author: studio.author(made),
        landed_by: other_day
            .filter(|landed| landed.author != made.author)
            .map(|landed| studio.author(landed)),
        landed: other_day.map(|landed| words::when_of(landed.authored, today)),
        subject: subject(work, &words, &made.subject),
        words,
        commit: reference(studio, made),
        difference: happened.difference.clone().filter(|_| !among),
        new: false,
        engagement: among.then(|| studio.reference(work)),
    })
}

/// Whether this is an entry that goes by its day alone.
fn is_untitled(said: &Said) -> bool {
    matches!(said, Said::Entry { title, deed: Deed::Made } if Day::parse(title).is_some())
}

/// A commit's message as far as the page does not say it already: without the engagement's own id before it, and not at all where each of its words
/// stands in one line of what the commit did.
fn subject<'s>(work: &Work, said: &[Word], message: &'s str) -> &'s str {
    let rest = message.strip_prefix(work.engagement.id.as_str());
    let rest = rest.and_then(|rest| rest.strip_prefix(": "));
    let own = rest.unwrap_or(message).trim();
    let wanted = words_in(own);
    let told = said.iter().any(|word| {
        let mut there = words_in(&word.sort);
        there.extend(words_in(&bare(word.html.as_str())));
        wanted.iter().all(|word| there.contains(word))
    });
    if told { "" } else { own }
}

fn words_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Without its tags.
fn bare(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push(' ');
        // What stands before the first `<` has no tag.
        text.push_str(piece.split_once('>').map_or(piece, |(_, behind)| behind));
    }
    text
}

/// A commit by name; it leads to the repository's web address where the studio has one.
#[must_use]
pub fn reference<'s>(studio: &Studio<'_>, commit: &'s Commit) -> CommitRef<'s> {
    CommitRef {
        short: short(commit),
        href: studio
            .settings()
            .repository
            .as_ref()
            .map(|repository| format!("{}/commit/{}", repository.trim_end_matches('/'), commit.id)),
    }
}

/// The beginning of a commit's id.
#[must_use]
pub fn short(commit: &Commit) -> &str {
    commit.id.get(..9).unwrap_or(&commit.id)
}

/// A value of a field: days as a page says them, long texts cut.
fn value(text: &str) -> String {
    Day::parse(text).map_or_else(|| shortened(text), words::day)
}

/// What became of a field: its new value, from which to which, or only that it changed where its values are long.
fn field(studio: &Studio<'_>, name: &str, from: Option<&str>, to: Option<&str>) -> Word {
    if name == "team" {
        return team(studio, from.unwrap_or_default(), to.unwrap_or_default());
    }
    let told = |text: &str| match name {
        "owner" => studio.person(text).name.to_owned(),
        _ => value(text),
    };
    let text = match (from.map(told), to.map(told)) {
        (Some(from), Some(to)) if from.ends_with('…') || to.ends_with('…') => {
            "changed".to_owned()
        }
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (None, Some(to)) => to,
        (_, None) => "taken out".to_owned(),
    };
    Word {
        sort: Cow::Owned(words::field(name)),
        html: Html::trusted(html::escaped(&text)),
    }
}

/// Who joined a team and who left it.
fn team(studio: &Studio<'_>, from: &str, to: &str) -> Word {
    let handles = |text: &str| -> Vec<String> {
        let all = text.split(',').map(str::trim);
        all.filter(|handle| !handle.is_empty())
            .map(|handle| studio.person(handle).name.to_owned())
            .collect()
    };
    let (before, after) = (handles(from), handles(to));
    let beyond = |all: &[String], known: &[String]| -> Option<String> {
        let new: Vec<&str> = all
            .iter()
            .filter(|name| !known.contains(name))
            .map(String::as_str)
            .collect();
        (!new.is_empty()).then(|| words::listed(&new))
    };
    let text = match (beyond(&after, &before), beyond(&before, &after)) {
        (Some(joined), None) if before.is_empty() => joined,
        (Some(joined), None) => format!("with {joined}"),
        (None, Some(left)) => format!("without {left}"),
        (Some(joined), Some(left)) => format!("with {joined}, without {left}"),
        (None, None) => "in another order".to_owned(),
    };
    Word {
        sort: Cow::Owned(words::field("team")),
        html: Html::trusted(html::escaped(&text)),
    }
}

fn word(studio: &Studio<'_>, work: &Work, said: &Said, root: &str) -> Word {
    if let Said::Field { name, from, to } = said {
        return field(studio, name, from.as_deref(), to.as_deref());
    }
    let guide = studio.guide(&work.engagement.path, root);
    let mut written = String::new();
    let name = |handle: &str| studio.person(handle).name.to_owned();
    let named = match said {
        Said::Owner { from, to } => Said::Owner {
            from: from.as_deref().map(name),
            to: to.as_deref().map(name),
        },
        // An entry without a title goes by its day.
        Said::Entry { title, deed } => Said::Entry {
            title: Day::parse(title).map_or_else(|| title.clone(), words::day),
            deed: *deed,
        },
        other => other.clone(),
    };
    let (mut how, text) = named.phrase();
    // What came of a decision says that it has come.
    if matches!(
        said,
        Said::Mark {
            deed: Deed::Resulted,
            note: Some(_),
            ..
        }
    ) {
        how.clear();
    }
    escape(&mut written, &how);
    if let Some(text) = text {
        if !how.is_empty() {
            written.push(' ');
        }
        let is_mark = matches!(said, Said::Mark { .. } | Said::Task { .. });
        if is_mark {
            written.push_str(html::inline(text, &guide).as_str());
        } else {
            escape(&mut written, text);
        }
    }
    if let Said::Mark {
        deed,
        note: Some(note),
        ..
    } = said
    {
        let before = match deed {
            Deed::Answered | Deed::Amended => "",
            Deed::Resulted => "Result: ",
            _ => "because ",
        };
        written.push_str(" <span class=\"aside\">");
        written.push_str(before);
        written.push_str(html::inline(note, &guide).as_str());
        written.push_str("</span>");
    }
    Word {
        sort: Cow::Borrowed(said.sort()),
        html: Html::trusted(written),
    }
}
