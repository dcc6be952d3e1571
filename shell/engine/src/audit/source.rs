//! A ledger as the tiled log that its newest checkpoint vouches for.

use std::sync::Arc;

use holdpoint_ledger::source::{CHECKPOINT, SourceError, TileSource};
use holdpoint_ledger::tile::{BundleId, TileId, tile_bytes};

use crate::{Engine, EngineError, Published};

/// The log at the size of one checkpoint; what is appended later is not seen.
pub(super) struct LedgerSource<'a> {
    engine: &'a Engine,
    published: Arc<Published>,
}

impl<'a> LedgerSource<'a> {
    pub(super) fn new(engine: &'a Engine, published: Arc<Published>) -> Self {
        Self { engine, published }
    }

    fn resource(&self, path: &str) -> Result<Option<Vec<u8>>, EngineError> {
        if let Ok(bundle) = path.parse::<BundleId>() {
            return self.engine.bundle(bundle);
        }
        let Ok(tile) = path.parse::<TileId>() else {
            return Ok(None);
        };
        match self.published.edge.partial(tile.level) {
            // Not computed from what is stored below it: so it tells what is wrong there.
            Some((partial, hashes)) if partial == tile => Ok(Some(tile_bytes(hashes))),
            _ => self.engine.tile(tile),
        }
    }
}

impl TileSource for LedgerSource<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match path {
            CHECKPOINT => Ok(Some(self.published.checkpoint().to_vec())),
            path => self
                .resource(path)
                .map_err(|error| SourceError::new(path, error)),
        }
    }
}
