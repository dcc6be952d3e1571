//! A folder for the files of contracts, which goes away.

use std::path::{Component, Path, PathBuf};

use holdpoint_attestation::contract::Contract;
use holdpoint_domain::Digest;
use holdpoint_ports::Randomness as _;

use crate::error::Failure;

pub(super) struct Room(PathBuf);

impl Room {
    pub(super) fn new() -> Result<Self, Failure> {
        let mut bytes = [0; 16];
        crate::data::SystemRandomness.fill(&mut bytes);
        let path = std::env::temp_dir().join(format!("holdpoint-{}", hex::encode(bytes)));
        std::fs::create_dir(&path).map_err(|error| Failure::file("make", &path, &error))?;
        Ok(Self(path))
    }

    /// Puts down the files of a contract; where it begins.
    pub(super) fn put(&self, contract: &Contract) -> Result<PathBuf, Failure> {
        let digest: Digest = contract.digest.parse().unwrap_or(Digest([0; 32]));
        let folder = self
            .0
            .join(format!("{}-{}", plain(&contract.interface), digest.short()));
        for file in &contract.files {
            let path = Path::new(&file.path);
            // A name may lead out of the folder only in a statement that somebody has made up.
            if !path
                .components()
                .all(|part| matches!(part, Component::Normal(_)))
            {
                let message = format!("`{}` is no path within a folder", file.path);
                return Err(Failure::input("contract-path", message));
            }
            let path = folder.join(path);
            let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            let written =
                made.and_then(|()| std::fs::write(&path, file.bytes().unwrap_or_default()));
            written.map_err(|error| Failure::file("write", &path, &error))?;
        }
        Ok(match contract.files.first() {
            Some(first) if !contract.folder => folder.join(&first.path),
            _ => folder,
        })
    }
}

fn plain(name: &str) -> String {
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    name.chars().map(letter).collect()
}

impl Drop for Room {
    fn drop(&mut self) {
        // What is left in a folder for temporary files is what the server has as well.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
