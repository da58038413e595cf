//! The way from a link in a text to a page of the site.

use super::{Core, Studio, Work, section_anchor};
use crate::repo::resolved;
use crate::site::address;
use crate::site::html::{Guide, Leads};

/// What the texts of one file need on one page.
pub struct StudioGuide<'s> {
    studio: &'s Studio<'s>,
    path: &'s str,
    root: &'s str,
}

impl Guide for StudioGuide<'_> {
    fn root(&self) -> &str {
        self.root
    }

    fn leads(&self, target: &str) -> Leads {
        // Browsers leave these out of an address before they look at its scheme.
        let target: String = target.trim().chars().filter(|c| !c.is_control()).collect();
        if let Some((scheme, _)) = target.split_once(':')
            && !scheme.contains(['/', '?', '#'])
        {
            let known = ["http", "https", "mailto"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scheme));
            return if known {
                Leads::Out(target)
            } else {
                Leads::Nowhere
            };
        }
        self.here(&target).map_or(Leads::Nowhere, Leads::Here)
    }

    fn name<'a>(&'a self, handle: &'a str) -> &'a str {
        self.studio.person(handle).name
    }

    fn inside(&self) -> bool {
        self.studio.inputs.extent.inside
    }
}

impl<'s> StudioGuide<'s> {
    /// The guide for texts of the file at `path`, on a page from which `root` leads to the top.
    pub(super) const fn new(studio: &'s Studio<'s>, path: &'s str, root: &'s str) -> Self {
        Self { studio, path, root }
    }

    /// The address of the page that a path or an id leads to.
    fn here(&self, target: &str) -> Option<String> {
        let leads = self.studio.core.leads(self.path, target);
        self.studio.note_lead(self.path, target, leads.as_deref());
        leads
    }
}

impl Core<'_> {
    /// The address of the page that a path or an id in the text of a file leads to.
    pub(super) fn leads(&self, from: &str, target: &str) -> Option<String> {
        let target = decoded(target);
        if target.starts_with("//") {
            return None;
        }
        let (place, fragment) = target
            .split_once('#')
            .map_or((target.as_str(), None), |(place, fragment)| {
                (place, Some(fragment))
            });
        let at = if place.is_empty() {
            self.by_path.get(from).copied()?
        } else {
            let resolved = resolve(from, place);
            let file = resolved.as_deref().and_then(|path| {
                self.by_path
                    .get(path)
                    .or_else(|| self.by_path.get(&format!("{path}.md")))
                    .copied()
            });
            match file.or_else(|| self.find(place)) {
                Some(at) => at,
                None => {
                    let path = resolved?;
                    let client = self.clients.values().find(|client| {
                        client
                            .index
                            .as_ref()
                            .is_some_and(|(index, _)| *index == path)
                    })?;
                    return Some(client.url.clone());
                }
            }
        };
        let work = self.works.get(at)?;
        let anchor = fragment.and_then(|fragment| anchor(work, fragment));
        Some(anchor.map_or_else(
            || work.url.clone(),
            |anchor| address::anchored(&work.url, &anchor),
        ))
    }
}

/// The anchor on an engagement's page that a fragment means: a mark's name, or a section's heading.
fn anchor(work: &Work, fragment: &str) -> Option<String> {
    let fragment = fragment.trim();
    if let Some(anchor) = work.named_mark(fragment.trim_start_matches('^')) {
        return Some(anchor.to_owned());
    }
    let wanted = address::slug(fragment);
    let document = &work.engagement.document;
    document
        .body
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .find(|heading| !wanted.is_empty() && address::slug(&heading.text) == wanted)
        .map(|heading| {
            if wanted == "log" {
                wanted.clone()
            } else {
                section_anchor(&heading.text)
            }
        })
}

/// A path seen from a file's folder, its `.` and `..` resolved; from the top where it begins with a slash. Nothing where it leaves the repository.
fn resolve(from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    resolved(if path.starts_with('/') { "" } else { folder }, path)
}

/// A percent-encoded text as it was; as it is where that is no UTF-8.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(value) => {
                plain.push(value);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}
