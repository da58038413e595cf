//! A studio's workflows: its own, read from their files with every problem, and those that come with Orbit, read when one is asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::reader::SettingsProblem;
use super::settings::{WORKFLOWS, no_workflow, utf8};
use super::words::{list, nearest};
use super::workflow::Workflow;
use super::workflow_file::{self, Raw};
use crate::builtin;
use crate::repo::{Failure, Tree};
use crate::span::Position;

/// Workflows by name.
#[derive(Debug, Clone, Default)]
pub struct Workflows {
    own: BTreeMap<String, Workflow>,
    /// Those that come with Orbit and that the studio has no file for.
    builtin: BTreeMap<&'static str, OnceLock<Workflow>>,
}

impl Workflows {
    /// Reads those in a tree; what is wrong with them goes to `problems`.
    pub(super) fn load(
        tree: &dyn Tree,
        problems: &mut Vec<SettingsProblem>,
    ) -> Result<Self, Failure> {
        let mut raws: Raws = Raws::new();
        for path in tree.files(WORKFLOWS)? {
            let name = path.strip_prefix("workflows/").and_then(|name| {
                name.strip_suffix(".yml")
                    .or_else(|| name.strip_suffix(".yaml"))
            });
            let Some(name) = name.filter(|name| !name.contains('/')) else {
                continue;
            };
            let Some(bytes) = tree.read(&path)? else {
                continue;
            };
            let raw = utf8(&path, &bytes, problems)
                .map(|text| workflow_file::read(&path, &text, problems))
                .unwrap_or_default();
            raws.insert(name.to_owned(), (path, raw));
        }
        let mut workflows = Self {
            own: BTreeMap::new(),
            builtin: builtin::workflows()
                .into_iter()
                .filter(|name| !raws.contains_key(*name))
                .map(|name| (name, OnceLock::new()))
                .collect(),
        };
        for (name, (path, raw)) in &raws {
            match resolve(name, raw, &raws) {
                Ok(whole) => {
                    let workflow = whole.finish(name);
                    problems.extend(unknown_stages(&workflow, raw).into_iter().map(
                        |(position, message)| SettingsProblem {
                            path: path.clone(),
                            position,
                            message,
                        },
                    ));
                    workflows.own.insert(name.clone(), workflow);
                }
                Err(message) => {
                    problems.push(SettingsProblem {
                        path: path.clone(),
                        position: raw.extends_at.unwrap_or(Position { line: 1, column: 1 }),
                        message,
                    });
                }
            }
        }
        Ok(workflows)
    }

    /// Those that the studio has files for.
    pub fn own(&self) -> impl Iterator<Item = &Workflow> {
        self.own.values()
    }

    /// The workflow of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Workflow> {
        self.own.get(name).or_else(|| {
            let (name, builtin) = self.builtin.get_key_value(name)?;
            Some(builtin.get_or_init(|| comes_with_orbit(name).unwrap_or_default().finish(name)))
        })
    }

    /// Whether there is a workflow of this name.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.own.contains_key(name) || self.builtin.contains_key(name)
    }

    /// Whether the studio has a file of its own for it.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        self.own.contains_key(name)
    }

    /// All names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.keys().map(String::as_str);
        let mut names: Vec<&str> = own.chain(self.builtin.keys().copied()).collect();
        names.sort_unstable();
        names
    }
}

/// The studio's own files, each with its path.
type Raws = BTreeMap<String, (String, Raw)>;

/// A workflow that comes with Orbit. None of them extends another.
fn comes_with_orbit(name: &str) -> Option<Raw> {
    let text = builtin::workflow(name)?;
    Some(workflow_file::read(name, text, &mut Vec::new()))
}

/// A workflow laid over all those that it extends.
fn resolve(name: &str, raw: &Raw, raws: &Raws) -> Result<Raw, String> {
    let mut chain = vec![raw.clone()];
    let mut names = vec![name.to_owned()];
    while let Some(base) = chain.last().and_then(|raw| raw.extends.clone()) {
        let own = raws.get(&base).filter(|_| !names.contains(&base));
        // A studio's own `service` may extend the built-in one of that name.
        let may_be_builtin = !names.contains(&base) || names.last() == Some(&base);
        let found = match own {
            Some((_, raw)) => Some(raw.clone()),
            None if may_be_builtin => comes_with_orbit(&base),
            None => None,
        };
        let Some(found) = found else {
            return Err(if names.contains(&base) {
                ring(&names, &base)
            } else {
                let own = raws.keys().map(String::as_str);
                let mut known: Vec<&str> = own.chain(builtin::workflows()).collect();
                known.sort_unstable();
                known.dedup();
                no_workflow(&base, &known)
            });
        };
        names.push(base);
        chain.push(found);
    }
    let mut whole = Raw::default();
    while let Some(raw) = chain.pop() {
        whole = raw.over(whole);
    }
    Ok(whole)
}

/// What to say of workflows that extend each other, the last of `names` the one named `base` again.
fn ring(names: &[String], base: &str) -> String {
    match names {
        [own] => format!("`{own}` extends itself, and no workflow of that name comes with Orbit"),
        _ => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!(
                "workflows extend each other in a ring: {}, and `{base}` again",
                names
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
    }
}

/// What to say of each stage that a workflow's file names and the workflow does not have.
fn unknown_stages(workflow: &Workflow, raw: &Raw) -> Vec<(Position, String)> {
    let known: Vec<&str> = workflow
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    raw.names
        .iter()
        .filter(|(_, name)| !known.is_empty() && !known.contains(&name.as_str()))
        .map(|(position, name)| {
            let hint = nearest(name, known.iter().copied()).map_or_else(
                || format!("the stages are {}", list(&known)),
                |near| format!("did you mean `{near}`?"),
            );
            (*position, format!("no stage is called `{name}`; {hint}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_orbit_has_no_problems_and_extends_nothing() {
        for name in builtin::workflows() {
            let text = builtin::workflow(name).expect("its text");
            let mut problems = Vec::new();
            let raw = workflow_file::read(name, text, &mut problems);
            let workflow = raw.clone().finish(name);
            assert_eq!(
                (problems, raw.extends.clone()),
                (Vec::new(), None),
                "{name}"
            );
            assert_eq!(unknown_stages(&workflow, &raw), [], "{name}");
        }
    }
}
