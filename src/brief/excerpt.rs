//! Parts of longer texts: by whole paragraphs, items and sentences where that is possible, and with a mark wherever something was left out.

use super::Inputs;
use super::item::count;
use crate::model::Engagement;
use crate::span::Span;
use crate::text::sentence::sentences;

/// What stands where something was left out.
const GAP: &str = "…";

/// Words of a sentence that the next one may take back: nothing is cut behind it.
const TURNS: [&str; 8] = [
    "first", "thought", "seemed", "assumed", "supposed", "believed", "until", "unless",
];

impl Inputs<'_> {
    /// How many words a thing may have that has `words` in a brief of the usual length: more where more were asked for.
    pub(super) fn length(&self, words: usize) -> usize {
        words.max(words.saturating_mul(self.limit) / super::WORDS)
    }
}

/// The first words of a text, by whole sentences where one ends in its last two thirds.
#[must_use]
pub fn cut(text: &str, words: usize) -> String {
    if count(text) <= words {
        return text.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut has = 0;
    for sentence in sentences(text) {
        let more = count(sentence);
        if has + more > words {
            break;
        }
        has += more;
        kept.push(sentence);
    }
    while kept.len() > 1 && kept.last().is_some_and(|last| may_turn(last)) {
        has -= kept.pop().map_or(0, count);
    }
    if has * 2 >= words {
        return format!("{} {GAP}", kept.join(" "));
    }
    let taken: Vec<&str> = text.split_whitespace().take(words).collect();
    format!("{}{GAP}", taken.join(" ").trim_end_matches([',', ';', ':']))
}

fn may_turn(sentence: &str) -> bool {
    let mut words = sentence.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| TURNS.contains(&word.to_lowercase().as_str()))
}

/// A text's beginning and its end, which often says what would come next.
#[must_use]
pub fn ends(text: &str, words: usize) -> String {
    if count(text) <= words {
        return text.to_owned();
    }
    let all = sentences(text);
    let Some(last) = all.last().filter(|last| count(last) * 2 <= words) else {
        return cut(text, words);
    };
    let rest = text.trim_end().strip_suffix(last).unwrap_or(text);
    let begin = cut(rest.trim_end(), words - count(last));
    format!("{begin} {last}")
}

/// What stands in a span, by whole paragraphs and items.
#[must_use]
pub fn of(engagement: &Engagement, span: Span, words: usize) -> String {
    let document = &engagement.document;
    let mut said = String::new();
    let mut has = 0;
    for part in document.body.paragraphs(&document.text, span) {
        let text = engagement.prose(part);
        let more = count(&text);
        if has > 0 && has + more > words {
            // Whole parts, or a mark that there are more.
            said.push(' ');
            said.push_str(GAP);
            break;
        }
        if has > 0 {
            said.push_str(if said.ends_with(['.', '!', '?', ':', ';', ',']) {
                " "
            } else {
                "; "
            });
        }
        said.push_str(&cut(&text, words));
        has += more;
        if has > words {
            break;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_with_a_sentence_where_one_ends_near_and_says_that_it_was_cut() {
        assert_eq!(
            cut("One two three. Four five six seven.", 4),
            "One two three. …"
        );
        assert_eq!(
            cut("Ooh. Two three four, five six seven eight", 5),
            "Ooh. Two three four, five…"
        );
        assert_eq!(cut("One two.", 4), "One two.");
    }

    #[test]
    fn nothing_is_cut_behind_what_the_next_sentence_may_take_back() {
        let text = "Eleven crews used it, three kept to it. I first put that down to holidays. They cannot say an hour.";
        assert_eq!(cut(text, 16), "Eleven crews used it, three kept to it. …");
    }

    #[test]
    fn the_end_of_a_text_is_kept_where_both_ends_tell() {
        let text = "The group said no in four lines. Nobody was unhappy with the work. It would come back in autumn.";
        assert_eq!(
            ends(text, 14),
            "The group said no in four lines. … It would come back in autumn."
        );
    }
}
