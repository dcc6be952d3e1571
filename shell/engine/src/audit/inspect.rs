//! Looking at entries as they pass by while the tree over them is checked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use holdpoint_domain::{FactError, Time};
use holdpoint_ledger::bundle::bundle_entries;
use holdpoint_ledger::canonical::{self, Numbers};
use holdpoint_ledger::source::{SourceError, TileSource};
use holdpoint_ledger::tile::BundleId;
use serde::Serialize;

use super::Progress;
use super::evidence::Claims;
use super::signatures::Hands;
use crate::entry::{DecodeError, Recorded, decode};
use crate::named::{self, NamedBlobs};

/// Problems that are listed; further ones are only counted.
const LISTED: usize = 1_000;

/// A kind of problem besides those of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// An entry whose bytes are not in canonical form.
    NotCanonical,
    /// An entry of a type that is not known here.
    UnknownType,
    /// An entry that is none of ours.
    Malformed,
    /// An entry with an earlier time than the one before it.
    Time,
    /// A blob that an entry names and that is not there.
    BlobMissing,
    /// A blob that does not hash to its name.
    BlobDamaged,
    /// A blob that cannot be read.
    BlobUnreadable,
    /// Evidence whose document says otherwise than the entry.
    Evidence,
    /// A manifest that does not fit what it lies beside.
    Manifest,
    /// A proof that does not prove its entry.
    Proof,
    /// A checkpoint that is not cosigned as it should be.
    Witness,
    /// A decision whose signature does not hold.
    Signature,
}

/// Something that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind.
    pub fault: Fault,
    /// Position of the entry that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// In words.
    pub message: String,
}

impl Problem {
    pub(super) fn new(fault: Fault, position: impl Into<Option<u64>>, message: String) -> Self {
        Self {
            fault,
            position: position.into(),
            message,
        }
    }
}

/// What was found in one bundle.
struct Findings {
    problems: Vec<Problem>,
    blobs: NamedBlobs,
    claims: Claims,
    hands: Hands,
    /// Time of the first entry and of the last, with their positions.
    times: Option<[(u64, Time); 2]>,
}

/// What was found in all of them.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is wrong, in order of position.
    pub(super) problems: Vec<Problem>,
    /// The blobs that are named.
    pub(super) blobs: NamedBlobs,
    /// What is said of them.
    pub(super) claims: Claims,
    /// Keys, and what was signed with them.
    pub(super) hands: Hands,
}

/// A log that looks at every bundle that is read from it.
pub(super) struct Inspected<'a> {
    source: &'a dyn TileSource,
    size: u64,
    progress: &'a Progress<'a>,
    seen: AtomicU64,
    found: Mutex<BTreeMap<u64, Findings>>,
}

impl<'a> Inspected<'a> {
    pub(super) fn new(source: &'a dyn TileSource, size: u64, progress: &'a Progress<'a>) -> Self {
        Self {
            source,
            size,
            progress,
            seen: AtomicU64::new(0),
            found: Mutex::default(),
        }
    }

    fn inspect(&self, id: BundleId, bytes: &[u8]) {
        // Framing that is wrong is reported by the check of the tree.
        let Ok(entries) = bundle_entries(id, bytes) else {
            return;
        };
        let findings = findings(id.first(), &entries);
        let count = entries.len() as u64;
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.insert(id.index, findings).is_none() {
            let seen = self.seen.fetch_add(count, Ordering::Relaxed) + count;
            (self.progress)(seen, self.size);
        }
    }

    /// All that was found.
    pub(super) fn finish(self) -> Found {
        let found = self
            .found
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut all = Found::default();
        let mut last: Option<(u64, Time)> = None;
        for findings in found.into_values() {
            if let Some([first, end]) = findings.times {
                all.problems
                    .extend(last.and_then(|last| decreases(last, first)));
                last = Some(end);
            }
            all.problems.extend(findings.problems);
            named::merge(&mut all.blobs, findings.blobs);
            all.claims.merge(findings.claims);
            all.hands.merge(findings.hands);
        }
        all
    }
}

impl TileSource for Inspected<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let read = self.source.read(path)?;
        let id = path
            .starts_with("tile/entries/")
            .then(|| path.parse().ok())
            .flatten();
        if let (Some(id), Some(bytes)) = (id, &read) {
            self.inspect(id, bytes);
        }
        Ok(read)
    }
}

fn findings(first: u64, entries: &[&[u8]]) -> Findings {
    let mut findings = Findings {
        problems: Vec::new(),
        blobs: NamedBlobs::new(),
        claims: Claims::default(),
        hands: Hands::default(),
        times: None,
    };
    for (position, entry) in (first..).zip(entries) {
        match look(position, entry) {
            Ok(recorded) => {
                findings.note_time(position, recorded.meta.time);
                findings.claims.note(&recorded);
                findings.hands.note(&recorded);
            }
            Err(problem) => findings.problems.push(problem),
        }
        named::collect(position, entry, &mut findings.blobs);
    }
    findings.problems.truncate(LISTED);
    findings
}

impl Findings {
    fn note_time(&mut self, position: u64, time: Time) {
        let here = (position, time);
        match &mut self.times {
            None => self.times = Some([here, here]),
            Some([_, last]) => {
                self.problems.extend(decreases(*last, here));
                *last = here;
            }
        }
    }
}

fn decreases(last: (u64, Time), next: (u64, Time)) -> Option<Problem> {
    (next.1 < last.1).then(|| {
        let message = format!(
            "its time is {}, that of entry {} was {}",
            next.1, last.0, last.1
        );
        Problem::new(Fault::Time, next.0, message)
    })
}

/// The entry, or what is wrong with it.
fn look(position: u64, entry: &[u8]) -> Result<Recorded, Problem> {
    canonical::check(entry, Numbers::Integers)
        .map_err(|error| Problem::new(Fault::NotCanonical, position, error.to_string()))?;
    decode(position, entry).map_err(|error| {
        let fault = match &error {
            DecodeError::Fact(FactError::Unknown(_)) => Fault::UnknownType,
            _ => Fault::Malformed,
        };
        Problem::new(fault, position, error.to_string())
    })
}
