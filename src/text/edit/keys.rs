//! Edits of the front-matter: a key set, put in or taken out.

use super::scalar::{self, Quotes};
use super::style::{line_end, line_next, line_start, line_stop};
use super::{Editor, Facts, Refusal, Splice, Value};
use crate::day::Day;
use crate::span::Span;
use crate::text::Document;
use crate::text::yaml::{NodeKind, Pair};

impl Editor {
    /// Sets a front-matter key to a single value. What it held is replaced; its quotes, its place and the comment behind it stay. A key that is not
    /// there is put in behind the key `after`, else at the end.
    ///
    /// # Errors
    /// Where the result would not say exactly that.
    pub fn set(&mut self, key: &str, value: Value<'_>, after: Option<&str>) -> Result<(), Refusal> {
        let (text, typed) = match value {
            Value::Text(text) => (text, false),
            Value::Plain(text) => (text, true),
        };
        let mut expected = Facts::of(&self.document);
        expected.set(key, text);
        let splice = match self.document.front_matter.get(key) {
            Some(pair) => self.replaced(pair, text, typed),
            None => self.inserted(key, text, typed, after),
        };
        self.apply(&[splice], &expected)
    }

    /// Sets a front-matter key to what somebody typed: a list or a map where it is written as one, a day, a number or a truth value as such, else a
    /// text, quoted where it must be.
    ///
    /// # Errors
    /// Those of [`Editor::set`].
    pub fn write(&mut self, key: &str, typed: &str, after: Option<&str>) -> Result<(), Refusal> {
        let typed = typed.trim();
        let collection = typed.starts_with('[') && typed.ends_with(']')
            || typed.starts_with('{') && typed.ends_with('}');
        let plain = Day::parse(typed).is_some()
            || matches!(typed, "true" | "false")
            || !typed.is_empty()
                && typed
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.')
                && typed.parse::<f64>().is_ok();
        if collection {
            self.write_raw(key, typed, after)
        } else if plain {
            self.set(key, Value::Plain(typed), after)
        } else {
            self.set(key, Value::Text(typed), after)
        }
    }

    /// Sets a front-matter key to a value that is YAML already, and may run over several lines: then it begins with a line feed and is indented.
    ///
    /// # Errors
    /// Where it is no YAML, and those of [`Editor::set`].
    pub fn write_raw(&mut self, key: &str, yaml: &str, after: Option<&str>) -> Result<(), Refusal> {
        let alone = Document::parse(format!("---\n_: {}\n---\n", yaml.trim_end()).as_bytes());
        let (Some(node), true) = (alone.front_matter.value("_"), alone.problems.is_empty()) else {
            let message = format!("what is to stand under `{key}` is no YAML");
            return Err(Refusal::at(&self.document, 0, message));
        };
        let file = self.document.text.as_str();
        let end = line_end(file);
        let block = yaml.starts_with('\n');
        let yaml = yaml.trim_end().replace('\n', end);
        let mut expected = Facts::of(&self.document);
        expected.put(key, node);
        let splice = match self.document.front_matter.get(key) {
            Some(pair) if !pair.value.span.is_empty() => {
                Splice::replace(pair.value.span, yaml.trim_start().to_owned())
            }
            // Behind a comment, where one follows the colon.
            Some(pair) if block => Splice::insert(line_stop(file, pair.key_span.end), yaml),
            Some(pair) => {
                let before = file.get(..pair.value.span.start).unwrap_or_default();
                let behind = file.get(pair.value.span.start..).unwrap_or_default();
                let space = if before.ends_with([' ', '\t']) {
                    ""
                } else {
                    " "
                };
                let gap = if behind.starts_with('#') { " " } else { "" };
                Splice::insert(pair.value.span.start, format!("{space}{yaml}{gap}"))
            }
            None => {
                let mut splice = self.inserted(key, "", false, after);
                let gap = if block { "" } else { " " };
                splice.with = splice.with.replacen(" \"\"", &format!("{gap}{yaml}"), 1);
                splice
            }
        };
        self.apply(&[splice], &expected)
    }

