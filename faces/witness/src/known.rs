//! Whom the witness believes that they are a log.

use std::collections::BTreeMap;

use holdpoint_ledger::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::note::Note;
use holdpoint_ledger::witness::Declined;

use crate::{Register, RegisterError};

/// The logs that are known, by origin.
#[derive(Debug, Default)]
pub(crate) struct KnownLogs(BTreeMap<String, LogIdentity>);

impl KnownLogs {
    pub(crate) fn of(register: &Register) -> Result<Self, RegisterError> {
        let mut known = BTreeMap::new();
        for (origin, keys) in register.keys()? {
            let mut identity: Option<LogIdentity> = None;
            for key in keys {
                let text = key.to_string();
                let with = match identity {
                    None => LogIdentity::new(&text).map(|new| new.with_origin(origin.clone())),
                    Some(identity) => identity.with_key(&text),
                };
                identity = Some(with.map_err(|error| RegisterError::Damaged(error.to_string()))?);
            }
            known.extend(identity.map(|identity| (origin, identity)));
        }
        Ok(Self(known))
    }

    /// The checkpoint, if a key of its log signed it.
    pub(crate) fn open(&self, note: &[u8]) -> Result<SignedCheckpoint, Declined> {
        let origin = origin(note).map_err(Declined::Malformed)?;
        match self.0.get(&origin) {
            Some(log) => log.open(note).map_err(Declined::Untrusted),
            None => Err(Declined::UnknownLog { origin }),
        }
    }
}

fn origin(note: &[u8]) -> Result<String, CheckpointError> {
    let note = Note::parse(note)?;
    let checkpoint: Checkpoint = note.unverified_text().parse()?;
    Ok(checkpoint.origin)
}
