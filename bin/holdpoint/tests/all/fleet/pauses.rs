//! How long nobody could work after something happened, by what it was.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// When requests that were acknowledged were sent and answered, and what happened meanwhile.
#[derive(Default)]
pub(super) struct Pauses {
    answered: Mutex<Vec<(Instant, Instant)>>,
    struck: Mutex<Vec<(String, Instant)>>,
}

impl Pauses {
    /// Whoever was sent a request then has acknowledged it now.
    pub(super) fn answered(&self, sent: Instant) {
        self.answered.lock().unwrap().push((sent, Instant::now()));
    }

    /// Something happens now.
    pub(super) fn struck(&self, what: &str) {
        let strike = (what.to_owned(), Instant::now());
        self.struck.lock().unwrap().push(strike);
    }

    /// From each strike to the first answer to what was sent after it, sorted.
    fn by_kind(&self) -> BTreeMap<String, Vec<Duration>> {
        let answered = self.answered.lock().unwrap();
        let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (what, struck) in &*self.struck.lock().unwrap() {
            let after = answered.iter().filter(|(sent, _)| sent >= struck);
            if let Some(first) = after.map(|(_, answer)| *answer).min() {
                let pause = first.duration_since(*struck);
                kinds.entry(what.clone()).or_default().push(pause);
            }
        }
        kinds.values_mut().for_each(|pauses| pauses.sort());
        kinds
    }
}

impl fmt::Display for Pauses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, pauses) in self.by_kind() {
            let (times, median) = (pauses.len(), pauses[pauses.len() / 2]);
            let most = pauses.last().copied().unwrap_or_default();
            writeln!(
                f,
                "{what}: {times} times, median {median:.1?}, at most {most:.1?}"
            )?;
        }
        Ok(())
    }
}
