//! Being asked to end, by Ctrl-C or by the system: once, so that what is under way can be put down; a second time ends at once.
//! The only file that names the library for signals.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::repo::Failure;

/// Whether somebody asked to end.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Whether somebody asked.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A failure where somebody asked: work that takes long looks here now and then.
    ///
    /// # Errors
    /// Where somebody asked.
    pub fn look(&self) -> Result<(), Failure> {
        if self.is_asked() {
            return Err(Failure::new("stopped"));
        }
        Ok(())
    }

    /// From now on the first Ctrl-C is noted and told to `tell`; until then it ends the program, as it does everywhere.
    ///
    /// # Errors
    /// Where the system does not allow it.
    pub fn listen(&self, tell: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
        listen(Arc::clone(&self.0), tell)
            .map_err(|error| Failure::new("Ctrl-C cannot be heard").because(error))
    }
}

#[cfg(unix)]
fn listen(asked: Arc<AtomicBool>, tell: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        let mut tell = Some(tell);
        for signal in signals.forever() {
            asked.store(true, Ordering::Relaxed);
            match tell.take() {
                Some(tell) => tell(),
                None => {
                    emulate_default_handler(signal).ok();
                }
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn listen(_: Arc<AtomicBool>, _: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    Ok(())
}
