//! `orbit search`.

use super::check::id_from_here;
use super::context::Context;
use super::stop::{Stop, Verdict};
use super::studio::Studio;
use crate::chronicle::{self, damage};
use crate::model::words::list;
use crate::repo::history::{self, Log, Wanted};
use crate::report::{Format, search as report};
use crate::search::{self, Filter, Gone, Kind, Query};
use crate::text::fold::folded;

const EXAMPLES: &str = "\
Examples:
  orbit search ticket office                   every passage with both words, the best first
  orbit search '\"two directions\"' acme         a phrase and a word
  orbit search --kind promise logo             promises only
  orbit search --in acme/rebrand --kind decision
                                               all decisions of one engagement, superseded ones too
  orbit search --history delay reports         what once stood here and is gone as well

All words must stand in a passage, in any order; each may go on, so that `promis` finds `promised`, and other forms of an English word are found \
as well, the word itself first. What stands in double quotes is a phrase, found word by word. With `--history`, sentences and marks that are gone \
are told with the commit that last had them and the one that took them away; a file that is gone altogether is not looked at, and \
`git log --diff-filter=D -- engagements` names those. Kinds are `title`, `field`, `section`, `entry`, and those of marks, such as `promise` and `decision`.

JSON: `{\"query\", \"total\", \"results\": [{\"engagement\", \"path\", \"line\", \"kind\", \"id\", \"state\", \"under\", \"date\", \"excerpt\", \"score\"}], \
\"gone\": [the same, and \"last\" and \"removed\", each {\"commit\", \"author\", \"date\", \"subject\"}]}`.";

/// Find words in texts and marks as they are, and with `--history` in what once stood there
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The words; none finds everything that the other options leave
    words: Vec<String>,
    /// Also what was there once and is gone
    #[arg(long)]
    history: bool,
    /// Only engagements of this client's folder
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Only this engagement
    #[arg(long = "in", value_name = "ID")]
    within: Option<String>,
    /// Only passages of this kind
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::parse(name)
        .ok_or_else(|| format!("no kind of passage; there are {}", list(&Kind::names())))
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let written = self.words.join(" ");
        let query = Query::of(&written);
        let may_find = |bytes: &[u8]| query.may_find(&folded(&String::from_utf8_lossy(bytes)));
        let studio = if self.within.is_some() {
            Studio::now(&repository)?
        } else {
            Studio::now_where(&repository, &may_find)?
        };
        let within = match &self.within {
            Some(id) => Some(studio.named(&id_from_here(context, &repository, id))?),
            None => None,
        };
        let filter = Filter {
            client: self.client,
            engagement: within.map(|engagement| engagement.id.clone()),
            kind: self.kind,
        };
        let (hits, all) = search::search(&studio.engagements, &query, &filter, self.limit);
        let mut log = Log::default();
        let mut gone: Vec<Gone> = Vec::new();
        if self.history
            && let Some(head) = repository.head()?
        {
            let progress = context.progress("reading the history");
            let told = |done: usize, of: usize| progress.at(done, of);
            log = match within {
                Some(engagement) => {
                    let wanted = Wanted {
                        key: "",
                        folders: std::slice::from_ref(&engagement.path),
                        path: &|path| path == engagement.path,
                    };
                    history::read(&repository, &head, &wanted, &told)?
                }
                None => chronicle::log(&repository, &head, &studio.settings, &told)?,
            };
            (gone, log) = damage::beyond(log, &repository, &|log| {
                search::past::all(&search::past::Search {
                    log,
                    settings: &studio.settings,
                    query: &query,
                    filter: &filter,
                    blob: &|blob| repository.blob(blob),
                })
            })?;
            gone.truncate(self.limit);
            drop(progress);
            context.warn_of_lost(&log);
        }
        match self.format {
            Format::Human if hits.is_empty() && gone.is_empty() => {
                let hint = if self.history {
                    ""
                } else {
                    "; `--history` looks at what is gone too"
                };
                context.aside(&format!("nothing is found{hint}"))?;
            }
            Format::Human => {
                context.out.print(report::render(&hits, &gone, &log))?;
                if all > hits.len() {
                    let more = all - hits.len();
                    context.aside(&format!("{more} more; `--limit {all}` shows them"))?;
                }
            }
            Format::Json => context
                .out
                .write(report::render_json(&written, all, &hits, &gone, &log).as_bytes())?,
        }
        Ok(Verdict::Fine)
    }
}
