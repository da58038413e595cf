//! The line of `.gitignore` that keeps the generated site out of git.

/// `former` with a line that ignores `site/`, in its own line endings, or nothing where it ignores that already.
pub(super) fn with_site(former: &[u8]) -> Option<Vec<u8>> {
    let ignored = former
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::trim_ascii_end)
        .any(|line| [&b"site"[..], b"site/", b"/site", b"/site/"].contains(&line));
    if ignored {
        return None;
    }
    let end: &[u8] = if former.windows(2).any(|pair| pair == b"\r\n") {
        b"\r\n"
    } else {
        b"\n"
    };
    let mut lines = former.to_vec();
    if !former.is_empty() && !former.ends_with(b"\n") {
        lines.extend_from_slice(end);
    }
    lines.extend_from_slice(b"/site/");
    lines.extend_from_slice(end);
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_ignored_once_in_the_files_own_line_endings() {
        let with = |former: &[u8]| with_site(former).map(|bytes| bytes.escape_ascii().to_string());
        assert_eq!(with(b"").as_deref(), Some(r"/site/\n"));
        assert_eq!(with(b"target").as_deref(), Some(r"target\n/site/\n"));
        assert_eq!(with(b"a\r\nb").as_deref(), Some(r"a\r\nb\r\n/site/\r\n"));
        assert_eq!(with(b"\xff\n").as_deref(), Some(r"\xff\n/site/\n"));
        for former in [&b"site/\n"[..], b"/site", b"a\r\nsite/\r\n", b"/site/  \n"] {
            assert_eq!(with(former), None);
        }
    }
}
