//! The ground of a log: its bundles against its tiles of level 0, in parallel.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use super::Damage;
use super::damage::What;
use super::read::{read_bundle, read_tile};
use super::resolve::Accounts;
use crate::Hash;
use crate::bundle::{BundleError, bundle_prefix};
use crate::source::TileSource;
use crate::tile::{BundleId, TileId};

/// What was read so far, and whether to go on.
pub(super) struct Progress {
    limit: u64,
    damages: AtomicU64,
    stopped: AtomicBool,
    pub(super) resources: AtomicU64,
    pub(super) bytes: AtomicU64,
}

impl Progress {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit: limit as u64,
            damages: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            resources: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    pub(super) fn count(&self, bytes: usize) {
        self.resources.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn count_damages(&self, more: usize) {
        let before = self.damages.fetch_add(more as u64, Ordering::Relaxed);
        if before + more as u64 > self.limit {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// A bundle with its tile, and what is wrong with either by itself.
pub(super) struct Group {
    pub(super) accounts: Accounts,
    pub(super) damages: Vec<Damage>,
}

/// What is made of each group. It runs on the thread that read it, so that little is kept.
pub(super) type Reduce<T> = fn(Group) -> T;

/// Reads all bundles and tiles of level 0 with `threads` threads; results are in order of their index. Stops
/// early when there is too much damage.
pub(super) fn read_ground<T: Send>(
    source: &dyn TileSource,
    size: u64,
    threads: usize,
    progress: &Progress,
    reduce: Reduce<T>,
) -> Vec<T> {
    let count = size.div_ceil(256);
    let next = AtomicU64::new(0);
    let work = || {
        let mut results = Vec::new();
        while !progress.stopped() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                break;
            }
            results
                .extend(group(source, size, index, progress).map(|group| (index, reduce(group))));
        }
        results
    };
    let mut results: Vec<_> = thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A thread ends early only by a bug; its panic is passed on rather than taken for a sound log.
        let others = helpers.into_iter().map(|helper| {
            helper
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        own.into_iter().chain(others.flatten()).collect()
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

fn group(source: &dyn TileSource, size: u64, index: u64, progress: &Progress) -> Option<Group> {
    let tile = TileId::at(size, 0, index)?;
    let bundle = BundleId::at(size, index)?;
    let mut damages = Vec::new();
    let stored = stored_tile(source, tile, progress, &mut damages);
    let computed = leaves(source, bundle, stored.as_deref(), progress, &mut damages);
    let accounts = Accounts {
        tile,
        stored,
        computed,
        pending: Vec::new(),
    };
    progress.count_damages(damages.len() + usize::from(accounts.is_disputed()));
    Some(Group { accounts, damages })
}

/// The hashes of a tile, or damage.
pub(super) fn stored_tile(
    source: &dyn TileSource,
    tile: TileId,
    progress: &Progress,
    damages: &mut Vec<Damage>,
) -> Option<Vec<Hash>> {
    match read_tile(source, tile) {
        Ok(Some(Ok(hashes))) => {
            progress.count(hashes.len() * 32);
            return Some(hashes);
        }
        Ok(Some(Err(error))) => {
            let message = error.to_string();
            let length = Damage::of_tile(What::Length, tile, message);
            damages.push(length.instead(error.expected, error.found));
        }
        Ok(None) => damages.push(Damage::of_tile(What::Missing, tile, "the tile is missing")),
        Err(error) => damages.push(Damage::unreadable(&error)),
    }
    None
}

fn leaves(
    source: &dyn TileSource,
    bundle: BundleId,
    stored: Option<&[Hash]>,
    progress: &Progress,
    damages: &mut Vec<Damage>,
) -> Option<Vec<Hash>> {
    let (id, bytes) = match read_bundle(source, bundle) {
        Ok(Some(found)) => found,
        Ok(None) => {
            let missing = Damage::of_bundle(What::Missing, bundle, "the bundle is missing");
            damages.push(missing.at_entry(bundle.first()));
            return None;
        }
        Err(error) => {
            damages.push(Damage::unreadable(&error));
            return None;
        }
    };
    progress.count(bytes.len());
    let (entries, error) = bundle_prefix(id, &bytes);
    let mut hashes: Vec<_> = entries.into_iter().map(Hash::leaf).collect();
    if let Some(error) = error {
        damages.push(framing(id, &error, &hashes, stored));
        return None;
    }
    hashes.truncate(usize::from(bundle.width));
    Some(hashes)
}

/// Broken framing shows where it no longer fits; the damage is where the entries first differ from the tile.
fn framing(id: BundleId, error: &BundleError, read: &[Hash], stored: Option<&[Hash]>) -> Damage {
    let damage = Damage::framing(id, error);
    let first = stored.and_then(|stored| {
        stored
            .iter()
            .zip(read)
            .position(|(stored, read)| stored != read)
    });
    match first {
        Some(position) => damage.at_entry(id.first() + position as u64),
        None => damage,
    }
}
