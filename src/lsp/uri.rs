//! Addresses of files, as editors write them: `file:///a%20b.md`, and some leave letters as they are that should be escaped.

use std::path::{Path, PathBuf};

/// The path of a file's address; nothing for any other.
#[must_use]
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    if !rest.starts_with('/') {
        return None;
    }
    let rest = rest.split(['#', '?']).next().unwrap_or(rest);
    let mut bytes = Vec::with_capacity(rest.len());
    let mut behind = rest.as_bytes();
    while let Some((&first, next)) = behind.split_first() {
        let hex = next
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(first));
        behind = next
            .get(if hex.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// The address of a file.
#[must_use]
pub fn of(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_escaped_or_not() {
        for uri in [
            "file:///a%20b/caf%C3%A9.md",
            "file:///a b/café.md",
            "file://localhost/a b/café.md",
        ] {
            assert_eq!(path(uri), Some(PathBuf::from("/a b/café.md")), "{uri}");
        }
        for uri in [
            "untitled:Untitled-1",
            "https://a.example/b.md",
            "file:a",
            "file:///%ff",
            "",
        ] {
            assert_eq!(path(uri), None, "{uri}");
        }
        assert_eq!(
            of(Path::new("/a b/café#1.md")),
            "file:///a%20b/caf%C3%A9%231.md"
        );
    }
}
