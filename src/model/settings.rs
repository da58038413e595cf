//! A studio's settings: `orbit.yml` and the workflows, read from a tree, from raw to valid with every problem at once.

use std::collections::BTreeMap;

use super::field::is_handle;
use super::keys;
use super::person::{People, Person};
use super::reader::{Reader, SettingsProblem};
use super::shared::Sharing;
use super::sources::Sources;
use super::words::{list, nearest};
use super::workflows::Workflows;
use crate::finding::{CODES, Severity};
use crate::repo::{Failure, Memory, Tree};
use crate::span::Position;
use crate::text::yaml::{self, Node, Pair};

/// The file that makes a repository a studio.
pub const FILE: &str = "orbit.yml";

/// The folder of the studio's workflows.
pub const WORKFLOWS: &str = "workflows";

/// The words for how much a finding weighs; for `off`, nothing.
pub const SEVERITIES: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("off", None),
];

/// What a studio has settled.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The studio's name.
    pub studio: String,
    /// The workflow of an engagement that names none.
    pub workflow: String,
    /// Which files are engagements.
    pub sources: Sources,
    /// Whether the folders that engagements stand in are clients.
    pub clients: bool,
    /// The front-matter key that holds the stage.
    pub stage_field: String,
    /// The people.
    pub people: People,
    /// The severities that the studio gives to codes; nothing is off.
    pub checks: BTreeMap<String, Option<Severity>>,
    /// The roles that may change the process; empty for everybody.
    pub settings_by: Vec<String>,
    /// The site's title.
    pub site_title: String,
    /// The web address of the repository, to link commits.
    pub repository: Option<String>,
    /// What it shares with whom.
    pub sharing: Sharing,
    /// Every workflow, by name: the built-in ones, and over them the studio's own.
    pub workflows: Workflows,
}

impl Settings {
    /// The client of the engagement of this id: the folder that it stands in, where folders are clients.
    #[must_use]
    pub fn client_of<'i>(&self, id: &'i str) -> Option<&'i str> {
        let (client, _) = id.split_once('/').filter(|_| self.clients)?;
        Some(client)
    }

    /// Reads a studio's settings from a tree.
    ///
    /// # Errors
    /// Where the tree has no `orbit.yml` or cannot be read, or where settings are wrong: then with every problem and its place.
    pub fn load(tree: &dyn Tree) -> Result<Self, Failure> {
        let (settings, problems) = Self::read(tree)?;
        if problems.is_empty() {
            return Ok(settings);
        }
        let count = problems.len();
        let (noun, verb) = if count == 1 {
            ("problem", "is")
        } else {
            ("problems", "are")
        };
        let mut failure = Failure::new(format!(
            "there {verb} {count} {noun} in this studio's settings"
        ));
        for problem in problems {
            failure = failure.because(problem);
        }
        Err(failure.hint("mend the settings first; nothing can be judged by them until then"))
    }

    /// What a studio has where it says nothing: the workflows that come with Orbit, and nobody.
    #[must_use]
    pub fn built_in() -> Self {
        let nothing = Memory::new().file(FILE, "");
        let mut settings = read("", &mut Vec::new());
        settings.workflows = Workflows::load(&nothing, &mut Vec::new()).unwrap_or_default();
        settings
    }

    /// The settings as far as they can be read, and everything that is wrong with them, by file and place. Nothing is to be judged by settings
    /// with problems.
    ///
    /// # Errors
    /// Where the tree has no `orbit.yml` or cannot be read.
    pub fn read(tree: &dyn Tree) -> Result<(Self, Vec<SettingsProblem>), Failure> {
        let Some(bytes) = tree.read(FILE)? else {
            return Err(
                Failure::new("there is no `orbit.yml` here, so this is not a studio yet")
                    .hint("run `orbit init` to make it one"),
            );
        };
        let mut problems = Vec::new();
        let text = utf8(FILE, &bytes, &mut problems).unwrap_or_default();
        let mut settings = read(&text, &mut problems);
        settings.workflows = Workflows::load(tree, &mut problems)?;
        // One that is there and wrong has its own problems.
        let own = format!("{WORKFLOWS}/{}.", settings.workflow);
        if !settings.workflows.holds(&settings.workflow)
            && !problems
                .iter()
                .any(|problem| problem.path.starts_with(&own))
        {
            let position = workflow_position(&text);
            problems.push(SettingsProblem {
                path: FILE.to_owned(),
                position,
                message: unknown_workflow(&settings, &settings.workflow),
            });
        }
        problems.sort_by(|a, b| (&a.path, a.position).cmp(&(&b.path, b.position)));
        Ok((settings, problems))
    }

    /// The severity that the studio gives to a code: the rule's own where it says nothing, none where it is off.
    #[must_use]
    pub fn severity(&self, code: &str, default: Severity) -> Option<Severity> {
        self.checks.get(code).copied().unwrap_or(Some(default))
    }
}

