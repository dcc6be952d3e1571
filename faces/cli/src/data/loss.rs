//! A loss that was accepted when nothing could be signed: the ledger says so as soon as it is opened with its key.

use std::path::Path;

use holdpoint_domain::Fact;
use holdpoint_service::{At, Service, ServiceError};
use serde::{Deserialize, Serialize};

use crate::error::Failure;

/// What keeps it until then.
pub(crate) const FILE: &str = "loss";

/// A loss that was accepted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accepted {
    /// How many entries there were, as far as anybody knows.
    pub(crate) known: Option<u64>,
    /// How many there are in what was restored.
    pub(crate) size: u64,
}

/// Has the ledger say it, if it does not yet. One of several servers may have to try again when it starts anew.
pub(super) fn record(place: &Path, service: &Service, several: bool) -> Result<(), Failure> {
    let path = place.join(FILE);
    let written = match std::fs::read(&path) {
        Ok(written) => written,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file("read", &path, &error)),
    };
    let accepted: Accepted = serde_json::from_slice(&written).map_err(|error| {
        let message = format!("`{}` cannot be read", path.display());
        Failure::failed("data", message).because(&error)
    })?;
    match said(service, &accepted) {
        Ok(()) => {
            std::fs::remove_file(&path).map_err(|error| Failure::file("remove", &path, &error))
        }
        Err(_) if several => Ok(()),
        Err(error) => Err(crate::client::from_service(error)),
    }
}

fn said(service: &Service, accepted: &Accepted) -> Result<(), ServiceError> {
    let view = service.engine().view(At::Now)?;
    if view.size() > accepted.size {
        let first = view.recorded(&[accepted.size])?;
        // It was said, and the file could not be removed any more.
        if matches!(first.as_slice(), [entry] if matches!(entry.fact, Fact::LedgerRestored(_))) {
            return Ok(());
        }
    }
    let Accepted { known, size } = *accepted;
    service.record_restore(None, (known, size), "").map(drop)
}
