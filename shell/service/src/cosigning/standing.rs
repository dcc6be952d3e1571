//! How it stands with each witness.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use holdpoint_ledger::note::Note;

/// How long a witness that did not cosign is left alone at first, in milliseconds; the pause doubles.
const PAUSE: i64 = 1_000;
/// How long at most.
const LONGEST: i64 = 60_000;

/// How it stands with a witness.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The size that it has cosigned, as far as is known.
    pub size: Option<u64>,
    /// When it answered with a cosignature, in milliseconds since the epoch.
    pub cosigned_ms: Option<i64>,
    /// Why it did not the last time that it was asked.
    pub problem: Option<String>,
    failures: u32,
    not_before: i64,
}

/// How it stands with every witness, by its key.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    known: Mutex<BTreeMap<String, Standing>>,
    /// The newest checkpoint that somebody was asked about, with the cosignatures so far.
    pub(super) note: Mutex<Option<Note>>,
}

impl Standings {
    pub(crate) fn of(&self, key: &str) -> Standing {
        self.known().get(key).cloned().unwrap_or_default()
    }

    pub(super) fn due(&self, key: &str, now: i64) -> bool {
        self.of(key).not_before <= now
    }

    pub(super) fn cosigned(&self, key: &str, size: u64, now: i64) {
        let standing = Standing {
            size: Some(size),
            cosigned_ms: Some(now),
            ..Standing::default()
        };
        self.known().insert(key.to_owned(), standing);
    }

    pub(super) fn failed(&self, key: &str, size: Option<u64>, problem: String, now: i64) {
        let mut known = self.known();
        let standing = known.entry(key.to_owned()).or_default();
        standing.size = size.or(standing.size);
        standing.problem = Some(problem);
        standing.failures += 1;
        let pause = PAUSE.saturating_mul(1 << standing.failures.min(10));
        standing.not_before = now.saturating_add(pause.min(LONGEST));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Standing>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
