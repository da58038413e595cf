//! Which files are engagements, and what each is called.

use globset::{GlobBuilder, GlobMatcher};

/// The patterns of `engagements:` in `orbit.yml`.
#[derive(Debug, Clone)]
pub struct Sources {
    patterns: Vec<Pattern>,
}

impl PartialEq for Sources {
    /// Whether the same was written, and so the same files are engagements.
    fn eq(&self, other: &Self) -> bool {
        self.written() == other.written()
    }
}

#[derive(Debug, Clone)]
struct Pattern {
    /// As it stands in `orbit.yml`.
    written: String,
    /// The folder part before the first wildcard, with its `/`; empty for the top.
    fixed: String,
    what: What,
    /// Written with a leading `!`: leaves out what matches.
    not: bool,
}

/// What a pattern matches below its fixed part.
#[derive(Debug, Clone)]
enum What {
    /// The whole folder; its readme and index files are no engagements.
    Folder,
    Glob(GlobMatcher),
}

impl Sources {
    /// Reads the patterns: a folder, or globs such as `EIPS/*.md`; one that begins with `!` leaves files out again.
    ///
    /// # Errors
    /// Says which pattern cannot be read, by its index, and why.
    pub fn new(patterns: &[String]) -> Result<Self, (usize, String)> {
        let patterns = patterns
            .iter()
            .enumerate()
            .map(|(at, pattern)| Pattern::new(pattern).map_err(|why| (at, why)))
            .collect::<Result<_, _>>()?;
        Ok(Self { patterns })
    }

    /// No file at all.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            patterns: Vec::new(),
        }
    }

    /// The patterns as they are written, a line each.
    #[must_use]
    pub fn written(&self) -> String {
        let patterns: Vec<&str> = self
            .patterns
            .iter()
            .map(|pattern| pattern.written.as_str())
            .collect();
        patterns.join("\n")
    }

    /// The folders below which engagements can stand, for those who walk a tree; an empty one is the top.
    #[must_use]
    pub fn folders(&self) -> Vec<String> {
        let mut folders: Vec<String> = self
            .patterns
            .iter()
            .filter(|pattern| !pattern.not)
            .map(|pattern| pattern.fixed.trim_end_matches('/').to_owned())
            .collect();
        folders.sort();
        folders.dedup();
        let all = folders.clone();
        folders.retain(|folder| {
            !all.iter().any(|other| {
                other != folder && (other.is_empty() || folder.starts_with(&format!("{other}/")))
            })
        });
        folders
    }

    /// Whether this file is an engagement.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        self.pattern(path).is_some()
    }

    /// The id of the engagement in this file: its path below the pattern's fixed part, without `.md`.
    #[must_use]
    pub fn id(&self, path: &str) -> Option<String> {
        let pattern = self.pattern(path)?;
        let below = path.strip_prefix(&pattern.fixed).unwrap_or(path);
        Some(below.strip_suffix(".md").unwrap_or(below).to_owned())
    }

    /// Where the engagement of this id would stand: below the first pattern, as they are written, that takes it in.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<String> {
        let patterns = self.patterns.iter().filter(|pattern| !pattern.not);
        let mut paths = patterns.map(|pattern| format!("{}{id}.md", pattern.fixed));
        paths.find(|path| self.id(path).as_deref() == Some(id))
    }

    /// Other paths, below the fixed parts of other patterns, whose engagements would have the id of the one in this file; whether there are such
    /// files is not asked.
    #[must_use]
    pub fn rivals(&self, path: &str) -> Vec<String> {
        let Some(id) = self.id(path) else {
            return Vec::new();
        };
        let mut rivals: Vec<String> = self
            .patterns
            .iter()
            .flat_map(|pattern| {
                [
                    format!("{}{id}.md", pattern.fixed),
                    format!("{}{id}", pattern.fixed),
                ]
            })
            .filter(|rival| rival != path && self.id(rival).as_ref() == Some(&id))
            .collect();
        rivals.sort();
        rivals.dedup();
        rivals
    }

    fn pattern(&self, path: &str) -> Option<&Pattern> {
        let last = self
            .patterns
            .iter()
            .rev()
            .find(|pattern| pattern.holds(path))?;
        (!last.not).then_some(last)
    }
}

