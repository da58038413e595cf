//! The picture of promises by the week in which they are due.

use super::view::{ArcTick, Bar, Weeks};
use super::words;
use crate::day::Day;
use crate::model::words::count;
use crate::registers::Owed;

/// How many weeks are drawn before this one, and after it; what lies beyond goes with the outermost.
const SPAN: (i64, i64) = (8, 12);

/// The height of the columns, pixels.
const HIGH: i64 = 64;

/// A tick further right than this, percent, has its words on its left.
const EDGE: f64 = 88.0;

/// The number of a day's week, which begins on a Monday.
fn week(day: Day) -> i64 {
    // The first day of 1970 was a Thursday.
    (day.unix().div_euclid(86_400) + 3).div_euclid(7)
}

/// The picture; nothing where no open promise has a day.
#[must_use]
pub fn of<'o>(open: impl Iterator<Item = &'o Owed<'o>>, us: &str, today: Day) -> Option<Weeks> {
    let now = week(today);
    let dated: Vec<(i64, &Owed<'_>)> = open
        .filter_map(|owed| Some((week(owed.due?).clamp(now - SPAN.0, now + SPAN.1), owed)))
        .collect();
    let first = dated.iter().map(|(week, _)| *week).min()?.min(now);
    let last = dated.iter().map(|(week, _)| *week).max()?.max(now + 3);
    let columns = last - first + 1;
    #[expect(clippy::cast_precision_loss, reason = "a few weeks")]
    let percent = |week: i64, part: f64| ((week - first) as f64 + part) * 100.0 / columns as f64;
    let round = |x: f64| (x * 100.0).round() / 100.0;
    let tallies: Vec<[i64; 3]> = (first..=last)
        .map(|at| {
            let mut tally = [0; 3];
            for (_, owed) in dated.iter().filter(|(week, _)| *week == at) {
                let kind = if owed.to_us {
                    2
                } else {
                    usize::from(owed.late)
                };
                if let Some(number) = tally.get_mut(kind) {
                    *number += 1;
                }
            }
            tally
        })
        .collect();
    let most = tallies
        .iter()
        .map(|tally| tally.iter().sum::<i64>())
        .max()
        .unwrap_or(1)
        .max(4);
    let pixels = |number: i64| u32::try_from(number * HIGH / most).unwrap_or(0);
    let base = pixels(most) + 4;
    let monday = |week: i64| {
        today.plus_days((week - now) * 7 - (today.unix().div_euclid(86_400) + 3).rem_euclid(7))
    };
    let date = |week: i64| {
        let day = words::day(monday(week));
        day.rsplit_once(' ')
            .map_or(day.clone(), |(day, _)| day.to_owned())
    };
    let mut bars = Vec::new();
    for (at, tally) in (first..=last).zip(&tallies) {
        let mut under = 0;
        for (kind, (word, way, how)) in [
            ("ours", "by", ""),
            ("late", "by", ", overdue"),
            ("theirs", "to", ""),
        ]
        .into_iter()
        .enumerate()
        {
            let number = tally.get(kind).copied().unwrap_or(0);
            if number == 0 {
                continue;
            }
            let (bottom, top) = (pixels(under), pixels(under + number));
            under += number;
            bars.push(Bar {
                x: round(percent(at, 0.15)),
                width: round(percent(at, 0.85) - percent(at, 0.15)),
                y: base - top,
                height: (top - bottom).saturating_sub(1).max(2),
                kind: word,
                title: format!("Week of {}: {number} {way} {us}{how}", date(at)),
            });
        }
    }
    let number =
        |wanted: &dyn Fn(&Owed<'_>) -> bool| dated.iter().filter(|(_, owed)| wanted(owed)).count();
    // Either way in the words that the register has, with the same counts.
    let told = |to_us: bool| {
        let late = number(&|owed| owed.to_us == to_us && owed.late);
        let soon = number(&|owed| {
            owed.to_us == to_us && !owed.late && owed.due.is_some_and(|due| week(due) <= now + 1)
        });
        let later = number(&|owed| owed.to_us == to_us) - late - soon;
        let parts: Vec<String> = [
            (late, "overdue"),
            (soon, "by the end of next week"),
            (later, "later"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect();
        parts.join(", ")
    };
    let sides: Vec<String> = [("By", "", told(false)), ("To", ", hollow", told(true))]
        .into_iter()
        .filter(|(_, _, told)| !told.is_empty())
        .map(|(way, how, told)| format!("{way} {us}{how}: {told}."))
        .collect();
    let beyond = dated
        .iter()
        .any(|(_, owed)| owed.due.is_some_and(|due| week(due) > now + SPAN.1));
    let mut ticks: Vec<ArcTick> = (first..=last)
        .filter(|at| (at - now).rem_euclid(2) == 0)
        .map(|at| ArcTick {
            x: round(percent(at, 0.0)),
            text: date(at),
            minor: (at - now).rem_euclid(6) != 0,
        })
        .collect();
    // The last one is set to the left of its place where it would run out of the picture: then one of two that meet goes.
    if let [.., before, end] = ticks.as_slice()
        && end.x > EDGE
        && end.x - before.x < 2.0 * (100.0 - EDGE)
    {
        let going = ticks.len() - if end.minor { 1 } else { 2 };
        ticks.remove(going);
    }
    Some(Weeks {
        label: format!(
            "{} with a day, by the week in which they are due; the line is this week{}. {}",
            words::sentence(&count(dated.len(), "open promise")),
            if beyond {
                ", and the last column holds all that is later"
            } else {
                ""
            },
            sides.join(" "),
        ),
        height: base + 24,
        base,
        now: round(percent(now, 0.0)),
        bars,
        ticks,
    })
}
