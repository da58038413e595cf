//! One mark in three versions: its box, its words, its attributes, its id and what is nested in it, each by itself.

use super::entry::Written;
use super::out::Out;
use super::plain;
use crate::model::marks::outcome;
use crate::text::{Attribute, Document, Keyword, Mark};

/// Merges a mark that stands on both sides.
pub(super) fn merge(
    base: Option<Written<'_>>,
    ours: Written<'_>,
    theirs: Written<'_>,
    out: &mut Out,
) {
    let was = base.map(|base| base.lines);
    if ours.lines == theirs.lines || was == Some(theirs.lines) {
        return out.put(ours.lines);
    }
    if was == Some(ours.lines) {
        return out.put(theirs.lines);
    }
    match united(base, ours, theirs) {
        Some(lines) => out.put(&lines),
        None => out.clash(ours.lines, theirs.lines),
    }
}

/// A mark in the parts that are merged by themselves.
struct Parts<'a> {
    /// Bullet and box, keyword and colon.
    head: &'a str,
    says: &'a str,
    /// The attributes in parentheses, as written, with their names.
    attributes: Option<Vec<(&'a str, &'a str)>>,
    id: &'a str,
    /// What stands behind all that, such as a comment.
    rest: &'a str,
    /// The lines below its first ones.
    nested: &'a [&'a str],
}

