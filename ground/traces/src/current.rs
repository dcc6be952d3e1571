//! On whose behalf this thread works.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::TraceParent;

thread_local! {
    static CURRENT: Cell<Option<TraceParent>> = const { Cell::new(None) };
}

/// The span that this thread works for.
#[must_use]
pub fn current() -> Option<TraceParent> {
    CURRENT.get()
}

/// Puts back what was before, also when whoever worked has panicked.
struct Restore(Option<TraceParent>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Works for a span.
pub fn within<T>(span: Option<TraceParent>, work: impl FnOnce() -> T) -> T {
    let _restore = Restore(CURRENT.replace(span));
    work()
}

/// The same work for another thread: it goes on for the span that is the current one now.
pub fn carry<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = current();
    move || within(span, work)
}

/// A future that works for a span whenever it is polled.
#[derive(Debug)]
pub struct Within<F> {
    span: Option<TraceParent>,
    work: Pin<Box<F>>,
}

impl<F> Within<F> {
    /// Has it work for a span.
    pub fn new(span: Option<TraceParent>, work: F) -> Self {
        let work = Box::pin(work);
        Self { span, work }
    }
}

impl<F: Future> Future for Within<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let span = self.span;
        within(span, || self.work.as_mut().poll(context))
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::{Within, carry, current, within};
    use crate::TraceParent;

    fn span() -> Option<TraceParent> {
        TraceParent::of_header("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    }

    #[test]
    fn a_span_is_carried_to_other_threads_and_left_behind() {
        let carried = within(span(), || carry(current));
        assert_eq!(current(), None);
        assert_eq!(std::thread::spawn(carried).join().ok(), Some(span()));
        let panicked = std::panic::catch_unwind(|| within(span(), || std::panic::panic_any(1)));
        assert!(panicked.is_err() && current().is_none());
    }

    #[test]
    fn a_future_works_for_its_span() {
        let mut work = pin!(Within::new(span(), async { current() }));
        let polled = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(polled, Poll::Ready(span()));
        assert_eq!(current(), None);
    }
}
