//! Two rows of words laid beside each other: which of the one stand in the other, which are gone, which are new.

use super::word::Word;

/// The most pairs of words that are looked at; what differs over more is another text.
const MOST: usize = 400_000;

/// How two rows of words differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The words of the first that have no partner, by their places.
    pub(super) deleted: Vec<usize>,
    /// Those of the second.
    pub(super) inserted: Vec<usize>,
    /// How many words the second has.
    length: usize,
}

impl Alignment {
    /// Where in the second row what is new at its end begins.
    pub(super) fn last_kept(&self) -> usize {
        let mut end = self.length;
        for &at in self.inserted.iter().rev() {
            if at + 1 != end {
                break;
            }
            end = at;
        }
        end
    }
}

/// How one word or two of each row fit together.
#[derive(Clone, Copy)]
enum Step {
    Delete,
    Insert,
    One,
    /// Two of the first are one of the second.
    Join,
    /// One of the first is two of the second.
    Split,
}

/// Lays `after` beside `before`, so that as many words as can be have the same partner, in order. Nothing where the two differ over too long a
/// stretch.
pub(super) fn align(before: &[Word], after: &[Word]) -> Option<Alignment> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (one, two) = (before.get(start..)?, after.get(start..)?);
    let end = one
        .iter()
        .rev()
        .zip(two.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (one, two) = (one.get(..one.len() - end)?, two.get(..two.len() - end)?);
    let mut found = Alignment {
        length: after.len(),
        ..Alignment::default()
    };
    if (one.len() + 1).checked_mul(two.len() + 1)? > MOST {
        return None;
    }
    let steps = table(one, two);
    let (mut i, mut j) = (0, 0);
    while i < one.len() || j < two.len() {
        let step = steps.get(i * (two.len() + 1) + j)?;
        let (down, right) = match step {
            Step::Delete => {
                found.deleted.push(start + i);
                (1, 0)
            }
            Step::Insert => {
                found.inserted.push(start + j);
                (0, 1)
            }
            Step::One => (1, 1),
            Step::Join => (2, 1),
            Step::Split => (1, 2),
        };
        i += down;
        j += right;
    }
    Some(found)
}

/// For each pair of places the best step onward, row by row.
fn table(one: &[Word], two: &[Word]) -> Vec<Step> {
    let width = two.len() + 1;
    let mut scores = vec![0_u32; (one.len() + 1) * width];
    let mut steps = vec![Step::Insert; (one.len() + 1) * width];
    let score =
        |scores: &[u32], i: usize, j: usize| scores.get(i * width + j).copied().unwrap_or(0);
    for i in (0..=one.len()).rev() {
        for j in (0..=two.len()).rev() {
            let (a, b) = (one.get(i), two.get(j));
            let mut best = (
                0,
                if a.is_some() {
                    Step::Delete
                } else {
                    Step::Insert
                },
            );
            let mut offer = |value: u32, step: Step| {
                if value > best.0 {
                    best = (value, step);
                }
            };
            if let (Some(a), Some(b)) = (a, b) {
                if a == b {
                    offer(score(&scores, i + 1, j + 1) + 4, Step::One);
                } else if a.is_typo_of(b) {
                    offer(score(&scores, i + 1, j + 1) + 3, Step::One);
                }
                if one.get(i + 1).is_some_and(|next| joined(a, next, b)) {
                    offer(score(&scores, i + 2, j + 1) + 5, Step::Join);
                }
                if two.get(j + 1).is_some_and(|next| joined(b, next, a)) {
                    offer(score(&scores, i + 1, j + 2) + 5, Step::Split);
                }
            }
            if a.is_some() {
                offer(score(&scores, i + 1, j), Step::Delete);
            }
            if b.is_some() {
                offer(score(&scores, i, j + 1), Step::Insert);
            }
            let at = i * width + j;
            if let (Some(score), Some(step)) = (scores.get_mut(at), steps.get_mut(at)) {
                (*score, *step) = best;
            }
        }
    }
    steps
}

/// Whether two words are one written apart. "Not able" is not "notable".
fn joined(first: &Word, second: &Word, whole: &Word) -> bool {
    whole.text().len() == first.text().len() + second.text().len()
        && whole.text().starts_with(first.text())
        && whole.text().ends_with(second.text())
        && ![first, second, whole].iter().any(|word| word.is_guarded())
}
