//! How often somebody may try: a wait that doubles with every failure, for a handle and for an address.
//!
//! In memory only: a restart forgives, and nothing about strangers is kept.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

/// How many failures of a handle cost nothing: people mistype.
const FREE_OF_A_HANDLE: u32 = 5;

/// How many of an address: many people may share one.
const FREE_OF_A_PEER: u32 = 20;

/// The wait after the first that costs, in milliseconds.
const FIRST_WAIT: i64 = 1_000;

/// No wait is longer, so that nobody can lock somebody else out for long.
const LONGEST_WAIT: i64 = 5 * 60 * 1_000;

/// Failures are forgotten after so long without another.
const MEMORY: i64 = 60 * 60 * 1_000;

/// How many handles and addresses are remembered, so that no flood fills the memory.
const ROOM: usize = 16_384;

/// Who tries. Handles are kept as hashes, for what is typed there is sometimes a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    Handle([u8; 32]),
    Peer(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last_ms: i64,
    before: i64,
}

/// Counts failures.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<Who, Failures>>);

/// An attempt that has begun: it counts as failed until it is known to have succeeded, so that a hundred at once
/// are a hundred.
#[derive(Debug)]
pub(crate) struct Attempt {
    handle: Who,
    peer: Option<Who>,
}

impl Throttle {
    /// Begins an attempt, or says how many milliseconds it is too early.
    pub(crate) fn begin(
        &self,
        handle: &str,
        peer: Option<IpAddr>,
        now: i64,
    ) -> Result<Attempt, i64> {
        let hash = Sha256::digest(handle.trim().to_lowercase().as_bytes());
        let attempt = Attempt {
            handle: Who::Handle(hash.into()),
            peer: peer.map(|peer| Who::Peer(network(peer))),
        };
        let mut all = self.all();
        let waits = attempt.all().filter_map(|(who, _)| all.get(&who));
        let wait = waits.map(|failures| failures.before.saturating_sub(now));
        if let Some(wait) = wait.filter(|wait| *wait > 0).max() {
            return Err(wait);
        }
        if all.len() + 2 > ROOM {
            make_room(&mut all, now);
        }
        for (who, free) in attempt.all() {
            let failures = all.entry(who).or_insert(Failures {
                count: 0,
                last_ms: now,
                before: now,
            });
            failures.add(free, now);
        }
        Ok(attempt)
    }

    /// The attempt was no failure: the handle's are forgotten, the address has one less, for somebody else may
    /// be there who guesses.
    pub(crate) fn succeeded(&self, attempt: &Attempt) {
        let mut all = self.all();
        all.remove(&attempt.handle);
        let Some(peer) = attempt.peer else { return };
        if let Some(failures) = all.get_mut(&peer) {
            failures.count = failures.count.saturating_sub(1);
            if failures.count == 0 {
                all.remove(&peer);
            } else if failures.count <= FREE_OF_A_PEER {
                failures.before = failures.last_ms;
            }
        }
    }

    // Whoever panicked left every count whole.
    fn all(&self) -> MutexGuard<'_, HashMap<Who, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    /// Who tries, and how many failures are free for them.
    fn all(&self) -> impl Iterator<Item = (Who, u32)> {
        let peer = self.peer.map(|peer| (peer, FREE_OF_A_PEER));
        [(self.handle, FREE_OF_A_HANDLE)].into_iter().chain(peer)
    }
}

impl Failures {
    fn add(&mut self, free: u32, now: i64) {
        if now.saturating_sub(self.last_ms) > MEMORY {
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        self.last_ms = now;
        self.before = match self.count.checked_sub(free) {
            None | Some(0) => now,
            Some(over) => {
                let doubled = FIRST_WAIT.saturating_mul(1 << (over - 1).min(20));
                now.saturating_add(doubled.min(LONGEST_WAIT))
            }
        };
    }
}

/// Forgets what is old, and if that is not enough the half that failed least recently.
fn make_room(all: &mut HashMap<Who, Failures>, now: i64) {
    all.retain(|_, failures| now.saturating_sub(failures.last_ms) <= MEMORY);
    if all.len() + 2 <= ROOM {
        return;
    }
    let mut times: Vec<_> = all.values().map(|failures| failures.last_ms).collect();
    let middle = times.len() / 2;
    let (_, &mut median, _) = times.select_nth_unstable(middle);
    let mut kept = ROOM / 2;
    all.retain(|_, failures| {
        let keep = failures.last_ms >= median && kept > 0;
        kept -= usize::from(keep);
        keep
    });
}

/// Whoever has one IPv6 address has all 2^64 of its network.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let prefix = u128::from(address) & (u128::MAX << 64);
            IpAddr::V6(Ipv6Addr::from(prefix))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests;
