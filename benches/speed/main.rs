//! How fast Orbit is, as ratios to yardsticks in the same run, on corpora that it makes itself.
//!
//! `cargo bench` runs size S (200 engagements, 2,000 commits); `cargo bench --bench speed -- M` and `-- L` the larger ones; further words pick
//! what is measured: `history`, `check`, `hook`, `build`, `again`, `watch`. Corpora are kept in `target/bench` and made once.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark tells its figures"
)]

mod again;
mod corpus;
mod measure;
mod watching;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use corpus::Size;
use measure::{Row, compare, table};

const ORBIT: &str = env!("CARGO_BIN_EXE_orbit");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let size = words
        .iter()
        .find_map(|word| Size::named(word))
        .unwrap_or(Size::S);
    let parts: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| Size::named(word).is_none())
        .collect();
    let wants = |part: &str| parts.is_empty() || parts.contains(&part);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("target/bench")
        .join(size.name());
    corpus::make(&folder, size)?;
    let runs = if size == Size::L { 5 } else { 9 };
    let mut rows = Vec::new();
    if wants("history") {
        rows.push(history(&folder, runs)?);
    }
    if wants("check") {
        rows.extend(check(&folder, runs)?);
    }
    if wants("hook") {
        rows.push(hook(&folder, runs * 3)?);
    }
    if wants("build") {
        rows.extend(build(&folder, size, runs.min(5))?);
    }
    if wants("again") {
        let place = Place::new(size)?;
        rows.extend(again::rows(&folder, &place.folder, runs.min(5))?);
    }
    if wants("watch") {
        let place = Place::new(size)?;
        rows.extend(watching::rows(&folder, &place.folder, runs.min(5))?);
    }
    println!("{}", table(size, &rows));
    Ok(())
}

fn command(folder: &Path, program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("ORBIT_NOW", "2026-11-02");
    command
}

/// The whole history, beside `git log` over the same files.
fn history(folder: &Path, runs: usize) -> Result<Row, String> {
    let ratio = compare(
        runs,
        || Ok(command(folder, ORBIT, &["history", "--format", "json"])),
        || {
            Ok(command(
                folder,
                "git",
                &["log", "--raw", "--format=%H", "--", "engagements"],
            ))
        },
    )?;
    Ok(Row::new("orbit history", "git log --raw", ratio, 1.2, 0.4))
}

/// Every engagement checked for the first time and again, beside `git grep` over the same files.
fn check(folder: &Path, runs: usize) -> Result<[Row; 2], String> {
    let check = || command(folder, ORBIT, &["check", "-q"]);
    let grep = || {
        let words = ["grep", "-c", "stage", "--", "engagements"];
        Ok(command(folder, "git", &words))
    };
    let first = compare(
        runs,
        || {
            let _ = fs::remove_dir_all(folder.join(".git/orbit"));
            Ok(check())
        },
        grep,
    )?;
    let again = compare(runs, || Ok(check()), grep)?;
    let none = f64::INFINITY;
    Ok([
        Row::new("orbit check, nothing known", "git grep", first, none, none),
        Row::new("orbit check again", "git grep", again, 1.5, 1.5),
    ])
}

