//! The house tests itself: data flows one way, each library has one door, no file is forgotten.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.insert(
                    path.clone(),
                    fs::read_to_string(&path).expect("a source file"),
                );
            }
        }
    }
    files
}

/// The modules in the order of `lib.rs`.
fn order() -> Vec<String> {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    map.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_module_uses_only_those_that_stand_before_it() {
    let order = order();
    assert!(order.len() > 5, "{order:?}");
    for (path, text) in sources(&root().join("src")) {
        let below = path
            .strip_prefix(root().join("src"))
            .expect("a path below src");
        let room = below.components().next().map(|part| {
            part.as_os_str()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned()
        });
        let Some(at) = room
            .as_ref()
            .and_then(|room| order.iter().position(|module| module == room))
        else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            // What stands in a string or a comment is no use of a module.
            let code = line.split("//").next().unwrap_or_default();
            for used in code.split("crate::").skip(1) {
                let name: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let later = order
                    .iter()
                    .position(|module| *module == name)
                    .is_some_and(|used| used > at);
                assert!(
                    !later,
                    "{}:{}: `{}` uses `{name}`, which stands after it",
                    below.display(),
                    number + 1,
                    order[at]
                );
            }
        }
    }
}

#[test]
fn each_library_has_one_door() {
    let doors: [(&str, &[&str]); 20] = [
        ("csv", &["report/table"]),
        ("git2", &["repo/git", "repo/history"]),
        ("granit_parser", &["text/yaml"]),
        ("pulldown_cmark", &["text/markdown", "site/html"]),
        ("jiff", &["day"]),
        ("annotate_snippets", &["report/human"]),
        ("clap", &["cli", "report.rs", "hook.rs"]),
        ("clap_complete", &["cli/complet"]),
        ("indicatif", &["cli/progress"]),
        ("lsp_server", &["lsp"]),
        ("lsp_types", &["lsp"]),
        ("foldhash", &["site/search/index.rs"]),
        ("globset", &["model/sources"]),
        ("rustix", &["repo"]),
        ("notify", &["watch.rs"]),
        ("notify_debouncer_full", &["watch.rs"]),
        ("httparse", &["serve/request.rs"]),
        ("signal_hook", &["cli/interrupt.rs"]),
        ("walkdir", &["repo"]),
        ("minijinja", &["model/expr", "model/values", "site"]),
    ];
    for (path, text) in sources(&root().join("src")) {
        let below = path
            .strip_prefix(root().join("src"))
            .expect("a path below src")
            .to_string_lossy()
            .into_owned();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (library, doors) in doors {
            let used = code.lines().any(|line| {
                line.split("//")
                    .next()
                    .unwrap_or_default()
                    .contains(&format!("{library}::"))
            });
            assert!(
                !used
                    || below.ends_with("tests.rs")
                    || doors.iter().any(|door| below.starts_with(door)),
                "{below} names {library}; its doors are {doors:?}"
            );
        }
    }
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (path, text) in sources(&root().join("src")) {
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn no_file_of_the_suite_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/suite/main.rs")).expect("main.rs");
    for path in sources(&root().join("tests/suite")).keys() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let own = path
            .parent()
            .is_some_and(|parent| parent.ends_with("suite"));
        assert!(
            !own || name == "main" || main.contains(&format!("mod {name};")),
            "tests/suite/{name}.rs is in no list"
        );
    }
}
