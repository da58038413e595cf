//! `orbit log`.

use std::io::Read;

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::editor::Draft;
use super::stop::{Stop, Verdict};
use crate::act::comments::without_comments;
use crate::act::log;
use crate::repo::Failure;

const EXAMPLES: &str = "\
Examples:
  orbit log acme/rebrand 'Call with Jane Okafor'             the rest in your editor
  orbit log rebrand 'Call with Jane' -m 'Her CFO is nervous.' -m '- tone: wary'
  orbit log rebrand -m 'Price sent' --commit                 the first line is the title
  orbit log rebrand 'Their answer' -m - < mail.txt           from standard input

The entry is Markdown. A line of a list that begins with a keyword is a mark:
  - tone: wary; last year's overrun came up twice
  - [ ] promise: two logo directions (@tom, to Jane Okafor, due 2026-03-20)
  - decision: fixed price (@maya, topic price)";

/// Add an entry of today to the log
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// The entry's title
    #[arg(value_name = "TITLE")]
    title: Vec<String>,
    /// What happened, instead of asking in an editor; given again, another paragraph; `-` reads standard input
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    message: Vec<String>,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where there is no such engagement, the editor cannot be started, or the file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let title = self.title.join(" ");
        let title = (!title.trim().is_empty()).then_some(title);
        if !self.message.is_empty() {
            let asked = log::Asked {
                title,
                text: said(&self.message)?,
            };
            let deed = log::act(&desk.scene(context), &asked)?;
            return desk.write(context, &deed, Wanted::of(self.options));
        }
        let draft = Draft::new(&desk.studio.repository, "ORBIT_LOG.md");
        let template = template(&desk.engagement.id, title.as_deref());
        let text = draft.kept(&template).unwrap_or(template);
        context.out.finish()?;
        let written = without_comments(&draft.edit(&desk.studio.repository, &text)?);
        let (head, body) = written
            .trim_start()
            .split_once('\n')
            .unwrap_or((written.trim(), ""));
        if written.trim().is_empty()
            || (body.trim().is_empty() && title.as_deref() == Some(head.trim()))
        {
            draft.done();
            context.aside("nothing was written: the entry is empty")?;
            return Ok(Verdict::Errors);
        }
        let asked = log::Asked {
            title: None,
            text: written,
        };
        let kept = |failure: Failure| {
            failure.hint(format!(
                "what you wrote is kept in `{}`",
                draft.path().display()
            ))
        };
        let deed = log::act(&desk.scene(context), &asked).map_err(kept)?;
        let verdict = desk.write(context, &deed, Wanted::of(self.options))?;
        if verdict == Verdict::Fine {
            draft.done();
        } else {
            context.say(format!(
                "what you wrote is kept in `{}`: run this again to mend it",
                draft.path().display()
            ))?;
        }
        Ok(verdict)
    }
}

fn template(id: &str, title: Option<&str>) -> String {
    format!(
        "# {id}: an entry of today. The first line is its title; lines that begin with `# ` are left out.\n{}\n\n\n\
# A line of a list that begins with a keyword is a mark:\n\
# - tone: …\n\
# - [ ] promise: … (@…, to …, due YYYY-MM-DD)\n\
# - decision: … (@…, topic …)\n\
#   - because: …\n\
# - [ ] question: … (@…)\n\
# - risk: …\n",
        title.unwrap_or_default()
    )
}

/// Messages as paragraphs; items of a list stay together.
fn said(messages: &[String]) -> Result<String, Failure> {
    let mut text = String::new();
    for message in messages {
        let message = if message == "-" {
            let mut read = String::new();
            std::io::stdin()
                .read_to_string(&mut read)
                .map_err(|error| Failure::new("standard input cannot be read").because(error))?;
            read
        } else {
            message.clone()
        };
        let last = text.lines().last().unwrap_or_default();
        let listed = last.trim_start().starts_with(['-', '*']) && message.starts_with(['-', '*']);
        if !text.is_empty() {
            text.push_str(if listed { "\n" } else { "\n\n" });
        }
        text.push_str(message.trim_matches('\n'));
    }
    Ok(text)
}
