//! The key that signs checkpoints.

use std::path::Path;

use holdpoint_durable::{KeyFile, KeySource};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::Randomness as _;

use super::random::SystemRandomness;
use crate::error::Failure;

/// Where the key may be instead of in the data directory.
const VARIABLE: &str = "HOLDPOINT_LEDGER_KEY";

/// The key of the data directory, made if there is none; that of the environment if it has one.
pub(super) fn signer(place: &Path, name: &str) -> Result<Ed25519Signer, Failure> {
    let wrong = |error: &dyn std::error::Error| {
        Failure::failed("ledger-key", "the key of the ledger cannot be used").because(error)
    };
    let environment = KeySource::Environment(VARIABLE.to_owned());
    let file = KeyFile::new(place.join("ledger.key"));
    let given = environment.read().map_err(|error| wrong(&error))?;
    let kept = match given {
        Some(key) => Some(key),
        None => file.read().map_err(|error| wrong(&error))?,
    };
    match kept {
        Some(text) => Ed25519Signer::parse(&text).map_err(|error| wrong(&error)),
        None => fresh(place, &file, name),
    }
}

fn fresh(place: &Path, file: &KeyFile, name: &str) -> Result<Ed25519Signer, Failure> {
    let mut seed = [0; 32];
    SystemRandomness.fill(&mut seed);
    let wrong = |error: &dyn std::error::Error| {
        Failure::failed("ledger-key", "a key for the ledger cannot be made").because(error)
    };
    let signer = Ed25519Signer::from_seed(name, &seed).map_err(|error| wrong(&error))?;
    file.create(&signer.to_text())
        .map_err(|error| wrong(&error))?;
    let public = place.join("ledger.vkey");
    std::fs::write(&public, format!("{}\n", signer.verifier_key()))
        .map_err(|error| Failure::file("write", &public, &error))?;
    Ok(signer)
}
