//! Words that are not the engagement's own: a paragraph pasted from another engagement, or a standard's text left where an answer should be.
//!
//! What is asked for is to be true here, and a text that was true of another client's work says nothing of this one. It is asked where an engagement
//! comes into a stage; a paragraph of a few words is anybody's.

use super::Context;
use crate::model::{Engagement, Workflow};
use crate::span::Span;
use crate::text::placeholder::{is_placeholder, paragraphs};

/// Fewer words than these are nobody's.
const LEAST: usize = 8;

/// Where words come from that are not an engagement's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Another engagement, by its path.
    Engagement(String),
    /// A standard, by its path.
    Standard(String),
}

impl Source {
    /// As `what acme/audit says` in a message.
    pub(super) fn says(&self) -> String {
        match self {
            Self::Engagement(path) | Self::Standard(path) => format!("`{path}`"),
        }
    }
}

/// The paragraph as it is compared: without markup at its ends, in lower case; nothing where it is too short to be somebody's.
#[must_use]
pub fn comparable(paragraph: &str) -> Option<String> {
    let words: Vec<String> = paragraph
        .split_whitespace()
        .map(|word| word.trim_matches(['*', '_', '`']).to_lowercase())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    (words.len() >= LEAST).then(|| words.join(" "))
}

/// The paragraphs of a text that can be somebody's, as they are compared.
pub fn comparables(text: &str) -> impl Iterator<Item = String> {
    paragraphs(text)
        .into_iter()
        .filter_map(|paragraph| comparable(&paragraph))
}

/// Whose words stand in `content`, where too few of them are the engagement's own: none, or less than `least` where that many are asked for.
pub(super) fn source(
    engagement: &Engagement,
    content: Span,
    least: usize,
    context: &Context<'_>,
) -> Option<Source> {
    let paragraphs = paragraphs(engagement.slice(content));
    let said = paragraphs.iter().filter(|said| !is_placeholder(said));
    let (mut own, mut doubtful) = (0, Vec::new());
    let enough = |own: usize| own > 0 && own >= least;
    for paragraph in said {
        let words = comparable(paragraph);
        let elsewhere = |words: &String| {
            of_standard(engagement, words, context).is_some()
                || context.past.is_elsewhere(&engagement.path, words)
        };
        match words.filter(elsewhere) {
            Some(words) => doubtful.push((paragraph, words)),
            None => own += count(paragraph),
        }
    }
    let mut borrowed = None;
    for (paragraph, words) in doubtful {
        // Who wrote a paragraph first takes a look at the past; where enough is their own, nobody asks.
        if enough(own) {
            return None;
        }
        let standard = of_standard(engagement, &words, context);
        let lender = || {
            context
                .past
                .lender(&engagement.path, &words)
                .map(Source::Engagement)
        };
        match standard.or_else(lender) {
            Some(source) => borrowed = borrowed.or(Some(source)),
            None => own += count(paragraph),
        }
    }
    borrowed.filter(|_| !enough(own))
}

fn count(paragraph: &str) -> usize {
    paragraph.split_whitespace().count()
}

/// The standard of the engagement's workflow that says these words.
fn of_standard(engagement: &Engagement, words: &str, context: &Context<'_>) -> Option<Source> {
    let workflow: &Workflow = engagement.workflow(context.settings)?;
    let standards = workflow
        .stages
        .iter()
        .filter_map(|stage| stage.standard.as_deref());
    standards
        .filter(|path| {
            let text = context.standard(path);
            text.is_some_and(|text| comparables(&text).any(|other| other == words))
        })
        .map(|path| Source::Standard(path.to_owned()))
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_compared_by_their_words() {
        let one = comparable("Two **logo** directions, and a fixed price that includes the stand.");
        let other = comparable("two logo directions,\nand a fixed price that includes\nthe stand.");
        assert!(one.is_some());
        assert_eq!(one, other);
    }

    #[test]
    fn a_few_words_are_nobodys() {
        assert_eq!(comparable("Payment within 30 days."), None);
    }
}
