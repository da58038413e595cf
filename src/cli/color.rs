//! When to use colours, and which.

use std::ffi::OsString;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

/// How a failure and an error begin.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// How a warning begins.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// How a hint begins.
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// What stands out: a name, a heading.
pub const STRONG: Style = Style::new().bold();
/// What stands back.
pub const FAINT: Style = Style::new().dimmed();

/// The styles of the help.
pub const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// What the arguments ask for, for the time before they are parsed and for the case that they cannot be.
    #[must_use]
    pub fn asked_for(args: &[OsString]) -> Self {
        let mut asked = Self::Auto;
        let mut args = args.iter().filter_map(|arg| arg.to_str()).peekable();
        while let Some(arg) = args.next() {
            let value = match arg {
                "--" => break,
                "--color" => args.peek().copied(),
                _ => arg.strip_prefix("--color="),
            };
            asked = match value {
                Some("always") => Self::Always,
                Some("never") => Self::Never,
                _ => asked,
            };
        }
        asked
    }

    /// The same for the library that writes them.
    #[must_use]
    pub const fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::AlwaysAnsi,
            Self::Never => ColorChoice::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wish_for_colours_is_seen_before_the_arguments_are_parsed() {
        let asked = |args: &[&str]| {
            Color::asked_for(&args.iter().map(Into::into).collect::<Vec<OsString>>())
        };
        assert_eq!(asked(&["orbit", "--color=never", "--bogus"]), Color::Never);
        assert_eq!(asked(&["orbit", "x", "--color", "always"]), Color::Always);
        assert_eq!(asked(&["orbit", "--", "--color=always"]), Color::Auto);
        assert_eq!(asked(&["orbit", "--color"]), Color::Auto);
    }
}
