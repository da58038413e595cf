//! How work comes along, on standard error: only where that is a terminal, only after a second, and gone when the work is done.
//! The only file that names the library that draws it.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// The progress of one piece of work. It may be shared between threads; when it is dropped it leaves nothing behind.
pub struct Progress {
    bar: ProgressBar,
    /// Held so that its end tells the waiting thread that the work is done.
    _working: Option<Sender<()>>,
}

impl Progress {
    /// Begins; `what` says what is done, as in `reading the history`. Where nobody sees it, or `quiet`, nothing is ever drawn.
    #[must_use]
    pub fn new(what: &'static str, quiet: bool) -> Self {
        let bar = ProgressBar::hidden().with_message(what);
        let working = (!quiet && stderr().is_terminal()).then(|| show_later(bar.clone()));
        Self {
            bar,
            _working: working,
        }
    }

    /// Says how many steps there are. Until then there is no end in sight.
    pub fn of(&self, steps: usize) {
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            self.bar.set_style(style);
        }
        self.bar.set_length(steps as u64);
    }

    /// So many steps of so many are done.
    pub fn at(&self, done: usize, steps: usize) {
        if self.bar.length() != Some(steps as u64) {
            self.of(steps);
        }
        self.bar.set_position(done as u64);
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn show_later(bar: ProgressBar) -> Sender<()> {
    let (working, done) = mpsc::channel::<()>();
    thread::spawn(move || {
        if done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) && !bar.is_finished() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    working
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_work_is_never_drawn() {
        let progress = Progress::new("reading", true);
        progress.of(3);
        progress.step();
        assert!(progress.bar.is_hidden());
        assert_eq!(
            (progress.bar.position(), progress.bar.length()),
            (1, Some(3))
        );
    }
}
