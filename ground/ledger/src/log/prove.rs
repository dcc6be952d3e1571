//! Making proofs from the tiles of a log. A proof is verified before it is handed out, so that a damaged log
//! yields an error and never a proof that fails elsewhere.

use super::read::read_entry;
use super::{LogIdentity, SourceTiles};
use crate::Hash;
use crate::bundle::BundleError;
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::proof_file::{ProofFile, ProofFileError};
use crate::source::{CHECKPOINT, SourceError, TileSource};
use crate::tile::{TileError, TileNodes};
use crate::tree::{
    GenerateError, ProofError, consistency_proof, inclusion_proof, verify_consistency,
};

/// Why a question to a log has no answer.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A resource could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A resource that must exist does not.
    #[error("the log has no `{0}`")]
    Missing(String),
    /// A tile with the wrong length.
    #[error(transparent)]
    Tile(TileError),
    /// A bundle that is malformed.
    #[error("`{path}` is malformed: {reason}")]
    Bundle {
        /// Path of the bundle.
        path: String,
        /// What is wrong with it.
        reason: BundleError,
    },
    /// The checkpoint is not one to be trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// An entry at or beyond the size, or sizes in the wrong order.
    #[error("{0}")]
    Question(String),
    /// The tiles do not lead to the checkpoint: `log fsck` tells which are damaged.
    #[error("the log is damaged: {0}")]
    Damaged(ProofError),
}

/// An entry with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The proof and the checkpoint that it leads to.
    pub file: ProofFile,
    /// The entry.
    pub entry: Vec<u8>,
    /// Its leaf hash.
    pub leaf: Hash,
}

/// Proves that the entry at `index` is in the log, against its newest checkpoint.
///
/// # Errors
/// When the log has no such entry, cannot be read, or is damaged on the way.
pub fn prove(source: &dyn TileSource, log: &LogIdentity, index: u64) -> Result<Proven, LogError> {
    let (bytes, signed) = newest(source, log)?;
    let size = signed.checkpoint.size;
    let nodes = TileNodes::new(SourceTiles(source), size);
    let hashes = inclusion_proof(&nodes, index, size).map_err(question)?;
    let entry = read_entry(source, size, index)?;
    let leaf = Hash::leaf(&entry);
    let checkpoint = String::from_utf8_lossy(&bytes).into_owned();
    let file = ProofFile {
        extra: None,
        index,
        hashes,
        checkpoint,
    };
    match file.verify(&leaf, log) {
        Ok(_) => Ok(Proven { file, entry, leaf }),
        Err(ProofFileError::Proof(error)) => Err(LogError::Damaged(error)),
        Err(ProofFileError::Checkpoint(error)) => Err(error.into()),
        Err(error) => Err(LogError::Question(error.to_string())),
    }
}

/// Proves that the log extends an older checkpoint of its own; returns the proof and the newest checkpoint.
///
/// # Errors
/// When the log is smaller than the checkpoint, cannot be read, or does not extend it.
pub fn prove_consistency(
    source: &dyn TileSource,
    log: &LogIdentity,
    old: &SignedCheckpoint,
) -> Result<(Vec<Hash>, SignedCheckpoint), LogError> {
    let (_, new) = newest(source, log)?;
    let (old, size) = (&old.checkpoint, new.checkpoint.size);
    let nodes = TileNodes::new(SourceTiles(source), size);
    let proof = consistency_proof(&nodes, old.size, size).map_err(question)?;
    if old.size > 0 {
        verify_consistency(old.size, size, &old.root, &new.checkpoint.root, &proof)
            .map_err(LogError::Damaged)?;
    }
    Ok((proof, new))
}

/// The newest checkpoint of a log, as bytes and verified.
///
/// # Errors
/// When it is missing, cannot be read, or is not one to be trusted.
pub(super) fn newest(
    source: &dyn TileSource,
    log: &LogIdentity,
) -> Result<(Vec<u8>, SignedCheckpoint), LogError> {
    let bytes = source
        .read(CHECKPOINT)?
        .ok_or_else(|| LogError::Missing(CHECKPOINT.to_owned()))?;
    let signed = log.open(&bytes)?;
    Ok((bytes, signed))
}

fn question(error: GenerateError<LogError>) -> LogError {
    match error {
        GenerateError::Source(error) => error,
        GenerateError::Beyond { index, size } => LogError::Question(format!(
            "entry {index} is not in the log, which has size {size}"
        )),
        GenerateError::Shrunk { old, new } => LogError::Question(format!(
            "the log has size {new}, less than the {old} of the checkpoint"
        )),
    }
}
