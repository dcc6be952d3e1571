//! The body of `add-checkpoint`.

use std::fmt;

use crate::Hash;
use crate::tile::plain_number;

/// Proof lines that a submission may have.
pub const MAX_PROOF_LINES: usize = 63;
/// Bytes that a submission may have: 63 hashes and a note with more signatures than any honest log has.
pub const MAX_SUBMISSION: usize = 64 * 1024;

/// A checkpoint on its way to a witness, with the proof that it extends the one that the witness has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The size that the witness has, as the log believes.
    pub old: u64,
    /// Consistency of that size with the checkpoint; empty when `old` is 0.
    pub proof: Vec<Hash>,
    /// The checkpoint: a signed note, not verified yet.
    pub checkpoint: Vec<u8>,
}

/// Why bytes are no submission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// Over the limit.
    #[error("a submission of {0} bytes is over the limit of {MAX_SUBMISSION} bytes")]
    TooLarge(usize),
    /// More hashes than any proof has.
    #[error("the proof has more than {MAX_PROOF_LINES} lines")]
    TooLong,
    /// Not a submission to the letter.
    #[error("line {line} of the submission is malformed: {reason}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl Submission {
    /// Reads the body of a request; verifies nothing.
    ///
    /// # Errors
    /// When it is not to the letter. The checkpoint is read when it is verified.
    pub fn parse(bytes: &[u8]) -> Result<Self, SubmissionError> {
        if bytes.len() > MAX_SUBMISSION {
            return Err(SubmissionError::TooLarge(bytes.len()));
        }
        let mut lines = Lines { rest: bytes, at: 0 };
        let first = lines.next()?;
        let old = first.strip_prefix("old ").and_then(plain_number);
        let old = old.ok_or_else(|| {
            lines.wrong("`old` and a decimal number without leading zeros are expected")
        })?;
        let mut proof = Vec::new();
        loop {
            match lines.next()? {
                "" => break,
                _ if proof.len() == MAX_PROOF_LINES => return Err(SubmissionError::TooLong),
                line => proof.push(Hash::from_base64(line).map_err(|error| lines.wrong(error))?),
            }
        }
        Ok(Self {
            old,
            proof,
            checkpoint: lines.rest.to_vec(),
        })
    }

    /// The body of the request.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.to_string().into_bytes();
        bytes.extend_from_slice(&self.checkpoint);
        bytes
    }
}

/// All but the checkpoint.
impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", hash.to_base64())?;
        }
        writeln!(f)
    }
}

struct Lines<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, SubmissionError> {
        self.at += 1;
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or_else(|| self.wrong("it does not end with a newline"))?;
        let (line, rest) = self.rest.split_at(end);
        let line = str::from_utf8(line).map_err(|error| self.wrong(error))?;
        self.rest = rest.get(1..).unwrap_or_default();
        Ok(line)
    }

    fn wrong(&self, reason: impl ToString) -> SubmissionError {
        SubmissionError::Line {
            line: self.at,
            reason: reason.to_string(),
        }
    }
}
