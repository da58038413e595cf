//! The page at a former address of an engagement: it leads on to where the engagement stands now, by itself and by a link.

use super::Page;
use crate::site::html::escaped;
use crate::site::{address, engine};

/// The page in `file` that leads on to `url`, an address from the site's top.
#[must_use]
pub fn page(file: String, url: &str, title: &str) -> Page {
    let target = format!("{}{}", address::root(&file), engine::href(url));
    let title = escaped(title);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta http-equiv=\"refresh\" content=\"0; url={target}\">\n<link rel=\"canonical\" href=\"{target}\">\n<title>{title} has moved</title>\n</head>\n<body>\n<main>\n<h1>{title} has moved</h1>\n<p>It is <a href=\"{target}\">here</a> now.</p>\n</main>\n</body>\n</html>\n"
    );
    (file, page.into_bytes())
}
