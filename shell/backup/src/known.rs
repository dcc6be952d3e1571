//! Whether a backup is the newest state that anybody knows of.

use holdpoint_engine::transfer::{consistency, root_at};
use holdpoint_ledger::Hash;
use holdpoint_ledger::witness::Submission;
use holdpoint_ports::{LedgerReader, WitnessClient};

use crate::error::BackupError;
use crate::manifest::Manifest;

/// A checkpoint that is known from elsewhere.
#[derive(Debug, Clone)]
pub struct Known {
    /// From where, in words.
    pub from: String,
    /// The signed note.
    pub note: Vec<u8>,
}

/// How a backup contradicts what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contradiction {
    /// More entries are known.
    Behind {
        /// From where.
        from: String,
        /// How many are known.
        known: u64,
        /// How many the backup has.
        size: u64,
    },
    /// Other entries are known.
    Other {
        /// From where.
        from: String,
        /// At which size.
        size: u64,
    },
}

/// The gravest contradiction between a backup and the checkpoints that are known: other entries, or else the most that are gone.
///
/// # Errors
/// When a checkpoint is not one of this log, or the backup cannot be read.
pub fn contradiction(
    manifest: &Manifest,
    reader: &dyn LedgerReader,
    known: &[Known],
) -> Result<Option<Contradiction>, BackupError> {
    let identity = manifest.identity()?;
    let mut gravest = None;
    let mut most = manifest.size;
    for Known { from, note } in known {
        let opened = identity.open(note).map_err(|error| {
            BackupError::Malformed(format!(
                "the checkpoint of {from} cannot be believed: {error}"
            ))
        })?;
        let (known, root): (u64, Hash) = (opened.checkpoint.size, opened.checkpoint.root);
        if known <= manifest.size {
            if root_at(reader, known)? != root {
                let (from, size) = (from.clone(), known);
                return Ok(Some(Contradiction::Other { from, size }));
            }
        } else if known > most {
            most = known;
            gravest = Some(Contradiction::Behind {
                from: from.clone(),
                known,
                size: manifest.size,
            });
        }
    }
    Ok(gravest)
}

/// How often a witness may say that it has cosigned another size: others may be asking it, too.
const TRIES: usize = 3;

/// How the backup contradicts what a witness remembers. The witness is asked to cosign the backup's checkpoint, which it does
/// only if it extends whatever it has cosigned before.
///
/// # Errors
/// When it cannot be asked, does not know the log, or answers nonsense.
pub fn ask_witness(
    client: &dyn WitnessClient,
    prefix: &str,
    manifest: &Manifest,
    reader: &dyn LedgerReader,
) -> Result<Option<Contradiction>, BackupError> {
    let wrong = |why: String| BackupError::Malformed(format!("witness `{prefix}`: {why}"));
    let from = || format!("witness `{prefix}`");
    let mut old = 0;
    for _ in 0..TRIES {
        let submission = Submission {
            old,
            proof: consistency(reader, old, manifest.size)?,
            checkpoint: manifest.checkpoint.clone().into_bytes(),
        };
        let answer = client.add_checkpoint(prefix, &submission.to_bytes());
        let answer = answer.map_err(wrong)?;
        let text = String::from_utf8_lossy(&answer.body);
        let said = text.lines().next().unwrap_or_default();
        match (answer.status, said.parse::<u64>()) {
            (200, _) => return Ok(None),
            (409, Ok(known)) if known > manifest.size => {
                let (from, size) = (from(), manifest.size);
                return Ok(Some(Contradiction::Behind { from, known, size }));
            }
            (409, Ok(known)) if known != old => old = known,
            // It has cosigned that size, and the proof from there does not hold.
            (409 | 422, _) if old > 0 => {
                let (from, size) = (from(), old);
                return Ok(Some(Contradiction::Other { from, size }));
            }
            (status, _) => return Err(wrong(format!("it answered {status}: {said}"))),
        }
    }
    Err(wrong("it named another size again and again".to_owned()))
}
