//! Lines of `.gitignore` and `.gitattributes` that Orbit asks for, added once and in the file's own line endings.

/// `former` with lines that ignore `site/` and the folder beside it in which the next one is built; nothing where it ignores `site/` already.
pub(super) fn with_site(former: &[u8]) -> Option<Vec<u8>> {
    let is_known =
        lines_of(former).any(|line| [&b"site"[..], b"site/", b"/site", b"/site/"].contains(&line));
    if is_known {
        return None;
    }
    with_each(former, &["/site/", "/.site.orbit-*/"])
}

/// `former` with these lines, or nothing where it has all of them.
pub(super) fn with_each<S: AsRef<str>>(former: &[u8], lines: &[S]) -> Option<Vec<u8>> {
    let end: &[u8] = if former.windows(2).any(|pair| pair == b"\r\n") {
        b"\r\n"
    } else {
        b"\n"
    };
    let mut all = former.to_vec();
    for wanted in lines.iter().map(AsRef::as_ref) {
        if lines_of(former).any(|line| line == wanted.as_bytes()) {
            continue;
        }
        if !all.is_empty() && !all.ends_with(b"\n") {
            all.extend_from_slice(end);
        }
        all.extend_from_slice(wanted.as_bytes());
        all.extend_from_slice(end);
    }
    (all != former).then_some(all)
}

fn lines_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| byte == b'\n')
        .map(<[u8]>::trim_ascii_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: Option<Vec<u8>>) -> Option<String> {
        bytes.map(|bytes| bytes.escape_ascii().to_string())
    }

    #[test]
    fn the_site_is_ignored_once_in_the_files_own_line_endings() {
        let with = |former: &[u8]| shown(with_site(former));
        assert_eq!(with(b"").as_deref(), Some(r"/site/\n/.site.orbit-*/\n"));
        assert_eq!(
            with(b"target").as_deref(),
            Some(r"target\n/site/\n/.site.orbit-*/\n")
        );
        assert_eq!(
            with(b"a\r\nb").as_deref(),
            Some(r"a\r\nb\r\n/site/\r\n/.site.orbit-*/\r\n")
        );
        assert_eq!(
            with(b"\xff\n").as_deref(),
            Some(r"\xff\n/site/\n/.site.orbit-*/\n")
        );
        for former in [&b"site/\n"[..], b"/site", b"a\r\nsite/\r\n", b"/site/  \n"] {
            assert_eq!(with(former), None);
        }
    }

    #[test]
    fn only_lines_that_are_missing_are_added() {
        let with = |former: &[u8]| shown(with_each(former, &["a m", "b m"]));
        assert_eq!(
            with(b"* text\nb m\n").as_deref(),
            Some(r"* text\nb m\na m\n")
        );
        assert_eq!(with(b"a m\nb m"), None);
    }
}
