//! An effect in hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use holdpoint_domain::Effect;

/// An effect that was handed out.
#[derive(Debug, Clone)]
pub struct Task {
    /// Position of its intent: the key of the effect, the same after every restart.
    pub position: u64,
    /// Which reactor hands it out; whoever has seen a higher epoch refuses it.
    pub epoch: i64,
    /// What to do.
    pub effect: Effect,
    pub(super) called_off: Arc<AtomicBool>,
}

impl Task {
    /// A task outside of a reactor, for tests of executors.
    #[must_use]
    pub fn new(position: u64, epoch: i64, effect: Effect) -> Self {
        Self {
            position,
            epoch,
            effect,
            called_off: Arc::default(),
        }
    }

    /// Whether it is not wanted any more, such as the step of a deployment that was aborted.
    #[must_use]
    pub fn called_off(&self) -> bool {
        self.called_off.load(Ordering::Relaxed)
    }

    /// Calls it off.
    pub fn call_off(&self) {
        self.called_off.store(true, Ordering::Relaxed);
    }
}
