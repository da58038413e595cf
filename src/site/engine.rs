//! The template engine: the studio's own templates over the built-in ones, every `include` spliced in when a template is read, nothing undefined, limited fuel.

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
    escape_formatter,
};
use serde::Serialize;

use super::extent::Extent;
use super::html;
use super::view::Site;
use crate::repo::{Failure, Tree};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/site");

/// Where a studio keeps templates of its own.
pub const FOLDER: &str = "templates/site";

/// How many steps one page may take.
const FUEL: u64 = 10_000_000;

/// How deep parts may stand in parts.
const DEEPEST: usize = 12;

/// Renders pages.
pub struct Engine {
    environment: Environment<'static>,
}

impl Engine {
    /// Reads every template, and takes what all pages share.
    ///
    /// # Errors
    /// Where one of the studio's own templates cannot be read; it says which, and where.
    pub fn new(tree: &dyn Tree, site: &Site<'_>) -> Result<Self, Failure> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(60);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(write);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(|error| Failure::new("the templates cannot be read").because(error))?;
        environment.set_syntax(syntax);
        environment.add_filter("href", |address: &str| {
            Value::from_safe_string(href(address))
        });
        environment.add_global("site", Value::from(Serde(site)));
        let mut own: Vec<String> = tree
            .files(FOLDER)?
            .into_iter()
            .filter_map(|path| Some(path.strip_prefix(FOLDER)?.strip_prefix('/')?.to_owned()))
            .filter(|name| name.ends_with(".html"))
            .collect();
        let sources = Sources { tree };
        let mut names: Vec<String> = built_in(&BUILT_IN);
        names.retain(|name| name.ends_with(".html"));
        // The built-in one of a name stays within reach of the studio's own: `!base.html`.
        let reached = names.iter().filter(|_| !own.is_empty());
        let banged: Vec<String> = reached.map(|name| format!("!{name}")).collect();
        names.append(&mut own);
        names.sort();
        names.dedup();
        for name in banged.into_iter().chain(names) {
            if name.trim_start_matches('!').starts_with("parts/") {
                continue;
            }
            let text = sources.spliced(&name, 0)?;
            environment
                .add_template_owned(name.clone(), text)
                .map_err(|error| failure(&name, &error))?;
        }
        Ok(Self { environment })
    }

    /// A page's bytes.
    ///
    /// # Errors
    /// Where a template of the studio's own asks for what there is not, or takes too long; it says which.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, Failure> {
        let render = || {
            self.environment
                .get_template(template)?
                .render(Value::from(Serde(view)))
        };
        render()
            .map(String::into_bytes)
            .map_err(|error| failure(template, &error))
    }
}

/// Writes a value: what is no markup as text, escaped as everywhere on the site.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => out.write_str(&html::escaped(text))?,
        None => return escape_formatter(out, state, value),
    }
    Ok(())
}

/// The files that pages of these kinds need beside them: the style sheet, the scripts and the like, the studio's own where it has them.
///
/// # Errors
/// Where the studio's own cannot be read.
pub fn assets(tree: &dyn Tree, extent: Extent) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    built_in(&BUILT_IN)
        .into_iter()
        .filter(|name| match name.as_str() {
            "search.js" => extent.search,
            "data.schema.json" => extent.data,
            other => !other.ends_with(".html"),
        })
        .map(|name| {
            let own = tree.read(&format!("{FOLDER}/{name}"))?;
            let bytes = match own {
                Some(bytes) => bytes.to_vec(),
                None => BUILT_IN
                    .get_file(&name)
                    .map(|file| file.contents().to_vec())
                    .unwrap_or_default(),
            };
            Ok((name, bytes))
        })
        .collect()
}

fn built_in(folder: &Dir<'static>) -> Vec<String> {
    let mut names: Vec<String> = folder
        .files()
        .filter_map(|file| Some(file.path().to_str()?.to_owned()))
        .collect();
    for folder in folder.dirs() {
        names.extend(built_in(folder));
    }
    names.sort();
    names
}

fn failure(template: &str, error: &Error) -> Failure {
    let place = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}:{line}: "),
        _ => String::new(),
    };
    let mut failure = Failure::new(format!("template `{template}` cannot be written"))
        .because(format!("{place}{error}"));
    if error.kind() == ErrorKind::OutOfFuel {
        failure = failure.hint("it takes more steps than a page may; look for a loop in a loop");
    }
    failure.hint(format!(
        "templates in `{FOLDER}` stand in the place of the built-in ones; move one away to have the built-in one back"
    ))
}

/// Where the text of templates comes from.
struct Sources<'t> {
    tree: &'t dyn Tree,
}

