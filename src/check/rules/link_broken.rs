//! A link to a file of this repository, an engagement or a mark that is not there.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::{Found, Rule, Run, Subject};
use crate::check::lack::shortened;
use crate::finding::Severity;
use crate::model::words::nearest;
use crate::model::{Engagement, Settings};
use crate::repo::{Failure, Tree, resolved};
use crate::text::placeholder::is_placeholder;
use crate::text::{Keyword, Link};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "link-broken",
    page: include_str!("link-broken.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    // The text of an engagement that nobody touches is left in peace: what it leads to may never have been in this repository.
    if subject.change.is_none_or(|change| change.touched) {
        links(subject, found);
    }
    follows(subject, found);
    marks(subject, found);
}

fn links(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let places = Places::of(subject);
    let mut said = HashSet::new();
    for link in &subject.engagement.document.body.links {
        let Some(path) = path_of(link, places.engagement) else {
            continue;
        };
        // What cannot be looked at is not said to be missing, and what is missing is said once.
        if said.contains(link.target.as_str()) || places.lead_to(&path, link.wiki).unwrap_or(true) {
            continue;
        }
        said.insert(link.target.as_str());
        found.push(Found::new(
            link.span,
            &link.target,
            format!("there is no `{}` in this repository", shortened(&link.target)),
            "set it to where the file is now, counted from this engagement's own folder or from the top of the repository; if it was never committed, add it",
        ));
    }
}

fn follows(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let places = Places::of(subject);
    let Some(value) = subject.engagement.value("follows") else {
        return;
    };
    for node in value.as_list().unwrap_or(std::slice::from_ref(value)) {
        let Some(id) = node.as_str().map(str::trim) else {
            continue;
        };
        if is_placeholder(id) || id.contains("://") || places.hold(id).unwrap_or(true) {
            continue;
        }
        let paths = places.paths();
        let known: Vec<String> = paths
            .iter()
            .filter(|path| **path != subject.engagement.path)
            .filter_map(|path| places.settings.sources.id(path))
            .collect();
        let help = match nearest(id, known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean this?\n  follows: {meant}"),
            None => {
                "name an engagement by its path below the engagements' folder, client first, without `.md`"
                    .to_owned()
            }
        };
        found.push(Found::new(
            node.span,
            format!("follows {id}"),
            format!("there is no engagement `{id}` that it could follow"),
            help,
        ));
    }
}

/// The ids behind `replaced` and `supersedes`.
fn marks(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let engagement = subject.engagement;
    let log = &engagement.document.log;
    let known: HashSet<String> = log
        .marks()
        .filter_map(|mark| mark.id.as_ref().map(|id| id.to_ascii_lowercase()))
        .collect();
    let places = Places::of(subject);
    for mark in log.marks() {
        let name = match mark.keyword {
            Keyword::Promise => "replaced",
            Keyword::Decision => "supersedes",
            _ => continue,
        };
        let attributes = mark.attributes.iter().filter(|found| found.name == name);
        for attribute in attributes {
            for id in ids(&attribute.value) {
                // A promise may go on in another engagement; a decision is superseded where it stands.
                let lower = id.to_ascii_lowercase();
                let elsewhere = || name == "replaced" && places.ids().contains(&lower);
                let is_itself = mark
                    .id
                    .as_ref()
                    .is_some_and(|own| own.eq_ignore_ascii_case(id));
                if !is_itself && (known.contains(&lower) || elsewhere()) {
                    continue;
                }
                let what = if is_itself {
                    "which is this mark itself"
                } else {
                    "and no mark has that id"
                };
                found.push(Found::new(
                    attribute.value_span,
                    format!("{name} {lower}"),
                    format!("`{name}` names `^{id}`, {what}"),
                    format!("look for the mark that is meant, and give it this id at the end of its line\n  ^{id}"),
                ));
            }
        }
    }
}

/// The ids that a value names: every word with a caret, or the only word.
fn ids(value: &str) -> impl Iterator<Item = &str> {
    let alone = value.split_whitespace().count() == 1;
    value.split_whitespace().filter_map(move |word| {
        let id = word.strip_prefix('^').or(alone.then_some(word))?;
        let end = id
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(id.len());
        id.get(..end).filter(|id| !id.is_empty())
    })
}

