//! The key that signs checkpoints.

use std::path::Path;

use holdpoint_durable::{KeyFile, KeySource};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::Randomness as _;
use zeroize::Zeroizing;

use super::random::SystemRandomness;
use crate::error::Failure;

/// Where the key may be instead of in a file.
const VARIABLE: &str = "HOLDPOINT_LEDGER_KEY";

/// Whether the key is in the environment.
pub(crate) fn in_environment() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// Where the key is kept: in the environment, in the file that was named, or in the data directory.
pub(super) struct Keys<'a> {
    place: &'a Path,
    file: KeyFile,
}

impl<'a> Keys<'a> {
    /// The keys of a data directory, with the file that was named for its key, if one was.
    pub(super) fn of(place: &'a Path, named: Option<&Path>) -> Self {
        let file = named.map_or_else(|| place.join("ledger.key"), Path::to_path_buf);
        Self {
            place,
            file: KeyFile::new(file),
        }
    }

    /// The key. A ledger that is to be begun gets one of that name if there is none.
    pub(super) fn signer(&self, begun: Option<&str>) -> Result<Ed25519Signer, Failure> {
        let wrong = |error: &dyn std::error::Error| {
            Failure::failed("ledger-key", "the key of the ledger cannot be used").because(error)
        };
        let environment = KeySource::Environment(VARIABLE.to_owned());
        let given = environment.read().map_err(|error| wrong(&error))?;
        let kept = match given {
            Some(key) => Some(key),
            None => self.file.read().map_err(|error| wrong(&error))?,
        };
        match (kept, begun) {
            (Some(text), _) => Ed25519Signer::parse(&text).map_err(|error| wrong(&error)),
            (None, Some(name)) => self.fresh(name),
            (None, None) => Err(self.missing()),
        }
    }

    /// The key as it stands in its file; none if it is kept in the environment.
    pub(super) fn filed(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        self.file.read().map_err(|error| {
            Failure::failed("ledger-key", "the key of the ledger cannot be used").because(&error)
        })
    }

    fn fresh(&self, name: &str) -> Result<Ed25519Signer, Failure> {
        let mut seed = [0; 32];
        SystemRandomness.fill(&mut seed);
        let wrong = |error: &dyn std::error::Error| {
            Failure::failed("ledger-key", "a key for the ledger cannot be made").because(error)
        };
        let signer = Ed25519Signer::from_seed(name, &seed).map_err(|error| wrong(&error))?;
        let created = self.file.create(&signer.to_text());
        created.map_err(|error| wrong(&error))?;
        Ok(signer)
    }

    /// Writes the public half down, for those who verify, unless it is there.
    pub(super) fn publish(&self, verifier: &impl std::fmt::Display) -> Result<(), Failure> {
        let public = self.place.join("ledger.vkey");
        if public.exists() {
            return Ok(());
        }
        std::fs::write(&public, format!("{verifier}\n"))
            .map_err(|error| Failure::file("write", &public, &error))
    }

    /// A ledger that has entries is never signed with another key.
    fn missing(&self) -> Failure {
        let message = format!("there is no key in `{}`", self.file.path().display());
        Failure::input("ledger-key-missing", message).help(format!(
            "put the file back, name it with `--key-file FILE`, or give the key in `{VARIABLE}`"
        ))
    }
}
