//! `orbit status`.

use super::check::id_from_here;
use super::context::Context;
use super::now::Now;
use super::stop::{Stop, Verdict};
use crate::model::Engagement;
use crate::next::Standing;
use crate::report::Format;
use crate::report::next::Asked;
use crate::report::status::{render, render_json, surface};

const EXAMPLES: &str = "\
Examples:
  orbit status                     every engagement, by stage, with what it waits for
  orbit status --open              without those that are over
  orbit status acme/rebrand        one: its stage, its promises and questions, what the next stage needs, what to do
  orbit status --format json       for programs";

/// Where each engagement stands and what it waits for
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An engagement: its id, its file, or a part of its id that only one has
    id: Option<String>,
    /// Leave out what is done or lost
    #[arg(long, conflicts_with = "id")]
    open: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let studio = Now::read(context)?;
        let settings = &studio.settings;
        let wanted: Vec<&Engagement> = match &self.id {
            Some(id) => vec![studio.named(&id_from_here(context, &studio.repository, id))?],
            None => studio
                .engagements
                .iter()
                .filter(|engagement| {
                    let over = |engagement: &Engagement| {
                        engagement
                            .stage(settings)
                            .is_some_and(|stage| stage.kind.is_over())
                    };
                    !self.open || !over(engagement)
                })
                .collect(),
        };
        let standings = studio.standings(&wanted, context)?;
        let stands: Vec<(&Engagement, &Standing<'_>)> =
            wanted.iter().copied().zip(&standings).collect();
        let day = context.today;
        match (self.format, self.id.is_some(), stands.as_slice()) {
            (Format::Json, ..) => context
                .out
                .write(render_json(&stands, settings, day).as_bytes())?,
            (Format::Human, true, [(engagement, standing)]) => {
                let asked = Asked {
                    settings,
                    day,
                    whose: None,
                    all: standing.items.len(),
                };
                context.out.print(surface(engagement, standing, &asked))?;
            }
            (Format::Human, _, []) => {
                context.aside("there is no engagement yet; `orbit new CLIENT/SLUG` begins one")?;
            }
            (Format::Human, ..) => context.out.print(render(&stands, settings, day))?,
        }
        Ok(Verdict::Fine)
    }
}
