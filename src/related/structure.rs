//! What ties two engagements together apart from their words: the client, who follows or names whom, the way through the stages, the people.

use std::collections::BTreeSet;

use super::library::Library;
use super::subject::Subject;
use super::terms;
use crate::model::person::bare;
use crate::model::{Engagement, Settings};
use crate::text::yaml::Node;

/// What ties an engagement to the subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bond {
    /// The subject follows it.
    pub followed: bool,
    /// It follows the subject.
    pub follows: bool,
    /// The subject names it.
    pub named: bool,
    /// It names the subject.
    pub names: bool,
    /// It is work for the subject's client.
    pub client: bool,
    /// The move that it has made and the subject makes next.
    pub moved: Option<(String, String)>,
    /// It stands in the stage that the subject stands in.
    pub beside: bool,
    /// Who works on both, by handle.
    pub people: Vec<String>,
}

impl Bond {
    /// How directly one names the other.
    #[must_use]
    pub fn named(&self) -> f64 {
        match self {
            Self { followed: true, .. } => 1.0,
            Self { follows: true, .. } => 0.9,
            Self { named: true, .. } => 0.7,
            Self { names: true, .. } => 0.4,
            _ => 0.0,
        }
    }

    /// How much its way through the stages has to say.
    #[must_use]
    pub fn way(&self) -> f64 {
        match self {
            Self { moved: Some(_), .. } => 1.0,
            Self { beside: true, .. } => 0.4,
            _ => 0.0,
        }
    }

    /// How many people work on both, growing ever less.
    #[must_use]
    pub fn people(&self) -> f64 {
        let people = self.people.len() as f64;
        people / (people + 1.0)
    }
}

/// What ties each engagement of a library to the subject.
#[must_use]
pub fn bonds(
    library: &Library<'_>,
    subject: &Subject<'_>,
    own: Option<usize>,
    settings: &Settings,
) -> Vec<Bond> {
    let named: BTreeSet<usize> = match own.and_then(|own| library.volumes.get(own)) {
        Some(volume) => volume.refers.iter().copied().collect(),
        None => {
            let found = library.names.references(&subject.text, "");
            found.into_iter().map(|reference| reference.to).collect()
        }
    };
    let followed = subject
        .engagement
        .map(|engagement| followed(engagement, library))
        .unwrap_or_default();
    let crew = subject.engagement.map(crew).unwrap_or_default();
    let next = subject.engagement.and_then(|engagement| {
        let workflow = engagement.workflow(settings)?;
        let stage = engagement.stage(settings)?;
        let next = workflow.following(&stage.id)?;
        Some((workflow.name.as_str(), stage.id.as_str(), next.id.as_str()))
    });
    library
        .volumes
        .iter()
        .enumerate()
        .map(|(at, volume)| {
            if Some(at) == own {
                return Bond::default();
            }
            let other = volume.engagement;
            let follows = own.is_some_and(|own| {
                volume.refers.contains(&own) && self::followed(other, library).contains(&own)
            });
            Bond {
                followed: followed.contains(&at),
                follows,
                named: named.contains(&at),
                names: own.is_some_and(|own| volume.refers.contains(&own)),
                client: client(subject, other),
                moved: next
                    .filter(|(workflow, from, to)| {
                        other.workflow == *workflow
                            && other
                                .handoffs(settings)
                                .iter()
                                .any(|handoff| handoff.is_of(from, to))
                    })
                    .map(|(_, from, to)| (from.to_owned(), to.to_owned())),
                beside: subject.engagement.is_some_and(|engagement| {
                    engagement.stage.is_some()
                        && engagement.stage == other.stage
                        && engagement.workflow == other.workflow
                }),
                people: self::crew(other)
                    .into_iter()
                    .filter(|handle| crew.contains(handle))
                    .collect(),
            }
        })
        .collect()
}

/// The engagements that one says it follows.
fn followed(engagement: &Engagement, library: &Library<'_>) -> BTreeSet<usize> {
    let names = engagement
        .value("follows")
        .map(Node::texts)
        .unwrap_or_default();
    names
        .into_iter()
        .flat_map(|name| library.names.references(name, &engagement.path))
        .map(|reference| reference.to)
        .collect()
}

/// Who has an engagement and works on it, by handle in lower case.
fn crew(engagement: &Engagement) -> BTreeSet<String> {
    let team = engagement.value("team").map(Node::texts);
    team.unwrap_or_default()
        .into_iter()
        .map(bare)
        .chain(engagement.owner())
        .filter(|handle| !handle.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether an engagement is for the subject's client, or for one that the subject's text names.
fn client(subject: &Subject<'_>, other: &Engagement) -> bool {
    let Some(client) = other.client.as_deref() else {
        return false;
    };
    match subject.engagement {
        Some(engagement) => engagement.client.as_deref() == Some(client),
        None => {
            let words = terms::list(&client.replace(['-', '_'], " "));
            !words.is_empty() && words.into_iter().all(|word| subject.count(word) > 0.0)
        }
    }
}
