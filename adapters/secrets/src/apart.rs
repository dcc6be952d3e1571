//! Waiting on a thread of one's own: clients that block must not be used on a thread of a runtime.

/// What comes of it; none if it panicked.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| scope.spawn(work).join().ok())
}
