//! Markdown shown lightly on a terminal: headings bold, code coloured, fences indented. For the pages that come with Orbit, not for a
//! repository's text.

use anstyle::{AnsiColor, Style};

const HEADING: Style = Style::new().bold().underline();
const STRONG: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const BLOCK: Style = Style::new().dimmed();

/// The page with ANSI styles. Without them it still reads as plain text.
#[must_use]
pub fn render(page: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in page.trim().lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            if !line.is_empty() {
                out.push_str(&format!("    {BLOCK}{line}{BLOCK:#}"));
            }
        } else if let Some(title) = heading(line) {
            out.push_str(&format!("{HEADING}{}{HEADING:#}", title.replace('`', "")));
        } else {
            out.push_str(&inline(line));
        }
        out.push('\n');
    }
    out
}

/// The text of a heading line of any level.
fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    (title.len() < line.len())
        .then(|| title.strip_prefix(' '))
        .flatten()
}

/// One line with its code and strong words styled. A mark that is not closed stays as it is.
pub(crate) fn inline(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let styled = [("`", CODE), ("**", STRONG)]
            .into_iter()
            .find_map(|(mark, style)| {
                let (inner, after) = from.strip_prefix(mark)?.split_once(mark)?;
                (!inner.is_empty()).then_some((inner, after, style))
            });
        if let Some((inner, after, style)) = styled {
            // A terminal without colours still has to see what is to be typed.
            let quote = if style == CODE { "`" } else { "" };
            out.push_str(&format!("{quote}{style}{inner}{style:#}{quote}"));
            rest = after;
        } else {
            let mut characters = from.chars();
            out.extend(characters.next());
            rest = characters.as_str();
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: &str) -> String {
        anstream::adapter::strip_str(&render(page)).to_string()
    }

    #[test]
    fn a_page_reads_as_plain_text_without_its_marks() {
        let page = "# `need-unmet`\n\nA **need** of `scope`, 2 * 3.\n\n```markdown\nstage: x\n\n# no heading\n```\n\nEnd `open\n";
        snapbox::assert_data_eq!(
            plain(page),
            snapbox::str![[r#"
need-unmet

A need of `scope`, 2 * 3.

    stage: x

    # no heading

End `open

"#]]
        );
    }
}
