//! The people of a studio, and which of them a git author is.

use std::collections::HashMap;

use crate::repo::Author;

/// Somebody of the studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are called in engagements, without the `@`.
    pub handle: String,
    /// Their name in full.
    pub name: String,
    /// Their addresses, as git knows them.
    pub emails: Vec<String>,
    /// What they do in the studio, such as `lead`.
    pub role: Option<String>,
}

/// Everybody of the studio.
#[derive(Debug, Clone, Default)]
pub struct People {
    people: Vec<Person>,
    by_email: HashMap<String, usize>,
}

impl People {
    /// The people, in the order of `orbit.yml`.
    #[must_use]
    pub fn new(people: Vec<Person>) -> Self {
        let by_email = people
            .iter()
            .enumerate()
            .flat_map(|(at, person)| {
                person
                    .emails
                    .iter()
                    .map(move |email| (email.to_lowercase(), at))
            })
            .collect();
        Self { people, by_email }
    }

    /// Everybody, in the order of `orbit.yml`.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    /// Whether nobody is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The person with this handle, with or without its `@`, in any case.
    #[must_use]
    pub fn by_handle(&self, handle: &str) -> Option<&Person> {
        let handle = bare(handle);
        self.people
            .iter()
            .find(|person| person.handle.eq_ignore_ascii_case(handle))
    }

    /// The person who is this git author: by address, else by the exact name.
    #[must_use]
    pub fn by_author(&self, author: &Author) -> Option<&Person> {
        match self.by_email.get(&author.email.to_lowercase()) {
            Some(&at) => self.people.get(at),
            None => self.people.iter().find(|person| person.name == author.name),
        }
    }
}

/// A handle without its `@` and white space.
#[must_use]
pub fn bare(handle: &str) -> &str {
    handle.trim().trim_start_matches('@')
}
