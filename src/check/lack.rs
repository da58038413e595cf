//! Whether a need holds, and where and in what words it does not. Also what the site and the brief show as still missing for a stage.

use super::Context;
use crate::model::marks::{is_answered, is_somebodys};
use crate::model::need::{Need, NeedKind, Promises};
use crate::model::words::count;
use crate::model::{Engagement, values};
use crate::repo::{Failure, resolved};
use crate::span::Span;
use crate::text::mark::By;
use crate::text::placeholder::{is_nothing, is_placeholder};
use crate::text::{Keyword, Mark};

/// Why a need does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The place to mend: the field, the heading, the mark, or the stage where nothing of it is there.
    pub span: Span,
    /// What is missing, in the studio's words.
    pub message: String,
}

/// Why this need does not hold for this engagement; nothing where it does, or does not apply.
#[must_use]
pub fn of(need: &Need, engagement: &Engagement, context: &Context<'_>) -> Option<Lack> {
    let Some(when) = &need.when else {
        return of_kind(need, engagement, context);
    };
    match when.holds(&values::of(engagement)) {
        Ok(true) => of_kind(need, engagement, context),
        Ok(false) => None,
        // What may apply is asked for; the settings are what is to be mended.
        Err(why) => of_kind(need, engagement, context).map(|mut lack| {
            lack.message.push_str(&format!(
                " (whether it applies, `{when}`, could not be told: {why})"
            ));
            lack
        }),
    }
}

/// Whether a need is asked of this engagement at all; where that cannot be told, it is.
#[must_use]
pub fn applies(need: &Need, engagement: &Engagement) -> bool {
    need.when
        .as_ref()
        .is_none_or(|when| when.holds(&values::of(engagement)) != Ok(false))
}

/// Why this need does not hold for this engagement, whether it applies or not.
#[must_use]
pub fn of_kind(need: &Need, engagement: &Engagement, context: &Context<'_>) -> Option<Lack> {
    match &need.kind {
        NeedKind::Field { .. } => field(need, engagement),
        NeedKind::Section { title, words } => section(engagement, title, *words),
        NeedKind::Checklist { section } => checklist(engagement, section),
        NeedKind::Promises(asked) => promises(engagement, *asked),
        NeedKind::Decision { topic } => decision(engagement, topic),
        NeedKind::DecisionsResulted => {
            let open: Vec<&Mark> = engagement
                .decisions_in_force()
                .into_iter()
                .filter(|decision| {
                    decision
                        .attribute("result")
                        .is_none_or(|result| is_placeholder(&result.value))
                })
                .collect();
            of_marks(
                &open,
                |count, verb| format!("{count} {verb} without a result"),
                "decision",
            )
        }
        NeedKind::QuestionsAnswered => {
            let open: Vec<&Mark> = engagement
                .marks(Keyword::Question)
                .filter(|question| !is_answered(question))
                .collect();
            of_marks(
                &open,
                |count, verb| format!("{count} {verb} unanswered"),
                "question",
            )
        }
        NeedKind::Approval { section, by } => {
            super::approval::lack(engagement, section, by.as_deref(), context)
        }
        NeedKind::Link { field } => link(engagement, field, context),
        NeedKind::Expr { expr, message } => match expr.holds(&values::of(engagement)) {
            Ok(true) => None,
            Ok(false) => Some(Lack {
                span: engagement.stage_span(),
                message: message.clone(),
            }),
            Err(why) => Some(Lack {
                span: engagement.stage_span(),
                message: format!("{message} (`{expr}` could not be told: {why})"),
            }),
        },
    }
}

/// Something that is not there at all: the stage is the place that asks for it.
pub(super) fn absent(engagement: &Engagement, what: &str) -> Lack {
    let stage = engagement.stage.as_deref().unwrap_or("the stage");
    Lack {
        span: engagement.stage_span(),
        message: format!("`{stage}` needs {what}"),
    }
}

