//! The workflows and standards that come with Orbit, as `orbit init` writes them. They are data inside the binary;
//! a studio that has a file of its own at the same path is read from that instead.

use include_dir::{Dir, include_dir};

static STUDIO: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/studio");

/// The YAML of the built-in workflow of this name, such as `service`.
#[must_use]
pub fn workflow(name: &str) -> Option<&'static str> {
    text(&format!("workflows/{name}.yml"))
}

/// The Markdown of the built-in standard at this path from the top of a studio, such as `standards/lead.md`.
#[must_use]
pub fn standard(path: &str) -> Option<&'static str> {
    path.strip_prefix("standards/")?;
    text(path)
}

/// The names of the built-in workflows, sorted.
#[must_use]
pub fn workflows() -> Vec<&'static str> {
    let mut names: Vec<_> = STUDIO
        .get_dir("workflows")
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| file.path().file_name()?.to_str()?.strip_suffix(".yml"))
        .collect();
    names.sort_unstable();
    names
}

/// The paths of the built-in standards, sorted, as [`standard`] takes them.
#[must_use]
pub fn standards() -> Vec<&'static str> {
    let mut paths: Vec<_> = STUDIO
        .get_dir("standards")
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| file.path().to_str())
        .collect();
    paths.sort_unstable();
    paths
}

fn text(path: &str) -> Option<&'static str> {
    STUDIO.get_file(path)?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_workflow_comes_with_orbit() {
        assert!(workflows().contains(&"service"));
        assert!(workflow("service").is_some_and(|text| text.contains("\nstages:\n")));
    }

    #[test]
    fn a_name_that_is_not_built_in_has_no_text() {
        for name in ["", "nothing", "../workflows/service", "service.yml"] {
            assert_eq!(workflow(name), None, "{name}");
        }
        assert_eq!(standard("workflows/service.yml"), None);
        assert_eq!(standard("standards/../workflows/service.yml"), None);
    }

    #[test]
    fn every_listed_workflow_and_standard_can_be_read() {
        assert!(workflows().iter().all(|name| workflow(name).is_some()));
        assert!(standards().iter().all(|path| standard(path).is_some()));
    }
}
