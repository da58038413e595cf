//! `feed.xml`: what happened lately, as an Atom feed.

use super::Page;
use crate::day::Moment;
use crate::model::difference::{Deed, Said};
use crate::site::state::State;
use crate::site::{address, change};
use crate::text::Keyword;

/// At most so many entries.
const MOST: usize = 50;

/// The feed.
#[must_use]
pub fn page(state: &State<'_>) -> Page {
    let studio = state.studio;
    let mut entries = String::new();
    let mut newest: Option<Moment> = None;
    let mut told = 0;
    for (at, happened) in state.lately() {
        if told == MOST {
            break;
        }
        let (Some(work), Some(made), Some(landed)) = (
            studio.works.get(at),
            studio.commit(happened.made),
            studio.commit(happened.landed),
        ) else {
            continue;
        };
        let lines: Vec<String> = happened
            .said
            .iter()
            .filter(|said| is_news(said))
            .map(|said| plain(&said.to_string()))
            .collect();
        let Some(first) = lines.first() else { continue };
        told += 1;
        let updated = landed.committed;
        if newest.is_none_or(|newest| newest.seconds < updated.seconds) {
            newest = Some(updated);
        }
        let id = &work.engagement.id;
        let url = format!(
            "{}#c-{}",
            address::url(&address::history(id)),
            change::short(made)
        );
        entries.push_str(&format!(
            "<entry>\n<id>urn:x-orbit:commit:{}:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<published>{}</published>\n<author><name>{}</name></author>\n<link href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            made.id,
            address::url(id).replace('/', ":"),
            xml(&format!("{}: {first}", plain(work.engagement.title()))),
            made.authored,
            xml(&non_empty(studio.author(made).name)),
            xml(&url),
            xml(&lines.join("\n")),
        ));
    }
    let updated = newest.unwrap_or(Moment {
        seconds: studio.day().unix(),
        offset: 0,
    });
    let settings = studio.settings();
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:x-orbit:studio:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n<link href=\"index.html\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"feed.xml\"/>\n<generator version=\"{}\">Orbit</generator>\n{entries}</feed>\n",
        address::url(&address::slug(&settings.studio)),
        xml(&non_empty(&settings.site_title)),
        xml(&non_empty(&settings.studio)),
        env!("CARGO_PKG_VERSION"),
    );
    ("feed.xml".to_owned(), feed.into_bytes())
}

/// Whether somebody who follows the studio from afar would want to know.
const fn is_news(said: &Said) -> bool {
    match said {
        Said::Began | Said::Stage { .. } | Said::Owner { .. } | Said::Handoff { .. } => true,
        Said::Mark { keyword, deed, .. } => match keyword {
            Keyword::Promise => !matches!(deed, Deed::Amended | Deed::Edited),
            Keyword::Decision => matches!(deed, Deed::Made | Deed::Resulted),
            Keyword::Waiver | Keyword::Approval => matches!(deed, Deed::Made),
            _ => false,
        },
        _ => false,
    }
}

/// A line without what XML does not allow.
fn plain(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            control if control.is_control() => ' ',
            other => other,
        })
        .collect()
}

fn non_empty(text: &str) -> String {
    let text = plain(text);
    if text.trim().is_empty() {
        "Orbit".to_owned()
    } else {
        text
    }
}

fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}
