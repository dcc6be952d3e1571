//! One process at a time: an advisory lock on a file beside the database.

use std::fs::File;
use std::io;
use std::path::Path;

use holdpoint_durable::touch;
use holdpoint_ports::StoreError;
use rustix::fs::{FlockOperation, flock};

/// Held as long as the value lives; the system lets go when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

impl Lock {
    pub(crate) fn take(path: &Path, place: &Path) -> Result<Self, StoreError> {
        let file = touch(path).map_err(|error| StoreError::Failed(error.into()))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(io::Error::from) {
            Ok(()) => Ok(Self(file)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(StoreError::InUse {
                place: place.display().to_string(),
            }),
            Err(error) => Err(StoreError::Failed(error.into())),
        }
    }
}
