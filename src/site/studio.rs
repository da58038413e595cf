//! The studio as pages see it: its engagements with where each stands on the site, and the way from a link in a text to a page.

mod asked;
mod guide;
mod near;
mod parsed;
mod work;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hasher;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

pub use self::asked::Asked;
pub use self::guide::StudioGuide;
pub use self::near::Tie;
pub use self::parsed::Parsed;
pub use self::work::{Work, keyword_anchor, section_anchor};

use super::address;
use super::extent::Extent;
use super::former::Former;
use super::view::{EngagementRef, StageRef, Who};
use super::words::label;
use crate::chronicle::versions::Blobs;
use crate::day::Day;
use crate::model::{Engagement, Settings, Stage, Workflow};
use crate::repo::history::{Commit, Log};
use crate::repo::remembered::bytes::Sum;
use crate::repo::{Failure, Tree};
use crate::text::Document;
use crate::text::mark::By;

/// What a site is made from.
pub struct Inputs<'a> {
    /// The files: the work tree, or those of HEAD where there is none.
    pub tree: &'a dyn Tree,
    /// The paths of the engagements in it.
    pub paths: Vec<String>,
    /// The studio's settings.
    pub settings: &'a Settings,
    /// The log of git up to HEAD; empty before the first commit.
    pub log: &'a Log,
    /// Where the versions that the log names are read.
    pub blobs: &'a dyn Blobs,
    /// HEAD in full; nothing before the first commit.
    pub head: Option<String>,
    /// The day that counts as today.
    pub day: Day,
    /// Which kinds of pages there shall be.
    pub extent: Extent,
    /// Whom the site is for, where that is not the studio itself.
    pub audience: Option<String>,
    /// A number for the files that the settings were read from.
    pub settings_number: u64,
    /// What a former build left; nothing where nothing is to be kept of one.
    pub former: Option<&'a dyn Former>,
    /// Engagements as they were read before in this process.
    pub parsed: &'a Parsed,
}

/// A studio being written. It may note what a page asks it about other engagements.
pub struct Studio<'a> {
    core: Arc<Core<'a>>,
    asked: Option<Mutex<Vec<Asked>>>,
}

/// What a studio holds.
pub struct Core<'a> {
    /// What it is made from.
    pub inputs: &'a Inputs<'a>,
    /// Its engagements, by id.
    pub works: Vec<Work>,
    /// The clients that its engagements stand below, by folder.
    pub clients: BTreeMap<String, Client>,
    by_id: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
    followers: HashMap<usize, Vec<usize>>,
    near: Vec<near::Near>,
}

impl<'a> Deref for Studio<'a> {
    type Target = Core<'a>;

    fn deref(&self) -> &Self::Target {
        &self.core
    }
}

/// The other side of engagements.
pub struct Client {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub url: String,
    /// What is true of the relationship as a whole.
    pub index: Option<(String, Document)>,
    /// Its engagements, as indexes of [`Studio::works`].
    pub works: Vec<usize>,
}

impl<'a> Studio<'a> {
    /// Reads the engagements.
    ///
    /// # Errors
    /// Where the tree cannot be read.
    pub fn read(inputs: &'a Inputs<'a>) -> Result<Self, Failure> {
        let trails: HashMap<&str, usize> = inputs
            .log
            .trails
            .iter()
            .enumerate()
            .map(|(at, trail)| (trail.path.as_str(), at))
            .collect();
        let mut works = inputs
            .paths
            .par_iter()
            .filter_map(|path| {
                let bytes = inputs.tree.read(path).transpose()?;
                bytes
                    .map(|bytes| {
                        let mut sum = Sum::default();
                        sum.write(&bytes);
                        let number = sum.finish();
                        let read = || Engagement::read(path, &bytes, inputs.settings);
                        let engagement =
                            inputs
                                .parsed
                                .get(path, inputs.settings_number, number, read)?;
                        Some(Work::new(
                            engagement,
                            number,
                            trails.get(path.as_str()).copied(),
                        ))
                    })
                    .transpose()
            })
            .collect::<Result<Vec<Work>, Failure>>()?;
        let paths: HashSet<&str> = inputs.paths.iter().map(String::as_str).collect();
        inputs.parsed.keep(|path| paths.contains(path));
        works.sort_by(|a, b| {
            (&a.engagement.id, &a.engagement.path).cmp(&(&b.engagement.id, &b.engagement.path))
        });
        // Two patterns of the settings may give two files one id; the page is the first one's.
        works.dedup_by(|b, a| a.engagement.id == b.engagement.id);
        let mut core = Core {
            by_id: index(&works, |work| &work.engagement.id),
            by_path: index(&works, |work| &work.engagement.path),
            works,
            inputs,
            clients: BTreeMap::new(),
            followers: HashMap::new(),
            near: Vec::new(),
        };
        core.read_clients()?;
        for (at, work) in core.works.iter().enumerate() {
            for other in core.follows(work, |name| core.find(name)) {
                core.followers.entry(other).or_default().push(at);
            }
        }
        core.near = core.all_near();
        Ok(Self {
            core: Arc::new(core),
            asked: None,
        })
    }
}

