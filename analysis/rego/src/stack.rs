//! Room for the engine, which recurses.

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
