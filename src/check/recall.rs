//! What a commit's parents knew, looked for in what stands after it: the ground that the rules on memory share.

pub(super) mod entries;
pub(super) mod units;

use std::collections::{HashMap, HashSet};

use self::entries::Entries;

use super::{Context, Found};
use crate::model::marks::{Outcome, outcome};
use crate::model::meaning::normal;
use crate::model::pairing::{Placed, partners};
use crate::model::{Commit, Engagement, Passage};
use crate::span::Span;
use crate::text::{Entry, Keyword};

/// One engagement as one parent had it, in the commit that it is looked for in.
pub struct Recall<'a> {
    /// What became of it.
    pub passage: &'a Passage<'a>,
    /// All that the commit did.
    pub commit: &'a Commit<'a>,
    /// Everything else.
    pub context: &'a Context<'a>,
}

/// Two versions to compare, and where else what is missing may stand.
pub(super) struct Versions<'a> {
    pub(super) before: &'a Engagement,
    pub(super) after: Option<&'a Engagement>,
    /// The other engagements that the commit changes.
    pub(super) others: Vec<Other<'a>>,
    pub(super) context: &'a Context<'a>,
}

/// Another engagement that the commit changes, with what it was.
#[derive(Clone)]
pub(super) struct Other<'a> {
    pub(super) after: &'a Engagement,
    before: Vec<&'a Engagement>,
}

/// Something that is missing or changed, and by what it is known: the same in two comparisons if it was the same before.
pub(super) struct Loss<T> {
    pub(super) key: String,
    pub(super) what: T,
}

impl<'a> Recall<'a> {
    /// What `lost` finds missing. Not what another parent of a merge had dropped while this one left it as it was: that was judged there.
    pub(super) fn losses<T>(&self, lost: impl Fn(&Versions<'a>) -> Vec<Loss<T>>) -> Vec<T> {
        let passage = self.passage;
        let mut losses = lost(&Versions {
            before: passage.before,
            after: passage.after,
            others: self.others(),
            context: self.context,
        });
        for merged in &passage.merged {
            if losses.is_empty() {
                break;
            }
            let dropped: HashSet<String> = lost(&Versions {
                before: merged.base,
                after: merged.other,
                others: Vec::new(),
                context: self.context,
            })
            .into_iter()
            .map(|loss| loss.key)
            .collect();
            losses.retain(|loss| !dropped.contains(&loss.key));
        }
        losses.into_iter().map(|loss| loss.what).collect()
    }

    fn others(&self) -> Vec<Other<'a>> {
        let own = self.passage.after.map(|after| &after.path);
        self.commit
            .changes
            .iter()
            .filter(|change| change.touched && Some(&change.after.path) != own)
            .map(|change| Other {
                after: change.after,
                before: change.before.clone(),
            })
            .collect()
    }

    /// Whether the engagement as a whole is taken away or emptied while it went on, and does not go on in others; then that is what is said, and
    /// not each thing that was in it.
    pub(super) fn is_removed(&self) -> bool {
        let gone = self
            .passage
            .after
            .is_none_or(|after| self.is_emptied(after));
        gone && !self.passage.was_over(self.context.settings)
            && !self.losses(|versions| removed(versions)).is_empty()
    }

    /// Whether the engagement was over and is gone: it may be, and only who was promised something still waits.
    pub(super) fn is_buried(&self) -> bool {
        self.passage.after.is_none() && self.passage.was_over(self.context.settings)
    }

    /// Whether nothing is left to read in it, where there was more than what was written today.
    fn is_emptied(&self, after: &Engagement) -> bool {
        let before = &self.passage.before.document;
        let log = before.log.section.unwrap_or_default();
        let prose = before.body.prose.iter().any(|run| !log.contains(*run));
        let today = self.context.day;
        let mut entries = before.log.entries.iter();
        let said = prose || entries.any(|entry| entry.day.is_none_or(|day| day < today));
        said && after.document.body.prose.is_empty()
    }

    /// Whether this mark stands in the file that the engagement has after the commit.
    pub(super) fn stands_in(&self, placed: &Placed<'_>) -> bool {
        let own = self.passage.after;
        own.is_some_and(|own| own.path == placed.engagement.path)
    }

    /// Puts a finding at a place of the file as it is; at the start of one that is gone.
    pub(super) fn found(
        &self,
        span: Option<Span>,
        subject: String,
        message: String,
        help: String,
    ) -> Found {
        Found::new(span.unwrap_or_default(), subject, message, help)
    }

