//! Reading a checkpoint by a policy.

use super::TrustPolicy;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::cosignature::cosigned_at;
use crate::log::LogIdentity;
use crate::note::{Note, Signature, Verifier, VerifierKey};

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
        let of_log = logs.filter(|key| key.name == unverified.origin);
        let witnesses = self.witnesses.iter().map(|witness| &witness.key);
        let (keys, witnesses) = (verifiers(of_log), verifiers(witnesses));
        let signed = LogIdentity::of(unverified.origin, keys, witnesses).open(note)?;
        let cosigned = |one: &Signature| {
            let mut witnesses = self.witnesses.iter();
            let at = witnesses.position(|witness| one.is_of(&witness.key))?;
            Some((at, cosigned_at(one)?))
        };
        let by: Vec<_> = signed.note.signatures().filter_map(cosigned).collect();
        let places: Vec<_> = by.iter().map(|(at, _)| *at).collect();
        let enough = self.satisfied(&places);
        Ok(Witnessed { signed, by, enough })
    }
}

/// What verifies these keys, which were checked when the policy was read.
fn verifiers<'a>(keys: impl Iterator<Item = &'a VerifierKey>) -> Vec<Box<dyn Verifier>> {
    keys.filter_map(|key| key.verifier().ok()).collect()
}
