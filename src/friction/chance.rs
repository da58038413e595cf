//! How likely a count is by chance. All of it exact, for numbers as small as a studio's.

/// The chance that at least `count` of independent trials with these chances succeed.
#[must_use]
pub fn at_least(count: usize, chances: &[f64]) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if count > chances.len() {
        return 0.0;
    }
    // The distribution of the number of successes below `count`; what is beyond has been reached and stays so.
    let mut below = vec![0.0; count];
    if let Some(none) = below.first_mut() {
        *none = 1.0;
    }
    let mut reached = 0.0;
    for chance in chances {
        let mut carried = 0.0;
        for slot in &mut below {
            let here = *slot;
            *slot = here * (1.0 - chance) + carried;
            carried = here * chance;
        }
        reached += carried;
    }
    f64::clamp(reached, 0.0, 1.0)
}

/// The logarithms of the factorials up to some number, from which chances among no more than so many are reckoned.
#[derive(Debug, Clone)]
pub struct Factorials(Vec<f64>);

impl Factorials {
    /// Those up to `most`.
    #[must_use]
    pub fn up_to(most: usize) -> Self {
        let mut sum = 0.0;
        let rest = (1..=most).map(|n| {
            sum += float(n).ln();
            sum
        });
        Self([0.0].into_iter().chain(rest).collect())
    }

    /// The chance of `hits` or more among `of`, of `all` of whom `all_hits` are hit: Fisher's exact test, one-sided.
    #[must_use]
    pub fn fisher(&self, hits: usize, of: usize, all_hits: usize, all: usize) -> f64 {
        let most = of.min(all_hits);
        if hits > most || of > all || all_hits > all {
            return 0.0;
        }
        if all >= self.0.len() {
            return Self::up_to(all).fisher(hits, of, all_hits, all);
        }
        let rest = all - all_hits;
        let total = self.choose(all, of);
        let (mut tail, mut last) = (0.0, 0.0);
        for hits in hits.max(of.saturating_sub(rest))..=most {
            let chance = (self.choose(all_hits, hits) + self.choose(rest, of - hits) - total).exp();
            tail += chance;
            // They rise to one summit and fall behind it.
            if chance < last && chance < tail * f64::EPSILON / 8.0 {
                break;
            }
            last = chance;
        }
        tail.clamp(0.0, 1.0)
    }

    /// The logarithm of the number of ways to choose `k` of `n`, both in the table.
    fn choose(&self, n: usize, k: usize) -> f64 {
        let of = |n: usize| self.0.get(n).copied().unwrap_or_default();
        of(n) - of(k) - of(n.saturating_sub(k))
    }
}

/// By how much the bar has to be lowered for places of which the least chances that they could have shown are these: Tarone's count.
#[must_use]
pub fn tarone(bar: f64, least: &[f64]) -> usize {
    (1..=least.len().max(1))
        .find(|count| {
            let lowered = bar / float(*count);
            least.iter().filter(|least| **least <= lowered).count() <= *count
        })
        .unwrap_or(1)
}

/// How much more is asked of a difference among so many: with the root of their number beyond ten, because the more is known, the smaller
/// a difference is certain and of no account (I. J. Good's standardized tail area).
#[must_use]
pub fn many(of: usize) -> f64 {
    (float(of) / 10.0).sqrt().max(1.0)
}

/// A count as a number to reckon with.
#[must_use]
pub fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn many_engagements_ask_for_more() {
        assert!(near(many(3), 1.0));
        assert!(near(many(10), 1.0));
        assert!(near(many(90), 3.0));
    }

    #[test]
    fn trials_add_up_to_the_binomial_distribution() {
        assert!(near(at_least(3, &[0.25; 3]), 1.0 / 64.0));
        assert!(near(at_least(1, &[0.5, 0.5]), 0.75));
        assert!(near(at_least(2, &[0.5, 0.5, 0.5]), 0.5));
        assert!(near(at_least(0, &[]), 1.0));
        assert!(near(at_least(1, &[]), 0.0));
        assert!(near(at_least(2, &[1.0, 0.1, 0.2]), 1.0 - 0.9 * 0.8));
    }

    #[test]
    fn fishers_test_is_that_of_the_books() {
        // The lady who tasted tea: all four of four, and three of four.
        let factorials = Factorials::up_to(8);
        assert!(near(factorials.fisher(4, 4, 4, 8), 1.0 / 70.0));
        assert!(near(factorials.fisher(3, 4, 4, 8), 17.0 / 70.0));
        assert!(near(factorials.fisher(0, 4, 4, 8), 1.0));
        assert!(near(factorials.fisher(2, 2, 3, 3), 1.0));
        assert!(near(factorials.fisher(1, 2, 1, 9), 2.0 / 9.0));
    }

    #[test]
    fn a_tail_is_whole_wherever_it_begins() {
        let factorials = Factorials::up_to(400);
        let whole = factorials.fisher(0, 200, 200, 400);
        assert!(near(whole, 1.0));
        // As many above the middle as below it.
        let above = factorials.fisher(101, 200, 200, 400);
        let from = factorials.fisher(100, 200, 200, 400);
        assert!(near(above + from, 1.0));
        assert!(factorials.fisher(199, 200, 200, 400) > 0.0);
    }

    #[test]
    fn places_that_could_not_have_shown_anything_do_not_count() {
        assert_eq!(tarone(0.05, &[0.001, 0.3, 0.4, 0.5]), 1);
        assert_eq!(tarone(0.05, &[0.001, 0.001, 0.02, 0.04]), 3);
        assert_eq!(tarone(0.05, &[]), 1);
    }
}
