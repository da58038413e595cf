//! `orbit next`.

use super::context::Context;
use super::now::Now;
use super::stop::{Stop, Verdict};
use crate::model::Engagement;
use crate::model::words::nearest;
use crate::next::{self, Item};
use crate::repo::Failure;
use crate::report::Format;
use crate::report::next::{Asked, render, render_json, summary};

/// How many are shown to people where nothing is said.
const SHOWN: usize = 20;

const EXAMPLES: &str = "\
Examples:
  orbit next                     what waits in the whole studio
  orbit next --for tom           what waits for @tom
  orbit next --for me            what waits for you, by who git says you are
  orbit next --limit 1           the one thing to do first
  orbit next --format json       for programs

For one person a handoff to accept comes first; then what is late, then what has the fewest days left. Each item says why it waits,
since when, and what to type. What is nobody's is shown to everybody. Nothing is kept between two runs: the list is made from the files
and the history each time.";

/// How the person at work is called.
const ME: &str = "me";

/// What to do now, most urgent first, over the studio or for one person
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// For this person, by handle; `me` is whoever git says you are
    #[arg(long = "for", value_name = "HANDLE", conflicts_with = "all")]
    whose: Option<String>,
    /// For everybody, as where nothing is said
    #[arg(long)]
    all: bool,
    /// Show at most so many; 20 for people where nothing is said
    #[arg(short = 'n', long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or knows nobody by that handle.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let studio = Now::read(context)?;
        let whose = self.whose(&studio)?;
        let engagements: Vec<&Engagement> = studio.engagements.iter().collect();
        let standings = studio.standings(&engagements, context)?;
        let mut waiting: Vec<(&Engagement, &Item<'_>)> = engagements
            .iter()
            .zip(&standings)
            .flat_map(|(engagement, standing)| {
                standing.items.iter().map(move |item| (*engagement, item))
            })
            .filter(|(_, item)| {
                whose
                    .as_ref()
                    .is_none_or(|handle| next::is_for(item, handle))
            })
            .collect();
        match &whose {
            Some(handle) => waiting.sort_by_key(|(_, item)| {
                // A handoff of somebody else's is not theirs to accept.
                let (not_handoff, late, urgency) = next::order_for_one(item);
                (not_handoff || !next::is_named(item, handle), late, urgency)
            }),
            None => waiting.sort_by_key(|(_, item)| next::order(item)),
        }
        let asked = Asked {
            settings: &studio.settings,
            day: context.today,
            whose: whose.as_deref(),
            all: waiting.len(),
        };
        match self.format {
            Format::Human => {
                let said = summary(&waiting, &asked);
                waiting.truncate(self.limit.unwrap_or(SHOWN));
                context.say(said)?;
                if !waiting.is_empty() {
                    context.say("")?;
                }
                context.out.print(render(&waiting, &asked))?;
            }
            Format::Json => {
                waiting.truncate(self.limit.unwrap_or(usize::MAX));
                context
                    .out
                    .write(render_json(&waiting, &asked).as_bytes())?;
            }
        }
        Ok(Verdict::Fine)
    }

    /// The handle of the one person that is asked about.
    fn whose(&self, studio: &Now) -> Result<Option<String>, Stop> {
        let people = &studio.settings.people;
        if let Some(handle) = &self.whose {
            if let Some(person) = people.by_handle(handle) {
                return Ok(Some(person.handle.clone()));
            }
            if handle == ME {
                return Ok(Some(me(studio)?));
            }
            let failure = Failure::new(format!("`orbit.yml` names nobody `{handle}`"));
            let near = nearest(handle, people.iter().map(|person| person.handle.as_str()));
            return Err(match near {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint("handles stand below `people` in `orbit.yml`"),
            }
            .into());
        }
        Ok(None)
    }
}

/// The handle of whoever git says is at work.
fn me(studio: &Now) -> Result<String, Failure> {
    let author = studio.repository.author();
    let people = &studio.settings.people;
    if let Some(person) = author.as_ref().and_then(|author| people.by_author(author)) {
        return Ok(person.handle.clone());
    }
    let failure = match author {
        None => Failure::new("git does not say who you are"),
        Some(author) => Failure::new(format!(
            "git says you are {} <{}>, whom `orbit.yml` does not name",
            author.name, author.email
        )),
    };
    Err(failure.hint("say whom you mean by a handle: `--for HANDLE`"))
}
