//! The merge driver: which files git hands to `orbit merge`, and how it is called.

use std::path::Path;

/// What git calls. Where the program is gone it merges as git would without it.
pub(super) fn command(program: Option<&Path>) -> String {
    let program = program.and_then(Path::to_str).unwrap_or_default();
    let program = format!("'{}'", program.replace('\'', r"'\''"));
    format!(
        "orbit={program}; test -x \"$orbit\" || orbit=$(command -v orbit); \
         if test -n \"$orbit\"; then \"$orbit\" merge %O %A %B %L %P; \
         else git merge-file --marker-size=%L %A %O %B; fi"
    )
}

/// The lines of `.gitattributes` for these patterns of `engagements`, a folder or a glob each.
pub(super) fn lines(patterns: &[String]) -> Vec<String> {
    patterns
        .iter()
        .filter(|pattern| !pattern.starts_with('!'))
        .map(|pattern| {
            let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
            let globbed = pattern.contains(['*', '?', '[']) || pattern.ends_with(".md");
            let pattern = if globbed {
                pattern.to_owned()
            } else {
                format!("{pattern}/**/*.md")
            };
            if pattern.contains([' ', '"']) {
                format!("\"{}\" merge=orbit", pattern.replace('"', "\\\""))
            } else {
                format!("{pattern} merge=orbit")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_globs_become_lines() {
        let patterns = ["engagements", "EIPS/*.md", "!EIPS/old.md", "my work/"].map(str::to_owned);
        assert_eq!(
            lines(&patterns),
            [
                "engagements/**/*.md merge=orbit",
                "EIPS/*.md merge=orbit",
                "\"my work/**/*.md\" merge=orbit",
            ]
        );
    }

    #[test]
    fn the_programs_path_is_one_word() {
        let command = command(Some(Path::new("/it's here/orbit")));
        assert!(
            command.starts_with(r"orbit='/it'\''s here/orbit'; "),
            "{command}"
        );
    }
}
