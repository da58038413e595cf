//! Pages as the server hands them out: those of the site with the script that reloads them, and a few of its own.

use crate::repo::Failure;
use crate::site::html;

/// The script that reloads a page in its place, and shows why the site could not be built.
pub const SCRIPT: &str = include_str!("live.js");

/// Where that script is.
pub const SCRIPT_PATH: [&str; 2] = [".orbit", "live.js"];

/// Where the events are.
pub const EVENTS_PATH: [&str; 2] = [".orbit", "events"];

/// A page of the site with the script in it. The files of the site do not have it.
#[must_use]
pub fn live(page: Vec<u8>, mark: &str) -> Vec<u8> {
    let script = format!("<script src=\"/.orbit/live.js\" data-build=\"{mark}\" defer></script>\n");
    let end = b"</body>";
    let place = page.windows(end.len()).rposition(|window| window == end);
    let at = place.unwrap_or(page.len());
    let mut whole = page;
    whole.splice(at..at, script.into_bytes());
    whole
}

/// How a page of the server's own looks: like the site, whose style sheet may not be there.
const STYLE: &str = "body { margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 2.5rem); max-width: 60rem; background: #fdfcfa; color: #1e1c19; font: 1.0625rem/1.5 Charter, Cambria, Georgia, serif } \
h1 { margin: 0 0 1.25rem; font-size: 1.9rem; line-height: 1.2 } \
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.6 ui-monospace, Consolas, monospace } \
@media (prefers-color-scheme: dark) { body { background: #181715; color: #e9e5dd } }";

/// A page of the server's own.
#[must_use]
pub fn own(title: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<pre>{text}</pre>\n</body>\n</html>\n",
        title = html::escaped(title),
        text = html::escaped(text),
    )
}

/// What stands in the place of a site that could not be built yet.
#[must_use]
pub fn failed(failure: &Failure) -> String {
    let mut lines = vec![failure.message.clone()];
    lines.extend(failure.causes.iter().map(|cause| format!("  {cause}")));
    lines.push(String::new());
    lines.extend(failure.hints.iter().cloned());
    own("The site could not be built", &lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let page = live(b"<body>\n&lt;/body&gt; </body>\n</html>\n".to_vec(), "x-1");
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains("defer></script>\n</body>\n</html>"), "{page}");
        assert!(page.contains("data-build=\"x-1\""), "{page}");
        let bare = live(b"text".to_vec(), "x-1");
        assert!(bare.starts_with(b"text<script "));
    }

    #[test]
    fn a_failure_is_shown_as_text() {
        let page = failed(
            &Failure::new("<script>")
                .because("orbit.yml:2:1: no")
                .hint("mend it"),
        );
        assert!(
            page.contains("&lt;script&gt;") && !page.contains("<script"),
            "{page}"
        );
        assert!(page.contains("orbit.yml:2:1") && page.contains("mend it"));
    }
}
