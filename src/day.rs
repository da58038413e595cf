//! A calendar day as it is written in engagements, `2026-03-20`, and the length of time between two.
//! The only file that names the date library.

use std::fmt;

use jiff::civil::Date;

/// A day of the calendar, without time or zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Reads exactly `YYYY-MM-DD`; nothing for any other form and for days that do not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !Self::looks_like(text) {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// The day that `text` begins with, as in `2026-03-20, at noon`; nothing where its first word is another.
    #[must_use]
    pub fn leading(text: &str) -> Option<Self> {
        let word = text.split_whitespace().next()?;
        Self::parse(word.trim_end_matches([',', ';', '.', ':']))
    }

    /// Whether `text` has the form of a day, be it one that exists or not.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    }

    /// The day in UTC of a number of seconds since 1970.
    #[must_use]
    pub fn of_unix(seconds: i64) -> Option<Self> {
        let stamp = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(stamp.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// Today by the clock and the zone of this machine. Only the fronts ask; everything else is handed its day.
    #[must_use]
    pub fn today() -> Self {
        Self(jiff::Zoned::now().date())
    }

    /// Whole days from `earlier` to this one; negative if this one is before it.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0
            .since((jiff::Unit::Day, earlier.0))
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day `days` later, kept within the calendar's ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(
            self.0
                .saturating_add(jiff::Span::new().try_days(days).unwrap_or_default()),
        )
    }

    /// The year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Seconds since 1970 at midnight UTC.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        let Ok(year @ 0..=9999) = u32::try_from(year) else {
            return write!(f, "{year:04}-{month:02}-{day:02}");
        };
        let ([a, b], [c, d]) = (digits(year / 100), digits(year % 100));
        let ([e, g], [h, i]) = (
            digits(month.unsigned_abs().into()),
            digits(day.unsigned_abs().into()),
        );
        put(f, &[a, b, c, d, b'-', e, g, b'-', h, i])
    }
}

/// The two last digits of a number.
const fn digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

/// Writes signs of ASCII: days and times are written so often that the usual way is felt.
fn put(f: &mut fmt::Formatter<'_>, signs: &[u8]) -> fmt::Result {
    f.write_str(std::str::from_utf8(signs).map_err(|_| fmt::Error)?)
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A moment with the offset that its writer had, as git keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970, UTC.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset: i32,
}

impl Moment {
    /// The day on the calendar of whoever wrote it.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        Day::of_unix(self.seconds + i64::from(self.offset) * 60)
    }

    /// Days, with their fraction, from `earlier` to this moment.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds of a human span fit a float exactly"
        )]
        let seconds = (self.seconds - earlier.seconds) as f64;
        seconds / 86_400.0
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 with the writer's offset: `2026-03-02T10:15:00+01:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.seconds + i64::from(self.offset) * 60;
        let Some(day) = Day::of_unix(local) else {
            return f.write_str("0000-01-01T00:00:00+00:00");
        };
        let second = local.rem_euclid(86_400);
        let sign = if self.offset < 0 { b'-' } else { b'+' };
        let offset = self.offset.unsigned_abs().min(99 * 60 + 59);
        let times = [second / 3600, second / 60 % 60, second % 60];
        let [[a, b], [c, d], [e, g]] =
            times.map(|time| digits(u32::try_from(time).unwrap_or_default()));
        let ([h, i], [j, k]) = (digits(offset / 60), digits(offset % 60));
        fmt::Display::fmt(&day, f)?;
        put(
            f,
            &[b'T', a, b, b':', c, d, b':', e, g, sign, h, i, b':', j, k],
        )
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_written_form_is_a_day() {
        assert!(Day::parse("2026-03-20").is_some());
        for text in [
            "20260320",
            "2026-3-20",
            "2026-02-30",
            "2026-03-20T00:00",
            "",
            "2026-13-01",
        ] {
            assert!(Day::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_day_may_be_followed_by_words() {
        let day = Day::parse("2026-03-20");
        for text in ["2026-03-20", " 2026-03-20, at noon", "2026-03-20; early"] {
            assert_eq!(Day::leading(text), day, "{text}");
        }
        for text in ["on 2026-03-20", "2026-03-20T10:00", "2026-02-30", ""] {
            assert_eq!(Day::leading(text), None, "{text}");
        }
    }

    #[test]
    fn days_between_cross_years() {
        let (a, b) = (Day::parse("2025-12-30"), Day::parse("2026-01-02"));
        assert_eq!(b.zip(a).map(|(b, a)| b.days_since(a)), Some(3));
        assert_eq!(a.map(|a| a.plus_days(3)), b);
    }

    #[test]
    fn a_moment_keeps_its_writers_offset() {
        let moment = Moment {
            seconds: 1_772_442_900,
            offset: 60,
        };
        assert_eq!(moment.to_string(), "2026-03-02T10:15:00+01:00");
        let west = Moment {
            seconds: 1_772_442_900,
            offset: -210,
        };
        assert_eq!(west.to_string(), "2026-03-02T05:45:00-03:30");
    }
}
