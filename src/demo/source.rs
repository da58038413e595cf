//! The final files of the demo, which stand inside the binary: the studio's own, and those of the engagements.

use include_dir::{Dir, include_dir};

use crate::builtin;

static ENGAGEMENTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/engagements");
const SETTINGS: &str = include_str!("../../orbit.yml");
const FORMER: &str = include_str!("../../templates/demo/former.yml");

/// The workflow that the demo's engagements follow.
const WORKFLOW: &str = "service";

/// The final files of a demo.
pub(super) struct Source {
    /// The studio's process, path and text: its settings and workflow, and its standards.
    pub(super) studio: Vec<(String, String)>,
    /// The files below `engagements/`, path and text.
    pub(super) engagements: Vec<(String, String)>,
    /// What they were before.
    pub(super) former: String,
}

impl Source {
    /// Those inside the binary.
    pub(super) fn embedded() -> Self {
        // What the settings say of this repository is not true of the demo's.
        let settings: String = SETTINGS
            .lines()
            .skip_while(|line| line.starts_with('#'))
            .flat_map(|line| [line, "\n"])
            .collect();
        let mut studio = vec![
            (".gitignore".to_owned(), "/site/\n".to_owned()),
            ("orbit.yml".to_owned(), settings),
        ];
        studio.extend(
            builtin::workflow(WORKFLOW)
                .map(|text| (format!("workflows/{WORKFLOW}.yml"), text.to_owned())),
        );
        studio.extend(
            builtin::standards()
                .into_iter()
                .filter(|path| {
                    builtin::workflow(WORKFLOW).is_some_and(|workflow| workflow.contains(path))
                })
                .filter_map(|path| Some((path.to_owned(), builtin::standard(path)?.to_owned()))),
        );
        let mut engagements = Vec::new();
        below(&ENGAGEMENTS, &mut engagements);
        engagements.sort();
        Self {
            studio,
            engagements,
            former: FORMER.to_owned(),
        }
    }
}

fn below(dir: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((format!("engagements/{path}"), text.to_owned()));
        }
    }
    for inner in dir.dirs() {
        below(inner, files);
    }
}
