//! What the threads know of each other and of the other servers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;

use crate::EngineError;

/// For how long nobody may be seen to decide, or the ledger not be looked at, before that is told: longer than it takes to
/// take over.
const TOLD_AFTER: Duration = Duration::from_secs(6);

/// How a server stands among several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetState {
    /// Whether it decides.
    pub decides: bool,
    /// Where whoever decides is reached, if that is another one.
    pub holder: Option<String>,
    /// How many entries it has not folded yet.
    pub lag: u64,
    /// Commands that were passed on.
    pub passed: u64,
    /// How often it has begun to decide.
    pub sat: u64,
    /// What is wrong, if something is.
    pub trouble: Option<String>,
}

/// What is known.
pub(super) struct Known {
    holder: ArcSwapOption<String>,
    head: AtomicU64,
    sat: AtomicU64,
    passed: AtomicU64,
    revision: AtomicU64,
    trouble: ArcSwapOption<EngineError>,
    times: Mutex<Times>,
    called: Mutex<bool>,
    call: Condvar,
    stopped: AtomicBool,
}

struct Times {
    /// When the ledger was last looked at.
    looked: Instant,
    /// When somebody was last seen to decide, if anybody was.
    decided: Option<Instant>,
}

impl Default for Known {
    fn default() -> Self {
        let now = Instant::now();
        Self {
            holder: ArcSwapOption::empty(),
            head: AtomicU64::new(0),
            sat: AtomicU64::new(0),
            passed: AtomicU64::new(0),
            revision: AtomicU64::new(0),
            trouble: ArcSwapOption::empty(),
            times: Mutex::new(Times {
                looked: now,
                decided: None,
            }),
            called: Mutex::new(false),
            call: Condvar::new(),
            stopped: AtomicBool::new(false),
        }
    }
}

impl Known {
    pub(super) fn state(&self, size: u64, decides: bool) -> FleetState {
        let trouble = self.trouble.load_full();
        FleetState {
            decides,
            holder: self.holder().map(|holder| String::clone(&holder)),
            lag: self.head.load(Ordering::Relaxed).saturating_sub(size),
            passed: self.passed.load(Ordering::Relaxed),
            sat: self.sat(),
            trouble: trouble.map(|error| error.to_string()),
        }
    }

    /// Where whoever decides is reached.
    pub(super) fn holder(&self) -> Option<Arc<String>> {
        self.holder.load_full()
    }

    /// The ledger was looked at: its size, where whoever decides is reached, and whether anybody does.
    pub(super) fn looked(&self, size: u64, holder: Option<String>, decided: bool) {
        self.head.store(size, Ordering::Relaxed);
        if self.holder().as_deref() != holder.as_ref() {
            self.holder.store(holder.map(Arc::new));
        }
        let mut times = self.times();
        times.looked = Instant::now();
        if decided {
            times.decided = Some(times.looked);
        }
    }

    pub(super) fn sat(&self) -> u64 {
        self.sat.load(Ordering::Relaxed)
    }

    pub(super) fn sat_down(&self) {
        self.sat.fetch_add(1, Ordering::Relaxed);
        self.times().decided = Some(Instant::now());
    }

    pub(super) fn passed_on(&self, count: u64) {
        self.passed.fetch_add(count, Ordering::Relaxed);
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Relaxed)
    }

    pub(super) fn set_revision(&self, revision: u64) {
        self.revision.store(revision, Ordering::Relaxed);
    }

    pub(super) fn set_trouble(&self, trouble: Option<EngineError>) {
        if trouble.is_some() || self.trouble.load().is_some() {
            self.trouble.store(trouble.map(Arc::new));
        }
    }

    pub(super) fn ready(&self) -> Result<(), EngineError> {
        let trouble = self.trouble.load_full();
        let (looked, decided) = {
            let times = self.times();
            let decided = times.decided.map(|at| at.elapsed());
            (times.looked.elapsed(), decided)
        };
        match trouble {
            // What passes by itself is told when it lasts.
            Some(error) if looked > TOLD_AFTER || matches!(*error, EngineError::Head { .. }) => {
                Err(EngineError::clone(&error))
            }
            _ if decided.is_some_and(|decided| looked.max(decided) <= TOLD_AFTER) => Ok(()),
            _ => Err(EngineError::NobodyDecides {
                reason: "nobody has been seen to for some seconds".to_owned(),
            }),
        }
    }

    /// Has the ledger looked at now rather than soon.
    pub(super) fn call(&self) {
        *self.called() = true;
        self.call.notify_one();
    }

    /// Waits until somebody calls, or for `pause`.
    pub(super) fn wait(&self, pause: Duration) {
        let called = self.called();
        let waited = self
            .call
            .wait_timeout_while(called, pause, |called| !*called && !self.is_stopped());
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.call();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn called(&self) -> std::sync::MutexGuard<'_, bool> {
        self.called.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn times(&self) -> std::sync::MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
