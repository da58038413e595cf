//! Lines of `.gitignore` and `.gitattributes` that Orbit asks for, added once and in the file's own line endings.

/// `former` with lines that ignore `site/`, and the folder beside it in which the next one is built; nothing where it ignores both already.
pub(super) fn with_site(former: &[u8]) -> Option<Vec<u8>> {
    with_lines(former, &[SITE, "/.site.orbit-*/"], |line, wanted| {
        line == wanted.as_bytes()
            || wanted == SITE && [&b"site"[..], b"site/", b"/site"].contains(&line)
    })
}

const SITE: &str = "/site/";

/// `former` with these lines, or nothing where it has all of them.
pub(super) fn with_each<S: AsRef<str>>(former: &[u8], lines: &[S]) -> Option<Vec<u8>> {
    with_lines(former, lines, |line, wanted| line == wanted.as_bytes())
}

fn with_lines<S: AsRef<str>>(
    former: &[u8],
    wanted: &[S],
    is: impl Fn(&[u8], &str) -> bool,
) -> Option<Vec<u8>> {
    let known = |wanted: &str| {
        former
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii_end)
            .any(|line| is(line, wanted))
    };
    let end: &[u8] = if former.windows(2).any(|pair| pair == b"\r\n") {
        b"\r\n"
    } else {
        b"\n"
    };
    let mut lines = former.to_vec();
    for wanted in wanted
        .iter()
        .map(AsRef::as_ref)
        .filter(|wanted| !known(wanted))
    {
        if !lines.is_empty() && !lines.ends_with(b"\n") {
            lines.extend_from_slice(end);
        }
        lines.extend_from_slice(wanted.as_bytes());
        lines.extend_from_slice(end);
    }
    (lines != former).then_some(lines)
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
        for former in [&b"site/\n"[..], b"/site\n", b"/site/  \n"] {
            let added = [former, b"/.site.orbit-*/\n"].concat();
            assert_eq!(with(former), shown(Some(added.clone())));
            assert_eq!(with(&added), None);
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
