//! Checking every byte of a log that its checkpoint vouches for.

use std::sync::atomic::Ordering;
use std::{fmt, thread};

use serde::Serialize;

use super::climb::{Climb, Reduced, reduce};
use super::damage::{Damage, What};
use super::ground::{Progress, read_ground};
use super::{LogIdentity, SignatureReport, SourceTiles};
use crate::Hash;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::note::NoteError;
use crate::source::{CHECKPOINT, TileSource};
use crate::tile::TileNodes;
use crate::tree::root_of;

/// How a log is checked.
#[derive(Debug, Clone)]
pub struct FsckOptions {
    /// Threads that read and hash.
    pub threads: usize,
    /// Damage after which the check stops.
    pub limit: usize,
    /// Checkpoints that the log is known to have issued: it must extend each of them.
    pub known: Vec<Checkpoint>,
}

impl Default for FsckOptions {
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self {
            threads,
            limit: 1000,
            known: Vec::new(),
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct FsckReport {
    /// Which log was expected.
    pub origin: String,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// Number of entries that the checkpoint states; none when the checkpoint does not hold.
    pub size: Option<u64>,
    /// Root that the checkpoint states.
    pub root: Option<Hash>,
    /// Signatures of known keys on the checkpoint.
    pub signatures: Vec<SignatureReport>,
    /// Number of tiles and bundles read.
    pub resources: u64,
    /// Bytes read in them.
    pub bytes: u64,
    /// What is wrong, in order of path.
    pub damages: Vec<Damage>,
    /// Whether the check ended early because there was too much damage.
    pub stopped: bool,
}

impl FsckReport {
    fn new(log: &LogIdentity) -> Self {
        Self {
            origin: log.origin().to_owned(),
            sound: false,
            size: None,
            root: None,
            signatures: Vec::new(),
            resources: 0,
            bytes: 0,
            damages: Vec::new(),
            stopped: false,
        }
    }

    fn finish(mut self) -> Self {
        for damage in &mut self.damages {
            damage.size = damage.size.or(self.size);
        }
        self.damages.sort();
        self.sound = self.damages.is_empty() && !self.stopped;
        self
    }
}

impl fmt::Display for FsckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "log `{}`", self.origin)?;
        if let (Some(size), Some(root)) = (self.size, self.root) {
            write!(f, ", size {size}, root {}", root.to_base64())?;
        }
        writeln!(
            f,
            ": {} resources, {} bytes read",
            self.resources, self.bytes
        )?;
        self.damages
            .iter()
            .try_for_each(|damage| writeln!(f, "{damage}"))?;
        match (self.sound, self.stopped, self.damages.len()) {
            (true, ..) => f.write_str("sound"),
            (_, true, count) => write!(f, "damaged: stopped after {count} damages"),
            (_, _, 1) => f.write_str("damaged: 1 damage"),
            (_, _, count) => write!(f, "damaged: {count} damages"),
        }
    }
}

/// Checks the checkpoint, every tile of every level, and every entry. When the checkpoint itself does not hold,
/// nothing else is checked, because its size and root say nothing then.
pub fn fsck(source: &dyn TileSource, log: &LogIdentity, options: &FsckOptions) -> FsckReport {
    let mut report = FsckReport::new(log);
    let signed = match checkpoint(source, log) {
        Ok(signed) => signed,
        Err(damage) => {
            report.damages.push(*damage);
            return report.finish();
        }
    };
    let Checkpoint { size, root, .. } = signed.checkpoint;
    report.signatures = SignatureReport::all(&signed, log);
    (report.size, report.root) = (Some(size), Some(root));
    let progress = Progress::new(options.limit);
    let ground = read_ground(source, size, options.threads, &progress, reduce);
    let mut climb = Climb::new(source, size, &progress);
    report.stopped = progress.stopped();
    if report.stopped {
        let damages = ground.into_iter().flat_map(Reduced::into_damages);
        report.damages.extend(damages.take(options.limit));
    } else {
        climb.run(ground, &root);
        report.damages = climb.damages;
    }
    report.resources = progress.resources.load(Ordering::Relaxed);
    report.bytes = progress.bytes.load(Ordering::Relaxed);
    let sound = report.damages.is_empty();
    report.damages.extend(
        options
            .known
            .iter()
            .filter_map(|known| extends(source, known, size, sound)),
    );
    report.finish()
}

fn checkpoint(source: &dyn TileSource, log: &LogIdentity) -> Result<SignedCheckpoint, Box<Damage>> {
    let missing = || {
        Box::new(Damage::new(
            What::Missing,
            CHECKPOINT,
            "the checkpoint is missing",
        ))
    };
    let read = source
        .read(CHECKPOINT)
        .map_err(|error| Box::new(Damage::unreadable(&error)))?;
    log.open(&read.ok_or_else(missing)?).map_err(|error| {
        let what = match &error {
            CheckpointError::Origin { .. } => What::Origin,
            CheckpointError::Note(NoteError::Invalid { .. } | NoteError::Unverified { .. }) => {
                What::Signature
            }
            _ => What::Malformed,
        };
        Box::new(Damage::new(what, CHECKPOINT, error.to_string()))
    })
}

/// Whether a log of `size` extends a checkpoint that it issued. A damaged log has no root to compare.
fn extends(source: &dyn TileSource, known: &Checkpoint, size: u64, sound: bool) -> Option<Damage> {
    if known.size > size {
        let message = "the log issued a larger checkpoint before: entries are gone";
        return Some(Damage::new(What::RolledBack, CHECKPOINT, message).instead(known.size, size));
    }
    if !sound {
        return None;
    }
    let root = root_of(&TileNodes::new(SourceTiles(source), size), known.size).ok()?;
    (root != known.root).then(|| {
        let message = format!(
            "the log does not extend the checkpoint of size {} that it issued before",
            known.size
        );
        Damage::new(What::Forked, CHECKPOINT, message).instead(known.root, root)
    })
}
