//! How long briefs are: of every engagement of the demo today and at each of its moves, beside the words of its file.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const ORBIT: &str = env!("CARGO_BIN_EXE_orbit");

/// How many words a brief may have.
const LIMITS: [usize; 3] = [300, 600, 1200];

/// Prints the share of a file's words that its brief has.
pub fn shares() -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let demo = folder.path().join("demo");
    run(folder.path(), ORBIT, &["demo", &demo.to_string_lossy()])?;
    let moves = json(&demo, &["history", "--format", "json"])?;
    let mut moments: Vec<(String, Option<String>)> = Vec::new();
    for moved in array(&moves, "transitions") {
        let id = text(moved, "engagement");
        if !moments
            .iter()
            .any(|(known, at)| *known == id && at.is_none())
        {
            moments.push((id.clone(), None));
        }
        let made = moved.get("made").map(|made| text(made, "commit"));
        moments.push((id, made));
    }
    println!("\nbriefs of the demo: {} moments", moments.len());
    println!(
        "{:>10}{:>16}{:>16}{:>22}{:>12}",
        "--words", "words", "of them open", "share of the file", "longer"
    );
    for limit in LIMITS {
        let (mut used, mut always, mut share, mut over) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let limited = limit.to_string();
        for (id, at) in &moments {
            let mut words = vec!["brief", id, "--format", "json", "--words", &limited];
            if let Some(at) = at {
                words.extend(["--at", at]);
            }
            let Ok(brief) = json(&demo, &words) else {
                // It had another id then.
                continue;
            };
            let counted = |name: &str| {
                brief
                    .pointer(&format!("/words/{name}"))
                    .and_then(Value::as_f64)
            };
            let shown = format!(
                "{}:{}",
                at.as_deref().unwrap_or("HEAD"),
                text(&brief, "path")
            );
            let file = run(&demo, "git", &["show", &shown])?;
            let all = f64::from(u32::try_from(file.split_whitespace().count()).unwrap_or(u32::MAX));
            let words = counted("used").unwrap_or_default();
            used.push(words);
            always.push(counted("always").unwrap_or_default());
            share.push(100.0 * words / all.max(1.0));
            over += usize::from(brief.pointer("/words/over") == Some(&Value::Bool(true)));
        }
        println!(
            "{limit:>10}{:>16}{:>16}{:>22}{over:>12}",
            spread(&mut used, ""),
            spread(&mut always, ""),
            spread(&mut share, " %"),
        );
    }
    Ok(())
}

/// The median, and the range around it.
fn spread(numbers: &mut [f64], unit: &str) -> String {
    numbers.sort_by(f64::total_cmp);
    let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
    let last = numbers.len().saturating_sub(1);
    format!("{:.0} ({:.0}–{:.0}){unit}", at(last / 2), at(0), at(last))
}

fn run(folder: &Path, program: &str, words: &[&str]) -> Result<String, String> {
    let done = Command::new(program)
        .current_dir(folder)
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("ORBIT_NOW", "2026-10-30")
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(format!(
            "{words:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        ))
    }
}

fn json(folder: &Path, words: &[&str]) -> Result<Value, String> {
    let printed = run(folder, ORBIT, words)?;
    serde_json::from_str(&printed).map_err(|error| error.to_string())
}

fn array<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
