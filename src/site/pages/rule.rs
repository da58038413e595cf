//! `rules/index.html` and `rules/<code>.html`: what each code means, for whoever was refused.

use super::Page;
use crate::check::{RULES, Rule};
use crate::finding::Severity;
use crate::model::{Settings, parts};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::html::{self, Guide, Leads, Text};
use crate::site::view::{self, Link, RuleGroup, RulePart, RuleRow};
use crate::site::{address, frame};
use crate::text::Document;

/// All of them.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn pages(settings: &Settings, engine: &Engine) -> Result<Vec<Page>, Failure> {
    let mut pages = vec![index(settings, engine)?];
    for at in 0..RULES.len() {
        pages.extend(page(settings, at, engine)?);
    }
    Ok(pages)
}

fn index(settings: &Settings, engine: &Engine) -> Result<Page, Failure> {
    let file = address::rules().to_owned();
    let groups = [
        (Some(Severity::Error), "Errors"),
        (Some(Severity::Warning), "Warnings"),
        (Some(Severity::Note), "Notes"),
        (None, "Off"),
    ];
    let groups = groups.into_iter().map(|(severity, title)| RuleGroup {
        title,
        anchor: word(severity),
        rules: RULES
            .iter()
            .filter(|rule| settings.severity(rule.code, rule.severity) == severity)
            .map(|rule| RuleRow {
                link: link(rule),
                summary: html::inline(rule.summary(), &Plain { root: "../" }),
                set: severity != Some(rule.severity),
                default: word(Some(rule.severity)),
            })
            .collect(),
    });
    let view = view::Rules {
        frame: frame::of(&file, "Rules", "rules", Vec::new()),
        groups: groups.filter(|group| !group.rules.is_empty()).collect(),
    };
    Ok((file, engine.render("rules.html", &view)?))
}

fn page(settings: &Settings, at: usize, engine: &Engine) -> Result<Option<Page>, Failure> {
    let Some(rule) = RULES.get(at) else {
        return Ok(None);
    };
    let file = address::rule(rule.code);
    let root = address::root(&file);
    let guide = Plain { root: &root };
    let document = Document::parse(rule.page.as_bytes());
    let text = Text::read(&document);
    let parts = parts::of(&document)
        .into_iter()
        .filter_map(|part| {
            let title = part.title?.to_owned();
            Some(RulePart {
                anchor: address::slug(&title),
                html: text.blocks(part.content, 2, &guide),
                title,
            })
        })
        .collect();
    let other = |at: Option<usize>| at.and_then(|at| RULES.get(at)).map(|rule| link(rule));
    let view = view::Rule {
        frame: frame::of(
            &file,
            rule.code,
            "rules",
            vec![Link {
                text: "Rules".to_owned(),
                url: address::rules().to_owned(),
            }],
        ),
        code: rule.code,
        severity: word(settings.severity(rule.code, rule.severity)),
        lede: html::inline(rule.summary(), &guide),
        parts,
        former: other(at.checked_sub(1)),
        latter: other(Some(at + 1)),
    };
    Ok(Some((file, engine.render("rule.html", &view)?)))
}

fn link(rule: &Rule) -> Link {
    Link {
        text: rule.code.to_owned(),
        url: address::rule(rule.code),
    }
}

const fn word(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        Some(Severity::Note) => "note",
        None => "off",
    }
}

/// The pages of codes name nobody and link to the web alone.
struct Plain<'r> {
    root: &'r str,
}

impl Guide for Plain<'_> {
    fn root(&self) -> &str {
        self.root
    }

    fn leads(&self, target: &str) -> Leads {
        if target.starts_with("https://") {
            Leads::Out(target.to_owned())
        } else {
            Leads::Nowhere
        }
    }

    fn name<'a>(&'a self, handle: &'a str) -> &'a str {
        handle
    }
}