impl<'a> Parts<'a> {
    /// Takes a mark apart; nothing where something stands between its parts.
    fn of(written: Written<'a>) -> Option<Self> {
        let Written { mark, text, lines } = written;
        let start = text
            .get(..mark.line_span.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let first = text.get(start..mark.line_span.end)?;
        let own = first.split('\n').count();
        // Nested attributes are lines; those in parentheses stand behind the words, in one pair of them.
        let inline: Vec<&Attribute> = mark
            .attributes
            .iter()
            .filter(|attribute| mark.line_span.contains(attribute.span))
            .collect();
        let tail = text.get(mark.text_span.end..mark.line_span.end)?;
        let (id, behind) = match mark.id_span {
            Some(span) => (
                text.get(span.range())?,
                text.get(span.end..mark.line_span.end)?,
            ),
            None => ("", ""),
        };
        let before = match mark.id_span {
            Some(span) => text.get(mark.text_span.end..span.start)?,
            None => tail,
        };
        let (attributes, rest) = if inline.is_empty() {
            (None, before)
        } else {
            let (open, inside) = before.split_once('(')?;
            let (_, rest) = inside.rsplit_once(')')?;
            if !open.trim().is_empty() {
                return None;
            }
            let mut parts = Vec::with_capacity(inline.len());
            for attribute in inline {
                parts.push((attribute.name.as_str(), text.get(attribute.span.range())?));
            }
            (Some(parts), rest)
        };
        let rest = match (rest.trim(), behind.trim()) {
            (rest, "") => rest,
            ("", behind) => behind,
            _ => return None,
        };
        Some(Self {
            head: text.get(start..mark.text_span.start)?,
            says: text.get(mark.text_span.range())?,
            attributes,
            id,
            rest,
            nested: lines.get(own..)?,
        })
    }
}

/// The one of two values that changed; nothing where both did, differently.
fn pick<T: PartialEq>(base: Option<T>, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || base.as_ref() == Some(&theirs) {
        Some(ours)
    } else if base.as_ref() == Some(&ours) {
        Some(theirs)
    } else {
        None
    }
}

fn united(
    base: Option<Written<'_>>,
    ours: Written<'_>,
    theirs: Written<'_>,
) -> Option<Vec<String>> {
    // Two who settle it must settle it the same way.
    let stood = base.map(|base| standing(base.mark));
    pick(stood, standing(ours.mark), standing(theirs.mark))?;
    let was = match base {
        Some(base) => Some(Parts::of(base)?),
        None => None,
    };
    let (o, t) = (Parts::of(ours)?, Parts::of(theirs)?);
    let box_of = |written: Written<'_>| written.mark.ticked;
    let ticked = pick(base.map(box_of), box_of(ours), box_of(theirs))?;
    let mut head = if was.as_ref().is_some_and(|was| was.head == o.head) {
        t.head.to_owned()
    } else {
        o.head.to_owned()
    };
    set_box(&mut head, ticked);
    let says = pick(was.as_ref().map(|was| was.says), o.says, t.says)?;
    let id = pick(was.as_ref().map(|was| was.id), o.id, t.id)?;
    let rest = pick(was.as_ref().map(|was| was.rest), o.rest, t.rest)?;
    let none = Vec::new();
    let list = |parts: &'_ Parts<'_>| parts.attributes.is_some();
    let attributes = attributes(
        was.as_ref()
            .and_then(|was| was.attributes.as_ref())
            .unwrap_or(&none),
        o.attributes.as_ref().unwrap_or(&none),
        t.attributes.as_ref().unwrap_or(&none),
    )?;
    let mut line = format!("{head}{says}");
    if list(&o) || list(&t) || !attributes.is_empty() {
        line.push_str(&format!(" ({})", attributes.join(", ")));
    }
    for part in [rest, id] {
        if !part.is_empty() {
            line.push(' ');
            line.push_str(part);
        }
    }
    let mut nested = Out::new(super::MARKER);
    let below = was.as_ref().map_or(&[][..], |was| was.nested);
    plain::lines(below, o.nested, t.nested, &mut nested);
    if nested.conflicts() > 0 {
        return None;
    }
    let mut lines: Vec<String> = line.split('\n').map(str::to_owned).collect();
    lines.extend(nested.lines().iter().cloned());
    is_sound(&lines, ours.mark, theirs.mark).then_some(lines)
}

/// How a mark stands: what both sides must agree on.
fn standing(mark: &Mark) -> (Option<crate::model::marks::Outcome>, Vec<&str>) {
    let outcome = (mark.keyword == Keyword::Promise).then(|| outcome(mark));
    let said = ["answer", "result"]
        .iter()
        .flat_map(|name| mark.values(name));
    (outcome, said.collect())
}

fn set_box(head: &mut String, ticked: Option<bool>) {
    let Some(ticked) = ticked else { return };
    let boxes = ["[ ]", "[x]", "[X]"];
    let found = boxes.iter().find_map(|sign| head.find(sign));
    if let Some(at) = found {
        let is = head.get(at..at + 3) != Some("[ ]");
        if is != ticked {
            head.replace_range(at..at + 3, if ticked { "[x]" } else { "[ ]" });
        }
    }
}

/// The attributes in parentheses, name by name; nothing where both sides give one another value.
fn attributes(
    base: &[(&str, &str)],
    ours: &[(&str, &str)],
    theirs: &[(&str, &str)],
) -> Option<Vec<String>> {
    let values = |list: &[(&str, &str)], name: &str| -> Vec<String> {
        let own = list.iter().filter(|(own, _)| *own == name);
        own.map(|(_, raw)| (*raw).to_owned()).collect()
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in ours.iter().chain(theirs) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let mut merged = Vec::new();
    for name in names {
        let (b, o, t) = (values(base, name), values(ours, name), values(theirs, name));
        match pick(Some(b.clone()), o.clone(), t.clone()) {
            Some(values) => merged.extend(values),
            // People may be added on both sides.
            None if name == "by" => {
                merged.extend(
                    o.iter()
                        .filter(|one| t.contains(one) || !b.contains(one))
                        .cloned(),
                );
                merged.extend(
                    t.into_iter()
                        .filter(|one| !b.contains(one) && !o.contains(one)),
                );
            }
            None => return None,
        }
    }
    Some(merged)
}

/// Whether a merged mark still reads as one, with nothing in it said twice in two ways.
fn is_sound(lines: &[String], ours: &Mark, theirs: &Mark) -> bool {
    let text = format!("## Log\n\n### 2000-01-01 x\n\n{}\n", lines.join("\n"));
    let document = Document::parse(text.as_bytes());
    let mut marks = document.log.marks();
    let Some(mark) = marks.next() else {
        return false;
    };
    let count = |mark: &Mark, name: &str| mark.values(name).count();
    marks.next().is_none()
        && mark.keyword == ours.keyword
        && mark.attributes.iter().all(|attribute| {
            let name = attribute.name.as_str();
            let most = count(ours, name).max(count(theirs, name));
            name == "by" || count(mark, name) <= most
        })
}
