//! Verifying a ledger where it stands.

use std::sync::Arc;

use holdpoint_ledger::log::{FsckOptions, FsckReport, LogIdentity, fsck};
use serde::Serialize;

use super::Progress;
use super::blobs::{self, BlobCount};
use super::evidence::EvidenceCount;
use super::inspect::{Inspected, Problem};
use super::source::LedgerSource;
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
    /// The blobs that entries name.
    pub blobs: BlobCount,
    /// Evidence, compared with its documents.
    pub evidence: EvidenceCount,
    /// What is wrong with entries and blobs.
    pub problems: Vec<Problem>,
}

/// Computes the tree again from the entries and compares it with the tiles and the signed checkpoint; looks
/// at the form, the type and the time of every entry; reads every blob that entries name,
/// and every document of evidence anew.
///
/// # Errors
/// When the ledger cannot be read; what is wrong with it is in the report.
pub fn verify(engine: &Engine, progress: &Progress<'_>) -> Result<VerifyReport, EngineError> {
    let published = engine.published();
    let Some(head) = &published.head else {
        return Ok(VerifyReport {
            sound: true,
            entries: 0,
            log: None,
            blobs: BlobCount::default(),
            evidence: EvidenceCount::default(),
            problems: Vec::new(),
        });
    };
    let source = LedgerSource::new(engine, Arc::clone(&published));
    let inspected = Inspected::new(&source, head.size, progress);
    let log = fsck(&inspected, &identity(engine)?, &FsckOptions::default());
    let (mut problems, named, mut claims) = inspected.finish();
    let read = |digest: &_| engine.blobs().get(digest);
    let (blobs, damaged) = blobs::check(&named, &mut claims, |_| false, read, progress);
    problems.extend(damaged);
    Ok(VerifyReport {
        sound: log.sound && problems.is_empty(),
        entries: head.size,
        log: Some(log),
        blobs,
        evidence: claims.count(),
        problems,
    })
}

/// Who the engine's log is.
pub(super) fn identity(engine: &Engine) -> Result<LogIdentity, EngineError> {
    let identity = LogIdentity::new(&engine.key().to_string());
    let identity = identity.map_err(|error| EngineError::Sign(error.to_string()))?;
    Ok(identity.with_origin(engine.origin()))
}
