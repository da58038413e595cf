//! What is planted in a studio, who makes the noise around it, and whether a signal is a plant.

use orbit::friction::case::Sort;
use orbit::friction::{Place, Scope, Signal};

/// How large a studio is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub name: &'static str,
    pub engagements: usize,
    pub clients: usize,
    pub people: usize,
}

/// From three people up.
pub const SIZES: [Size; 4] = [
    Size {
        name: "tiny",
        engagements: 9,
        clients: 4,
        people: 3,
    },
    Size {
        name: "small",
        engagements: 16,
        clients: 6,
        people: 4,
    },
    Size {
        name: "medium",
        engagements: 40,
        clients: 12,
        people: 8,
    },
    Size {
        name: "large",
        engagements: 150,
        clients: 40,
        people: 20,
    },
];

/// Whose trouble a plant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's: the way of working.
    System,
    /// One client's.
    Client(&'static str),
    /// One person's.
    Person(&'static str),
}

impl Whose {
    pub fn is_client(self, name: &str) -> bool {
        matches!(self, Self::Client(client) if client == name)
    }

    pub fn is_person(self, name: &str) -> bool {
        matches!(self, Self::Person(person) if person == name)
    }
}

/// What is planted: a kind of trouble, and where.
#[derive(Debug, Clone)]
pub struct Planted {
    pub sort: Sort,
    /// The stage: for a transition, the one that it leads to.
    pub stage: &'static str,
    /// For needs, the key.
    pub need: Option<&'static str>,
    /// How often it happens there.
    pub rate: f64,
    /// To whom.
    pub whose: Whose,
}

/// One plant for each kind, each where it does not happen by itself.
pub fn plants(rate: f64) -> Vec<Planted> {
    let plant = |sort, stage, need| Planted {
        sort,
        stage,
        need,
        rate,
        whose: Whose::System,
    };
    vec![
        plant(Sort::Bounce, "scope", None),
        plant(Sort::Skip, "research", None),
        plant(Sort::Waived, "proposal", Some("success")),
        plant(Sort::Unmet, "scope", Some("Out of scope")),
        plant(Sort::LastMinute, "proposal", Some("Findings")),
        plant(Sort::Handoff, "delivery", None),
        plant(Sort::Pause, "proposal", None),
        plant(Sort::Promise, "proposal", None),
        plant(Sort::Owner, "delivery", None),
        plant(Sort::Question, "scope", None),
    ]
}

/// Who makes the noise.
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    /// A few people have most of the work, and a few clients bring most of it.
    pub busy: bool,
    /// A client with whom four kinds of trouble are frequent everywhere.
    pub difficult_client: bool,
    /// A person in whose hands four kinds of trouble are frequent everywhere.
    pub careless_person: bool,
}

/// The client and the person who have trouble everywhere.
pub const DIFFICULT: &str = "client0";
pub const CARELESS: &str = "person1";

/// How often trouble of a kind happens by itself: by chance, oftener with the difficult client and the careless person.
pub fn usual(sort: Sort, noise: Noise, client: &str, person: &str) -> f64 {
    let difficult = noise.difficult_client && client == DIFFICULT;
    let careless = noise.careless_person && person == CARELESS;
    match sort {
        Sort::Bounce | Sort::Pause | Sort::Promise | Sort::Waived if difficult => 0.4,
        Sort::Unmet | Sort::LastMinute | Sort::Handoff | Sort::Promise if careless => 0.5,
        Sort::Bounce | Sort::Skip | Sort::Owner => 0.05,
        Sort::Waived | Sort::Unmet => 0.03,
        Sort::LastMinute => 0.15,
        Sort::Handoff => 0.1,
        Sort::Pause => 0.06,
        Sort::Promise => 0.08,
        Sort::Question => 0.0,
    }
}

impl Planted {
    /// Whether a signal is this one.
    pub fn is(&self, signal: &Signal) -> bool {
        if self.sort != signal.sort {
            return false;
        }
        match &signal.place {
            _ if self.sort == Sort::Question => signal
                .question
                .as_deref()
                .is_some_and(|question| question.to_lowercase().contains("final copy")),
            Some(place) => self.stands_at(place),
            None => false,
        }
    }

    /// Whether this is its place.
    pub fn stands_at(&self, place: &Place) -> bool {
        match place {
            Place::Need { key, .. } => Some(key.as_str()) == self.need,
            Place::Transition { to, .. } => to == self.stage,
            Place::Stage { stage, .. } => stage == self.stage,
            Place::Owner { .. } => false,
        }
    }

    /// Whether a signal names it as what it is: at its place as the system's, or as a circumstance of the one whose it is, there or everywhere.
    pub fn is_named(&self, signal: &Signal) -> bool {
        match (self.whose, &signal.scope) {
            (Whose::System, Scope::System) => self.is(signal),
            (whose, Scope::Client(name)) => self.is_circumstance(signal) && whose.is_client(name),
            (whose, Scope::Person(name)) => self.is_circumstance(signal) && whose.is_person(name),
            _ => false,
        }
    }

    fn is_circumstance(&self, signal: &Signal) -> bool {
        self.sort == signal.sort && (signal.place.is_none() || self.is(signal))
    }
}
