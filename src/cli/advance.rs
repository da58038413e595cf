//! `orbit advance`.

mod answers;
mod screen;

use std::io::IsTerminal;

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::editor::Draft;
use super::stop::{Stop, Verdict};
use crate::act::advance::{self, Fill, Finished, Given};
use crate::repo::Failure;

const EXAMPLES: &str = "\
Examples:
  orbit advance acme/rebrand                     to the stage that follows
  orbit advance acme/rebrand -n                  only say what is missing
  orbit advance rebrand delivery --to tom        and hand it to Tom
  orbit advance rebrand scope --to tom           it stands there: hand it to Tom
  orbit advance rebrand dormant --set wake=2026-09-01 -a 'No budget.' -a 'The new year.'
  orbit advance rebrand delivery --because 'the scope is theirs'   pass a stage over
  orbit advance rebrand research --commit < handoff.md

It says what is missing before anything is written, and opens the handoff in your editor.
Without a terminal it takes the answers from `--answer`, or from standard input: paragraphs in
the order of the questions, or the questions as headings (`#### Why …?`) with the answers below.

Exit status: 0 moved, 1 something is missing or unanswered, 2 the move could not be made.";

/// Move an engagement to another stage, or hand it to somebody, with the handoff that this asks for
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// Where to; the stage that follows, unless said
    #[arg(add = complete::stages())]
    stage: Option<String>,
    /// Who takes over, and has it from then on
    #[arg(long, value_name = "HANDLE", add = complete::handles())]
    to: Option<String>,
    /// The answer to a question of the handoff; given again, to the next one
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    answer: Vec<String>,
    /// Why a stage may be passed over; for another move without answers, the answer to its first question
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// A front-matter key that is missing, and its value; can be given again
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    fields: Vec<(String, String)>,
    /// A section that is missing, and its text; can be given again
    #[arg(long = "section", value_name = "TITLE=TEXT", value_parser = pair)]
    sections: Vec<(String, String)>,
    /// Only say where it stands, what is missing and what can be done
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Open the editor, whatever was answered already
    #[arg(short, long)]
    edit: bool,
    #[command(flatten)]
    options: Options,
}

/// `key=value`, as an option takes it.
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it like KEY=VALUE".to_owned()),
    }
}

/// Whether a line of a text would be read as a heading or a comment.
fn holds_heading(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with('#'))
}

impl Args {
    /// # Errors
    /// Where there is no such engagement or move, the editor cannot be started, or the file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let scene = desk.scene(context);
        if let Some(answer) = self
            .answer
            .iter()
            .chain(&self.because)
            .find(|text| holds_heading(text))
        {
            return Err(Failure::new(
                "an answer cannot hold a heading, nor a line that begins with `# `",
            )
            .because(answer.lines().next().unwrap_or_default())
            .into());
        }
        let plan = advance::plan(&scene, self.stage.as_deref(), self.to.as_deref())?;
        let standard = |path: &str| desk.studio.standard(path);
        if let Some(former) = desk.committed()?.and_then(|committed| committed.stage)
            && former != plan.from.id
            && plan.kind.is_some()
        {
            return Err(Failure::new(format!(
                "`{}` has moved from `{former}` to `{}` already, and that is not committed",
                desk.engagement.id, plan.from.id
            ))
            .hint(format!(
                "one commit makes one move: write `{}: {former}` again, or commit that one first:",
                desk.studio.settings.stage_field
            ))
            .hint(format!(
                "git add {path} && git commit",
                path = crate::check::quoted(&desk.engagement.path)
            ))
            .into());
        }
        let probe = advance::probe(&scene, &plan, &self.fields, &self.sections)?;
        let judged = desk.judged(context, &probe)?;
        let missing = advance::missing(&scene, &plan, &judged.findings, &probe, &standard);
        let screen = screen::render(&desk, &plan, &missing, context.today);
        match missing.is_empty() {
            true => context.say(screen)?,
            false => context.out.line(screen)?,
        }
        let elsewhere = missing
            .iter()
            .any(|missing| matches!(missing.fill, Fill::Elsewhere(_)));
        if desk.committed()?.is_none() && desk.studio.repository.head()?.is_some() {
            context.aside(&format!(
                "its file is not committed yet: commit it first, so that its history begins in `{}` and not in `{}`\n",
                plan.from.id, plan.to.id
            ))?;
        }
        if self.dry_run {
            return Ok(if missing.is_empty() {
                Verdict::Fine
            } else {
                Verdict::Errors
            });
        }
        if elsewhere {
            context.say("nothing was written: mend that first, or go another way")?;
            return Ok(Verdict::Errors);
        }
        let mut given = Given {
            answers: self.answer.clone(),
            because: self.because.clone(),
        };
        let answered = !given.answers.is_empty() || given.because.is_some();
        let mut heard = None;
        if !answered && !self.edit && !std::io::stdin().is_terminal() {
            heard = answers::heard(&plan.questions)?;
        }
        let kept = Draft::new(&desk.studio.repository, "ORBIT_HANDOFF.md");
        let draft = |given: &Given| advance::draft(&scene, &plan, &missing, given, &standard);
        // With nothing to ask and nothing missing there is nothing to write.
        let silent = plan.questions.is_empty() && missing.is_empty() && plan.skipped.is_empty();
        let whole = matches!(heard, Some(answers::Heard::Whole(_)));
        let (text, edited) = if let Some(heard) = heard {
            match heard {
                answers::Heard::Whole(text) => (text, false),
                answers::Heard::Answers(answers) => {
                    given.answers = answers;
                    (draft(&given), false)
                }
            }
        } else if (answered || silent || !Draft::can_be_edited(&desk.studio.repository))
            && !self.edit
        {
            (draft(&given), false)
        } else {
            let template = draft(&given);
            let text = kept.kept(&template).unwrap_or(template);
            context.out.finish()?;
            (kept.edit(&desk.studio.repository, &text)?, true)
        };
        if !edited && !whole && !missing.is_empty() {
            context.say("nothing was written: fill that in, waive it, or go another way")?;
            return Ok(Verdict::Errors);
        }
        let keep = |failure: Failure| {
            if edited {
                failure.hint(format!(
                    "what you wrote is kept in `{}`; run this again to mend it",
                    kept.path().display()
                ))
            } else {
                failure
            }
        };
        let finished =
            advance::finish(&scene, &plan, &text, &self.fields, &self.sections).map_err(keep)?;
        let Finished::Deed(deed) = finished else {
            if edited {
                kept.done();
            }
            context.aside("nothing was written: no question is answered")?;
            if !edited {
                context.aside(&screen::questions(&plan))?;
            }
            return Ok(Verdict::Errors);
        };
        let wanted = Wanted {
            whole: true,
            stage: true,
            commit: self.options.commit,
        };
        let verdict = match desk.write(context, &deed, wanted) {
            Ok(verdict) => verdict,
            Err(Stop::Failure(failure)) => return Err(keep(failure).into()),
            Err(stop) => return Err(stop),
        };
        if verdict == Verdict::Errors && edited {
            context.say(format!(
                "what you wrote is kept in `{}`; run this again to mend it",
                kept.path().display()
            ))?;
        } else if edited {
            kept.done();
        }
        if verdict == Verdict::Fine
            && plan.accept
            && let Some(receiver) = plan
                .receiver
                .as_ref()
                .filter(|receiver| Some(*receiver) != plan.giver.as_ref())
        {
            context.say(format!(
                "@{receiver} takes over with: orbit accept {} --commit",
                desk.engagement.id
            ))?;
        }
        Ok(verdict)
    }
}
