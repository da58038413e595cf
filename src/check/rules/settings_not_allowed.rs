//! A change of the process by somebody whose role may not make it, by the settings from before that change.

use super::{Context, Found, Rule, Run};
use crate::check::help;
use crate::finding::Severity;
use crate::model::change::{FormerSettings, SettingsChange};
use crate::model::{Person, Settings};
use crate::repo::Author;
use crate::span::Span;
use crate::text::yaml::{self, Node, NodeKind};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "settings-not-allowed",
    page: include_str!("settings-not-allowed.md"),
    severity: Severity::Error,
    run: Run::Settings(run),
};

fn run(change: &SettingsChange<'_>, context: &Context<'_>, found: &mut Vec<Found>) {
    let Some(author) = context.author else {
        return;
    };
    // Another parent of a merge has it so already: it was judged there.
    if change.before.iter().any(|before| is_same(change, before)) {
        return;
    }
    let refused = change
        .before
        .iter()
        .filter_map(|before| before.settings)
        .find(|settings| !may(author, settings));
    if let Some(settings) = refused {
        found.push(tell(change, author, settings));
    }
}

/// Whether this author may change these settings.
fn may(author: &Author, settings: &Settings) -> bool {
    let mut holders = holders(settings).peekable();
    let person = known(author, settings);
    holders.peek().is_none() || person.is_some_and(|person| has_role(person, settings))
}

/// The people who may change the process.
fn holders(settings: &Settings) -> impl Iterator<Item = &Person> {
    settings
        .people
        .iter()
        .filter(|person| has_role(person, settings))
}

fn has_role(person: &Person, settings: &Settings) -> bool {
    person
        .role
        .as_ref()
        .is_some_and(|role| settings.settings_by.contains(role))
}

/// Who the author is. A name alone is nobody's where the studio knows addresses.
fn known<'s>(author: &Author, settings: &'s Settings) -> Option<&'s Person> {
    let person = settings.people.by_author(author)?;
    let own = |email: &String| email.to_lowercase() == author.email.to_lowercase();
    (person.emails.is_empty() || person.emails.iter().any(own)).then_some(person)
}

/// Whether the file says what it said in this parent.
fn is_same(change: &SettingsChange<'_>, before: &FormerSettings<'_>) -> bool {
    match (&change.after, &before.file) {
        (None, None) => true,
        (Some(after), Some((path, was))) => {
            *path == change.path && (after == was || says_the_same(path, was, after))
        }
        _ => false,
    }
}

fn says_the_same(path: &str, was: &[u8], is: &[u8]) -> bool {
    if path.ends_with(".md") {
        return says(was) == says(is);
    }
    let (Ok(was), Ok(is)) = (str::from_utf8(was), str::from_utf8(is)) else {
        return false;
    };
    let (was, is) = (yaml::parse(was, 0), yaml::parse(is, 0));
    was.problems.is_empty() && is.problems.is_empty() && same_value(&was.root, &is.root)
}

/// What a standard says: all of it but comments and white space.
fn says(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut said = Vec::new();
    let mut rest = &*text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        said.extend(before.split_whitespace().map(str::to_owned));
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    said.extend(rest.split_whitespace().map(str::to_owned));
    said
}

/// Whether two values are the same, the order of keys aside, but for stages: their order is the way that the work goes.
fn same_value(one: &Node, two: &Node) -> bool {
    match (&one.kind, &two.kind) {
        (NodeKind::Mapping(a), NodeKind::Mapping(b)) => {
            a.len() == b.len()
                && a.iter().all(|pair| {
                    let mut others = b.iter().filter(|other| other.key == pair.key);
                    others.any(|other| {
                        same_value(&pair.value, &other.value)
                            && (pair.key != "stages" || same_order(&pair.value, &other.value))
                    })
                })
        }
        (NodeKind::Sequence(a), NodeKind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_value(a, b))
        }
        (NodeKind::Scalar { .. }, NodeKind::Scalar { .. }) => {
            one.as_str() == two.as_str() && one.as_bool() == two.as_bool()
        }
        (NodeKind::Null, NodeKind::Null) => true,
        _ => false,
    }
}

fn same_order(one: &Node, two: &Node) -> bool {
    let (NodeKind::Mapping(a), NodeKind::Mapping(b)) = (&one.kind, &two.kind) else {
        return true;
    };
    let (a, b) = (
        a.iter().map(|pair| &pair.key),
        b.iter().map(|pair| &pair.key),
    );
    a.eq(b)
}

fn tell(change: &SettingsChange<'_>, author: &Author, settings: &Settings) -> Found {
    let may: Vec<String> = holders(settings)
        .map(|person| format!("@{}", person.handle))
        .collect();
    let who = match known(author, settings) {
        Some(person) => match &person.role {
            Some(role) => format!("@{} has the role `{role}`", person.handle),
            None => format!("@{} has no role", person.handle),
        },
        None => format!("nobody in `orbit.yml` has the address {}", author.email),
    };
    let path = &change.path;
    let what = if change.after.is_none() {
        "taken away"
    } else if change.before.iter().all(|before| before.file.is_none()) {
        "added"
    } else {
        "changed"
    };
    let message = format!("`{path}` is {what}, and {who}; {} may", either(&may));
    let quoted = help::quoted(path);
    let help = format!(
        "take it out of this commit:\n  git restore --staged {quoted}\nand show the change to {}; whoever may makes the commit",
        either(&may)
    );
    Found::new(Span::at(0), path, message, help)
}

/// Names of which any will do.
fn either(names: &[String]) -> String {
    match names {
        [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
        names => names.concat(),
    }
}