impl Core<'_> {
    fn read_clients(&mut self) -> Result<(), Failure> {
        for (at, work) in self.works.iter().enumerate() {
            let engagement = &work.engagement;
            let Some(folder) = &engagement.client else {
                continue;
            };
            if !self.clients.contains_key(folder) {
                // The part of the path before the id.
                let fixed = engagement
                    .path
                    .strip_suffix(".md")
                    .and_then(|path| path.strip_suffix(&engagement.id));
                let path = fixed.map(|fixed| format!("{fixed}{folder}/index.md"));
                let index = match path {
                    Some(path) if !self.by_path.contains_key(&path) => self
                        .inputs
                        .tree
                        .read(&path)?
                        .map(|bytes| (path, Document::parse(&bytes))),
                    _ => None,
                };
                let client = Client {
                    name: client_name(folder, index.as_ref().map(|(_, document)| document)),
                    url: address::url(&address::client(folder)),
                    index,
                    works: Vec::new(),
                };
                self.clients.insert(folder.clone(), client);
            }
            if let Some(client) = self.clients.get_mut(folder) {
                client.works.push(at);
            }
        }
        Ok(())
    }

    /// The engagement that a text names by its id or its path.
    fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim().trim_start_matches("./").trim_matches('/');
        let plain = name.strip_suffix(".md").unwrap_or(name);
        self.by_id
            .get(plain)
            .or_else(|| self.by_path.get(name))
            .or_else(|| self.by_path.get(&format!("{plain}.md")))
            .copied()
    }

    /// The engagements that one continues, as `find` finds them; never itself.
    fn follows(&self, work: &Work, find: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
        let names = work
            .engagement
            .value("follows")
            .map(crate::text::yaml::Node::texts)
            .unwrap_or_default();
        let mut found: Vec<usize> = Vec::new();
        for name in names {
            if let Some(at) = find(name)
                && self
                    .works
                    .get(at)
                    .is_some_and(|other| other.url != work.url)
                && !found.contains(&at)
            {
                found.push(at);
            }
        }
        found
    }
}

