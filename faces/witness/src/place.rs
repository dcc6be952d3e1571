//! The directory of a witness.

use std::io;
use std::path::{Path, PathBuf};

use holdpoint_durable::{KeyError, KeyFile, create_directories};
use holdpoint_ledger::cosignature::Cosigner;

use crate::{Register, RegisterError};

/// A directory with `witness.key`, which its owner alone may read, and `witness.sqlite`.
#[derive(Debug, Clone)]
pub struct Place {
    directory: PathBuf,
    key: PathBuf,
}

/// Why a directory is not that of a witness.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// There is no witness.
    #[error("there is no witness in `{0}`")]
    Nothing(PathBuf),
    /// There is something already.
    #[error("`{0}` is there already")]
    Taken(PathBuf),
    /// The directory cannot be made.
    #[error("`{path}` cannot be made")]
    Directory {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The key cannot be read or written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key is none.
    #[error(transparent)]
    Cosigner(#[from] holdpoint_ledger::note::KeyError),
    /// The register cannot be opened.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl Place {
    /// A witness in `directory`, whose key is there or in the file that is named.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>, key: Option<&Path>) -> Self {
        let directory = directory.into();
        let key = key.map_or_else(|| directory.join("witness.key"), Path::to_path_buf);
        Self { directory, key }
    }

    /// Where it is.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where its key is.
    #[must_use]
    pub fn key_file(&self) -> &Path {
        &self.key
    }

    fn register_file(&self) -> PathBuf {
        self.directory.join("witness.sqlite")
    }

    /// Begins a witness of this name with the key that grows from 32 random bytes.
    ///
    /// # Errors
    /// When there is a witness or a key already, the name may not name a key, or something cannot be written.
    pub fn create(&self, name: &str, seed: &[u8; 32]) -> Result<Cosigner, PlaceError> {
        let cosigner = self.rehearse(name, seed)?;
        create_directories(&self.directory).map_err(|source| PlaceError::Directory {
            path: self.directory.clone(),
            source,
        })?;
        // First the key: a register without one would never be finished, and a key alone is no witness yet.
        KeyFile::new(&self.key).create(&cosigner.to_text())?;
        Register::create(&self.register_file())?;
        Ok(cosigner)
    }

    /// Whether [`Place::create`] would find anything in its way.
    ///
    /// # Errors
    /// What it would answer.
    pub fn rehearse(&self, name: &str, seed: &[u8; 32]) -> Result<Cosigner, PlaceError> {
        let cosigner = Cosigner::from_seed(name, seed)?;
        let files = [self.key.clone(), self.register_file()];
        match files.into_iter().find(|file| file.exists()) {
            Some(file) => Err(PlaceError::Taken(file)),
            None => Ok(cosigner),
        }
    }

    /// The key of the witness.
    ///
    /// # Errors
    /// When there is none, others may read it, or it is no key.
    pub fn cosigner(&self) -> Result<Cosigner, PlaceError> {
        let text = KeyFile::new(&self.key).read()?;
        let text = text.ok_or_else(|| PlaceError::Nothing(self.directory.clone()))?;
        Ok(Cosigner::parse(&text)?)
    }

    /// The logs that the witness knows.
    ///
    /// # Errors
    /// When there is no register, or it cannot be opened.
    pub fn register(&self) -> Result<Register, PlaceError> {
        let file = self.register_file();
        if !file.exists() {
            return Err(PlaceError::Nothing(self.directory.clone()));
        }
        Ok(Register::open(&file)?)
    }
}