fn field(need: &Need, engagement: &Engagement) -> Option<Lack> {
    let NeedKind::Field {
        name,
        matches,
        of,
        r#type,
    } = &need.kind
    else {
        return None;
    };
    let Some(value) = engagement.value(name) else {
        return Some(absent(engagement, &format!("the field `{name}`")));
    };
    let span = engagement.field_span(name).unwrap_or(value.span);
    let lack = |message: String| Some(Lack { span, message });
    if value.is_blank() {
        return lack(format!("`{name}` is empty"));
    }
    let texts = value.texts();
    let says_nothing = |text: &&str| is_placeholder(text) || (of.is_empty() && is_nothing(text));
    if !texts.is_empty() && texts.iter().all(says_nothing) {
        return lack(format!(
            "`{name}` says `{}`, which is a placeholder",
            value.display()
        ));
    }
    if let Some(r#type) = r#type
        && !r#type.accepts(value)
    {
        return lack(format!(
            "`{name}` is `{}`, not {}",
            value.display(),
            r#type.describe()
        ));
    }
    if !of.is_empty()
        && (texts.is_empty() || texts.iter().any(|text| !of.iter().any(|word| word == text)))
    {
        let words: Vec<&str> = of.iter().map(String::as_str).collect();
        return lack(format!(
            "`{name}` is `{}`, not one of {}",
            value.display(),
            crate::model::words::list(&words)
        ));
    }
    if let Some(pattern) = matches
        && (texts.is_empty() || texts.iter().any(|text| !pattern.is_match(text)))
    {
        return lack(format!(
            "`{name}` is `{}`, which does not match `{pattern}`",
            value.display()
        ));
    }
    None
}

fn section(engagement: &Engagement, title: &str, words: usize) -> Option<Lack> {
    let Some(section) = engagement.section(title) else {
        return Some(absent(engagement, &format!("the section `{title}`")));
    };
    let span = engagement
        .document
        .body
        .headings
        .get(section.heading)
        .map_or(section.span, |heading| heading.text_span);
    let lack = |message: String| Some(Lack { span, message });
    let (body, text) = (&engagement.document.body, &engagement.document.text);
    if body.is_blank(text, section.content) {
        return lack(format!("section `{title}` is empty"));
    }
    if body.is_placeholder(text, section.content) {
        return lack(format!(
            "section `{title}` says `{}`, which is a placeholder",
            shortened(&engagement.prose(section.content))
        ));
    }
    let has = body.words_up_to(text, section.content, words);
    if has < words {
        return lack(format!(
            "section `{title}` has {} of at least {words}",
            count(has, "word")
        ));
    }
    None
}

fn checklist(engagement: &Engagement, title: &str) -> Option<Lack> {
    let Some(section) = engagement.section(title) else {
        return Some(absent(engagement, &format!("the checklist `{title}`")));
    };
    let heading = engagement
        .document
        .body
        .headings
        .get(section.heading)
        .map_or(section.span, |heading| heading.text_span);
    let tasks: Vec<_> = engagement
        .document
        .body
        .items_in(section.content)
        .filter_map(|(_, item)| Some((item.ticked?, item.box_span?)))
        .collect();
    if tasks.is_empty() {
        return Some(Lack {
            span: heading,
            message: format!("the checklist `{title}` has no items with a box"),
        });
    }
    let open: Vec<Span> = tasks
        .iter()
        .filter(|(ticked, _)| !ticked)
        .map(|(_, span)| *span)
        .collect();
    let first = *open.first()?;
    let verb = if open.len() == 1 { "is" } else { "are" };
    Some(Lack {
        span: first,
        message: format!(
            "{} of {} in `{title}` {verb} not ticked",
            open.len(),
            count(tasks.len(), "item")
        ),
    })
}

fn promises(engagement: &Engagement, asked: Promises) -> Option<Lack> {
    let open = engagement.open_promises();
    match asked {
        Promises::Settled => {
            let open: Vec<&Mark> = open.collect();
            of_marks(
                &open,
                |count, verb| format!("{count} {verb} still open"),
                "promise",
            )
        }
        Promises::Owned => {
            let unowned: Vec<&Mark> = open.filter(|promise| !is_somebodys(promise)).collect();
            of_marks(
                &unowned,
                |count, verb| format!("{count} {verb} nobody's to keep"),
                "open promise",
            )
        }
        Promises::Dated => {
            let undated: Vec<&Mark> = open
                .filter(|promise| promise.day_of("due").is_none())
                .collect();
            of_marks(
                &undated,
                |count, verb| format!("{count} {verb} without a day"),
                "open promise",
            )
        }
    }
}

fn decision(engagement: &Engagement, topic: &str) -> Option<Lack> {
    let wanted = topic.to_lowercase();
    let found = engagement.decisions_in_force().into_iter().any(|decision| {
        decision
            .values("topic")
            .any(|topic| topic.to_lowercase() == wanted)
            && !is_placeholder(&decision.text)
    });
    (!found).then(|| absent(engagement, &format!("a decision on `{topic}`")))
}

/// One lack for several marks: how many, at the first of them, in its words.
fn of_marks(marks: &[&Mark], words: impl Fn(&str, &str) -> String, noun: &str) -> Option<Lack> {
    let first = marks.first()?;
    let verb = if marks.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{}: `{}`",
        words(&count(marks.len(), noun), verb),
        shortened(&first.text)
    );
    Some(Lack {
        span: first.text_span,
        message,
    })
}

fn link(engagement: &Engagement, name: &str, context: &Context<'_>) -> Option<Lack> {
    let Some(value) = engagement.value(name) else {
        return Some(absent(engagement, &format!("the field `{name}`")));
    };
    let span = engagement.field_span(name).unwrap_or(value.span);
    let lack = |message: String| Some(Lack { span, message });
    let texts = value.texts();
    if value.is_blank() || texts.iter().any(|text| is_placeholder(text)) {
        return lack(format!("`{name}` names nothing yet"));
    }
    let missing = texts
        .iter()
        .find(|text| !leads_somewhere(text, engagement, context).unwrap_or(false))?;
    lack(format!(
        "`{name}` names `{missing}`, which is neither a file of this repository nor a web address"
    ))
}

/// Whether a text is a web address, a file from the top or from the engagement's own folder, or an engagement's id.
fn leads_somewhere(
    text: &str,
    engagement: &Engagement,
    context: &Context<'_>,
) -> Result<bool, Failure> {
    let text = text.trim();
    if let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    {
        return Ok(rest.contains('.') || rest.starts_with("localhost"));
    }
    let path = text.split('#').next().unwrap_or(text);
    let folder = engagement
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let mut candidates = vec![resolved("", path), resolved(folder, path)];
    candidates.extend(
        context
            .settings
            .sources
            .folders()
            .iter()
            .map(|folder| resolved(folder, &format!("{path}.md"))),
    );
    for candidate in candidates.into_iter().flatten() {
        if context.tree.read(&candidate)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first words of a text, to name it by.
#[must_use]
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    if let Some(space) = short.rfind(' ') {
        short.truncate(space);
    }
    short.push('…');
    short
}

/// Who signed a mark, as a handle.
pub(super) fn signer(mark: &Mark) -> Option<&str> {
    mark.by().find_map(|by| match by {
        By::Person(handle) => Some(handle),
        By::Outside(_) => None,
    })
}
