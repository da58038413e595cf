//! Whether two texts say the same. A typo mended or a word made clearer leaves what is said; another number, a "not" more or less, or the same
//! words the other way round do not.

mod alignment;
mod nearby;
mod word;

use alignment::{Alignment, align};
pub use nearby::Nearby;
pub use word::{Word, words};

/// Whether `after` says what `before` says.
#[must_use]
pub fn same(before: &str, after: &str) -> bool {
    before == after || same_words(&words(before), &words(after))
}

/// Whether `after` still says what `before` says, whatever it adds at its end.
#[must_use]
pub fn still_says(before: &str, after: &str) -> bool {
    after.starts_with(before) && after[before.len()..].starts_with([' ', ',', ';', '.'])
        || still_says_words(&words(before), &words(after))
}

/// [`same`], of texts that are read already.
#[must_use]
pub fn same_words(before: &[Word], after: &[Word]) -> bool {
    before == after
        || has_fixed(before, after)
            && align(before, after).is_some_and(|found| {
                keeps(&found, before) && adds_little(&found, before, after, after.len())
            })
}

/// [`still_says`], of texts that are read already.
#[must_use]
pub fn still_says_words(before: &[Word], after: &[Word]) -> bool {
    if after.starts_with(before) {
        return true;
    }
    has_fixed(before, after)
        && align(before, after).is_some_and(|found| {
            keeps(&found, before) && adds_little(&found, before, after, found.last_kept())
        })
}

/// Whether `after` says nothing but a part of what `before` says: words may be missing, none may be new or another.
#[must_use]
pub fn says_less(before: &[Word], after: &[Word]) -> bool {
    align(before, after).is_some_and(|found| found.inserted.is_empty())
}

/// What a text says, in one form for all ways of writing it.
#[must_use]
pub fn normal(text: &str) -> String {
    let words = words(text);
    let texts: Vec<&str> = words.iter().map(Word::text).collect();
    texts.join(" ")
}

/// Whether each number, "not" and their like of `before` stands in `after`, without which it cannot say the same: what has not need not be laid
/// beside it.
fn has_fixed(before: &[Word], after: &[Word]) -> bool {
    let mut fixed = before.iter().filter(|word| word.is_fixed());
    fixed.all(|word| after.contains(word))
}

/// Whether nothing is missing but small words that carry nothing.
fn keeps(found: &Alignment, before: &[Word]) -> bool {
    found.deleted.iter().all(|&at| {
        let Some(word) = before.get(at) else {
            return false;
        };
        // A word that stood twice by mistake.
        let twice = !word.is_guarded() && at > 0 && before.get(at - 1) == Some(word);
        word.is_small() || twice
    })
}

/// Whether what is new before word `end` is no more than a quarter, and none of it turns the meaning.
fn adds_little(found: &Alignment, before: &[Word], after: &[Word], end: usize) -> bool {
    let new: Vec<&Word> = found
        .inserted
        .iter()
        .filter(|&&at| at < end)
        .filter_map(|&at| after.get(at))
        .collect();
    new.len() * 4 <= before.len().max(end) && !new.iter().any(|word| word.is_guarded())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_it_is_written_makes_no_difference() {
        for (one, other) in [
            (
                "Two logo directions, not one",
                "two logo  directions not one.",
            ),
            ("the time-line", "the timeline"),
            ("the timeline", "The *time line*"),
            ("costs EUR 42,000", "costs EUR 42000"),
            ("Jane’s CFO", "Jane's CFO"),
            ("10-day trial", "10 day trial"),
            ("", ""),
        ] {
            assert!(same(one, other) && same(other, one), "{one} / {other}");
        }
    }

    #[test]
    fn a_typo_mended_and_a_word_made_clearer_leave_what_is_said() {
        for (one, other) in [
            (
                "two logo directons, not one",
                "two logo directions, not one",
            ),
            (
                "teh final texts by the agency",
                "the final texts by the agency",
            ),
            (
                "recieve the invoice in Febuary",
                "receive the invoice in February",
            ),
            (
                "show Jane both of the stand panels",
                "show Jane both of the new stand panels",
            ),
            ("send the the panels", "send the panels"),
            ("send panels to Jane", "send the panels to Jane"),
            ("fixed price for teh stand", "fixed price for the stand"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_reversal_is_another_meaning() {
        for (one, other) in [
            (
                "fixed price, not time and materials",
                "time and materials, not fixed price",
            ),
            ("two logo directions", "three logo directions"),
            ("costs 42,000", "costs 43,000"),
            ("we pay the print", "we do not pay the print"),
            ("we don't pay the print", "we do pay the print"),
            ("she can sign it", "she can't sign it"),
            ("the agency pays the client", "the client pays the agency"),
            ("before the March board", "after the March board"),
            ("on Monday", "on Sunday"),
            ("by Tom of the print shop", "by Tim of the print shop"),
            ("ask Tom for it", "ask Tim for it"),
            (
                "the contract is signed by them",
                "the contract is unsigned by them",
            ),
            ("include the texts", "exclude the texts"),
            ("minimum of the range", "maximum of the range"),
            ("wary", "confident"),
            ("Druck nicht vor Mai", "Druck vor Mai"),
            ("先付款", "后付款"),
            ("two logos", ""),
            ("", "two logos"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn what_is_added_at_the_end_leaves_what_was_said() {
        let reason = "the CFO needs one number";
        assert!(still_says(
            reason,
            "the CFO needs one number, not two, before the board"
        ));
        assert!(still_says(
            reason,
            "the CFO needs one numbre. He said so again on 3 March"
        ));
        assert!(!still_says(reason, "the CFO needs no number"));
        assert!(!still_says(
            reason,
            "nobody says that the CFO needs one number"
        ));
        assert!(!same(
            reason,
            "the CFO needs one number, and the board does too, and the bank"
        ));
    }

    #[test]
    fn a_part_left_out_says_less() {
        let whole = words("Her number is 555 123, call after six");
        assert!(says_less(&whole, &words("Her number is, call after six")));
        assert!(says_less(&whole, &[]));
        assert!(!says_less(&whole, &words("Her number is 555 124")));
    }

    #[test]
    fn very_long_texts_are_compared_without_end() {
        let long = "word ".repeat(20_000);
        let other = format!("{long}more of it");
        assert!(same(&long, &other));
        assert!(!same(&"a b c d ".repeat(2_000), &"d c x a ".repeat(2_000)));
    }
}
