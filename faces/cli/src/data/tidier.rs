//! A thread that destroys in the vault what the ledger says stays no more, for as long as a server runs.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use holdpoint_service::Service;

/// How often it is looked whether the ledger has gone on.
const LOOK: Duration = Duration::from_secs(1);

/// The thread at work; it stops when this is dropped.
pub(crate) struct Tidier {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Tidier {
    /// Starts it; `say` tells whoever runs the server what went wrong.
    pub(crate) fn start(service: &Arc<Service>, say: impl Fn(&str) + Send + 'static) -> Self {
        let service = Arc::clone(service);
        let (stop, stopped) = channel();
        let work = move || {
            let mut seen = None;
            loop {
                let size = service.engine().published().size();
                if seen != Some(size) {
                    match service.tidy_vault() {
                        Ok(_) => seen = Some(size),
                        Err(error) => say(&format!("the vault cannot be tidied: {error}")),
                    }
                }
                match stopped.recv_timeout(LOOK) {
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
            }
        };
        let thread = std::thread::Builder::new().name("tidier".into());
        Self {
            stop: Some(stop),
            thread: thread.spawn(work).ok(),
        }
    }
}

impl Drop for Tidier {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