/// What to say about a workflow that there is none of.
#[must_use]
pub fn unknown_workflow(settings: &Settings, name: &str) -> String {
    no_workflow(name, &settings.workflows.names())
}

pub(super) fn no_workflow(name: &str, known: &[&str]) -> String {
    let verb = if known.len() == 1 { "is" } else { "are" };
    let hint = nearest(name, known.iter().copied()).map_or_else(
        || format!("there {verb} {}", list(known)),
        |near| format!("did you mean `{near}`?"),
    );
    format!("no workflow is called `{name}`; {hint}")
}

/// A file's text; nothing, and a problem, where it is none.
pub(super) fn utf8(
    path: &str,
    bytes: &[u8],
    problems: &mut Vec<SettingsProblem>,
) -> Option<String> {
    match str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let position = Position::of(&text, error.valid_up_to());
            problems.push(SettingsProblem {
                path: path.to_owned(),
                position,
                message: "this file is not UTF-8; save it as UTF-8".to_owned(),
            });
            None
        }
    }
}

fn workflow_position(text: &str) -> Position {
    let parsed = yaml::parse(text, 0);
    Position::of(
        text,
        parsed
            .root
            .get("workflow")
            .map_or(0, |node| node.span.start),
    )
}

fn read(text: &str, problems: &mut Vec<SettingsProblem>) -> Settings {
    let mut reader = Reader::new(FILE, text);
    let parsed = yaml::parse(text, 0);
    reader.syntax(&parsed);
    let settings = settings(&mut reader, &parsed.root, parsed.problems.is_empty());
    problems.extend(reader.finish());
    settings
}

fn settings(reader: &mut Reader<'_>, root: &Node, whole: bool) -> Settings {
    let pairs = if whole {
        reader.map(root, "`orbit.yml`")
    } else {
        &[]
    };
    reader.known(pairs, keys::STUDIO);
    let mut settings = Settings {
        studio: String::new(),
        workflow: "service".to_owned(),
        sources: folder("engagements"),
        clients: true,
        stage_field: "stage".to_owned(),
        people: People::default(),
        checks: BTreeMap::new(),
        settings_by: Vec::new(),
        site_title: String::new(),
        repository: None,
        sharing: Sharing::default(),
        workflows: Workflows::default(),
    };
    for Pair { key, value, .. } in pairs {
        match key.as_str() {
            "studio" => settings.studio = reader.text(value, "`studio`").unwrap_or_default(),
            "workflow" => {
                settings.workflow = reader
                    .text(value, "`workflow`")
                    .unwrap_or(settings.workflow)
            }
            "stage_field" => {
                settings.stage_field = reader
                    .text(value, "`stage_field`")
                    .unwrap_or(settings.stage_field)
            }
            "clients" => settings.clients = reader.bool(value, "`clients`").unwrap_or(true),
            "settings_by" => settings.settings_by = reader.texts(value, "`settings_by`"),
            "engagements" => {
                let mut patterns = reader.texts(value, "`engagements`");
                for node in value.as_list().unwrap_or(std::slice::from_ref(value)) {
                    let own = node.as_str().map(|text| vec![text.trim().to_owned()]);
                    if let Some(Err((_, why))) = own.map(|own| Sources::new(&own)) {
                        reader.problem(node.span, why);
                        patterns.clear();
                    }
                }
                if let Ok(sources) = Sources::new(&patterns)
                    && !patterns.is_empty()
                {
                    settings.sources = sources;
                }
            }
            "people" => settings.people = people(reader, value),
            "checks" => settings.checks = checks(reader, value),
            "site" => site(reader, value, &mut settings),
            _ => {}
        }
    }
    if settings.site_title.is_empty() {
        settings.site_title.clone_from(&settings.studio);
    }
    settings
}