    /// Where to say that something of this entry is missing: at its heading, else at the log's, else at the stage.
    pub(super) fn place(&self, entry: &Entry) -> Option<Span> {
        let after = self.passage.after?;
        let log = &after.document.log;
        let same = |other: &&Entry| other.day == entry.day && other.title == entry.title;
        let near = |other: &&Entry| other.day == entry.day;
        let found = log
            .entries
            .iter()
            .find(same)
            .or_else(|| log.entries.iter().find(near));
        let heading = || {
            let start = log.section?.start;
            let headings = &after.document.body.headings;
            headings
                .iter()
                .find(|heading| heading.span.start == start)
                .map(|heading| heading.span)
        };
        found
            .map(|entry| entry.heading_span)
            .or_else(heading)
            .or_else(|| Some(after.stage_span()))
    }
}

impl<'a> Versions<'a> {
    /// Whether the studio knows its people, and nobody by this handle.
    pub(super) fn is_strange(&self, handle: &str) -> bool {
        let people = &self.context.settings.people;
        !people.is_empty() && people.by_handle(handle).is_none()
    }

    /// For each of these marks of the version before its partner: in the version after, else among what the other engagements have got.
    pub(super) fn partners_anywhere(
        &self,
        before: &[Placed<'a>],
        keyword: Keyword,
    ) -> Vec<Option<Placed<'a>>> {
        let own: Vec<Placed<'a>> = self
            .after
            .map_or_else(Vec::new, |after| Placed::all(after, keyword).collect());
        let mut pairs = partners(before, &own);
        // One that only bears the same id says something else here: it may stand elsewhere as it was.
        let (places, missing): (Vec<usize>, Vec<Placed<'a>>) = pairs
            .iter()
            .zip(before)
            .enumerate()
            .filter(|(_, (after, before))| !after.is_some_and(|after| before.says_the_same(&after)))
            .map(|(at, (_, before))| (at, *before))
            .unzip();
        if missing.is_empty() || self.others.is_empty() {
            return pairs;
        }
        let elsewhere: Vec<Placed<'a>> = self
            .others
            .iter()
            .flat_map(|other| other.new_marks(keyword))
            .collect();
        let moved = partners(&missing, &elsewhere);
        for ((at, before), moved) in places.into_iter().zip(&missing).zip(moved) {
            if let (Some(pair), Some(moved)) = (pairs.get_mut(at), moved)
                && before.says_the_same(&moved)
            {
                *pair = Some(moved);
            }
        }
        pairs
    }
}

impl<'a> Other<'a> {
    fn new_marks(&self, keyword: Keyword) -> Vec<Placed<'a>> {
        let mut known: HashMap<String, usize> = HashMap::new();
        for before in &self.before {
            let mut here: HashMap<String, usize> = HashMap::new();
            for placed in Placed::all(before, keyword) {
                *here.entry(normal(&placed.says())).or_default() += 1;
            }
            for (text, count) in here {
                let most = known.entry(text).or_default();
                *most = count.max(*most);
            }
        }
        Placed::all(self.after, keyword)
            .filter(|placed| match known.get_mut(&normal(&placed.says())) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            })
            .collect()
    }

    /// The entries that it has got, or that were changed.
    pub(super) fn new_entries(&self) -> impl Iterator<Item = &'a Entry> {
        let known: HashSet<&str> = self
            .before
            .iter()
            .flat_map(|before| {
                before
                    .document
                    .log
                    .entries
                    .iter()
                    .map(|entry| before.slice(entry.span).trim_end())
            })
            .collect();
        let after = self.after;
        let entries = after.document.log.entries.iter();
        entries.filter(move |entry| !known.contains(after.slice(entry.span).trim_end()))
    }
}

/// One loss, the whole engagement, where it does not go on: not all of its entries, open promises and decisions stand elsewhere, or it has none.
fn removed(versions: &Versions<'_>) -> Vec<Loss<()>> {
    let before = versions.before;
    let elsewhere = Versions {
        before,
        after: None,
        others: versions.others.clone(),
        context: versions.context,
    };
    let gone = versions
        .after
        .is_none_or(|after| after.document.body.prose.is_empty());
    let mut something = !before.document.log.entries.is_empty();
    let entries = || Entries::pair(&elsewhere, |_| true);
    let mut kept = something && entries().partners.iter().all(Option::is_some);
    for keyword in [Keyword::Promise, Keyword::Decision] {
        let marks: Vec<Placed<'_>> = Placed::all(before, keyword)
            .filter(|placed| keyword != Keyword::Promise || outcome(placed.mark) == Outcome::Open)
            .collect();
        something |= !marks.is_empty();
        let partners = elsewhere.partners_anywhere(&marks, keyword);
        kept &= marks
            .iter()
            .zip(partners)
            .all(|(mark, partner)| partner.is_some_and(|partner| mark.says_the_same(&partner)));
    }
    if !gone || something && kept {
        return Vec::new();
    }
    vec![Loss {
        key: normal(&before.document.text),
        what: (),
    }]
}

/// Lines as they were, for a help: each indented, so that it can be put back as it stands.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|line| format!("  {}", line.trim_end()))
        .collect();
    lines.join("\n")
}
