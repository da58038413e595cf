//! How a command ends: with a verdict, or stopped by a failure or by its reader going away.

use std::io;

use super::color::{Color, ERROR, HELP};
use super::output::complain;
use crate::repo::Failure;
use crate::report::terminal::escape;

/// The exit status of a failure and of a wrong call.
const FAILED: u8 = 2;

/// What a command that did its work has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands against it.
    Fine,
    /// Errors were found.
    Errors,
}

impl Verdict {
    /// The exit status.
    #[must_use]
    pub const fn status(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Errors => 1,
        }
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// It could not do its work.
    Failure(Failure),
    /// It was called wrongly.
    Usage(Box<clap::Error>),
    /// Standard output could not be written.
    Output(io::Error),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<clap::Error> for Stop {
    fn from(mistake: clap::Error) -> Self {
        Self::Usage(Box::new(mistake))
    }
}

impl Stop {
    /// The exit status. A reader that has seen enough is no failure.
    #[must_use]
    pub fn status(&self) -> u8 {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Output(_) | Self::Failure(_) | Self::Usage(_) => FAILED,
        }
    }

    /// Prints on standard error what went wrong, why, and what to do about it.
    pub fn report(&self, color: Color) {
        let text = match self {
            Self::Failure(failure) => describe(failure),
            Self::Usage(mistake) => mistake.render().ansi().to_string(),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return,
            Self::Output(error) => {
                describe(&Failure::new("standard output cannot be written").because(error))
            }
        };
        complain(color, &text);
    }
}

fn describe(failure: &Failure) -> String {
    let mut text = format!("{ERROR}error{ERROR:#}: {}\n", escape(&failure.message));
    for cause in &failure.causes {
        text.push_str(&format!("  because: {}\n", escape(cause)));
    }
    for (at, hint) in failure.hints.iter().enumerate() {
        let hint = escape(hint);
        text.push_str(&match at {
            0 => format!("{HELP}help{HELP:#}: {hint}\n"),
            _ => format!("      {hint}\n"),
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let failure = Failure::new("no repository at `a\u{1b}[2J`")
            .because("not found")
            .hint("make one:")
            .hint("git init");
        let text = anstream::adapter::strip_str(&describe(&failure)).to_string();
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r#"
error: no repository at `a␛[2J`
  because: not found
help: make one:
      git init

"#]]
        );
    }

    #[test]
    fn a_closed_pipe_is_success() {
        let closed = Stop::Output(io::ErrorKind::BrokenPipe.into());
        assert_eq!(closed.status(), 0);
        assert_eq!(Stop::Output(io::ErrorKind::StorageFull.into()).status(), 2);
        assert_eq!(Stop::Failure(Failure::new("x")).status(), 2);
        assert_eq!(Verdict::Errors.status(), 1);
    }
}
