//! Between the ports, which wait, and the storage's client, which is asynchronous: futures run on threads of their own, and
//! whoever called waits for the answer. Tokio's `block_on` would panic where the caller is a thread of a runtime itself.

use std::future::Future;
use std::io;
use std::sync::mpsc::{Receiver, sync_channel};

use tokio::runtime::{Builder, Runtime};

/// Threads that talk to the storage. They wait most of the time.
const THREADS: usize = 2;

/// Where futures run.
pub(crate) struct Bridge(Option<Runtime>);

/// An answer that is on its way.
pub(crate) struct Pending<T>(Receiver<T>);

impl Bridge {
    pub(crate) fn start() -> io::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(THREADS).thread_name("blobs");
        Ok(Self(Some(builder.enable_all().build()?)))
    }

    /// Begins, and does not wait.
    pub(crate) fn begin<T, F>(&self, future: F) -> Pending<T>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        let (told, heard) = sync_channel(1);
        if let Some(runtime) = &self.0 {
            runtime.spawn(async move {
                // Nobody may wait for it any more.
                let _ = told.send(future.await);
            });
        }
        Pending(heard)
    }

    /// Waits for it.
    pub(crate) fn call<T, F>(&self, future: F) -> io::Result<T>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        self.begin(future).wait()
    }
}

impl<T> Pending<T> {
    pub(crate) fn wait(self) -> io::Result<T> {
        let gone = |_| io::Error::other("the storage's client has ended");
        self.0.recv().map_err(gone)
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Whoever drops it may be a thread of another runtime, which must not wait.
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Bridge;

    #[test]
    fn a_thread_of_another_runtime_may_call_and_drop() {
        let outer = tokio::runtime::Runtime::new().unwrap();
        let seven = outer.block_on(async {
            let bridge = Bridge::start().unwrap();
            bridge.call(async { 7 }).unwrap()
        });
        assert_eq!(seven, 7);
    }
}
