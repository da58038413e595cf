//! Runs two commands in turn, A B A B …, and keeps the median of each and of their ratio: the machine may be slow, the ratio holds.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::corpus::Size;

/// Medians of paired runs.
pub struct Ratio {
    ours: f64,
    theirs: f64,
    ratio: f64,
    spread: (f64, f64),
}

/// One line of the table.
pub struct Row {
    what: &'static str,
    yardstick: &'static str,
    ratio: Ratio,
    first: f64,
    then: f64,
    peak: Option<f64>,
}

impl Row {
    /// The same, with how much memory it took at most, in MB.
    pub fn peaking(self, peak: Option<f64>) -> Self {
        Self { peak, ..self }
    }

    /// `first` and `then` are the ratios to reach; infinite where there is none.
    pub const fn new(
        what: &'static str,
        yardstick: &'static str,
        ratio: Ratio,
        first: f64,
        then: f64,
    ) -> Self {
        Self {
            what,
            yardstick,
            ratio,
            first,
            then,
            peak: None,
        }
    }
}

/// How much memory a command takes at most, in MB, where GNU time is installed to tell.
pub fn peak(command: &Command, work: &Path) -> Result<Option<f64>, String> {
    let note = work.join("peak");
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%M", "-o"])
        .arg(&note)
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        time.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            time.env(name, value);
        }
    }
    if !Path::new("/usr/bin/time").exists() {
        return Ok(None);
    }
    succeeds(&mut time)?;
    let kilobytes = std::fs::read_to_string(note).map_err(|error| error.to_string())?;
    Ok(kilobytes.trim().parse().ok().map(|kb: f64| kb / 1024.0))
}

/// Times `ours` and `theirs` in turn, after one run of each that does not count. Both have to succeed.
pub fn compare(
    runs: usize,
    ours: impl Fn() -> Result<Command, String>,
    theirs: impl Fn() -> Result<Command, String>,
) -> Result<Ratio, String> {
    let mut pairs = Vec::new();
    for run in 0..=runs {
        let pair = (time(ours()?)?, time(theirs()?)?);
        if run > 0 {
            pairs.push(pair);
        }
    }
    let (ours, theirs) = pairs.into_iter().unzip();
    Ok(medians(ours, theirs))
}

/// The medians of what was timed side by side.
pub fn medians(mut ours: Vec<f64>, mut theirs: Vec<f64>) -> Ratio {
    let pairs = ours.iter().zip(&theirs);
    let mut ratios: Vec<f64> = pairs.map(|(ours, theirs)| ours / theirs).collect();
    let ratio = median(&mut ratios);
    Ratio {
        ours: median(&mut ours),
        theirs: median(&mut theirs),
        ratio,
        spread: (
            ratios.first().copied().unwrap_or(ratio),
            ratios.last().copied().unwrap_or(ratio),
        ),
    }
}

fn time(mut command: Command) -> Result<f64, String> {
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let done = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    if done.status.success() {
        return Ok(seconds);
    }
    Err(format!(
        "{command:?}: {}\n{}",
        done.status,
        String::from_utf8_lossy(&done.stderr)
    ))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Runs a command that has to succeed.
pub fn succeeds(command: &mut Command) -> Result<(), String> {
    let done = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        Ok(())
    } else {
        Err(format!(
            "{command:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        ))
    }
}

/// What a command prints.
pub fn output(mut command: Command) -> Result<String, String> {
    let done = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Whether a program is installed.
pub fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// The figures as a table.
pub fn table(size: Size, rows: &[Row]) -> String {
    let mut text = format!(
        "size {}: {} engagements, {} commits; medians of runs in turn\n\n",
        size.name(),
        size.files(),
        size.commits()
    );
    text.push_str("| | beside | ms | ms beside | ratio | from | to | first target | then | peak MB |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for Row {
        what,
        yardstick,
        ratio,
        first,
        then,
        peak,
    } in rows
    {
        let target = |target: &f64| {
            if target.is_finite() {
                format!("{target}")
            } else {
                "–".to_owned()
            }
        };
        let _ = writeln!(
            text,
            "| {what} | {yardstick} | {:.1} | {:.1} | {:.2} | {:.2} | {:.2} | {} | {} | {} |",
            ratio.ours * 1000.0,
            ratio.theirs * 1000.0,
            ratio.ratio,
            ratio.spread.0,
            ratio.spread.1,
            target(first),
            target(then),
            peak.map_or_else(|| "–".to_owned(), |peak| format!("{peak:.0}"))
        );
    }
    text
}
