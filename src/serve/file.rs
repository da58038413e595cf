//! The files of the site as a browser asks for them: of the right type, never through a link, never outside.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a path of the site leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file with its bytes.
    File {
        /// What it is.
        kind: &'static str,
        /// What it holds.
        bytes: Vec<u8>,
    },
    /// A folder that was asked for without the `/` at its end.
    Folder,
    /// Nothing that is shown.
    Nothing,
}

/// Looks for a path, given by its names, below the site's folder. A folder shows its `index.html`; a name that begins with a dot shows nothing.
pub fn find(site: &Path, names: &[String]) -> Found {
    let Ok(root) = site.canonicalize() else {
        return Found::Nothing;
    };
    let mut place = root;
    let last = names.len().saturating_sub(1);
    for (at, name) in names.iter().enumerate() {
        let name = match name.as_str() {
            "" if at == last => "index.html",
            name => name,
        };
        // Names are checked where they are read; here once more, as this is where it matters.
        if name.starts_with('.') || name.is_empty() || name.contains(['/', '\\', '\0']) {
            return Found::Nothing;
        }
        place.push(name);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() && at == last => return Found::Folder,
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_file() && at == last => {}
            _ => return Found::Nothing,
        }
    }
    read(&place)
}

fn read(place: &PathBuf) -> Found {
    match fs::read(place) {
        Ok(bytes) => Found::File {
            kind: kind(place),
            bytes,
        },
        // A build may have taken it away in between.
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
        Err(_) => Found::Nothing,
    }
}

/// What a file is, by its ending.
fn kind(place: &Path) -> &'static str {
    let ending = place.extension().and_then(|ending| ending.to_str());
    match ending.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/atom+xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn site() -> Result<tempfile::TempDir, std::io::Error> {
        let folder = tempfile::tempdir()?;
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("a b"))?;
        fs::write(site.join("index.html"), "top")?;
        fs::write(site.join("a b/feed.xml"), "feed")?;
        fs::write(site.join(".orbit-site"), "")?;
        fs::write(folder.path().join("secret"), "secret")?;
        Ok(folder)
    }

    fn at(folder: &Path, path: &str) -> Found {
        let names: Vec<String> = path.split('/').map(str::to_owned).collect();
        find(&folder.join("site"), &names)
    }

    #[test]
    fn files_are_found_with_their_kind() -> Outcome {
        let folder = site()?;
        let file = |kind, bytes: &str| Found::File {
            kind,
            bytes: bytes.into(),
        };
        let html = "text/html; charset=utf-8";
        assert_eq!(at(folder.path(), ""), file(html, "top"));
        assert_eq!(at(folder.path(), "index.html"), file(html, "top"));
        let feed = file("application/atom+xml; charset=utf-8", "feed");
        assert_eq!(at(folder.path(), "a b/feed.xml"), feed);
        assert_eq!(at(folder.path(), "a b"), Found::Folder);
        Ok(())
    }

    #[test]
    fn nothing_hidden_or_outside_is_found() -> Outcome {
        let folder = site()?;
        for path in [
            ".orbit-site",
            "..",
            "../secret",
            "a b/",
            "a b/../index.html",
            "none.html",
            "index.html/",
            "index.html/x",
            "a\0",
        ] {
            assert_eq!(at(folder.path(), path), Found::Nothing, "{path}");
        }
        assert_eq!(at(&folder.path().join("none"), ""), Found::Nothing);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() -> Outcome {
        use std::os::unix::fs::symlink;
        let folder = site()?;
        symlink("../secret", folder.path().join("site/out.html"))?;
        symlink("..", folder.path().join("site/up"))?;
        symlink("index.html", folder.path().join("site/in.html"))?;
        for path in ["out.html", "up/secret", "in.html", "up"] {
            assert_eq!(at(folder.path(), path), Found::Nothing, "{path}");
        }
        Ok(())
    }
}
