//! `orbit related`.

use std::io::Read as _;

use super::check::id_from_here;
use super::context::Context;
use super::stop::{Stop, Verdict};
use super::studio::Studio;
use crate::model::Engagement;
use crate::related::{self, Subject, Weights};
use crate::repo::{Failure, MOST_READ};
use crate::report::{Format, related as report};

const EXAMPLES: &str = "\
Examples:
  orbit related acme/rebrand              what bears on an engagement
  orbit related - < notes.txt             what bears on a text that is not in the studio yet
  orbit related - --exclude acme/audit    as if that engagement did not exist
  orbit related acme --limit 3 --format json

An engagement is found by the words and phrases that it shares, the rare ones and those of titles and headings most; by what the engagements \
most like this one lean on; by what others say where they refer to it; and by what ties the two together: one follows or names the other, the \
same client, the same people, the same move, about the same time. Nothing but the files decides, so that the answer is the same each time.

JSON: `{\"subject\": ID or null, \"related\": [{\"engagement\", \"path\", \"title\", \"client\", \"stage\", \"score\", \"because\", \
\"reasons\": [{\"kind\", \"text\", \"weight\"}], \"passages\": [{\"kind\", \"id\", \"text\", \"entry\", \"date\", \"path\", \"line\", \"because\"}]}]}`, \
the most telling first. A passage's kind is `entry`, or the mark's own, such as `decision` or `lesson`.";

/// What else in this studio bears on an engagement or a text, most telling first, each with its reasons
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An engagement: its id, its file, or a part of its id that only one has; `-` for a text from standard input
    id: String,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// As if this engagement did not exist; may be given again
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement, or standard input cannot be read.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let studio = Studio::now(&repository)?;
        let mut left_out: Vec<&str> = Vec::new();
        for id in &self.exclude {
            left_out.push(&studio.named(&id_from_here(context, &repository, id))?.path);
        }
        let engagements: Vec<&Engagement> = studio
            .engagements
            .iter()
            .filter(|engagement| !left_out.contains(&engagement.path.as_str()))
            .collect();
        let text;
        let subject = if self.id == "-" {
            text = standard_input()?;
            Subject::text(&text)
        } else {
            Subject::engagement(studio.named(&id_from_here(context, &repository, &self.id))?)
        };
        if subject.is_empty() {
            context.aside("the text says nothing to find others by")?;
        }
        let found = related::rank(
            &engagements,
            &subject,
            &studio.settings,
            Weights::default(),
            self.limit,
        );
        match self.format {
            Format::Human if found.is_empty() => {
                context.aside("nothing in this studio bears on it")?
            }
            Format::Human => context.out.print(report::render(&found))?,
            Format::Json => {
                let subject = subject.engagement.map(|engagement| engagement.id.as_str());
                context
                    .out
                    .write(report::render_json(subject, &found).as_bytes())?;
            }
        }
        Ok(Verdict::Fine)
    }
}

/// What stands on standard input, as far as a file would be read.
fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_READ).unwrap_or(u64::MAX);
    std::io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("standard input cannot be read: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
