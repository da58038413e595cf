//! The one way to standard output: locked, buffered, styles taken out where they are not wanted, a closed pipe known as such.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

use anstream::AutoStream;

use super::color::Color;
use super::stop::Stop;

/// Standard output.
pub struct Output {
    stream: BufWriter<AutoStream<StdoutLock<'static>>>,
}

impl Output {
    /// Takes standard output, for as long as this lives.
    #[must_use]
    pub fn new(color: Color) -> Self {
        let stream = AutoStream::new(io::stdout().lock(), color.choice());
        Self {
            stream: BufWriter::new(stream),
        }
    }

    /// Prints text that may hold ANSI styles.
    ///
    /// # Errors
    /// Where standard output cannot be written, or is closed.
    pub fn print(&mut self, text: impl Display) -> Result<(), Stop> {
        write!(self.stream, "{text}").map_err(Stop::Output)
    }

    /// Prints text that may hold ANSI styles, and ends the line.
    ///
    /// # Errors
    /// Where standard output cannot be written, or is closed.
    pub fn line(&mut self, text: impl Display) -> Result<(), Stop> {
        writeln!(self.stream, "{text}").map_err(Stop::Output)
    }

    /// Writes the bytes of a machine format as they are.
    ///
    /// # Errors
    /// Where standard output cannot be written, or is closed.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.finish()?;
        // The lock is this thread's own already.
        io::stdout().lock().write_all(bytes).map_err(Stop::Output)
    }

    /// Hands everything on. To be called before anything is written to standard error, and at the end.
    ///
    /// # Errors
    /// Where standard output cannot be written, or is closed.
    pub fn finish(&mut self) -> Result<(), Stop> {
        self.stream.flush().map_err(Stop::Output)
    }
}

/// Writes text that may hold ANSI styles to standard error. Where that cannot be written, nobody is left to tell, and it is lost.
pub fn complain(color: Color, text: &str) {
    let mut stream = AutoStream::new(io::stderr().lock(), color.choice());
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}
