//! The site for somebody outside: the same site, made from a studio in which nothing is left that is not shared with them.
//!
//! Pages cannot show what they are not given. So the studio is read once, and a smaller one is written beside it in memory: its settings, its engagements, every
//! version of them, its log. Each is made anew from what is shared, word by word; nothing is taken over and then struck out. What is left to
//! the pages is which kinds of them there are ([`Extent`]).

mod outline;
mod past;
mod redact;
mod stages;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::extent::Extent;
use super::former::Former;
use super::studio::{Inputs, Parsed};
use super::words::label;
use crate::model::words::{list, nearest};
use crate::model::{Engagement, People, Person, Settings, Shared, SharedPage};
use crate::repo::history::Log;
use crate::repo::{Failure, Memory};

pub use outline::{Outline, Part};
use past::Redacted;
use redact::Redactor;
use stages::Stages;

/// The handle that stands for all of the studio's people where they are not named.
const STUDIO: &str = "studio";

/// Whom a site is for: a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    client: String,
}

impl Audience {
    /// Reads `client:acme`.
    ///
    /// # Errors
    /// Where it is no audience; says what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix("client:").map(str::trim) {
            Some(client) if !client.is_empty() => Ok(Self {
                client: client.to_owned(),
            }),
            _ => Err("write `client:` and the client's folder, such as `client:acme`".to_owned()),
        }
    }

    /// As it is written.
    #[must_use]
    pub fn word(&self) -> String {
        format!("client:{}", self.client)
    }

    /// What its site's folder is called where nobody says so.
    #[must_use]
    pub fn folder(&self) -> String {
        let plain = |c: char| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '-'
            }
        };
        format!(
            "site-{}",
            self.client.chars().map(plain).collect::<String>()
        )
    }
}

/// A studio as an audience may see it.
pub struct View<'a> {
    tree: Memory,
    settings: Settings,
    log: Log,
    blobs: Redacted<'a>,
    paths: Vec<String>,
    extent: Extent,
    name: String,
    day: crate::day::Day,
    settings_number: u64,
    former: Option<&'a dyn Former>,
    parsed: Parsed,
    outlines: Vec<Outline>,
}

impl<'a> View<'a> {
    /// What an audience may see of a studio.
    ///
    /// # Errors
    /// Where there is no such client, or the studio cannot be read.
    pub fn of(inputs: &'a Inputs<'a>, audience: &Audience) -> Result<Self, Failure> {
        let shared = inputs.settings.sharing.with(&audience.word());
        let name = label(&audience.client, true);
        let all = engagements(inputs, audience)?;
        let mut outlines: Vec<Outline> = Vec::new();
        let open: Vec<&Engagement> = all
            .iter()
            .filter(|engagement| {
                let held = engagement
                    .value("shared")
                    .is_some_and(|node| node.as_bool() == Some(false));
                if held {
                    outlines.push(Outline::withheld(engagement));
                }
                !held
            })
            .collect();
        let ids: BTreeSet<String> = open.iter().map(|one| one.id.clone()).collect();
        let stages = Stages::of(inputs.settings);
        let redactor = Redactor {
            settings: inputs.settings,
            shared: shared.clone(),
            stages,
            ids,
            client: name.clone(),
        };
        let mut tree = Memory::new();
        for path in inputs.tree.files(super::engine::FOLDER)? {
            if let Some(bytes) = inputs.tree.read(&path)? {
                tree.put(&path, &bytes);
            }
        }
        for engagement in &open {
            tree.put(&engagement.path, redactor.text(engagement));
            outlines.push(Outline::of(engagement, &redactor));
        }
        outlines.sort_by(|a, b| a.id.cmp(&b.id));
        let settings = settings(inputs, &redactor, &shared, &name)?;
        let paths: Vec<String> = open.iter().map(|one| one.path.clone()).collect();
        let blobs = Redacted::new(
            inputs.blobs,
            redactor,
            inputs.settings,
            paths.first().cloned().unwrap_or_default(),
        );
        let log = if shared.pages.contains(&SharedPage::History) {
            blobs.log(inputs.log, &paths)?
        } else {
            Log::default()
        };
        Ok(Self {
            tree,
            settings,
            log,
            blobs,
            paths,
            extent: extent(&shared),
            name,
            day: inputs.day,
            settings_number: inputs.settings_number,
            former: inputs.former,
            parsed: Parsed::default(),
            outlines,
        })
    }