    /// Takes a front-matter key out with its value, each line that they stand on. Other lines stay, those of comments included.
    ///
    /// # Errors
    /// Where there is no such key, where it shares its line with another, and where the result would say something else too.
    pub fn remove(&mut self, key: &str) -> Result<(), Refusal> {
        let text = &self.document.text;
        let Some(pair) = self.document.front_matter.get(key) else {
            let message = format!("there is no key `{key}`");
            return Err(Refusal::at(&self.document, 0, message));
        };
        let start = line_start(text, pair.key_span.start);
        let before = text.get(start..pair.key_span.start).unwrap_or_default();
        if !before.trim().is_empty() {
            let message = format!("`{key}` does not stand on a line of its own");
            return Err(Refusal::at(&self.document, pair.key_span.start, message));
        }
        let end = line_next(text, pair.value.span.end.max(pair.key_span.end));
        let mut expected = Facts::of(&self.document);
        expected.remove(key);
        self.apply(&[Splice::replace(Span::new(start, end), "")], &expected)
    }

    fn replaced(&self, pair: &Pair, text: &str, typed: bool) -> Splice {
        let file = self.document.text.as_str();
        let span = pair.value.span;
        let written = file.get(span.range()).unwrap_or_default();
        let quotes = match pair.value.kind {
            NodeKind::Scalar { .. } => Quotes::of(written),
            _ => Quotes::None,
        };
        let scalar = scalar::write(text, quotes, self.is_flow(pair), typed);
        if !span.is_empty() {
            return Splice::replace(span, scalar);
        }
        // Nothing stands behind the colon yet; a comment may.
        let before = file.get(..span.start).unwrap_or_default();
        let behind = file.get(span.start..).unwrap_or_default();
        let space = if before.ends_with([' ', '\t']) {
            ""
        } else {
            " "
        };
        let gap = if behind.starts_with('#') { " " } else { "" };
        Splice::insert(span.start, format!("{space}{scalar}{gap}"))
    }

    fn inserted(&self, key: &str, text: &str, typed: bool, after: Option<&str>) -> Splice {
        let file = self.document.text.as_str();
        let front_matter = &self.document.front_matter;
        let last = front_matter.pairs.last();
        let pair = after.and_then(|key| front_matter.get(key));
        let flow = last.is_some_and(|last| self.is_flow(last));
        let name = scalar::write(key, Quotes::None, flow, false);
        let scalar = scalar::write(text, Quotes::None, flow, typed);
        if let Some(behind) = pair.or(last).filter(|_| flow) {
            let at = behind.value.span.end.max(behind.key_span.end);
            return Splice::insert(at, format!(", {name}: {scalar}"));
        }
        let indent = pair.or(last).map_or("", |pair| {
            let start = line_start(file, pair.key_span.start);
            file.get(start..pair.key_span.start).unwrap_or_default()
        });
        let end = line_end(file);
        match pair {
            Some(pair) => {
                let at = line_stop(file, pair.value.span.end.max(pair.key_span.end));
                Splice::insert(at, format!("{end}{indent}{name}: {scalar}"))
            }
            None => {
                let fence = front_matter.span.end.saturating_sub(3);
                Splice::insert(
                    line_start(file, fence),
                    format!("{indent}{name}: {scalar}{end}"),
                )
            }
        }
    }

    /// Whether a key stands between braces.
    fn is_flow(&self, pair: &Pair) -> bool {
        let file = self.document.text.as_str();
        let inside = Span::new(self.document.front_matter.span.start, pair.key_span.start);
        let before = file.get(inside.range()).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let first = self.document.front_matter.pairs.first();
        let opened = first.is_some_and(|first| {
            let head = file.get(self.document.front_matter.span.start..first.key_span.start);
            head.is_some_and(|head| head.trim_end().ends_with('{'))
        });
        opened || !line.trim().is_empty()
    }
}