/// One commit of one engagement with the hook, beside the same with an empty one.
fn hook(folder: &Path, runs: usize) -> Result<Row, String> {
    let hooks = folder.join(".git/bench-hooks");
    for (name, script) in [
        (
            "orbit",
            format!("#!/bin/sh\nexec '{ORBIT}' hook run pre-commit\n"),
        ),
        ("empty", "#!/bin/sh\nexit 0\n".to_owned()),
    ] {
        let path = hooks.join(name).join("pre-commit");
        fs::create_dir_all(hooks.join(name)).map_err(|error| error.to_string())?;
        fs::write(&path, script).map_err(|error| error.to_string())?;
        measure::succeeds(Command::new("chmod").arg("+x").arg(&path))?;
    }
    let head = measure::output(command(folder, "git", &["rev-parse", "HEAD"]))?;
    let path = corpus::one(folder)?;
    let mut number = 0;
    let mut commit = |hook: &str| {
        number += 1;
        let mut text = fs::read_to_string(folder.join(&path)).map_err(|error| error.to_string())?;
        text.push_str(&format!(
            "\n### 2026-11-02 Call {number}\n\nThey called again, as agreed.\n"
        ));
        fs::write(folder.join(&path), text).map_err(|error| error.to_string())?;
        measure::succeeds(&mut command(folder, "git", &["add", &path]))?;
        let hooks = format!("core.hooksPath={}", hooks.join(hook).display());
        Ok(command(
            folder,
            "git",
            &[
                "-c",
                &hooks,
                "-c",
                "gc.auto=0",
                "-c",
                "maintenance.auto=false",
                "commit",
                "-qm",
                "call",
            ],
        ))
    };
    let commit = std::cell::RefCell::new(&mut commit);
    let ratio = compare(
        runs,
        || (commit.borrow_mut())("orbit"),
        || (commit.borrow_mut())("empty"),
    )?;
    measure::succeeds(&mut command(
        folder,
        "git",
        &["reset", "-q", "--hard", head.trim()],
    ))?;
    Ok(Row::new(
        "git commit, orbit's hook",
        "git commit, an empty hook",
        ratio,
        1.5,
        1.15,
    ))
}

/// A folder to build in, in memory where there is such a place; gone with this.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn new(size: Size) -> Result<Self, String> {
        let place = if Path::new("/dev/shm").is_dir() {
            PathBuf::from("/dev/shm")
        } else {
            std::env::temp_dir()
        };
        let name = format!("orbit-bench-{}-{}", size.name(), std::process::id());
        let folder = place.join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        Ok(Self { folder })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The whole site, beside Hugo's page for each file, where Hugo is installed.
fn build(folder: &Path, size: Size, runs: usize) -> Result<Vec<Row>, String> {
    let place = Place::new(size)?;
    if measure::is_there("hugo") {
        beside_hugo(folder, &place.folder, runs)
    } else {
        alone(folder, &place.folder, runs)
    }
}

fn fresh(folder: &Path, work: &Path, number: &std::cell::Cell<usize>) -> Result<Command, String> {
    // A folder that is deleted makes the next build's writes slow on some disks: each run has its own.
    number.set(number.get() + 1);
    let out = work.join(format!("site-{}", number.get()));
    Ok(command(
        folder,
        ORBIT,
        &["build", "-q", "--out", &out.to_string_lossy()],
    ))
}

fn beside_hugo(folder: &Path, work: &Path, runs: usize) -> Result<Vec<Row>, String> {
    let number = std::cell::Cell::new(0);
    let mut rows = Vec::new();
    for (name, git, first, then) in [
        ("hugo", false, f64::INFINITY, 1.0),
        ("hugo --enableGitInfo", true, 1.0, f64::INFINITY),
    ] {
        corpus::hugo(folder, work)?;
        let ratio = compare(
            runs,
            || fresh(folder, work, &number),
            || Ok(again::hugo(folder, work, number.get(), git)),
        )?;
        rows.push(Row::new("orbit build", name, ratio, first, then));
    }
    Ok(rows)
}

/// Where there is no Hugo, the yardstick is the log that every build has to read.
fn alone(folder: &Path, work: &Path, runs: usize) -> Result<Vec<Row>, String> {
    let number = std::cell::Cell::new(0);
    let ratio = compare(
        runs,
        || fresh(folder, work, &number),
        || {
            Ok(command(
                folder,
                "git",
                &["log", "--raw", "--format=%H", "--", "engagements"],
            ))
        },
    )?;
    Ok(vec![Row::new(
        "orbit build",
        "git log --raw (no hugo here)",
        ratio,
        f64::INFINITY,
        f64::INFINITY,
    )])
}
