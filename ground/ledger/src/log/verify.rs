//! Verifying a checkpoint with the proofs that lead to it, offline.

use serde::Serialize;

use super::LogIdentity;
use crate::Hash;
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::cosignature::cosigned_at;
use crate::tree::{ProofError, verify_consistency, verify_inclusion};

/// What is to be verified.
#[derive(Debug, Clone, Copy)]
pub struct VerifyRequest<'a> {
    /// The checkpoint, as its bytes.
    pub checkpoint: &'a [u8],
    /// An entry: its index, its leaf hash, its inclusion proof.
    pub inclusion: Option<(u64, Hash, &'a [Hash])>,
    /// An older checkpoint of the same log, as its bytes, and the consistency proof.
    pub consistency: Option<(&'a [u8], &'a [Hash])>,
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Which log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// Signatures of known keys; those of unknown keys are passed over.
    pub signatures: Vec<SignatureReport>,
    /// Index of the entry that was found to be included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<u64>,
    /// Size of the older tree that was found to be extended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extends: Option<u64>,
}

/// A verified signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureReport {
    /// Name of the key.
    pub name: String,
    /// Its id, in hexadecimal.
    pub id: String,
    /// Whether it is a witness of the log rather than the log itself.
    pub witness: bool,
    /// When a witness signed, in seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cosigned_at: Option<u64>,
}

/// Why something is not verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The checkpoint is not one to be trusted.
    #[error("the checkpoint does not hold: {0}")]
    Checkpoint(CheckpointError),
    /// The older checkpoint is not one to be trusted.
    #[error("the older checkpoint does not hold: {0}")]
    Older(CheckpointError),
    /// The entry is not proven to be in the log.
    #[error("the inclusion proof does not hold: {0}")]
    Inclusion(ProofError),
    /// The log is not proven to extend the older checkpoint.
    #[error("the consistency proof does not hold: {0}")]
    Consistency(ProofError),
}

/// Verifies a checkpoint and whatever else is asked about it.
///
/// # Errors
/// At the first thing that does not hold.
pub fn verify(request: VerifyRequest<'_>, log: &LogIdentity) -> Result<VerifyReport, VerifyError> {
    let signed = log
        .open(request.checkpoint)
        .map_err(VerifyError::Checkpoint)?;
    let mut report = VerifyReport::new(&signed, log);
    let (size, root) = (report.size, report.root);
    if let Some((index, leaf, proof)) = request.inclusion {
        verify_inclusion(index, size, &leaf, proof, &root).map_err(VerifyError::Inclusion)?;
        report.included = Some(index);
    }
    if let Some((older, proof)) = request.consistency {
        let old = log.open(older).map_err(VerifyError::Older)?.checkpoint;
        verify_consistency(old.size, size, &old.root, &root, proof)
            .map_err(VerifyError::Consistency)?;
        report.extends = Some(old.size);
    }
    Ok(report)
}

impl VerifyReport {
    /// What a verified checkpoint says.
    #[must_use]
    pub fn new(signed: &SignedCheckpoint, log: &LogIdentity) -> Self {
        let checkpoint = &signed.checkpoint;
        Self {
            origin: checkpoint.origin.clone(),
            size: checkpoint.size,
            root: checkpoint.root,
            signatures: SignatureReport::all(signed, log),
            included: None,
            extends: None,
        }
    }
}

impl SignatureReport {
    pub(super) fn all(signed: &SignedCheckpoint, log: &LogIdentity) -> Vec<Self> {
        let report = |one: &crate::note::Signature| {
            let witness = log.is_witness(&one.name, one.id);
            let cosigned_at = witness.then(|| cosigned_at(one)).flatten();
            Self {
                name: one.name.clone(),
                id: one.id.to_string(),
                witness,
                cosigned_at,
            }
        };
        signed.note.signatures().map(report).collect()
    }
}