/// The path that a link leads to; nothing where it leads to the web, into this file, or is a pattern to be filled in.
fn path_of(link: &Link, engagement: &Engagement) -> Option<String> {
    let target = link.target.trim();
    let colon = target.find(':').and_then(|at| target.get(..at));
    let has_scheme = colon.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    });
    let in_angles = engagement.slice(link.span).starts_with('<');
    if has_scheme || target.contains("//") || in_angles {
        return None;
    }
    if link.wiki && !is_wikilink(link, engagement) {
        return None;
    }
    let path = target.split(['#', '?']).next().unwrap_or_default().trim();
    let pattern = path.contains(['{', '}', '<', '>', '*', '…']) || is_placeholder(path);
    (!path.is_empty() && !pattern).then(|| decoded(path))
}

/// Whether double brackets hold a name, and no list of values (`[[2, 1]]`) or the sign of a source (`[[3]](https://…)`).
fn is_wikilink(link: &Link, engagement: &Engagement) -> bool {
    let behind = engagement.document.text.get(link.span.end..);
    let goes_on = behind.is_some_and(|behind| behind.starts_with(['(', '[', ']']));
    !goes_on && link.target.contains(char::is_alphabetic) && !link.target.contains(',')
}

/// A path with `%20` and the like undone; as it stands where that gives no text.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = behind
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(first));
        rest = behind
            .get(if hex.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// Where a path may count from.
struct Places<'a> {
    engagement: &'a Engagement,
    tree: &'a dyn Tree,
    settings: &'a Settings,
    /// The names of all files in lower case, with and without their endings; asked for by wikilinks only.
    names: OnceCell<HashSet<String>>,
    /// The paths of all engagements.
    paths: OnceCell<Vec<String>>,
    /// The ids, in lower case, of all marks of the other engagements.
    ids: OnceCell<HashSet<String>>,
}

impl<'a> Places<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        Self {
            engagement: subject.engagement,
            tree: subject.context.tree,
            settings: subject.context.settings,
            names: OnceCell::new(),
            paths: OnceCell::new(),
            ids: OnceCell::new(),
        }
    }

    /// Whether a path leads to a file, a folder or an engagement: from its own folder, else from the top, else by id.
    fn lead_to(&self, path: &str, wiki: bool) -> Result<bool, Failure> {
        let own = self
            .engagement
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        for folder in [own, ""] {
            let Some(from) = resolved(folder, path) else {
                continue;
            };
            if from.is_empty() || self.tree.holds(&from)? {
                return Ok(true);
            }
            // A page of a site that is made from the file, and a wikilink, leave its ending out.
            let stem = from.strip_suffix(".html").unwrap_or(&from);
            if self.tree.holds(&format!("{stem}.md"))? {
                return Ok(true);
            }
        }
        if self.hold(path)? {
            return Ok(true);
        }
        if !wiki || path.contains('/') {
            return Ok(false);
        }
        // A wikilink may name a file in any folder.
        let names = self.names.get_or_init(|| {
            let files = self.tree.files("").unwrap_or_default();
            let name = |file: &String| {
                let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
                let stem = name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
                stem.into_iter().chain([name])
            };
            files.iter().flat_map(name).collect()
        });
        Ok(names.contains(&path.to_lowercase()))
    }

    /// Whether there is an engagement of this id.
    fn hold(&self, id: &str) -> Result<bool, Failure> {
        for folder in self.settings.sources.folders() {
            let Some(path) = resolved(&folder, &format!("{id}.md")) else {
                continue;
            };
            if self.settings.sources.id(&path).as_deref() == Some(id) && self.tree.holds(&path)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The paths of all engagements; none where the tree cannot be read.
    fn paths(&self) -> &[String] {
        self.paths.get_or_init(|| {
            let sources = &self.settings.sources;
            sources
                .folders()
                .iter()
                .flat_map(|folder| self.tree.files(folder).unwrap_or_default())
                .filter(|path| sources.holds(path))
                .collect()
        })
    }

    /// The ids of the marks of all other engagements, in lower case.
    fn ids(&self) -> &HashSet<String> {
        self.ids.get_or_init(|| {
            let others = self.paths().iter();
            let mut ids = HashSet::new();
            for path in others.filter(|path| **path != self.engagement.path) {
                let bytes = self.tree.read(path).ok().flatten().unwrap_or_default();
                for line in String::from_utf8_lossy(&bytes).lines() {
                    let id = line.trim_end().rsplit_once('^').map(|(_, id)| id);
                    ids.extend(id.map(str::to_ascii_lowercase));
                }
            }
            ids
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_where_they_give_a_text() {
        assert_eq!(decoded("a%20b%C3%BC.pdf"), "a bü.pdf");
        for plain in ["100%", "a%zz", "%ff"] {
            assert_eq!(decoded(plain), plain);
        }
    }
}
