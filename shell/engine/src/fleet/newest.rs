//! What was signed before: on this server's disk, and by the others.

use holdpoint_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ports::{Peers, WitnessedStore};

use crate::EngineError;

/// The newest checkpoints of this log that are kept here, and that the servers at `others` know, as far as they answer.
pub(super) fn known(
    signed: &dyn WitnessedStore,
    peers: &dyn Peers,
    others: &[String],
    origin: &str,
    key: &VerifierKey,
) -> Result<Vec<Checkpoint>, EngineError> {
    let mut known: Vec<_> = kept(signed, origin, key)?.into_iter().collect();
    let asked: Vec<Option<Vec<u8>>> = std::thread::scope(|scope| {
        let asking: Vec<_> = others
            .iter()
            .map(|address| scope.spawn(|| peers.checkpoint(address).ok().flatten()))
            .collect();
        let answered = asking.into_iter().map(|one| one.join().ok().flatten());
        answered.collect()
    });
    // What is not signed by this log's key says nothing about it.
    let valid = |note: Vec<u8>| opened(&note, origin, key).ok();
    known.extend(asked.into_iter().flatten().filter_map(valid));
    Ok(known)
}

/// The newest checkpoint that is kept here.
pub(super) fn kept(
    signed: &dyn WitnessedStore,
    origin: &str,
    key: &VerifierKey,
) -> Result<Option<Checkpoint>, EngineError> {
    let wrong = |error: &dyn std::fmt::Display| {
        let reason = format!("what was signed here before cannot be read: {error}");
        EngineError::Sign(reason)
    };
    let own = signed.newest().map_err(|error| wrong(&error))?;
    let own = own.map(|note| opened(&note, origin, key)).transpose();
    own.map_err(|error| wrong(&error))
}

fn opened(note: &[u8], origin: &str, key: &VerifierKey) -> Result<Checkpoint, String> {
    let verifier = key.verifier().map_err(|error| error.to_string())?;
    let signed = SignedCheckpoint::open(note, origin, &[&*verifier]);
    Ok(signed.map_err(|error| error.to_string())?.checkpoint)
}
