//! The tree as it is stored: full tiles from the store, partial ones from what lies below them.

use std::ops::Range;

use holdpoint_ledger::Hash;
use holdpoint_ledger::tile::{FullTiles, TILE_WIDTH, TileId, Tiles, tile_hashes, tile_root};
use holdpoint_ports::{LedgerReader, StoreError, StoredTile, Visit};

use crate::EngineError;

/// The tiles behind a reader.
pub(crate) struct StoredTiles<'a>(pub(crate) &'a dyn LedgerReader);

impl FullTiles for StoredTiles<'_> {
    type Error = EngineError;

    fn full_tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, EngineError> {
        let tile = TileId {
            level,
            index,
            width: TILE_WIDTH,
        };
        let bytes = self.0.tile(level, index)?;
        let bytes = bytes.ok_or_else(|| damaged(format!("{tile} is missing")))?;
        tile_hashes(tile, &bytes).map_err(|error| damaged(error.to_string()))
    }

    fn leaf_hashes(&self, range: Range<u64>) -> Result<Vec<Hash>, EngineError> {
        let mut leaves = Vec::new();
        self.0.entries(range, &mut |_, bytes| {
            leaves.push(Hash::leaf(bytes));
            Visit::Continue(())
        })?;
        Ok(leaves)
    }
}

impl Tiles for StoredTiles<'_> {
    type Error = EngineError;

    fn hashes(&self, tile: TileId) -> Result<Vec<Hash>, EngineError> {
        if !tile.is_partial() {
            return self.full_tile(tile.level, tile.index);
        }
        let first = tile.index.saturating_mul(u64::from(TILE_WIDTH));
        let range = first..first.saturating_add(u64::from(tile.width));
        match tile.level.checked_sub(1) {
            None => self.leaf_hashes(range),
            Some(below) => range
                .map(|index| {
                    self.full_tile(below, index)
                        .map(|hashes| tile_root(&hashes))
                })
                .collect(),
        }
    }
}

fn damaged(reason: String) -> EngineError {
    StoreError::Damaged(reason).into()
}

/// A completed tile as the store keeps it.
pub(crate) fn stored((tile, hashes): (TileId, Vec<Hash>)) -> StoredTile {
    StoredTile {
        level: tile.level,
        index: tile.index,
        bytes: holdpoint_ledger::tile::tile_bytes(&hashes),
    }
}
