//! Reading evidence of any kind.

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_attestation::{Evidence, PublicKey, ReadError, read_evidence};

use crate::error::{Failure, Place};
use crate::exit::Exit;
use crate::files;

/// Keys that evidence may be signed with.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Keys {
    /// A public key (PEM) that envelopes may be signed with.
    #[arg(long = "public-key", value_name = "FILE")]
    keys: Vec<PathBuf>,
}

impl Keys {
    fn read(&self) -> Result<Vec<PublicKey>, Failure> {
        let read = |path: &PathBuf| {
            let text = files::read_text(path)?;
            PublicKey::from_pem(&text).map_err(|error| {
                let message = format!("`{}` is no public key", path.display());
                Failure::input("key", message).because(&error)
            })
        };
        self.keys.iter().map(read).collect()
    }
}

/// The document and what it says.
pub(super) fn document(path: &Path, keys: &Keys) -> Result<(Vec<u8>, Evidence), Failure> {
    let bytes = files::read(path)?;
    let evidence = read_evidence(&bytes, None, &keys.read()?);
    let evidence = evidence.map_err(|error| failure(path, &error))?;
    Ok((bytes, evidence))
}

/// What is wrong with a document, at its place.
pub(in crate::commands) fn failure(path: &Path, error: &ReadError) -> Failure {
    let mut failure = Failure::new(Exit::Usage, "evidence-malformed", error);
    failure.place = error.place.map(|place| Place {
        file: path.display().to_string(),
        line: place.line,
        column: place.column,
    });
    failure.help(&error.help)
}
