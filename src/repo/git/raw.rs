//! What `git diff-index --raw -z` prints.

use git2::Oid;

use super::objects::Objects;

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raw {
    /// The letter that says what happened: `A`, `D`, `M`, `R`, `T`, `U`.
    pub(crate) letter: char,
    /// What a regular file held before.
    pub(crate) before: Option<(String, Oid)>,
    /// What a regular file holds after.
    pub(crate) after: Option<(String, Oid)>,
    /// The path, whatever stands there.
    pub(crate) path: String,
}

/// All of it, in order.
pub(crate) fn parse(output: &[u8], objects: &Objects) -> Vec<Raw> {
    let mut fields = output
        .split(|&byte| byte == 0)
        .map(|field| String::from_utf8_lossy(field));
    let mut all = Vec::new();
    while let Some(head) = fields.next() {
        let mut words = head.trim_start_matches(':').split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (old_mode, new_mode, old_id, new_id, status) = (word(), word(), word(), word(), word());
        let Some(letter) = status.chars().next() else {
            continue;
        };
        let Some(first) = fields.next() else { break };
        let second = if matches!(letter, 'R' | 'C') {
            fields.next()
        } else {
            None
        };
        let last = second.as_ref().unwrap_or(&first);
        let file = |mode: &str, id: &str, path: &str| {
            let id = objects.parse(id).filter(|_| mode.starts_with("100"))?;
            Some((path.to_owned(), id))
        };
        all.push(Raw {
            letter,
            before: file(old_mode, old_id, &first),
            after: file(new_mode, new_id, last),
            path: last.clone().into_owned(),
        });
    }
    all
}
