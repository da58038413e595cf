//! The merged text as it grows, line by line, with the markers of its conflicts.

use super::MARKER;

/// A text being written.
pub(super) struct Out {
    lines: Vec<String>,
    conflicts: usize,
    marker: usize,
}

impl Out {
    /// An empty one. `marker` is the length of the markers.
    pub(super) fn new(marker: usize) -> Self {
        Self {
            lines: Vec::new(),
            conflicts: 0,
            marker: if (1..=200).contains(&marker) {
                marker
            } else {
                MARKER
            },
        }
    }

    /// An empty one with the same markers.
    pub(super) fn beside(&self) -> Self {
        Self::new(self.marker)
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Adds lines.
    pub(super) fn put<S: AsRef<str>>(&mut self, lines: &[S]) {
        self.lines
            .extend(lines.iter().map(|line| line.as_ref().to_owned()));
    }

    /// Adds what another one holds.
    pub(super) fn take(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.conflicts += other.conflicts;
    }

    /// Adds a conflict with the lines of both sides.
    pub(super) fn clash<S: AsRef<str>>(&mut self, ours: &[S], theirs: &[S]) {
        let marker = |sign: &str| sign.repeat(self.marker);
        let (open, middle, close) = (marker("<"), marker("="), marker(">"));
        self.line(format!("{open} ours"));
        self.put(ours);
        self.line(middle);
        self.put(theirs);
        self.line(format!("{close} theirs"));
        self.conflicts += 1;
    }

    /// Adds an empty line where the last one is none.
    pub(super) fn gap(&mut self) {
        if self.last().is_some_and(|last| !last.trim().is_empty()) {
            self.line("");
        }
    }

    /// The last line.
    pub(super) fn last(&self) -> Option<&str> {
        self.lines.last().map(String::as_str)
    }

    /// Its lines.
    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// How many conflicts it has.
    pub(super) const fn conflicts(&self) -> usize {
        self.conflicts
    }

    /// All of it, with a line feed behind each line.
    pub(super) fn text(self) -> String {
        let mut text = self.lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}
