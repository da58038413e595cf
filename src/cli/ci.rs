//! `orbit ci`: what a code host has to be told, so that it holds the same rules and publishes the site.

use super::context::Context;
use super::stop::{Stop, Verdict};

const EXAMPLES: &str = "\
Examples:
  orbit ci github > .github/workflows/orbit.yml
  orbit ci gitlab > .gitlab-ci.yml
  orbit ci github --source https://git.northlight.example/orbit.git

It is printed, not written: read it, change it, it is yours. A git server of your own needs none of it:
`orbit hook install` in its bare repository has every push checked there.";

/// Print what CI needs to check each push and publish the site
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Whose CI
    host: Host,
    /// The git address that CI installs Orbit from; without one, CI takes it from a variable of that host
    #[arg(long, value_name = "URL")]
    source: Option<String>,
}

/// A code host.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Host {
    /// GitHub, and what runs its workflows
    Github,
    /// GitLab
    Gitlab,
}

impl Host {
    const fn template(self) -> &'static str {
        match self {
            Self::Github => include_str!("../../templates/ci/github.yml"),
            Self::Gitlab => include_str!("../../templates/ci/gitlab.yml"),
        }
    }

    /// The variable that holds the address, as this host's files write it.
    const fn variable(self) -> &'static str {
        match self {
            Self::Github => "${{ vars.ORBIT_SOURCE }}",
            Self::Gitlab => "$ORBIT_SOURCE",
        }
    }
}

impl Args {
    /// # Errors
    /// Where standard output cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let text = written(self.host, self.source.as_deref());
        context.out.write(text.as_bytes())?;
        Ok(Verdict::Fine)
    }
}

/// The host's file, with the address in it or the place where it is taken from.
fn written(host: Host, source: Option<&str>) -> String {
    let address = source.map_or_else(
        || host.variable().to_owned(),
        |address| format!("'{}'", address.replace('\'', "''")),
    );
    let mut lines = Vec::new();
    for line in host.template().lines() {
        let settled = source.is_some() && line.contains("{{ hint }}");
        // GitLab hands a variable of the project down by itself; naming it again would make it empty.
        let handed_down =
            source.is_none() && matches!(host, Host::Gitlab) && line.contains("{{ source }}");
        if !settled && !handed_down {
            lines.push(
                line.replace("{{ hint }}", "")
                    .replace("{{ source }}", &address),
            );
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::yaml;

    const HOSTS: [Host; 2] = [Host::Github, Host::Gitlab];

    #[test]
    fn what_is_printed_is_yaml_with_nothing_left_to_fill_in() {
        for host in HOSTS {
            for source in [None, Some("https://git.example/it's.git")] {
                let text = written(host, source);
                let parsed = yaml::parse(&text, 0);
                assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
                assert!(!text.contains("{{ source"), "{text}");
                assert!(!text.contains("{{ hint"), "{text}");
            }
        }
    }

    #[test]
    fn an_address_that_is_given_stands_in_it_and_no_variable_is_asked_for() {
        for host in HOSTS {
            let text = written(host, Some("https://git.example/orbit.git"));
            assert!(text.contains("ORBIT_SOURCE: 'https://git.example/orbit.git'"));
            assert!(!text.contains("Variables"), "{text}");
        }
    }
}