    /// What its site is made from.
    #[must_use]
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            tree: &self.tree,
            paths: self.paths.clone(),
            settings: &self.settings,
            log: &self.log,
            blobs: &self.blobs,
            head: None,
            day: self.day,
            extent: self.extent,
            audience: Some(self.name.clone()),
            settings_number: self.settings_number,
            former: self.former,
            parsed: &self.parsed,
        }
    }

    /// What is shown of each engagement of the client, and what is withheld, by id.
    #[must_use]
    pub fn outlines(&self) -> &[Outline] {
        &self.outlines
    }

    /// The kinds of page that there are.
    #[must_use]
    pub const fn extent(&self) -> Extent {
        self.extent
    }
}

fn extent(shared: &Shared) -> Extent {
    let has = |page| shared.pages.contains(&page);
    Extent {
        promises: has(SharedPage::Promises),
        calendar: has(SharedPage::Calendar),
        decisions: has(SharedPage::Decisions),
        history: has(SharedPage::History),
        handoffs: has(SharedPage::Handoffs),
        friction: false,
        search: has(SharedPage::Search),
        data: has(SharedPage::Data),
        ..Extent::BARE
    }
}

/// The engagements of the client.
fn engagements(inputs: &Inputs<'_>, audience: &Audience) -> Result<Vec<Engagement>, Failure> {
    let mut own = Vec::new();
    let mut clients: BTreeSet<String> = BTreeSet::new();
    for path in &inputs.paths {
        let Some(id) = inputs.settings.sources.id(path) else {
            continue;
        };
        let Some(client) = inputs.settings.client_of(&id) else {
            continue;
        };
        clients.insert(client.to_owned());
        if client == audience.client
            && let Some(bytes) = inputs.tree.read(path)?
        {
            own.extend(Engagement::read(path, &bytes, inputs.settings));
        }
    }
    if own.is_empty() {
        let names: Vec<&str> = clients.iter().map(String::as_str).collect();
        let failure = Failure::new(format!("there is no client `{}`", audience.client));
        return Err(match nearest(&audience.client, names.iter().copied()) {
            Some(near) => failure.hint(format!("did you mean `client:{near}`?")),
            None if names.is_empty() => {
                failure.hint("a client is a folder of engagements; this studio has none")
            }
            None => failure.hint(format!("there are {}", list(&names))),
        });
    }
    Ok(own)
}

/// The settings of the smaller studio.
fn settings(
    inputs: &Inputs<'_>,
    redactor: &Redactor<'_>,
    shared: &Shared,
    name: &str,
) -> Result<Settings, Failure> {
    let own = inputs.settings;
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let tree = Memory::new()
        .file(
            "orbit.yml",
            format!(
                "studio: {}\nworkflow: {}\n",
                text(&own.studio),
                stages::WORKFLOW
            ),
        )
        .file(
            &format!("workflows/{}.yml", stages::WORKFLOW),
            redactor.stages.workflow(),
        );
    let mut settings = Settings::load(&tree)?;
    settings.site_title = shared
        .title
        .clone()
        .unwrap_or_else(|| format!("{} for {name}", own.studio));
    settings.sources = own.sources.clone();
    let person = |handle: &str, name: &str| Person {
        handle: handle.to_owned(),
        name: name.to_owned(),
        emails: Vec::new(),
        role: None,
    };
    settings.people = People::new(if shared.people {
        own.people
            .iter()
            .map(|one| person(&one.handle, &one.name))
            .collect()
    } else {
        vec![person(STUDIO, &own.studio)]
    });
    Ok(settings)
}
