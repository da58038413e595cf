//! From an edit to the page that shows it, under `orbit watch` and under Hugo's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::measure::{self, Row};
use crate::{ORBIT, again, command, corpus};

/// How often the page is looked at.
const LOOK: Duration = Duration::from_millis(1);

/// Nobody types again before this: what a build leaves to be done behind it is done by then.
const REST: Duration = Duration::from_secs(2);

/// After so long something is wrong.
const LONGEST: Duration = Duration::from_secs(120);

/// A program that builds again as files change, until it is dropped.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Watching {
    fn begin(command: &mut Command) -> Result<Self, String> {
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = quiet
            .spawn()
            .map_err(|error| format!("{command:?}: {error}"))?;
        Ok(Self(child))
    }
}

/// The row, where Hugo is installed.
pub fn rows(folder: &Path, work: &Path, runs: usize) -> Result<Vec<Row>, String> {
    if !measure::is_there("hugo") {
        return Ok(Vec::new());
    }
    corpus::hugo(folder, work)?;
    let path = corpus::one(folder)?;
    let id = path
        .trim_start_matches("engagements/")
        .trim_end_matches(".md");
    let site = work.join("watched");
    let ours = {
        let words = ["watch", "-q", "--out", &site.to_string_lossy()];
        let _watching = Watching::begin(&mut command(folder, ORBIT, &words))?;
        let page = site.join(format!("engagements/{id}.html"));
        edits(&folder.join(&path), &page, runs)?
    };
    let theirs = {
        let mut hugo = again::hugo(folder, work, 0, false);
        let _watching = Watching::begin(hugo.arg("--watch"))?;
        edits(&folder.join(&path), &hugo_page(work, id), runs)?
    };
    let back = ["checkout", "-q", "--", &path];
    measure::succeeds(&mut command(folder, "git", &back))?;
    let ratio = measure::medians(ours, theirs);
    Ok(vec![Row::new(
        "orbit watch, one edit",
        "hugo --watch",
        ratio,
        0.1,
        0.1,
    )])
}

fn hugo_page(work: &Path, id: &str) -> PathBuf {
    work.join(format!("hugo-0/{}/index.html", id.to_lowercase()))
}

/// How long each of some edits takes to be seen on a page, in seconds. The first does not count.
fn edits(file: &Path, page: &Path, runs: usize) -> Result<Vec<f64>, String> {
    let before = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let _ = seen(page, "<")?;
    let mut all = Vec::new();
    for number in 0..=runs {
        sleep(REST);
        let word = format!("heard{number}");
        let text = format!("{before}\n### 2026-11-02 Call\n\nThey called again, and {word}.\n");
        fs::write(file, text).map_err(|error| error.to_string())?;
        let took = seen(page, &word)?;
        if number > 0 {
            all.push(took);
        }
    }
    fs::write(file, before).map_err(|error| error.to_string())?;
    Ok(all)
}

/// Waits until a page shows a word; says how long that took.
fn seen(page: &Path, word: &str) -> Result<f64, String> {
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        if fs::read_to_string(page).is_ok_and(|text| text.contains(word)) {
            return Ok(start.elapsed().as_secs_f64());
        }
        sleep(LOOK);
    }
    Err(format!("{} never shows `{word}`", page.display()))
}
