//! `orbit schema`.

use clap::ValueEnum;

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::model::Settings;
use crate::model::settings::FILE;
use crate::repo::{Failure, Tree};
use crate::report::json;
use crate::schema;

const EXAMPLES: &str = "\
Examples:
  orbit schema studio > .vscode/orbit.json            what `orbit.yml` may hold
  orbit schema workflow > .vscode/workflow.json       what a file in `workflows/` may hold
  orbit schema front-matter                           what an engagement of this studio may say

An editor that reads YAML with a schema takes it from a first line such as
  # yaml-language-server: $schema=.vscode/orbit.json

The schema of front-matter has this studio's stages, people and fields in it: print it again when they change.
Outside a studio it has those that come with Orbit. `orbit lsp` tells an editor more, as you type.";

/// Print a JSON Schema, for editors: of front-matter, orbit.yml or a workflow
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What the schema is of
    of: Of,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// What stands between the fences of an engagement of this studio
    FrontMatter,
    /// `orbit.yml`
    Studio,
    /// A file in `workflows/`
    Workflow,
}

impl Args {
    /// # Errors
    /// Where the studio's settings are wrong, and where standard output cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let schema = match self.of {
            Of::FrontMatter => schema::front_matter(&settings(context)?),
            Of::Studio => schema::studio(),
            Of::Workflow => schema::workflow(),
        };
        context.out.write(json::document(&schema).as_bytes())?;
        Ok(Verdict::Fine)
    }
}

/// The studio's settings; outside of one, those that come with Orbit.
fn settings(context: &Context) -> Result<Settings, Failure> {
    let tree = context.repository().ok();
    match tree.and_then(|repository| repository.work_tree()) {
        Some(tree) if tree.holds(FILE)? => Settings::load(&tree),
        _ => Ok(Settings::built_in()),
    }
}
