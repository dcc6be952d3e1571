//! Who waits for the end of a step hears of it at once, if this process has ordered it.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Steps that this process has ordered, by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ends(Arc<Mutex<HashMap<u64, Receiver<()>>>>);

impl Ends {
    /// A step is ordered; it is over when what is returned is dropped, and its clones.
    pub(crate) fn awaited(&self, key: u64) -> Sender<()> {
        let (over, heard) = channel();
        self.with(|all| all.insert(key, heard));
        over
    }

    /// Waits until a step is over, but not longer than that; it may have been ordered by another process.
    pub(crate) fn wait(&self, key: u64, patience: Duration) {
        let Some(heard) = self.with(|all| all.remove(&key)) else {
            std::thread::sleep(patience);
            return;
        };
        if heard.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            self.with(|all| drop(all.insert(key, heard)));
        }
    }

    /// Nobody waits any more.
    pub(crate) fn forget(&self, key: u64) {
        self.with(|all| all.remove(&key));
    }

    fn with<R>(&self, use_them: impl FnOnce(&mut HashMap<u64, Receiver<()>>) -> R) -> R {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
