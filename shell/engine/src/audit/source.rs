//! A ledger as the tiled log that its newest checkpoint vouches for.

use holdpoint_ledger::source::{CHECKPOINT, SourceError, TileSource};

use crate::{Engine, EngineError};

/// The log at the size of one checkpoint; what is appended later is not seen.
pub(super) struct LedgerSource<'a> {
    engine: &'a Engine,
    checkpoint: Vec<u8>,
}

impl<'a> LedgerSource<'a> {
    pub(super) fn new(engine: &'a Engine, checkpoint: Vec<u8>) -> Self {
        Self { engine, checkpoint }
    }

    fn resource(&self, path: &str) -> Result<Option<Vec<u8>>, EngineError> {
        if let Ok(bundle) = path.parse() {
            return self.engine.bundle(bundle);
        }
        match path.parse() {
            Ok(tile) => self.engine.tile(tile),
            Err(_) => Ok(None),
        }
    }
}

impl TileSource for LedgerSource<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match path {
            CHECKPOINT => Ok(Some(self.checkpoint.clone())),
            path => self
                .resource(path)
                .map_err(|error| SourceError::new(path, error)),
        }
    }
}
