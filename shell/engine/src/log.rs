//! The ledger as a C2SP tiled log, for whoever serves it.

use std::ops::Range;

use holdpoint_ledger::bundle::push_entry;
use holdpoint_ledger::tile::{BundleId, TileId, Tiles, tile_bytes};
use holdpoint_ports::{StoreError, Visit};

use crate::tiles::StoredTiles;
use crate::{Engine, EngineError, Visitor};

impl Engine {
    /// The newest signed checkpoint; none while the ledger is empty.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Vec<u8>> {
        let published = self.published();
        published.head.as_ref().map(|head| head.checkpoint.clone())
    }

    /// The bytes of a tile, full or partial; none beyond the tree.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, EngineError> {
        let there = TileId::at(self.published().size(), tile.level, tile.index);
        if there.is_none_or(|there| there.width < tile.width) {
            return Ok(None);
        }
        let hashes = StoredTiles(&*self.shared.readers.lend()).hashes(tile)?;
        Ok(Some(tile_bytes(&hashes)))
    }

    /// The bytes of an entry bundle, full or partial; none beyond the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn bundle(&self, bundle: BundleId) -> Result<Option<Vec<u8>>, EngineError> {
        let there = BundleId::at(self.published().size(), bundle.index);
        if there.is_none_or(|there| there.width < bundle.width) {
            return Ok(None);
        }
        let first = bundle.first();
        let mut bytes = Vec::new();
        self.visit(first..first + u64::from(bundle.width), &mut |_, entry| {
            push_entry(&mut bytes, entry)
                .map_err(|error| EngineError::from(StoreError::Damaged(error.to_string())))
        })?;
        Ok(Some(bytes))
    }

    /// The bytes of the entry at a position; none beyond the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn entry(&self, position: u64) -> Result<Option<Vec<u8>>, EngineError> {
        let mut found = None;
        if position < self.published().size() {
            self.visit(position..position + 1, &mut |_, bytes| {
                found = Some(bytes.to_vec());
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Visits the bytes of entries in order of position, until one answers with an error.
    ///
    /// # Errors
    /// When the ledger cannot be read, or what the visitor answers.
    pub fn visit(&self, range: Range<u64>, visit: &mut Visitor<'_>) -> Result<(), EngineError> {
        let mut failed = Ok(());
        self.shared
            .readers
            .lend()
            .entries(range, &mut |position, bytes| {
                failed = visit(position, bytes);
                match &failed {
                    Ok(()) => Visit::Continue(()),
                    Err(_) => Visit::Break(()),
                }
            })?;
        failed
    }
}
