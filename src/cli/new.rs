//! `orbit new`.

use super::complete;
use super::context::Context;
use super::desk::{Options, Studio, Wanted};
use super::editor::Draft;
use super::stop::{Stop, Verdict};
use crate::act::new;
use crate::repo::{Failure, write};

const EXAMPLES: &str = "\
Examples:
  orbit new acme/rebrand
  orbit new acme/rebrand --title 'Autumn fair rebrand' --set source=referral
  orbit new acme/stand --follows acme/rebrand --owner tom
  orbit new acme/rebrand --edit --commit       fill it in at once, and commit it

It begins in the first stage of the workflow, with what that stage needs laid out.";

/// Begin an engagement
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client and a short name for the work, such as acme/rebrand
    #[arg(value_name = "CLIENT/SLUG")]
    id: String,
    /// What people call it; its short name, unless said
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who has it: a handle; you, unless said
    #[arg(long, value_name = "HANDLE", add = complete::handles())]
    owner: Option<String>,
    /// Its workflow, where it is not the studio's usual one
    #[arg(long, value_name = "NAME", add = complete::workflows())]
    workflow: Option<String>,
    /// The stage that it begins in; the first, unless said
    #[arg(long, value_name = "STAGE", add = complete::stages())]
    stage: Option<String>,
    /// An earlier engagement whose context it continues
    #[arg(long, value_name = "ID", add = complete::engagements())]
    follows: Option<String>,
    /// A front-matter key and its value; can be given again
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = super::advance::pair)]
    fields: Vec<(String, String)>,
    /// What its first entry says
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    message: Option<String>,
    /// Fill it in with your editor before it is written
    #[arg(short, long)]
    edit: bool,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where its name is none or taken, or its file cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let studio = Studio::open(context)?;
        let asked = new::Asked {
            id: self.id.trim_end_matches(".md").to_owned(),
            title: self.title,
            owner: self.owner,
            workflow: self.workflow,
            stage: self.stage,
            follows: self.follows,
            fields: self.fields,
            text: self.message.unwrap_or_default(),
        };
        let place = new::Place {
            settings: &studio.settings,
            day: context.today,
            person: studio.person.as_deref(),
            standard: &|path| studio.standard(path),
        };
        let mut deed = new::act(&place, &asked)?;
        if write::read(studio.top(), &deed.path)?.is_some() {
            return Err(Failure::new(format!("`{}` is there already", deed.path))
                .hint(format!(
                    "to move it on: `orbit advance {}`",
                    deed.engagement
                ))
                .into());
        }
        let draft = Draft::new(&studio.repository, "ORBIT_NEW.md");
        if self.edit {
            context.out.finish()?;
            let written = draft.edit(&studio.repository, &deed.text)?;
            if written.trim().is_empty() {
                context.aside("nothing was written: the file is empty")?;
                return Ok(Verdict::Errors);
            }
            deed.text = written;
        }
        let wanted = Wanted {
            // What is not committed yet may be filled in later.
            whole: self.options.commit,
            stage: false,
            commit: self.options.commit,
        };
        let verdict = studio.begin(context, &deed, wanted)?;
        if verdict == Verdict::Errors && self.edit {
            context.say(format!(
                "what you wrote is kept in `{}`",
                draft.path().display()
            ))?;
        } else if self.edit {
            draft.done();
        } else if verdict == Verdict::Errors && self.options.commit {
            context.say("leave `--commit` out, and the file is laid out for you to fill in; or add `--edit`, and your editor opens it first")?;
        }
        if verdict == Verdict::Fine && !self.options.commit {
            context.say(format!(
                "\nfill it in, then:\n  orbit check {path}\n  git add {path} && git commit -m '{message}'\nand when it is ready to go on:\n  orbit advance {id}",
                path = crate::check::quoted(&deed.path),
                message = deed.message,
                id = crate::check::quoted(&deed.engagement),
            ))?;
        }
        Ok(verdict)
    }
}
