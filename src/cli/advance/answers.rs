//! Answers that come from standard input.

use std::io::Read;

use crate::repo::Failure;

/// What was heard.
pub(super) enum Heard {
    /// A whole draft, with a front-matter or a log.
    Whole(String),
    /// The answers in the order of the questions.
    Answers(Vec<String>),
}

/// Reads standard input to its end; nothing where it says nothing.
///
/// # Errors
/// Where it cannot be read as text.
pub(super) fn heard(questions: &[String]) -> Result<Option<Heard>, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::new("standard input cannot be read").because(error))?;
    Ok(understood(&text.replace("\r\n", "\n"), questions))
}

fn understood(text: &str, questions: &[String]) -> Option<Heard> {
    if text.trim().is_empty() {
        return None;
    }
    let headed = |level: &str| text.lines().any(|line| line.starts_with(level));
    if text.trim_start().starts_with("---\n") || headed("### ") {
        return Some(Heard::Whole(text.to_owned()));
    }
    if headed("#### ") {
        return Some(Heard::Answers(by_heading(text, questions)));
    }
    let mut answers: Vec<String> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(str::to_owned)
        .collect();
    // What is more than was asked belongs to the last answer.
    if !questions.is_empty() && answers.len() > questions.len() {
        let rest = answers.split_off(questions.len() - 1);
        answers.push(rest.join("\n\n"));
    }
    Some(Heard::Answers(answers))
}

fn by_heading(text: &str, questions: &[String]) -> Vec<String> {
    let plain = |text: &str| {
        let text = text.trim().trim_end_matches(['?', '.', ' ']).to_lowercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut answers = vec![String::new(); questions.len()];
    let mut current = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("#### ") {
            current = questions
                .iter()
                .position(|question| plain(question) == plain(title));
        } else if let Some(answer) = current.and_then(|at| answers.get_mut(at)) {
            answer.push_str(line);
            answer.push('\n');
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(text: &str) -> Vec<String> {
        let questions = ["Why now?".to_owned(), "What next?".to_owned()];
        match understood(text, &questions) {
            Some(Heard::Answers(answers)) => answers
                .iter()
                .map(|answer| answer.trim().to_owned())
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn answers_are_paragraphs_or_stand_below_their_questions() {
        assert_eq!(answers("one\n\n two\n\nthree\n"), ["one", "two\n\nthree"]);
        assert_eq!(
            answers("#### what next\n\nb\n#### Why now?\na\n"),
            ["a", "b"]
        );
        assert!(answers(" \n").is_empty());
        assert!(matches!(
            understood("### 2026-01-01 Handoff\n", &[]),
            Some(Heard::Whole(_))
        ));
    }
}
