//! Verifying a ledger where it stands.

use std::sync::Arc;

use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::log::{FsckOptions, FsckReport, LogIdentity, fsck};
use serde::Serialize;

use super::Progress;
use super::blobs::{self, BlobCount};
use super::evidence::EvidenceCount;
use super::inspect::{Inspected, Problem};
use super::signatures::SignatureCount;
use super::source::LedgerSource;
use super::trust::{Trust, WitnessedUpTo};
use crate::{Engine, EngineError};

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct VerifyReport {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// Entries that were looked at.
    pub entries: u64,
    /// The tree, its tiles, and the signature of its checkpoint; none while the ledger is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<FsckReport>,
    /// Up to where enough witnesses have cosigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<WitnessedUpTo>,
    /// The blobs that entries name.
    pub blobs: BlobCount,
    /// Evidence, compared with its documents.
    pub evidence: EvidenceCount,
    /// Signatures over decisions.
    pub signatures: SignatureCount,
    /// What is wrong with entries and blobs.
    pub problems: Vec<Problem>,
}

/// Computes the tree again from the entries and compares it with the tiles and the signed checkpoint; looks
/// at the form, the type and the time of every entry; reads every blob that entries name,
/// and every document of evidence anew.
///
/// The ledger must extend every checkpoint that is known of it: those of `trust`, and what its witnesses cosigned.
///
/// # Errors
/// When the ledger cannot be read; what is wrong with it is in the report.
pub fn verify(
    engine: &Engine,
    trust: &Trust,
    progress: &Progress<'_>,
) -> Result<VerifyReport, EngineError> {
    let published = engine.published();
    let Some(head) = &published.head else {
        return Ok(VerifyReport {
            sound: true,
            entries: 0,
            log: None,
            witnessed: None,
            blobs: BlobCount::default(),
            evidence: EvidenceCount::default(),
            signatures: SignatureCount::default(),
            problems: Vec::new(),
        });
    };
    let source = LedgerSource::new(engine, Arc::clone(&published));
    let inspected = Inspected::new(&source, head.size, progress);
    let identity = identity(engine)?;
    let horizon = engine.horizon();
    let enclosed = horizon.as_ref().map(|horizon| horizon.note.clone());
    let known = Trust {
        policy: trust
            .policy
            .clone()
            .or_else(|| horizon.and_then(|_| engine.trust_policy())),
        ..trust.clone()
    };
    let known = known.read(&identity, enclosed);
    let contradiction = engine.contradiction();
    let options = FsckOptions {
        known: contradiction
            .iter()
            .map(|signed| Checkpoint::clone(signed))
            .chain(known.checkpoints)
            .collect(),
        ..FsckOptions::default()
    };
    let log = fsck(&inspected, &identity, &options);
    let mut found = inspected.finish();
    let mut problems = found.problems;
    problems.extend(known.problems);
    let read = |digest: &_| engine.blobs().get(digest);
    let claims = &mut found.claims;
    let (blobs, damaged) = blobs::check(&found.blobs, claims, |_| false, read, progress);
    problems.extend(damaged);
    let (signatures, unsigned) = found.hands.check(&source, head.size);
    problems.extend(unsigned);
    Ok(VerifyReport {
        sound: log.sound && problems.is_empty(),
        entries: head.size,
        log: Some(log),
        witnessed: known.witnessed,
        blobs,
        evidence: found.claims.count(),
        signatures,
        problems,
    })
}

/// Who the engine's log is.
pub(super) fn identity(engine: &Engine) -> Result<LogIdentity, EngineError> {
    let identity = LogIdentity::new(&engine.key().to_string());
    let identity = identity.map_err(|error| EngineError::Sign(error.to_string()))?;
    Ok(identity.with_origin(engine.origin()))
}
