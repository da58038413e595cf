//! What ties two engagements together apart from their words: the client, who follows or names whom, the way through the stages, the people.

use std::collections::{BTreeMap, BTreeSet};

use super::library::Library;
use super::subject::Subject;
use super::terms;
use crate::day::Day;
use crate::model::person::bare;
use crate::model::{Engagement, Settings};
use crate::text::yaml::Node;

/// What ties an engagement to the subject.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Whom of the client's people a text names, from which the client is known.
    pub person: Option<String>,
    /// The move that it has made and the subject makes next.
    pub moved: Option<(String, String)>,
    /// It stands in the stage that the subject stands in.
    pub beside: bool,
    /// Who works on both, by handle.
    pub people: Vec<String>,
    /// How near in time they are, from none to one.
    pub near: f64,
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
    let days = Days::of(library, own);
    let clients = Clients::of(library, subject);
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
                client: clients.holds(other),
                person: clients.person(other),
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
                near: days.near(at),
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

/// Who has an engagement, works on it and wrote in its log, by handle in lower case.
fn crew(engagement: &Engagement) -> BTreeSet<String> {
    let team = engagement.value("team").map(Node::texts);
    let entries = engagement.document.log.entries.iter();
    team.unwrap_or_default()
        .into_iter()
        .map(bare)
        .chain(engagement.owner())
        .chain(entries.filter_map(|entry| entry.author.as_deref()))
        .filter(|handle| !handle.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// When engagements were last written to, by their logs.
struct Days {
    last: Vec<Option<Day>>,
    /// The day that they are seen from: the subject's own, or for a text the newest of all.
    from: Option<Day>,
}

/// After so many days something is half as near.
const HALF: f64 = 270.0;

impl Days {
    fn of(library: &Library<'_>, own: Option<usize>) -> Self {
        let far = Day::parse("9999-12-31");
        let last: Vec<Option<Day>> = library
            .volumes
            .iter()
            .map(|volume| volume.engagement.last_sign(far?))
            .collect();
        let from = match own {
            Some(own) => last.get(own).copied().flatten(),
            None => last.iter().flatten().max().copied(),
        };
        Self { last, from }
    }

    fn near(&self, at: usize) -> f64 {
        match (self.from, self.last.get(at).copied().flatten()) {
            (Some(from), Some(day)) => {
                let days = from.days_since(day).unsigned_abs();
                0.5_f64.powf(days as f64 / HALF)
            }
            _ => 0.0,
        }
    }
}

/// Which client the subject is about.
enum Clients<'s> {
    /// The client of the engagement that it is.
    Own(Option<&'s str>),
    /// Those that a text names, each by its folder, and perhaps by one of its people.
    Named(BTreeMap<String, Option<String>>),
}

impl<'s> Clients<'s> {
    fn of(library: &Library<'_>, subject: &'s Subject<'_>) -> Self {
        if let Some(engagement) = subject.engagement {
            return Self::Own(engagement.client.as_deref());
        }
        let text = row(&subject.text);
        let mut named: BTreeMap<String, Option<String>> = BTreeMap::new();
        for volume in &library.volumes {
            let Some(client) = volume.engagement.client.as_deref() else {
                continue;
            };
            let person = people(volume.engagement)
                .into_iter()
                .find(|person| says(&text, &row(person)));
            if let Some(person) = person {
                named
                    .entry(client.to_owned())
                    .or_default()
                    .get_or_insert(person);
            } else if !named.contains_key(client)
                && says(&text, &row(&client.replace(['-', '_'], " ")))
                && is_its_own(library, client)
            {
                named.insert(client.to_owned(), None);
            }
        }
        Self::Named(named)
    }

    fn holds(&self, other: &Engagement) -> bool {
        let Some(client) = other.client.as_deref() else {
            return false;
        };
        match self {
            Self::Own(own) => *own == Some(client),
            Self::Named(named) => named.contains_key(client),
        }
    }

    fn person(&self, other: &Engagement) -> Option<String> {
        match self {
            Self::Own(_) => None,
            Self::Named(named) => named.get(other.client.as_deref()?)?.clone(),
        }
    }
}

/// The people of a client, each by a name of two words or more: who has only one may be anybody.
fn people(engagement: &Engagement) -> Vec<String> {
    let listed = engagement.value("client_people").map(Node::texts);
    listed
        .unwrap_or_default()
        .into_iter()
        .filter_map(|person| person.split(',').next())
        .map(str::trim)
        .filter(|name| name.split_whitespace().count() > 1)
        .map(str::to_owned)
        .collect()
}

/// Whether a client's name is not merely a word that others use as well.
fn is_its_own(library: &Library<'_>, client: &str) -> bool {
    let words = terms::list(&client.replace(['-', '_'], " "));
    let own = library
        .volumes
        .iter()
        .filter(|volume| volume.engagement.client.as_deref() == Some(client))
        .count();
    words.iter().any(|word| {
        let stands = usize::try_from(library.stands(*word)).unwrap_or(usize::MAX);
        stands <= 2 * own
    })
}

/// The words of a text in a row, in lower case, with a space around each.
fn row(text: &str) -> String {
    let mut row = String::from(" ");
    for word in text.split(|character: char| !character.is_alphanumeric()) {
        if !word.is_empty() {
            row.extend(word.chars().flat_map(char::to_lowercase));
            row.push(' ');
        }
    }
    row
}

fn says(text: &str, row: &str) -> bool {
    row.len() > 2 && text.contains(row)
}
