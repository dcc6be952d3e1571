//! The cores on real connections: [`Hub`] for a server, [`Link`] for an agent.

mod agent;
mod hub;
mod pipe;
mod requests;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::link::Millis;

pub use agent::{Connect, Link};
pub use hub::Hub;

/// Milliseconds since a moment.
fn since(begun: Instant) -> Millis {
    Millis::try_from(begun.elapsed().as_millis()).unwrap_or(Millis::MAX)
}

/// A core behind a lock: after a panic it is as whole as before the call.
fn locked<T>(core: &Mutex<T>) -> MutexGuard<'_, T> {
    core.lock().unwrap_or_else(PoisonError::into_inner)
}

/// That moment, by the clock of timers.
fn moment(begun: Instant, at: Millis) -> tokio::time::Instant {
    let far = Duration::from_secs(3_600);
    let now = since(begun);
    let wait = Duration::from_millis(at.saturating_sub(now)).min(far);
    tokio::time::Instant::now() + wait
}
