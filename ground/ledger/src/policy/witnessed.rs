//! Reading a checkpoint by a policy.

use super::TrustPolicy;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::cosignature::cosigned_at;
use crate::note::{Note, NoteError, Verifier};

/// A checkpoint of a log that a policy believes, with the witnesses that cosigned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// What log and witnesses signed.
    pub signed: SignedCheckpoint,
    /// The witnesses of the policy that cosigned it, by their place in it, each with the time that it states, in
    /// seconds since the epoch.
    pub by: Vec<(usize, u64)>,
    /// Whether they are enough.
    pub enough: bool,
}

impl TrustPolicy {
    /// Reads a checkpoint and verifies the signatures of log and witnesses. Whether the witnesses are enough is
    /// said in the answer.
    ///
    /// # Errors
    /// When it is malformed, of a log that the policy does not list, not signed by that log, or a known key's
    /// signature on it is wrong.
    pub fn open(&self, note: &[u8]) -> Result<Witnessed, CheckpointError> {
        let unverified: Checkpoint = Note::parse(note)?.unverified_text().parse()?;
        let logs = self.logs.iter().map(|log| &log.key);
        let of_log: Vec<_> = logs.filter(|key| key.name == unverified.origin).collect();
        let keys = of_log.iter().copied();
        let keys = keys.chain(self.witnesses.iter().map(|witness| &witness.key));
        // Keys were checked when the policy was read.
        let verifiers: Vec<_> = keys.filter_map(|key| key.verifier().ok()).collect();
        let known: Vec<&dyn Verifier> = verifiers.iter().map(|one| &**one).collect();
        let signed = SignedCheckpoint::open(note, &unverified.origin, &known)?;
        let signatures = || signed.note.signatures();
        if !signatures().any(|one| {
            of_log
                .iter()
                .any(|key| (&key.name, key.id) == (&one.name, one.id))
        }) {
            let all = signed.note.note().signatures().iter();
            let found = all.map(|one| (one.name.clone(), one.id)).collect();
            return Err(NoteError::Unverified { found }.into());
        }
        let by: Vec<_> = signatures()
            .filter_map(|one| {
                let same =
                    |key: &crate::note::VerifierKey| (&key.name, key.id) == (&one.name, one.id);
                let at = self
                    .witnesses
                    .iter()
                    .position(|witness| same(&witness.key))?;
                Some((at, cosigned_at(one)?))
            })
            .collect();
        let places: Vec<_> = by.iter().map(|(at, _)| *at).collect();
        let enough = self.satisfied(&places);
        Ok(Witnessed { signed, by, enough })
    }
}
