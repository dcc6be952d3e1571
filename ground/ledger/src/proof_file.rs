//! Proof files, as C2SP tlog-proof says: an inclusion proof and the checkpoint that it leads to in one text that
//! is verified offline.

use std::fmt;

use crate::Hash;
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::log::LogIdentity;
use crate::note::MAX_NOTE_BYTES;
use crate::strict64;
use crate::tile::plain_number;
use crate::tree::{ProofError, verify_inclusion};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
/// Hashes that a proof can have in a tree of less than 2^64 leaves.
const MAX_HASHES: usize = 64;

/// What is in a proof file. Nothing of it is verified before [`ProofFile::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// Data of the application, which nothing vouches for.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// Inclusion proof: sibling hashes from the leaf up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, as it was issued.
    pub checkpoint: String,
}

/// Why a proof file proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// Not a proof file to the letter.
    #[error("line {line} of the proof file is malformed: {reason}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Its checkpoint is not one to be trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Its hashes do not lead from the entry to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl ProofFile {
    /// Reads a proof file; verifies nothing.
    ///
    /// # Errors
    /// When it is malformed. The checkpoint in it is read when it is verified.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFileError> {
        let text = str::from_utf8(bytes).map_err(|_| wrong(1, "the file is not UTF-8"))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| wrong(1, "no empty line before the checkpoint"))?;
        if checkpoint.is_empty() || checkpoint.len() > MAX_NOTE_BYTES {
            return Err(wrong(
                head.lines().count() + 2,
                "the checkpoint is missing or too large",
            ));
        }
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().map(|(_, line)| line) != Some(HEADER) {
            return Err(wrong(1, format!("`{HEADER}` is expected")));
        }
        let extra = lines
            .next_if(|(_, line)| line.starts_with(EXTRA))
            .map(|(number, line)| {
                let data = line.strip_prefix(EXTRA).unwrap_or_default();
                strict64::decode(data).map_err(|error| wrong(number, error))
            })
            .transpose()?;
        let (number, line) = lines.next().unwrap_or((2, ""));
        let index = line
            .strip_prefix("index ")
            .and_then(plain_number)
            .ok_or_else(|| wrong(number, "`index` and a number is expected"))?;
        let hashes = parse_hashes(lines)?;
        let checkpoint = checkpoint.to_owned();
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint,
        })
    }

    /// Checks that the entry with this leaf hash stands at the index in the log; returns the checkpoint.
    ///
    /// # Errors
    /// When the checkpoint is not the log's or the proof does not lead to it.
    pub fn verify(
        &self,
        leaf: &Hash,
        log: &LogIdentity,
    ) -> Result<SignedCheckpoint, ProofFileError> {
        let signed = log.open(self.checkpoint.as_bytes())?;
        let (size, root) = (signed.checkpoint.size, signed.checkpoint.root);
        verify_inclusion(self.index, size, leaf, &self.hashes, &root)?;
        Ok(signed)
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", strict64::encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

fn parse_hashes<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
) -> Result<Vec<Hash>, ProofFileError> {
    let hashes = lines
        .map(|(number, line)| Hash::from_base64(line).map_err(|error| wrong(number, error)))
        .take(MAX_HASHES + 1)
        .collect::<Result<Vec<_>, _>>()?;
    if hashes.len() > MAX_HASHES {
        return Err(wrong(3 + MAX_HASHES, "a proof has at most 64 hashes"));
    }
    Ok(hashes)
}

fn wrong(line: usize, reason: impl ToString) -> ProofFileError {
    ProofFileError::Line {
        line,
        reason: reason.to_string(),
    }
}
