//! Room for the engine, which recurses.

use crate::RegoError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Of what a policy may nest, an unoptimised build uses a tenth.
const STACK: usize = 64 * 1024 * 1024;

/// Runs work on a thread with a large stack; nothing when the system gives no thread.
pub(crate) fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("rego".to_owned())
            .stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}

/// Evaluations that nobody waits for any more and that still run; each ends when its steps are used up.
static LEFT: AtomicUsize = AtomicUsize::new(0);

/// How many may be left before no other is begun: they keep the machine busy.
const MOST_LEFT: usize = 8;

/// Runs work as [`with_large_stack`] does, but waits no longer than `limit`.
pub(crate) fn watched<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RegoError> {
    if LEFT.load(Ordering::Relaxed) >= MOST_LEFT {
        let reason = "too many that took too long are not done yet".to_owned();
        return Err(RegoError::Busy(reason));
    }
    let (sender, receiver) = sync_channel(0);
    let thread = std::thread::Builder::new()
        .name("rego".to_owned())
        .stack_size(STACK);
    let started = thread.spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(work)).ok();
        if sender.send(done).is_err() {
            LEFT.fetch_sub(1, Ordering::Relaxed);
        }
    });
    let thread = started.map_err(|error| RegoError::Busy(error.to_string()))?;
    let answer = receiver.recv_timeout(limit);
    if answer.is_ok() {
        // It has nothing left to do; whoever goes on finds its memory given back. A panic was caught inside.
        let _ = thread.join();
    }
    match answer {
        Ok(Some(done)) => Ok(done),
        Err(RecvTimeoutError::Timeout) => {
            // Before the receiver goes: the thread counts itself out when it finds nobody there.
            LEFT.fetch_add(1, Ordering::Relaxed);
            Err(RegoError::Timeout { limit })
        }
        Ok(None) | Err(RecvTimeoutError::Disconnected) => {
            let reason = "the engine stopped by a defect of its own: report it".to_owned();
            Err(RegoError::Busy(reason))
        }
    }
}