impl<'a> Studio<'a> {
    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &'a Settings {
        self.inputs.settings
    }

    /// The stages of the workflows in use: of the studio's own, and of those that an engagement names.
    #[must_use]
    pub fn stages(&self) -> Vec<(&'a Workflow, &'a Stage)> {
        let settings = self.settings();
        let used: HashSet<&str> = self
            .works
            .iter()
            .map(|work| work.engagement.workflow.as_str())
            .chain([settings.workflow.as_str()])
            .collect();
        settings
            .workflows
            .names()
            .into_iter()
            .filter(|name| used.contains(name))
            .filter_map(|name| settings.workflows.get(name))
            .flat_map(|workflow| workflow.stages.iter().map(move |stage| (workflow, stage)))
            .collect()
    }

    /// Who speaks on the site: `us` to the studio itself, the studio's name to somebody outside.
    #[must_use]
    pub fn us(&self) -> &'a str {
        match self.settings().studio.trim() {
            name if self.inputs.audience.is_some() && !name.is_empty() => name,
            _ => "us",
        }
    }

    /// Today.
    #[must_use]
    pub fn day(&self) -> Day {
        self.inputs.day
    }

    /// A commit of the log.
    #[must_use]
    pub fn commit(&self, at: usize) -> Option<&'a Commit> {
        self.inputs.log.commits.get(at)
    }

    /// The engagement that a text names by its id or its path.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<usize> {
        let found = self.core.find(name);
        self.note_named(name, found);
        found
    }

    /// The engagements that one continues; never itself.
    #[must_use]
    pub fn followed(&self, work: &Work) -> Vec<usize> {
        self.core.follows(work, |name| self.named(name))
    }

    /// The engagements that continue one.
    #[must_use]
    pub fn followers(&self, at: usize) -> &[usize] {
        self.note_followers(at);
        self.core.followers.get(&at).map_or(&[], Vec::as_slice)
    }

    /// An engagement by name.
    #[must_use]
    pub fn reference<'s>(&'s self, work: &'s Work) -> EngagementRef<'s> {
        let client = self.client_of(&work.engagement);
        EngagementRef {
            id: &work.engagement.id,
            title: work.engagement.title(),
            url: work.url.clone(),
            // A site for a client names it once, at its head.
            client: client
                .filter(|_| self.inputs.extent.inside)
                .map(|client| client.name.as_str()),
            client_url: client
                .filter(|_| self.inputs.extent.clients)
                .map(|client| client.url.as_str()),
        }
    }

    /// The client of an engagement.
    #[must_use]
    pub fn client_of(&self, engagement: &Engagement) -> Option<&Client> {
        self.clients.get(engagement.client.as_ref()?)
    }

    /// A stage of an engagement's workflow, by name; as written where the workflow does not have it.
    #[must_use]
    pub fn stage<'s>(&'s self, workflow: &str, id: &'s str) -> StageRef<'s> {
        let stage = self
            .settings()
            .workflows
            .get(workflow)
            .and_then(|workflow| workflow.stage(id));
        match stage {
            Some(stage) => StageRef {
                title: &stage.title,
                url: self
                    .inputs
                    .extent
                    .stages
                    .then(|| address::url(&address::stage(workflow, &stage.id))),
                kind: stage.kind.word(),
            },
            None => StageRef {
                title: id,
                url: None,
                kind: "active",
            },
        }
    }

    /// Somebody by handle.
    #[must_use]
    pub fn person<'s>(&'s self, handle: &'s str) -> Who<'s> {
        let handle = crate::model::person::bare(handle);
        match self.settings().people.by_handle(handle) {
            Some(person) => Who {
                name: &person.name,
                url: self
                    .inputs
                    .extent
                    .people
                    .then(|| address::url(&address::person(&person.handle))),
            },
            None => Who {
                name: handle,
                url: None,
            },
        }
    }

    /// Somebody whom a mark is by.
    #[must_use]
    pub fn by<'s>(&'s self, by: By<'s>) -> Who<'s> {
        match by {
            By::Person(handle) => self.person(handle),
            By::Outside(name) => Who { name, url: None },
        }
    }

    /// Who wrote a commit.
    #[must_use]
    pub fn author<'s>(&'s self, commit: &'s Commit) -> Who<'s> {
        match self.settings().people.by_author(&commit.author) {
            Some(person) => self.person(&person.handle),
            None => Who {
                name: &commit.author.name,
                url: None,
            },
        }
    }

    /// The guide for texts of a file on a page.
    #[must_use]
    pub fn guide<'s>(&'s self, path: &'s str, root: &'s str) -> StudioGuide<'s> {
        StudioGuide::new(self, path, root)
    }
}

fn index(works: &[Work], name: impl Fn(&Work) -> &String) -> HashMap<String, usize> {
    works
        .iter()
        .enumerate()
        .map(|(at, work)| (name(work).clone(), at))
        .collect()
}

/// What a client is called: the title of its index, else its folder's name.
fn client_name(folder: &str, index: Option<&Document>) -> String {
    let titled = index.and_then(|document| {
        let title = document
            .front_matter
            .value("title")
            .and_then(|node| node.as_str())
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let heading = document
            .body
            .headings
            .first()
            .filter(|heading| heading.level == 1 && !heading.text.is_empty());
        title
            .map(str::to_owned)
            .or_else(|| heading.map(|heading| heading.text.clone()))
    });
    titled.unwrap_or_else(|| label(folder, true))
}