impl Sources<'_> {
    /// The text of a template; one whose name begins with `!` is always the built-in one.
    fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        if !name.starts_with('!')
            && let Some(bytes) = self.tree.read(&format!("{FOLDER}/{name}"))?
        {
            let text = String::from_utf8(bytes.to_vec()).map_err(|_| {
                Failure::new(format!("`{FOLDER}/{name}` is not UTF-8")).hint("save it as UTF-8")
            })?;
            return Ok(Some(text));
        }
        let name = name.trim_start_matches('!');
        Ok(BUILT_IN
            .get_file(name)
            .and_then(|file| file.contents_utf8())
            .map(str::to_owned))
    }

    /// The same with the text of each part in the place that asks for it.
    fn spliced(&self, name: &str, depth: usize) -> Result<String, Failure> {
        let text = self.text(name)?.ok_or_else(|| {
            Failure::new(format!("there is no template `{name}`")).hint(format!(
                "look at the `include`s of the templates in `{FOLDER}`"
            ))
        })?;
        if depth > DEEPEST {
            return Err(Failure::new(format!("template `{name}` includes itself")));
        }
        let mut whole = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, tag)) = rest.split_once("{% include ") {
            let part = tag.split_once("%}").and_then(|(inside, behind)| {
                Some((
                    inside
                        .trim()
                        .trim_end_matches('-')
                        .trim()
                        .strip_prefix('"')?
                        .strip_suffix('"')?,
                    inside,
                    behind,
                ))
            });
            let Some((part, inside, behind)) = part else {
                // Anything but a plain name is left to the engine.
                whole.push_str(before);
                whole.push_str("{% include ");
                rest = tag;
                continue;
            };
            let included = self.spliced(part, depth + 1)?;
            whole.push_str(before);
            // A part on a line of its own leaves no line behind, as with the engine's own include.
            whole.push_str(bare(&included));
            if included.trim_end().ends_with("-%}") {
                whole.push_str("%}");
            }
            rest = if inside.trim_end().ends_with('-') {
                behind.trim_start()
            } else {
                behind.strip_prefix('\n').unwrap_or(behind)
            };
        }
        whole.push_str(rest);
        Ok(whole)
    }
}

/// A part without what would eat the white space around it in its new place: the comment that opens it, and a last `-`.
fn bare(part: &str) -> &str {
    let part = part.strip_suffix('\n').unwrap_or(part);
    let part = part
        .strip_prefix("{#")
        .and_then(|comment| comment.split_once("#}"))
        .map_or(part, |(_, behind)| behind.trim_start());
    let trimmed = part.trim_end();
    trimmed.strip_suffix("-%}").unwrap_or(part)
}

/// An address that may stand in an `href`: of the site itself, or of the web and mail; anything else leads nowhere.
#[must_use]
pub fn href(address: &str) -> String {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = first.split_once(':').map(|(scheme, _)| scheme);
    let known = scheme.is_none_or(|scheme| {
        ["http", "https", "mailto"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    });
    if !known || address.starts_with("//") {
        return "#".to_owned();
    }
    let mut safe = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'&' => safe.push_str("&amp;"),
            _ if byte.is_ascii_alphanumeric() || b"-._~/:?#[]@!$()*+,;=%".contains(&byte) => {
                safe.push(char::from(byte));
            }
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;
    use crate::repo::Memory;
    use crate::site::words::when;

    fn engine(tree: &Memory) -> Result<Engine, Failure> {
        let day = Day::parse("2026-03-20").expect("a day");
        Engine::new(
            tree,
            &Site {
                studio: "Studio",
                title: "Site",
                day: when(day, day),
                commit: None,
                version: "0",
                history_note: None,
                audience: None,
                has: Extent::WHOLE,
            },
        )
    }

    #[derive(Serialize)]
    struct View {
        name: &'static str,
    }

    #[test]
    fn only_the_web_mail_and_the_site_itself_are_linked() {
        for (address, safe) in [
            ("javascript:alert(1)", "#"),
            ("JAVASCRIPT:alert(1)", "#"),
            ("data:text/html,x", "#"),
            ("//evil.example/x", "#"),
            (
                "https://a.example/?b=1&c=\"2\"",
                "https://a.example/?b=1&amp;c=%222%22",
            ),
            ("engagements/a%20b.html#c", "engagements/a%20b.html#c"),
            ("java\nscript:alert(1)", "#"),
        ] {
            assert_eq!(href(address), safe);
        }
    }

    #[test]
    fn the_studios_own_template_stands_over_the_built_in_one() -> Result<(), Failure> {
        let tree = Memory::new()
            .file("templates/site/parts/x.html", "<b>{{ name }}</b>\n")
            .file(
                "templates/site/own.html",
                "a {% include \"parts/x.html\" %} c",
            );
        let page = engine(&tree)?.render("own.html", &View { name: "<i>" })?;
        assert_eq!(String::from_utf8_lossy(&page), "a <b>&lt;i&gt;</b> c");
        Ok(())
    }

    #[test]
    fn a_template_that_is_wrong_is_named_with_its_line() {
        let broken = Memory::new().file("templates/site/own.html", "a\n{% if %}");
        let failure = engine(&broken).err().expect("a failure");
        assert!(failure.to_string().contains("own.html:2"), "{failure}");
        let tree = Memory::new().file("templates/site/own.html", "a\n{{ nothing }}");
        let failure = engine(&tree)
            .and_then(|engine| engine.render("own.html", &View { name: "" }))
            .expect_err("a failure");
        assert!(failure.to_string().contains("undefined"), "{failure}");
        let ring = Memory::new().file("templates/site/own.html", "{% include \"own.html\" %}");
        assert!(engine(&ring).is_err());
    }

    #[test]
    fn a_template_that_never_ends_is_stopped() -> Result<(), Failure> {
        let tree = Memory::new().file(
            "templates/site/own.html",
            "{% for a in range(100000) %}{% for b in range(100000) %}{% for c in range(10000) %}x{% endfor %}{% endfor %}{% endfor %}",
        );
        assert!(
            engine(&tree)?
                .render("own.html", &View { name: "" })
                .is_err()
        );
        Ok(())
    }
}
