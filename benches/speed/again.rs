//! Building again: from nothing, after one commit more, after an edit, and where nothing changed.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::measure::{self, Row, compare};
use crate::{ORBIT, command, corpus};

/// Hugo, making a page of each engagement in a folder of its own.
pub fn hugo(folder: &Path, work: &Path, number: usize, git: bool) -> Command {
    let out = work.join(format!("hugo-{number}"));
    let mut words = vec![
        "--quiet".to_owned(),
        "--config".to_owned(),
        work.join("hugo.toml").display().to_string(),
        "--source".to_owned(),
        folder.display().to_string(),
        "--destination".to_owned(),
        out.display().to_string(),
    ];
    if git {
        words.push("--enableGitInfo".to_owned());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    command(folder, "hugo", &words)
}

/// The rows, beside Hugo where it is installed, else beside `git log --raw`, and beside `git status`.
pub fn rows(folder: &Path, work: &Path, runs: usize) -> Result<Vec<Row>, String> {
    let number = Cell::new(0);
    let has_hugo = measure::is_there("hugo");
    corpus::hugo(folder, work)?;
    let yardstick = || {
        number.set(number.get() + 1);
        if has_hugo {
            return Ok(hugo(folder, work, number.get(), false));
        }
        let words = ["log", "--raw", "--format=%H", "--", "engagements"];
        Ok(command(folder, "git", &words))
    };
    let beside = if has_hugo { "hugo" } else { "git log --raw" };
    let status = || Ok(command(folder, "git", &["status", "--short"]));
    let site = work.join("site");
    let build = || {
        let words = ["build", "-q", "--out", &site.to_string_lossy()];
        command(folder, ORBIT, &words)
    };
    let forget = || {
        let _ = fs::remove_dir_all(folder.join(".git/orbit"));
    };
    let head = measure::output(command(folder, "git", &["rev-parse", "HEAD"]))?;
    let path = corpus::one(folder)?;
    let edit = || {
        number.set(number.get() + 1);
        let place = folder.join(&path);
        let mut text = fs::read_to_string(&place).map_err(|error| error.to_string())?;
        text.push_str(&format!(
            "\n### 2026-11-02 Call {}\n\nThey called again, as agreed.\n",
            number.get()
        ));
        fs::write(place, text).map_err(|error| error.to_string())
    };
    let cold = compare(
        runs,
        || {
            forget();
            number.set(number.get() + 1);
            let out = work.join(format!("cold-{}", number.get()));
            let words = ["build", "-q", "--out", &out.to_string_lossy()];
            Ok(command(folder, ORBIT, &words))
        },
        yardstick,
    )?;
    forget();
    let peak_cold = measure::peak(&build(), work)?;
    let commit = compare(
        runs,
        || {
            edit()?;
            measure::succeeds(&mut command(folder, "git", &["commit", "-qam", "call"]))?;
            Ok(build())
        },
        yardstick,
    )?;
    let edited = compare(
        runs,
        || {
            edit()?;
            Ok(build())
        },
        yardstick,
    )?;
    let nothing = compare(runs, || Ok(build()), status)?;
    edit()?;
    let peak_again = measure::peak(&build(), work)?;
    let back = ["reset", "-q", "--hard", head.trim()];
    measure::succeeds(&mut command(folder, "git", &back))?;
    let none = f64::INFINITY;
    Ok(vec![
        Row::new("orbit build, nothing known", beside, cold, none, 1.0).peaking(peak_cold),
        Row::new("orbit build, one commit more", beside, commit, 0.05, 0.02),
        Row::new("orbit build, one file edited", beside, edited, 0.05, 0.02).peaking(peak_again),
        Row::new(
            "orbit build, nothing changed",
            "git status",
            nothing,
            1.7,
            1.7,
        ),
    ])
}
