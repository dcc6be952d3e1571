//! How many commands run at the same time on this machine.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often whoever waits looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// Room for commands.
pub(crate) struct Slots {
    free: Mutex<u32>,
    given_back: Condvar,
}

/// Room for one; given back when it is dropped.
pub(crate) struct Slot<'s>(&'s Slots);

impl Slots {
    pub(crate) fn new(count: u32) -> Self {
        Self {
            free: Mutex::new(count.max(1)),
            given_back: Condvar::new(),
        }
    }

    fn held(&self) -> MutexGuard<'_, u32> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room; none if it is not wanted any more.
    pub(crate) fn take(&self, called_off: impl Fn() -> bool) -> Option<Slot<'_>> {
        let mut free = self.held();
        while *free == 0 {
            if called_off() {
                return None;
            }
            let waited = self.given_back.wait_timeout(free, LOOK);
            free = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Some(Slot(self))
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.held() += 1;
        self.0.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Slots;

    #[test]
    fn what_finds_no_room_waits_until_some_is_given_back_or_it_is_not_wanted() {
        let slots = Slots::new(2);
        let first = slots.take(|| true).unwrap();
        let _second = slots.take(|| true).unwrap();
        assert!(slots.take(|| true).is_none());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| slots.take(|| false).is_some());
            drop(first);
            assert!(waiting.join().unwrap());
        });
        assert!(slots.take(|| true).is_some());
    }
}
