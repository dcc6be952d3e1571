//! Values for a short time; and one question at a time about each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::reference::Reference;
use crate::settings::Clock;
use crate::why::Trouble;
use holdpoint_mask::Secret;

type Outcome = Result<Secret, Trouble>;

/// What is known of one secret.
#[derive(Default)]
struct Slot {
    /// How often its keeper has answered.
    answers: AtomicU64,
    last: Mutex<Option<(Duration, Outcome)>>,
}

/// Values that were fetched of late.
pub(crate) struct Cache {
    keep: Duration,
    clock: Clock,
    slots: Mutex<HashMap<Reference, Arc<Slot>>>,
}

impl Cache {
    pub(crate) fn new(keep: Duration, clock: Clock) -> Self {
        let slots = Mutex::default();
        Self { keep, clock, slots }
    }

    /// The value if it is fresh, else what `ask` says. Who comes while it asks waits for the same answer.
    pub(crate) fn get(&self, of: &Reference, ask: impl FnOnce() -> Outcome) -> Outcome {
        let slot = self.slot(of);
        let before = slot.answers.load(Ordering::Acquire);
        let mut last = slot.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, outcome)) = &*last {
            let while_waiting = slot.answers.load(Ordering::Acquire) != before;
            if while_waiting || outcome.is_ok() && self.fresh(*at) {
                return outcome.clone();
            }
        }
        let outcome = ask();
        *last = Some(((self.clock)(), outcome.clone()));
        slot.answers.fetch_add(1, Ordering::Release);
        outcome
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.clear();
    }

    fn fresh(&self, at: Duration) -> bool {
        (self.clock)().saturating_sub(at) < self.keep
    }

    /// The place of a secret. Values that are no longer fresh go, unless somebody asks for them at this moment.
    fn slot(&self, of: &Reference) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| match slot.last.try_lock() {
            Ok(last) => {
                let at = last.as_ref().map(|(at, _)| *at);
                Arc::strong_count(slot) > 1 || at.is_some_and(|at| self.fresh(at))
            }
            Err(_) => true,
        });
        Arc::clone(slots.entry(of.clone()).or_default())
    }
}
