//! Where the commands that change an engagement work: the engagement as it is, who acts, and the one way in which what comes of it is judged,
//! written, staged and committed.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use super::check;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::act::{Deed, Scene};
use crate::check::quoted;
use crate::chronicle;
use crate::finding::Severity;
use crate::guard;
use crate::model::words::count;
use crate::model::{Engagement, Settings, standard};
use crate::repo::{Failure, Repository, Tree, WorkTree, write};
use crate::report::CheckFormat;
use crate::span::{Position, Span};
use crate::text::conflict;
use crate::text::edit::difference;

/// What every command that changes an engagement takes.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// Commit the file, and nothing else, with a message that says what was done
    #[arg(long)]
    pub commit: bool,
}

/// The studio that a command works in.
pub struct Studio {
    /// The repository.
    pub repository: Repository,
    /// Its files.
    pub tree: WorkTree,
    /// Its settings, those of the work tree.
    pub settings: Settings,
    /// Who acts, as a handle; nothing where the studio does not know them.
    pub person: Option<String>,
    /// What ids follow from.
    pub seed: u64,
}

/// An engagement that a command works on.
pub struct Desk {
    /// Its studio.
    pub studio: Studio,
    /// The engagement as it is.
    pub engagement: Engagement,
    bytes: Vec<u8>,
}

/// How strictly what comes of a command is judged, and what becomes of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Whether every error of the file keeps it from being written, and not only those in what is written.
    pub whole: bool,
    /// Whether the file is staged.
    pub stage: bool,
    /// Whether the file is committed.
    pub commit: bool,
}

impl Wanted {
    /// What the options of a command ask for.
    #[must_use]
    pub const fn of(options: Options) -> Self {
        Self {
            whole: false,
            stage: false,
            commit: options.commit,
        }
    }
}

impl Studio {
    /// The studio to work in.
    ///
    /// # Errors
    /// Where it has no work tree, its settings are wrong, or a merge is under way.
    pub fn open(context: &Context) -> Result<Self, Failure> {
        let repository = context.repository()?;
        let tree = repository.work_tree().ok_or_else(|| {
            Failure::new(
                "this repository is bare: it has no work tree in which anything could be changed",
            )
        })?;
        let settings = Settings::load(&tree)?;
        if !repository.merge_heads()?.is_empty() {
            return Err(Failure::new("a merge is under way")
                .hint("finish it with `git commit`, or give it up with `git merge --abort`; then run this again"));
        }
        let author = repository.author();
        let person = author
            .and_then(|author| settings.people.by_author(&author).cloned())
            .map(|person| person.handle);
        Ok(Self {
            repository,
            tree,
            settings,
            person,
            seed: seed(),
        })
    }

    /// The top of the work tree.
    pub fn top(&self) -> &Path {
        self.tree.root()
    }

    /// The text of a standard.
    pub fn standard(&self, path: &str) -> Option<String> {
        standard::text(&self.tree, path).ok().flatten()
    }

    /// Every engagement's id and path, those that are links included.
    fn engagements(&self) -> Result<Vec<(String, String)>, Failure> {
        let sources = &self.settings.sources;
        let mut paths = guard::engagements(&self.tree, &self.settings)?;
        for folder in sources.folders() {
            paths.extend(
                self.tree
                    .links(&folder)
                    .into_iter()
                    .filter(|path| sources.holds(path)),
            );
        }
        Ok(paths
            .into_iter()
            .filter_map(|path| Some((sources.id(&path)?, path)))
            .collect())
    }

