//! Approvals: a section signed off as it stood in the commit that brought the sign-off, by somebody who did not write it.
//! What it approved and who wrote that is read from the file's past.

use std::collections::HashMap;

use super::Context;
pub(super) use super::lack::signer;
use super::lack::{Lack, absent};
use crate::model::Engagement;
use crate::text::{Document, Keyword, Mark};

/// Why a section does not count as approved by this role; nothing where it does.
pub(super) fn lack(
    engagement: &Engagement,
    section: &str,
    role: Option<&str>,
    context: &Context<'_>,
) -> Option<Lack> {
    let people = &context.settings.people;
    let of = |mark: &&Mark| mark.text.trim().eq_ignore_ascii_case(section.trim());
    let who = role.map_or_else(String::new, |role| {
        format!(" by somebody with the role `{role}`")
    });
    let Some(newest) = engagement.marks(Keyword::Approval).filter(of).last() else {
        return Some(absent(
            engagement,
            &format!("`{section}` to be approved{who}"),
        ));
    };
    let mut reason = None;
    let good = engagement.marks(Keyword::Approval).filter(of).any(|mark| {
        let by = signer(mark);
        let has_role = role.is_none_or(|role| {
            by.and_then(|by| people.by_handle(by))
                .is_some_and(|person| person.role.as_deref() == Some(role))
        });
        let why = if by.is_none() {
            Some(format!(
                "the approval of `{section}` does not say whose it is"
            ))
        } else if !has_role {
            Some(format!("`{section}` is not approved{who}"))
        } else {
            against(mark, by, engagement, section, context)
        };
        let good = why.is_none();
        reason = why.or(reason.take());
        good
    });
    (!good).then(|| Lack {
        span: newest.text_span,
        message: reason.unwrap_or_else(|| format!("`{section}` is not approved{who}")),
    })
}

/// What speaks against one approval: the words changed since, or its signer wrote them, whoever touched them last.
fn against(
    mark: &Mark,
    by: Option<&str>,
    engagement: &Engagement,
    section: &str,
    context: &Context<'_>,
) -> Option<String> {
    let words = prose(&engagement.document, section);
    let people = &context.settings.people;
    let mut approved = words.clone();
    // Who made the version looked at before this one; the first to be looked at is made by whoever commits now.
    let mut writer = context.person().map(|person| person.handle.clone());
    let mut signing = true;
    let mut last: Option<Option<String>> = None;
    let mut share = Share::of(words.as_deref().unwrap_or_default());
    context.past.walk(&engagement.path, &mut |bytes, author| {
        let version = Document::parse(bytes);
        let now = prose(&version, section);
        if signing
            && version
                .log
                .marks_of(Keyword::Approval)
                .any(|other| same(other, mark))
        {
            approved = now;
        } else {
            signing = false;
            if last.is_some() || now != approved {
                if approved != words {
                    return false;
                }
                last.get_or_insert_with(|| writer.clone());
                share.give(now.as_deref().unwrap_or_default(), is(&writer, by));
                if now.is_none() || share.is_settled() {
                    return false;
                }
            }
        }
        writer = people.by_author(author).map(|person| person.handle.clone());
        true
    });
    if approved != words {
        let day = mark
            .day
            .map_or_else(String::new, |day| format!(" on {day}"));
        return Some(format!(
            "`{section}` was approved{day} and its words have changed since"
        ));
    }
    share.give("", is(&writer, by));
    let by = by.unwrap_or_default();
    if is(&last.unwrap_or(writer), Some(by)) {
        Some(format!("`{section}` is approved by @{by}, who wrote it"))
    } else if share.is_most() {
        Some(format!(
            "`{section}` is approved by @{by}, who wrote most of it"
        ))
    } else {
        None
    }
}

fn is(writer: &Option<String>, by: Option<&str>) -> bool {
    let both = writer.as_deref().zip(by);
    both.is_some_and(|(wrote, by)| wrote.eq_ignore_ascii_case(by))
}

/// How much of a text its signer wrote, counted in pairs of words that stand side by side.
struct Share {
    /// What nobody is known to have written so far.
    left: HashMap<(String, String), usize>,
    all: usize,
    own: usize,
    others: usize,
}

impl Share {
    fn of(text: &str) -> Self {
        let left = pairs(text);
        Self {
            all: left.values().sum(),
            left,
            own: 0,
            others: 0,
        }
    }

    /// What an older version has not was written by the next one's author.
    fn give(&mut self, older: &str, own: bool) {
        let older = pairs(older);
        let mut new = 0;
        self.left.retain(|pair, count| {
            let kept = older.get(pair).copied().unwrap_or(0).min(*count);
            new += *count - kept;
            *count = kept;
            kept > 0
        });
        if own {
            self.own += new;
        } else {
            self.others += new;
        }
    }

    fn is_most(&self) -> bool {
        self.own * 2 > self.all
    }

    /// Whether nothing older can change who wrote most.
    fn is_settled(&self) -> bool {
        self.is_most() || self.others * 2 >= self.all
    }
}

/// Each two words side by side, and how often.
fn pairs(text: &str) -> HashMap<(String, String), usize> {
    let mut pairs = HashMap::new();
    let mut before = String::new();
    for word in text.split_whitespace() {
        let pair = (
            std::mem::replace(&mut before, word.to_lowercase()),
            before.clone(),
        );
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

/// What an approval's section said in the version that brought the approval, as far as the past is known; nothing where it had none.
pub(super) fn approved(
    mark: &Mark,
    section: &str,
    engagement: &Engagement,
    before: &[&Engagement],
    context: &Context<'_>,
) -> Option<String> {
    let holds = |document: &Document| {
        let mut approvals = document.log.marks_of(Keyword::Approval);
        approvals.any(|other| same(other, mark))
    };
    let mut approved = prose(&engagement.document, section);
    // The version before may have stood at another path, at which its own past is known.
    let former = before.iter().find(|before| holds(&before.document));
    if let Some(former) = former {
        approved = prose(&former.document, section);
    } else if !before.is_empty() {
        return approved;
    }
    let path = former.map_or(&engagement.path, |former| &former.path);
    context.past.walk(path, &mut |bytes, _| {
        let version = Document::parse(bytes);
        let held = holds(&version);
        if held {
            approved = prose(&version, section);
        }
        held
    });
    approved
}

/// What a section says, white space folded.
pub(super) fn prose(document: &Document, section: &str) -> Option<String> {
    let section = document.body.section(section)?;
    Some(document.body.prose_text(&document.text, section.content))
}

/// The same approval in another version of the file.
fn same(a: &Mark, b: &Mark) -> bool {
    match (&a.id, &b.id) {
        (Some(a), Some(b)) => a == b,
        _ => a.day == b.day && a.text.eq_ignore_ascii_case(&b.text) && signer(a) == signer(b),
    }
}