impl Pattern {
    fn new(written: &str) -> Result<Self, String> {
        let (not, pattern) = written
            .strip_prefix('!')
            .map_or((false, written), |rest| (true, rest));
        let pattern = pattern.trim_start_matches("./");
        if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
            return Err(format!(
                "`{written}` should be a path inside the repository"
            ));
        }
        let wild = pattern.find(['*', '?', '[', '{']);
        let folder = wild.is_none() && !pattern.ends_with(".md");
        if folder {
            let base = pattern.trim_matches('/');
            let fixed = match base {
                "" | "." => String::new(),
                _ => format!("{base}/"),
            };
            return Ok(Self {
                written: written.to_owned(),
                fixed,
                what: What::Folder,
                not,
            });
        }
        let (fixed, glob) = match wild {
            Some(at) => (
                pattern[..pattern[..at].rfind('/').map_or(0, |slash| slash + 1)].to_owned(),
                pattern.to_owned(),
            ),
            None => (
                pattern[..pattern.rfind('/').map_or(0, |slash| slash + 1)].to_owned(),
                globset::escape(pattern),
            ),
        };
        let matcher = GlobBuilder::new(&glob)
            .literal_separator(true)
            .build()
            .map_err(|error| format!("`{written}` is not a pattern: {}", error.kind()))?
            .compile_matcher();
        Ok(Self {
            written: written.to_owned(),
            fixed,
            what: What::Glob(matcher),
            not,
        })
    }

    fn holds(&self, path: &str) -> bool {
        if !path.starts_with(&self.fixed) {
            return false;
        }
        match &self.what {
            What::Folder => {
                let name = path.rsplit('/').next().unwrap_or(path);
                path.ends_with(".md")
                    && name != "index.md"
                    && !name.eq_ignore_ascii_case("readme.md")
            }
            What::Glob(matcher) => matcher.is_match(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(patterns: &[&str]) -> Sources {
        Sources::new(
            &patterns
                .iter()
                .map(|&pattern| pattern.to_owned())
                .collect::<Vec<_>>(),
        )
        .expect("patterns that can be read")
    }

    #[test]
    fn a_folder_holds_what_is_below_it_but_its_index_and_readme() {
        let sources = sources(&["engagements"]);
        assert_eq!(
            sources.id("engagements/acme/rebrand.md").as_deref(),
            Some("acme/rebrand")
        );
        for path in [
            "engagements/acme/index.md",
            "engagements/README.md",
            "notes/a.md",
            "engagements/a.txt",
            "engagementsx/a.md",
        ] {
            assert_eq!(sources.id(path), None, "{path}");
        }
    }

    #[test]
    fn a_glob_names_engagements_below_its_fixed_part() {
        assert_eq!(
            sources(&["EIPS/*.md"]).id("EIPS/eip-20.md").as_deref(),
            Some("eip-20")
        );
        assert_eq!(sources(&["EIPS/*.md"]).id("EIPS/old/eip-20.md"), None);
        assert_eq!(
            sources(&["backlog/**/*.md"])
                .id("backlog/tasks/a - b.md")
                .as_deref(),
            Some("tasks/a - b")
        );
        assert_eq!(
            sources(&["*/README.md"])
                .id("CIP-0001/README.md")
                .as_deref(),
            Some("CIP-0001/README")
        );
    }

    #[test]
    fn a_later_pattern_takes_out_what_an_earlier_one_took_in() {
        let sources = sources(&["backlog/**/*.md", "!**/readme.md"]);
        assert!(sources.holds("backlog/tasks/a.md"));
        assert!(!sources.holds("backlog/tasks/readme.md"));
    }

    #[test]
    fn two_patterns_can_give_one_id() {
        let sources = sources(&["drafts/*.md", "final/**/*.md", "!final/old/*"]);
        assert_eq!(sources.rivals("drafts/x.md"), ["final/x.md"]);
        assert_eq!(sources.rivals("final/x.md"), ["drafts/x.md"]);
        assert!(sources.rivals("final/a/x.md").is_empty());
        assert!(sources.rivals("notes/x.md").is_empty());
    }

    #[test]
    fn the_folders_to_walk_do_not_overlap() {
        assert_eq!(sources(&["a/b/*.md", "a", "c/*.md"]).folders(), ["a", "c"]);
        assert_eq!(sources(&["*/README.md", "a"]).folders(), [""]);
    }

    #[test]
    fn a_pattern_outside_the_repository_is_refused() {
        assert!(Sources::new(&["../x".to_owned()]).is_err());
        assert!(Sources::new(&["a[".to_owned()]).is_err());
    }
}
