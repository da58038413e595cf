//! The time of day at which something of the demo was committed: made up, the same each time, and in the zone of the studio.

use crate::day::{Day, Moment};

/// The part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Phase {
    /// In the morning: what became of earlier promises, questions and decisions.
    Before,
    /// What is written down that day.
    Entry,
    /// Later: what becomes of that on the same day.
    After,
    /// When everything else is done.
    Evening,
}

impl Phase {
    /// The first minute of it, and how many there are.
    const fn minutes(self) -> (u64, u64) {
        match self {
            Self::Before => (8 * 60 + 20, 120),
            Self::Entry => (10 * 60 + 35, 300),
            Self::After => (15 * 60 + 50, 110),
            Self::Evening => (17 * 60 + 50, 40),
        }
    }
}

/// A moment in this part of this day that follows from `seed`.
pub(super) fn moment(day: Day, phase: Phase, seed: &str) -> Moment {
    let (first, count) = phase.minutes();
    let second = first * 60 + hash(&format!("{seed} {day}")) % (count * 60);
    let offset = offset(day);
    Moment {
        seconds: day.unix() + i64::try_from(second).unwrap_or_default() - i64::from(offset) * 60,
        offset,
    }
}

/// A number that follows from a text alone, on every machine (FNV-1a, 64 bits, its halves mixed).
pub(super) fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

/// The working day so many working days after `day`.
pub(super) fn working_days_after(day: Day, count: u64) -> Day {
    (0..count).fold(day, |day, _| {
        let mut next = day.plus_days(1);
        while is_weekend(next) {
            next = next.plus_days(1);
        }
        next
    })
}

/// Whether nobody works.
pub(super) fn is_weekend(day: Day) -> bool {
    matches!(weekday(day), 0 | 6)
}

/// Minutes east of UTC: an hour, and two in summer.
fn offset(day: Day) -> i32 {
    let (year, month, date) = day.parts();
    let change = || i64::from(date) >= last_sunday(year, month);
    let summer = match month {
        4..=9 => true,
        3 => change(),
        10 => !change(),
        _ => false,
    };
    if summer { 120 } else { 60 }
}

/// The date of the last Sunday of a month of 31 days.
fn last_sunday(year: i16, month: i8) -> i64 {
    Day::parse(&format!("{year:04}-{month:02}-31")).map_or(31, |last| 31 - weekday(last))
}

/// The day of the week, Sunday being 0.
fn weekday(day: Day) -> i64 {
    (day.unix().div_euclid(86_400) + 4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn clocks_change_on_the_last_sundays_of_march_and_october() {
        for (text, minutes) in [
            ("2025-10-25", 120),
            ("2025-10-26", 60),
            ("2026-03-28", 60),
            ("2026-03-29", 120),
            ("2026-10-25", 60),
            ("2026-07-01", 120),
            ("2026-01-01", 60),
        ] {
            assert_eq!(offset(day(text)), minutes, "{text}");
        }
    }

    #[test]
    fn a_moment_lies_on_its_own_day_and_in_its_part_of_it() {
        let monday = day("2026-03-30");
        for seed in ["a", "b", "acme/rebrand"] {
            let moments = [Phase::Before, Phase::Entry, Phase::After, Phase::Evening]
                .map(|phase| moment(monday, phase, seed));
            assert!(moments.iter().all(|moment| moment.day() == Some(monday)));
            assert!(moments.is_sorted_by_key(|moment| moment.seconds));
        }
    }

    #[test]
    fn weekends_are_passed_over() {
        assert_eq!(working_days_after(day("2026-03-27"), 1), day("2026-03-30"));
        assert_eq!(working_days_after(day("2026-03-26"), 3), day("2026-03-31"));
        assert!(is_weekend(day("2026-03-28")) && !is_weekend(day("2026-03-30")));
    }
}
