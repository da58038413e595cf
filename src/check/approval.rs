//! Approvals: a section signed off as it stood in the commit that brought the sign-off, by somebody who did not write it.
//! What it approved and who wrote that is read from the file's past.

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

/// What speaks against one approval: the words changed since, or its signer wrote them.
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
            if now != approved {
                return false;
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
    let own = writer
        .zip(by)
        .is_some_and(|(wrote, by)| wrote.eq_ignore_ascii_case(by));
    own.then(|| {
        format!(
            "`{section}` is approved by @{}, who wrote it",
            by.unwrap_or_default()
        )
    })
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
