//! Threads that do something again and again for as long as a server runs.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A thread at work; it stops when this is dropped, after the round in hand.
pub(crate) struct Duty {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread waits with between its rounds.
pub(super) struct Rest(Receiver<()>);

impl Rest {
    /// Waits for so long; whether another round is to be made.
    pub(super) fn over(&self, pause: Duration) -> bool {
        self.0.recv_timeout(pause) == Err(RecvTimeoutError::Timeout)
    }
}

impl Duty {
    /// Starts it. Without a thread it is not done, and everything else goes on.
    pub(super) fn start(name: &str, work: impl FnOnce(&Rest) + Send + 'static) -> Self {
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name(name.to_owned());
        Self {
            stop: Some(stop),
            thread: thread.spawn(move || work(&Rest(stopped))).ok(),
        }
    }
}

impl Drop for Duty {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
