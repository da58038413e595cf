//! Who writes commits: the mailmap, and whoever is about to make one.

use std::collections::HashMap;
use std::sync::Arc;

use git2::{Mailmap, Signature, Time};

use super::Repository;
use crate::repo::{Author, Failure, Tree};

/// The mailmap, with what it said remembered.
pub(crate) struct People {
    map: Option<Mailmap>,
    known: HashMap<Author, Author>,
    /// Those that were renamed, by where they are, as they were and as they are.
    seen: HashMap<usize, (Arc<Author>, Arc<Author>)>,
}

impl People {
    pub(crate) fn of(repository: &Repository) -> Result<Self, Failure> {
        let map = match repository.ask(git2::Repository::mailmap) {
            Some(map) => map.ok(),
            None => kept(repository)?.and_then(|text| Mailmap::from_buffer(&text).ok()),
        };
        Ok(Self {
            map,
            known: HashMap::new(),
            seen: HashMap::new(),
        })
    }

    /// Gives somebody the name and address that they want to go by.
    pub(crate) fn rename(&mut self, author: &mut Arc<Author>) {
        if self.map.is_none() {
            return;
        }
        // Of many commits by one person, few hold that person anew.
        let place = Arc::as_ptr(author) as usize;
        if let Some((_, renamed)) = self.seen.get(&place) {
            *author = Arc::clone(renamed);
            return;
        }
        let renamed = Arc::new(self.resolve(Author::clone(author)));
        let written = std::mem::replace(author, Arc::clone(&renamed));
        self.seen.insert(place, (written, renamed));
    }

    /// Somebody by the name and address that they want to go by.
    pub(crate) fn resolve(&mut self, author: Author) -> Author {
        let Some(map) = &self.map else { return author };
        if let Some(known) = self.known.get(&author) {
            return known.clone();
        }
        let resolved = Signature::new(&author.name, &author.email, &Time::new(0, 0))
            .and_then(|signature| map.resolve_signature(&signature))
            .map_or_else(
                |_| author.clone(),
                |signature| Author {
                    name: String::from_utf8_lossy(signature.name_bytes()).into_owned(),
                    email: String::from_utf8_lossy(signature.email_bytes()).into_owned(),
                },
            );
        self.known.insert(author, resolved.clone());
        resolved
    }
}

/// The mailmap of a repository that the library cannot open.
fn kept(repository: &Repository) -> Result<Option<String>, Failure> {
    let bytes = match (repository.work_tree(), repository.head()?) {
        (Some(tree), _) => tree.read(".mailmap")?,
        (None, Some(head)) => repository.commit_tree(&head)?.read(".mailmap")?,
        (None, None) => None,
    };
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// Which of the two people of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Author,
    Committer,
}

/// Who is about to make a commit, as git would find out: the environment, then `author.name` and such, then `user.name`.
pub(crate) fn about_to_commit(repository: &Repository, part: Part) -> Option<Author> {
    let (upper, lower) = match part {
        Part::Author => ("AUTHOR", "author"),
        Part::Committer => ("COMMITTER", "committer"),
    };
    let variable = |name: &str| {
        let value = repository.git().variable(name)?;
        Some(value.to_string_lossy().trim().to_owned()).filter(|value| !value.is_empty())
    };
    let setting = |key: &str| {
        repository
            .setting(&format!("{lower}.{key}"))
            .or_else(|| repository.setting(&format!("user.{key}")))
    };
    let name = variable(&format!("GIT_{upper}_NAME")).or_else(|| setting("name"))?;
    let email = variable(&format!("GIT_{upper}_EMAIL"))
        .or_else(|| setting("email"))
        .or_else(|| variable("EMAIL"))?;
    Some(Author { name, email })
}
