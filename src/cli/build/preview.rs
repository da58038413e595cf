//! `orbit build --audience NAME --preview`: what somebody outside would see, engagement by engagement, and what not.

use super::super::color::STRONG;
use super::super::context::Context;
use super::super::stop::{Stop, Verdict};
use crate::model::SharedPage;
use crate::model::words::count;
use crate::repo::{Repository, Tree};
use crate::site::audience::{Audience, Outline, Part, View};

/// Prints it.
pub(super) fn print(
    context: &mut Context,
    repository: &Repository,
    audience: &Audience,
) -> Result<Verdict, Stop> {
    let head = repository.head()?;
    let work = repository.work_tree();
    let committed = super::committed(repository, head.as_ref())?;
    let tree: &dyn Tree = match &work {
        Some(tree) => tree,
        None => &committed,
    };
    let input = super::Input::read(tree, head)?;
    let pages = input.settings.sharing.with(&audience.word()).pages;
    let day = context.today;
    let sources = super::Sources {
        repository,
        day,
        former: None,
        memory: &super::Memory::default(),
    };
    let (text, _) = input.hand_on(context, &sources, &|inputs| {
        let view = View::of(inputs, audience)?;
        Ok(said(audience, view.outlines(), &pages))
    })?;
    context.out.print(text)?;
    Ok(Verdict::Fine)
}

fn said(audience: &Audience, outlines: &[Outline], pages: &[SharedPage]) -> String {
    let seen = outlines.iter().filter(|one| !one.withheld).count();
    let mut text = format!(
        "{} sees {seen} of {}\n",
        audience.word(),
        count(outlines.len(), "engagement")
    );
    let names: Vec<&str> = SharedPage::ALL
        .iter()
        .filter(|(_, page)| pages.contains(page))
        .map(|(name, _)| *name)
        .collect();
    text.push_str(&format!(
        "pages besides: {}\n",
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    ));
    for outline in outlines {
        text.push_str(&format!(
            "\n{STRONG}{}{STRONG:#}  {}\n",
            outline.id, outline.title
        ));
        if outline.withheld {
            text.push_str("  withheld whole, by `shared: false`\n");
            continue;
        }
        for (title, shown) in [("shown", true), ("withheld", false)] {
            let parts = outline.parts.iter().filter(|(_, is)| *is == shown);
            for (at, line) in lines(parts.map(|(part, _)| part)).iter().enumerate() {
                let title = if at == 0 { title } else { "" };
                text.push_str(&format!("  {title:9} {line}\n"));
            }
        }
    }
    text.push_str("\nWhat is shared is set by `site: shared:` in `orbit.yml`, `shared` of a stage, and `(shared)` or `(private)` in the log.\n");
    text
}

/// Parts in lines: what has a name on one line of its kind, entries and marks on a line each.
fn lines<'p>(parts: impl Iterator<Item = &'p Part> + Clone) -> Vec<String> {
    let named = |kind: &str, name: &dyn Fn(&'p Part) -> Option<&'p str>| {
        let names: Vec<&str> = parts.clone().filter_map(name).collect();
        (!names.is_empty()).then(|| format!("{kind} {}", names.join(", ")))
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(named("stage", &|part| match part {
        Part::Stage(name) => Some(name),
        _ => None,
    }));
    lines.extend(named("fields", &|part| match part {
        Part::Field(name) => Some(name),
        _ => None,
    }));
    lines.extend(named("sections", &|part| match part {
        Part::Section(name) => Some(name),
        _ => None,
    }));
    lines.extend(parts.filter_map(|part| match part {
        Part::Entry(title) => Some(format!("entry {title}")),
        Part::Mark(keyword, text) => Some(format!("{}: {text}", keyword.word())),
        _ => None,
    }));
    lines
}