fn folder(name: &str) -> Sources {
    Sources::new(&[name.to_owned()]).unwrap_or_else(|_| Sources::none())
}

fn people(reader: &mut Reader<'_>, node: &Node) -> People {
    let mut people = Vec::new();
    let mut emails: BTreeMap<String, String> = BTreeMap::new();
    for pair in reader.map(node, "`people`") {
        let pairs = reader.map(&pair.value, "a person");
        reader.known(pairs, keys::PERSON);
        let handle = super::person::bare(&pair.key).to_owned();
        if !is_handle(&handle) {
            reader.problem(
                pair.key_span,
                format!("`{handle}` cannot be written as a handle: it takes letters, digits, `-`, `_` and `.`"),
            );
        } else if people.iter().any(|known: &Person| known.handle == handle) {
            reader.problem(
                pair.key_span,
                format!("`{handle}` stands here twice, with and without `@`"),
            );
        }
        let get = |key: &str| pair.value.get(key);
        let addresses = get("email")
            .map(|node| reader.texts(node, "`email`"))
            .unwrap_or_default();
        for address in &addresses {
            if let Some(other) = emails.insert(address.to_lowercase(), handle.clone())
                && other != handle
            {
                reader.problem(
                    get("email").map_or(pair.value.span, |node| node.span),
                    format!("`{address}` belongs to `{other}` too; one address is one person"),
                );
            }
        }
        people.push(Person {
            name: get("name")
                .and_then(|node| reader.text(node, "`name`"))
                .unwrap_or_else(|| handle.clone()),
            role: get("role").and_then(|node| reader.text(node, "`role`")),
            emails: addresses,
            handle,
        });
    }
    People::new(people)
}

fn checks(reader: &mut Reader<'_>, node: &Node) -> BTreeMap<String, Option<Severity>> {
    let pairs = reader.map(node, "`checks`");
    for pair in pairs {
        if !CODES.contains(&pair.key.as_str()) {
            let hint = nearest(&pair.key, CODES).map_or_else(
                || "`orbit explain` lists them all".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            reader.problem(
                pair.key_span,
                format!("no check has the code `{}`; {hint}", pair.key),
            );
        }
    }
    pairs
        .iter()
        .filter_map(|pair| {
            // What other readers of YAML make of `off`.
            let severity = if pair.value.as_str() == Some("false") {
                None
            } else {
                reader.one_of(&pair.value, &format!("`{}`", pair.key), &SEVERITIES)?
            };
            Some((pair.key.clone(), severity))
        })
        .collect()
}

fn site(reader: &mut Reader<'_>, node: &Node, settings: &mut Settings) {
    let pairs = reader.map(node, "`site`");
    reader.known(pairs, keys::SITE);
    for Pair { key, value, .. } in pairs {
        match key.as_str() {
            "title" => settings.site_title = reader.text(value, "`title`").unwrap_or_default(),
            "shared" => settings.sharing.read_common(reader, value),
            "audiences" => settings.sharing.read_own(reader, value),
            "repository" if value.is_blank() => {}
            "repository" => {
                settings.repository = reader.text(value, "`repository`").filter(|address| {
                    let web = address.starts_with("https://") || address.starts_with("http://");
                    if !web {
                        reader.problem(
                            value.span,
                            "`repository` should be a web address that begins with `https://`",
                        );
                    }
                    web
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
