//! Between threads that wait and code that does not.
//!
//! The ports are synchronous, for the engine's own threads are: one decides, one appends, and each has nothing else to do
//! while it waits. So the driver's connections live on one thread of their own, and whoever asks parks until it is
//! answered. Tokio's own `block_on` would panic where a caller happens to be one of a runtime's threads.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{JoinHandle, Thread};
use std::time::Instant;

use holdpoint_ports::StoreError;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// The thread with the connections; it ends with the last handle.
#[derive(Debug)]
pub(crate) struct Bridge {
    handle: Handle,
    stop: Mutex<Option<oneshot::Sender<()>>>,
    thread: Option<JoinHandle<()>>,
}

impl Bridge {
    pub(crate) fn start() -> Result<Arc<Self>, StoreError> {
        let failed = |error: std::io::Error| StoreError::Failed(error.into());
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                // An error means that the other end is gone, which says the same.
                let _ = runtime.block_on(stopped);
            })
            .map_err(failed)?;
        Ok(Arc::new(Self {
            handle,
            stop: Mutex::new(Some(stop)),
            thread: Some(thread),
        }))
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        drop(
            self.stop
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Wakes the thread that waits.
struct Parked(Thread);

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// What the future comes to; none if it takes longer.
pub(crate) fn wait<F: Future>(future: F, until: Instant) -> Option<F::Output> {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Parked(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        let left = until.checked_duration_since(Instant::now())?;
        std::thread::park_timeout(left);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Bridge, wait};

    #[test]
    fn what_takes_too_long_is_given_up() {
        let bridge = Bridge::start().unwrap();
        let soon = |ms| Instant::now() + Duration::from_millis(ms);
        let task = |ms| {
            let sleep = async move { tokio::time::sleep(Duration::from_millis(ms)).await };
            bridge.handle().spawn(sleep)
        };
        assert!(wait(task(1), soon(5_000)).is_some());
        assert!(wait(task(60_000), soon(5)).is_none());
    }

    #[test]
    fn a_thread_of_a_runtime_may_wait() {
        let bridge = Bridge::start().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let answer = runtime.block_on(async {
            let task = bridge.handle().spawn(async { 7 });
            wait(task, Instant::now() + Duration::from_secs(5)).unwrap()
        });
        assert_eq!(answer.unwrap(), 7);
    }
}
