//! `orbit explain`: the page of a code.

use serde::Serialize;

use super::color::STRONG;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::repo::Failure;
use crate::report::{Format, json, markdown};

const EXAMPLES: &str = "\
Examples:
  orbit explain                list every code
  orbit explain need-unmet     what it means, why it exists, an example mended, how to waive it";

/// Explain a code that a check has reported
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The code, such as need-unmet; without one, all are listed
    code: Option<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// A code and its page, for programs.
#[derive(Serialize)]
struct Explained<'a> {
    code: &'a str,
    summary: String,
    page: &'a str,
}

#[derive(Serialize)]
struct Explanations<'a> {
    codes: Vec<Explained<'a>>,
}

/// A code and its page, in Markdown.
pub type Page = (&'static str, &'static str);

impl Args {
    /// # Errors
    /// Where there is no such code.
    pub fn run(self, context: &mut Context, pages: &[Page]) -> Result<Verdict, Stop> {
        let wanted = match &self.code {
            Some(code) => Some(find(pages, code)?),
            None => None,
        };
        match (self.format, wanted) {
            (Format::Human, Some((_, page))) => context.out.print(markdown::render(page))?,
            (Format::Human, None) => context.out.print(list(pages))?,
            (Format::Json, wanted) => context.out.write(
                json::document(&Explanations {
                    codes: wanted
                        .map_or(pages, std::slice::from_ref)
                        .iter()
                        .map(|(code, page)| Explained {
                            code,
                            summary: first_sentence(page),
                            page,
                        })
                        .collect(),
                })
                .as_bytes(),
            )?,
        }
        Ok(Verdict::Fine)
    }
}

fn find<'a>(pages: &'a [Page], code: &str) -> Result<&'a Page, Failure> {
    if let Some(page) = pages.iter().find(|(known, _)| *known == code) {
        return Ok(page);
    }
    let failure = Failure::new(format!("there is no code `{code}`"));
    let nearest = pages
        .iter()
        .map(|(known, _)| (strsim::jaro_winkler(known, code), *known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    Err(match nearest {
        Some((_, known)) => failure.hint(format!("did you mean `{known}`?")),
        None => failure.hint("`orbit explain` lists every code"),
    })
}

/// Each code with what its page says first, in the order of the list.
fn list(pages: &[Page]) -> String {
    let width = pages
        .iter()
        .map(|(code, _)| code.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (code, page) in pages {
        let line = markdown::inline(&first_sentence(page));
        text.push_str(&format!("{STRONG}{code:width$}{STRONG:#}  {line}\n"));
    }
    text
}

/// The first sentence of the first paragraph, on one line, without its full stop.
fn first_sentence(page: &str) -> String {
    let paragraph: Vec<_> = page
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    let sentence = paragraph.split(". ").next().unwrap_or_default();
    sentence.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: &[Page] = &[
        (
            "need-unmet",
            "# need-unmet\n\nA need that\ndoes not hold. It is so.\n\nMore.\n",
        ),
        (
            "stage-unknown",
            "# stage-unknown\n\nA `stage` nobody knows.\n",
        ),
    ];

    #[test]
    fn a_code_has_its_page() {
        assert_eq!(find(PAGES, "need-unmet"), Ok(&PAGES[0]));
    }

    #[test]
    fn a_code_nearly_right_is_recognised() {
        let failure = find(PAGES, "need-unmett").expect_err("no such code");
        assert_eq!(failure.hints, ["did you mean `need-unmet`?"]);
        let failure = find(PAGES, "xyz").expect_err("no such code");
        assert_eq!(failure.hints, ["`orbit explain` lists every code"]);
    }

    #[test]
    fn the_list_has_a_line_for_each_code() {
        let text = anstream::adapter::strip_str(&list(PAGES)).to_string();
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r#"
need-unmet     A need that does not hold
stage-unknown  A `stage` nobody knows

"#]]
        );
    }
}
