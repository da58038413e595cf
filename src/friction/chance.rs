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

/// The chance of `hits` or more among `of`, of `all` of whom `all_hits` are hit: Fisher's exact test, one-sided.
#[must_use]
pub fn fisher(hits: usize, of: usize, all_hits: usize, all: usize) -> f64 {
    let most = of.min(all_hits);
    if hits > most || of > all || all_hits > all {
        return 0.0;
    }
    let total = choose(all, of);
    let tail: f64 = (hits..=most)
        .filter(|hits| of - hits <= all - all_hits)
        .map(|hits| (choose(all_hits, hits) + choose(all - all_hits, of - hits) - total).exp())
        .sum();
    tail.clamp(0.0, 1.0)
}

/// The logarithm of the number of ways to choose `k` of `n`.
fn choose(n: usize, k: usize) -> f64 {
    let k = k.min(n.saturating_sub(k));
    (0..k).map(|at| (float(n - at) / float(at + 1)).ln()).sum()
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
        assert!(near(fisher(4, 4, 4, 8), 1.0 / 70.0));
        assert!(near(fisher(3, 4, 4, 8), 17.0 / 70.0));
        assert!(near(fisher(0, 4, 4, 8), 1.0));
    }

    #[test]
    fn places_that_could_not_have_shown_anything_do_not_count() {
        assert_eq!(tarone(0.05, &[0.001, 0.3, 0.4, 0.5]), 1);
        assert_eq!(tarone(0.05, &[0.001, 0.001, 0.02, 0.04]), 3);
        assert_eq!(tarone(0.05, &[]), 1);
    }
}
