//! Who waits for the end of a step hears of it at once, if its supervisor is a child of this process.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Steps whose supervisors are children of this process, by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ends(Arc<Mutex<HashMap<u64, Receiver<()>>>>);

impl Ends {
    /// The supervisor of a step begins; it has ended when what is returned is dropped.
    pub(crate) fn awaited(&self, key: u64) -> Sender<()> {
        let (over, heard) = channel();
        self.with(|all| all.insert(key, heard));
        over
    }

    /// Waits until the supervisor of a step has ended, but not longer than that; it may be nobody's child here.
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
