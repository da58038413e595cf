//! What a command works with: where, on which day, how loud, and the ways to be heard.

use std::env;
use std::path::{Path, PathBuf};

use super::Global;
use super::color::{Color, HELP, WARNING};
use super::interrupt::Interrupt;
use super::output::{Output, complain};
use super::progress::Progress;
use super::stop::Stop;
use crate::chronicle::damage;
use crate::day::Day;
use crate::repo::history::Log;
use crate::repo::{Failure, Repository};
use crate::report::terminal::escape;

/// What a command works with.
pub struct Context {
    /// Standard output.
    pub out: Output,
    /// The day that counts as today.
    pub today: Day,
    /// Whether only what is wrong is said.
    pub quiet: bool,
    /// Whether more is said about what is done.
    pub verbose: bool,
    /// Whether somebody asked to end.
    pub interrupt: Interrupt,
    color: Color,
    directory: Option<PathBuf>,
    /// Whether somebody has said what day it is.
    day_is_set: bool,
}

impl Context {
    /// From the options that every command takes, and the environment.
    ///
    /// # Errors
    /// Where the environment holds a day that is none.
    pub fn new(global: Global) -> Result<Self, Failure> {
        let set = match global.now {
            Some(day) => Some(day),
            None => day_set(|name| env::var(name).ok())?,
        };
        Ok(Self {
            interrupt: Interrupt::default(),
            out: Output::new(global.color),
            today: set.unwrap_or_else(Day::today),
            day_is_set: set.is_some(),
            quiet: global.quiet,
            verbose: global.verbose,
            color: global.color,
            directory: global
                .directory
                .into_iter()
                .reduce(|from, to| from.join(to)),
        })
    }

    /// The repository to work in: that of the `-C` folder, or the one git's environment and the current folder say.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn repository(&self) -> Result<Repository, Failure> {
        Repository::open(self.directory.as_deref())
    }

    /// A path that was given as an argument, seen from the folder that the command works in.
    #[must_use]
    pub fn path(&self, given: &Path) -> PathBuf {
        match &self.directory {
            Some(directory) => directory.join(given),
            None => given.to_owned(),
        }
    }

    /// The folder that the command works in.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let here = env::current_dir().unwrap_or_default();
        match &self.directory {
            Some(directory) => here.join(directory),
            None => here,
        }
    }

    /// The day that counts as today, for what runs for days: the one that was said, else the clock's.
    pub fn clock(&self) -> impl Fn() -> Day + Sync + use<> {
        let (today, set) = (self.today, self.day_is_set);
        move || if set { today } else { Day::today() }
    }

    /// Says what was done, on standard output, unless only what is wrong is to be said.
    ///
    /// # Errors
    /// Where standard output cannot be written.
    pub fn say(&mut self, text: impl std::fmt::Display) -> Result<(), Stop> {
        if self.quiet {
            return Ok(());
        }
        self.out.line(text)
    }

    /// Says something beside the answer, on standard error, where more was asked for.
    ///
    /// # Errors
    /// Where standard output, which goes first, cannot be written.
    pub fn detail(&mut self, text: &str) -> Result<(), Stop> {
        if self.verbose {
            self.out.finish()?;
            complain(self.color, &format!("{text}\n"));
        }
        Ok(())
    }

    /// Says something beside the answer, on standard error, unless only what is wrong is to be said.
    ///
    /// # Errors
    /// Where standard output, which goes first, cannot be written.
    pub fn aside(&mut self, text: &str) -> Result<(), Stop> {
        if !self.quiet {
            self.out.finish()?;
            complain(self.color, &format!("{text}\n"));
        }
        Ok(())
    }

    /// Warns of the versions that a log is without because git has lost them, and says what to do.
    pub fn warn_of_lost(&self, log: &Log) {
        let mut text = String::new();
        for line in damage::told(log, None) {
            text.push_str(&format!("{WARNING}warning{WARNING:#}: {}\n", escape(&line)));
        }
        if !text.is_empty() {
            text.push_str(&format!("{HELP}help{HELP:#}: {}\n", damage::MEND));
            complain(self.color, &text);
        }
    }

    /// From now on this day counts as today.
    pub const fn today_is(&mut self, day: Day) {
        self.today = day;
        self.day_is_set = true;
    }

    /// When to use colours.
    #[must_use]
    pub const fn color(&self) -> Color {
        self.color
    }

    /// Shows how work comes along, where somebody sees it and it takes long.
    #[must_use]
    pub fn progress(&self, what: &'static str) -> Progress {
        Progress::new(what, self.quiet)
    }
}

/// Today by `ORBIT_NOW`, else by `SOURCE_DATE_EPOCH`; nothing where neither is set. Empty is as good as unset.
fn day_set(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Day>, Failure> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    if let Some(text) = set("ORBIT_NOW") {
        return Day::parse(&text).map(Some).ok_or_else(|| {
            Failure::new(format!("`ORBIT_NOW` is `{text}`, which is not a day"))
                .hint("write it like 2026-03-20, or unset it")
        });
    }
    if let Some(text) = set("SOURCE_DATE_EPOCH") {
        let day = text.parse().ok().and_then(Day::of_unix);
        return day.map(Some).ok_or_else(|| {
            Failure::new(format!(
                "`SOURCE_DATE_EPOCH` is `{text}`, which is not a number of seconds"
            ))
            .hint("give the seconds since 1970, or unset it")
        });
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        day_set(variable)
            .map(|day| day.map_or_else(String::new, |day| day.to_string()))
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_environment_can_set_the_day() {
        assert_eq!(
            with(&[("ORBIT_NOW", "2026-03-20")]),
            Ok("2026-03-20".into())
        );
        assert_eq!(
            with(&[("ORBIT_NOW", ""), ("SOURCE_DATE_EPOCH", "1772442900")]),
            Ok("2026-03-02".into())
        );
        assert_eq!(
            with(&[("ORBIT_NOW", "2026-03-20"), ("SOURCE_DATE_EPOCH", "0")]),
            Ok("2026-03-20".into())
        );
    }

    #[test]
    fn without_it_the_clock_says_the_day() {
        assert_eq!(with(&[("ORBIT_NOW", "")]), Ok(String::new()));
    }

    #[test]
    fn a_day_that_is_none_is_named() {
        assert_eq!(
            with(&[("ORBIT_NOW", "tomorrow")]),
            Err("`ORBIT_NOW` is `tomorrow`, which is not a day".into())
        );
        assert_eq!(
            with(&[("SOURCE_DATE_EPOCH", "2026-03-20")]),
            Err("`SOURCE_DATE_EPOCH` is `2026-03-20`, which is not a number of seconds".into())
        );
    }
}