    /// Writes a deed, if nothing stands against it: where its file held `before`, or there was none.
    ///
    /// # Errors
    /// Where it cannot be judged or written, or was changed by somebody else meanwhile.
    pub fn write(
        &self,
        context: &mut Context,
        deed: &Deed,
        before: Option<&[u8]>,
        wanted: Wanted,
    ) -> Result<Verdict, Stop> {
        let verdict = guard::proposed(
            &self.repository,
            &deed.path,
            deed.text.as_bytes(),
            context.today,
        )?;
        let former = String::from_utf8_lossy(before.unwrap_or_default());
        let (place, with) = difference(&former, &deed.text);
        let changed = Span::new(place.start, place.start + with.len());
        let touches = |span: Span| span.start <= changed.end && changed.start <= span.end;
        let (own, others): (Vec<_>, Vec<_>) = verdict
            .findings
            .into_iter()
            .partition(|finding| wanted.whole || touches(finding.span));
        let stands_against = own
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let own = guard::Verdict {
            findings: own,
            engagements: 1,
            texts: verdict.texts,
            others: None,
        };
        if stands_against {
            check::report(context, own, CheckFormat::Human)?;
            context.say("nothing was written")?;
            return Ok(Verdict::Errors);
        }
        let real = write::real(self.top(), &deed.path)?;
        match before {
            Some(before) => {
                write::replace(self.top(), &deed.path, Some(before), deed.text.as_bytes())?
            }
            None => {
                if !write::create(self.top(), &deed.path, deed.text.as_bytes())? {
                    return Err(Failure::new(format!("`{}` is there already", deed.path)).into());
                }
            }
        }
        context.say(&deed.told)?;
        let warned = own
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Warning);
        if wanted.commit {
            // The hook says what there is to say.
            self.commit(context, deed, &real)?;
            return Ok(Verdict::Fine);
        }
        if wanted.stage {
            self.repository.stage(&[&real])?;
            context.say(format!("staged `{real}`; `git commit` makes it last"))?;
        }
        if warned {
            check::report(context, own, CheckFormat::Human)?;
        }
        let errors = others
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        if errors > 0 {
            context.aside(&format!(
                "{} elsewhere in this file: `orbit check {}` shows what",
                count(errors, "error"),
                quoted(&deed.path)
            ))?;
        }
        Ok(Verdict::Fine)
    }

    /// Writes the file of a new engagement.
    ///
    /// # Errors
    /// Those of [`Studio::write`], and where a file is there already.
    pub fn begin(
        &self,
        context: &mut Context,
        deed: &Deed,
        wanted: Wanted,
    ) -> Result<Verdict, Stop> {
        if wanted.whole {
            return self.write(context, deed, None, wanted);
        }
        write::real(self.top(), &deed.path)?;
        if !write::create(self.top(), &deed.path, deed.text.as_bytes())? {
            return Err(Failure::new(format!("`{}` is there already", deed.path)).into());
        }
        context.say(&deed.told)?;
        Ok(Verdict::Fine)
    }

    fn commit(&self, context: &mut Context, deed: &Deed, real: &str) -> Result<(), Stop> {
        let attempt = self.repository.commit_paths(&[real], &deed.message)?;
        if !attempt.made {
            context.out.print(&attempt.said)?;
            return Err(Failure::new("git did not make the commit")
                .hint(format!(
                    "`{real}` is written and staged; mend what it says, then: git commit -m {}",
                    quoted(&deed.message)
                ))
                .into());
        }
        if !attempt.said.trim().is_empty() {
            context.aside(attempt.said.trim_end())?;
        }
        context.say(format!("committed: {}", deed.message))
    }
}

impl Desk {
    /// The engagement that `wanted` means: an id, a path from here or from the top, or a part of an id that only one has.
    ///
    /// # Errors
    /// Where there is none or more than one, it cannot be read, or a conflict stands in it.
    pub fn open(context: &Context, wanted: &str) -> Result<Self, Failure> {
        let studio = Studio::open(context)?;
        let all = studio.engagements()?;
        let path = match chronicle::find(&all, wanted) {
            Ok((_, path)) => path.clone(),
            Err(failure) => {
                let from_here = check::id_from_here(context, &studio.repository, wanted);
                let known = all.iter().any(|(_, path)| *path == from_here);
                Some(from_here).filter(|_| known).ok_or(failure)?
            }
        };
        let bytes = write::read(studio.top(), &path)?
            .ok_or_else(|| Failure::new(format!("`{path}` is gone")))?;
        let engagement = Engagement::read(&path, &bytes, &studio.settings)
            .ok_or_else(|| Failure::new(format!("`{path}` is no engagement")))?;
        let text = &engagement.document.text;
        if let Some(marker) = conflict::marker(text) {
            let line = Position::of(text, marker.start).line;
            return Err(Failure::new(format!(
                "{path}:{line}: a conflict stands here that is not settled"
            ))
            .hint("choose what the file should say, then type:")
            .hint(format!("git add {}", quoted(&path))));
        }
        if studio.repository.is_unmerged(&path) {
            return Err(
                Failure::new(format!("`{path}` has a conflict that is not settled"))
                    .hint("choose what it should say, then type:")
                    .hint(format!("git add {}", quoted(&path))),
            );
        }
        Ok(Self {
            studio,
            engagement,
            bytes,
        })
    }

    /// What an act stands on.
    pub fn scene<'a>(&'a self, context: &Context) -> Scene<'a> {
        Scene {
            engagement: &self.engagement,
            settings: &self.studio.settings,
            day: context.today,
            person: self.studio.person.as_deref(),
            seed: self.studio.seed,
        }
    }

    /// Writes what an act came to.
    ///
    /// # Errors
    /// Those of [`Studio::write`].
    pub fn write(
        &self,
        context: &mut Context,
        deed: &Deed,
        wanted: Wanted,
    ) -> Result<Verdict, Stop> {
        self.studio.write(context, deed, Some(&self.bytes), wanted)
    }

    /// What the guard says of the file if it held this.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn judged(&self, context: &Context, text: &str) -> Result<guard::Verdict, Failure> {
        guard::proposed(
            &self.studio.repository,
            &self.engagement.path,
            text.as_bytes(),
            context.today,
        )
    }

    /// The engagement as HEAD has it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn committed(&self) -> Result<Option<Engagement>, Failure> {
        let Some(head) = self.studio.repository.head()? else {
            return Ok(None);
        };
        let path = &self.engagement.path;
        let bytes = self.studio.repository.commit_tree(&head)?.read(path)?;
        Ok(bytes.and_then(|bytes| Engagement::read(path, &bytes, &self.studio.settings)))
    }
}

/// What ids follow from: `ORBIT_SEED`, so that a script can be repeated, else chance.
fn seed() -> u64 {
    let set = std::env::var("ORBIT_SEED").ok();
    set.and_then(|text| text.trim().parse().ok())
        .unwrap_or_else(|| RandomState::new().hash_one("an id"))
}
