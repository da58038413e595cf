//! What reports made of studios: what was found of what was planted, and what was named that nobody had planted.

use orbit::friction::case::{Sort, Studio};
use orbit::friction::{ENGAGEMENTS, OTHERS, Scope, Signal};

use super::best;
use super::plants::{CARELESS, DIFFICULT, Noise, Planted, Whose};

/// The outcomes of some studios, added up.
#[derive(Debug, Default, Clone, Copy)]
pub struct Outcomes {
    pub studios: usize,
    /// Plants.
    pub planted: usize,
    /// Those named as what they are: the right kind, at the right place, at the right level.
    pub found: usize,
    /// Those that stand at places, and of these the ones that whoever knows the noise would find.
    pub placed: usize,
    pub best: usize,
    /// Those that happened often enough to repeat as a signal of the system has to, and of these the ones found.
    pub repeated: usize,
    pub repeated_found: usize,
    /// Plants of one client or one person that are called the system's.
    pub called_system: usize,
    /// Signals called the system's that nobody planted.
    pub false_alarms: usize,
    /// Circumstances that name who has trouble indeed, and those that name somebody else.
    pub named: usize,
    pub named_wrongly: usize,
    /// Studios in which the difficult client, and in which the careless person, was named.
    pub client_found: usize,
    pub person_found: usize,
}

impl Outcomes {
    /// Adds what one report says of a studio.
    pub fn add(
        &mut self,
        planted: &[Planted],
        noise: Noise,
        studio: &Studio<'_>,
        signals: &[Signal],
    ) {
        self.studios += 1;
        for plant in planted {
            let theirs = signals.iter().filter(|signal| plant.is(signal));
            let found = signals.iter().any(|signal| plant.is_named(signal));
            let repeats = theirs.clone().any(|signal| {
                signal.engagements.count >= ENGAGEMENTS
                    && signal.people.len() >= OTHERS
                    && signal.clients.len() >= OTHERS
            });
            self.planted += 1;
            self.found += usize::from(found);
            self.repeated += usize::from(repeats);
            self.repeated_found += usize::from(found && repeats);
            if plant.whose == Whose::System && plant.sort != Sort::Question {
                self.placed += 1;
                let is_found = best::finds(plant, noise, studio, signals);
                self.best += usize::from(is_found == Some(true));
            }
            let mut system = theirs.filter(|signal| signal.scope == Scope::System);
            self.called_system +=
                usize::from(plant.whose != Whose::System && system.next().is_some());
        }
        let mut client = false;
        let mut person = false;
        for signal in signals {
            let right = match &signal.scope {
                Scope::Chance => continue,
                Scope::System => {
                    let known = planted.iter().any(|plant| plant.is(signal));
                    self.false_alarms += usize::from(!known);
                    continue;
                }
                Scope::Client(name) => {
                    let difficult = noise.difficult_client && name == DIFFICULT;
                    client |= difficult;
                    difficult || has(planted, Whose::is_client, name)
                }
                Scope::Person(name) => {
                    let careless = noise.careless_person && name == CARELESS;
                    person |= careless;
                    careless || has(planted, Whose::is_person, name)
                }
            };
            self.named += usize::from(right);
            self.named_wrongly += usize::from(!right);
        }
        self.client_found += usize::from(client);
        self.person_found += usize::from(person);
    }

    /// These and others together.
    pub fn and(self, other: Self) -> Self {
        Self {
            studios: self.studios + other.studios,
            planted: self.planted + other.planted,
            found: self.found + other.found,
            placed: self.placed + other.placed,
            best: self.best + other.best,
            repeated: self.repeated + other.repeated,
            repeated_found: self.repeated_found + other.repeated_found,
            called_system: self.called_system + other.called_system,
            false_alarms: self.false_alarms + other.false_alarms,
            named: self.named + other.named,
            named_wrongly: self.named_wrongly + other.named_wrongly,
            client_found: self.client_found + other.client_found,
            person_found: self.person_found + other.person_found,
        }
    }
}

fn has(planted: &[Planted], is: fn(Whose, &str) -> bool, name: &str) -> bool {
    planted.iter().any(|plant| is(plant.whose, name))
}
