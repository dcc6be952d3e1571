//! What shows that a consumer can use what a provider keeps.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Meeting;
use crate::State;
use crate::evidence::{Evidence, key, matches};
use crate::kernel::{Digest, Need};

/// What is known of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof<'a> {
    /// Both have the same contract.
    Same,
    /// The newest check of the two contracts.
    Checked(&'a Evidence),
    /// Nothing.
    Missing,
}

/// The newest check of each pair of contracts, by what consumers know and what providers keep.
pub type Proofs<'a> = BTreeMap<(Digest, Digest), &'a Evidence>;

/// What a check was of.
#[derive(Deserialize)]
struct Compared {
    base: Digest,
    revision: Digest,
}

/// The digests about which there may be a check of one of these meetings: each artifact of a release, its manifest, and what
/// providers keep.
#[must_use]
pub fn digests(meetings: &[Meeting<'_>], about: impl Iterator<Item = Digest>) -> BTreeSet<Digest> {
    let unlike = meetings.iter().filter(|one| one.base != one.revision);
    let mut found: BTreeSet<_> = unlike.map(|one| one.revision).collect();
    if !found.is_empty() {
        found.extend(about);
    }
    found
}

/// The checks that are recorded about these digests.
///
/// # Errors
/// When evidence about one of them is not in memory.
pub fn proofs<'a>(state: &'a State, about: &BTreeSet<Digest>) -> Result<Proofs<'a>, Need> {
    let dossiers = Need::gather(about.iter().map(|digest| state.evidence.get(&key(digest))))?;
    let pieces = dossiers.into_iter().flatten().flat_map(|one| &one.pieces);
    let mut found = Proofs::new();
    for piece in pieces.filter(|piece| matches("check/api", &piece.predicate_type)) {
        let Ok(Compared { base, revision }) = Compared::deserialize(&piece.summary) else {
            continue;
        };
        let newest = found.entry((base, revision)).or_insert(piece);
        if (piece.produced, piece.position) > (newest.produced, newest.position) {
            *newest = piece;
        }
    }
    Ok(found)
}

impl<'a> Proof<'a> {
    /// What is known of that meeting.
    #[must_use]
    pub fn of(meeting: &Meeting<'_>, proofs: &Proofs<'a>) -> Self {
        let Meeting { base, revision, .. } = *meeting;
        match (base == revision, proofs.get(&(base, revision))) {
            (true, _) => Self::Same,
            (false, Some(piece)) => Self::Checked(piece),
            (false, None) => Self::Missing,
        }
    }
}
