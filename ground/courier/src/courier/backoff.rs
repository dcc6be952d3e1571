//! When to connect again: later and later, and never all at once.

use crate::link::Millis;

/// The first wait is at most that long, in milliseconds.
const FIRST: Millis = 200;
/// No wait is longer than that.
const LONGEST: Millis = 15_000;
/// Waits that double.
const DOUBLED: u32 = 7;

/// Exponential back-off with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015): a wait is
/// drawn evenly between nothing and a bound that doubles with every failure. Half a first wait is the least after a failure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// How long to wait after one more failure.
    pub fn wait(&mut self, random: u64) -> Millis {
        let bound = FIRST << self.failures.min(DOUBLED);
        self.failures = self.failures.saturating_add(1);
        FIRST / 2 + random % bound.min(LONGEST)
    }

    /// It went well.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// Failures since it last went well.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failures
    }
}
