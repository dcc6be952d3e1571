//! Tree nodes read from tiles.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{FullTiles, TILE_HEIGHT, TileEdge, TileId, tile_root};
use crate::Hash;
use crate::tree::NodeSource;

/// Reads the hashes of a tile, full or partial.
pub trait Tiles {
    /// What can go wrong while reading.
    type Error;

    /// The hashes of a tile: exactly as many as its width says.
    ///
    /// # Errors
    /// When it cannot be read.
    fn hashes(&self, tile: TileId) -> Result<Vec<Hash>, Self::Error>;
}

/// A tree of one size over tiles. Tiles that were read are kept, because proofs come back to them.
#[derive(Debug)]
pub struct TileNodes<T> {
    tiles: T,
    size: u64,
    read: RefCell<HashMap<TileId, Vec<Hash>>>,
}

/// Kept at most: 256 tiles of 8 KiB.
const KEPT: usize = 256;

impl<T: Tiles> TileNodes<T> {
    /// The tree of `size` over `tiles`.
    #[must_use]
    pub fn new(tiles: T, size: u64) -> Self {
        Self {
            tiles,
            size,
            read: RefCell::default(),
        }
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    fn with<R>(&self, tile: TileId, use_: impl Fn(&[Hash]) -> R) -> Result<R, T::Error> {
        if let Some(hashes) = self.read.borrow().get(&tile) {
            return Ok(use_(hashes));
        }
        let hashes = self.tiles.hashes(tile)?;
        let result = use_(&hashes);
        let mut read = self.read.borrow_mut();
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(tile, hashes);
        Ok(result)
    }
}

impl<T: Tiles> NodeSource for TileNodes<T> {
    type Error = T::Error;

    /// Nodes beyond the tree have the empty hash: proofs never ask for them.
    fn node(&self, level: u8, index: u64) -> Result<Hash, T::Error> {
        let height = level % TILE_HEIGHT;
        let first = index << height;
        let Some(tile) = TileId::at(self.size, level / TILE_HEIGHT, first / 256) else {
            return Ok(Hash::empty());
        };
        let start = usize::try_from(first % 256).unwrap_or_default();
        self.with(tile, |hashes| {
            hashes
                .get(start..start + (1 << height))
                .map_or_else(Hash::empty, tile_root)
        })
    }
}

/// Full tiles from a store, partial ones from the edge of the same tree.
#[derive(Debug)]
pub struct EdgedTiles<'a, S> {
    store: S,
    edge: &'a TileEdge,
}

impl<'a, S: FullTiles> EdgedTiles<'a, S> {
    /// The tiles of the tree that `edge` is the edge of.
    #[must_use]
    pub fn new(store: S, edge: &'a TileEdge) -> Self {
        Self { store, edge }
    }
}

impl<S: FullTiles> Tiles for EdgedTiles<'_, S> {
    type Error = S::Error;

    fn hashes(&self, tile: TileId) -> Result<Vec<Hash>, S::Error> {
        match self.edge.partial(tile.level) {
            Some((partial, hashes)) if partial == tile => Ok(hashes.to_vec()),
            _ => self.store.full_tile(tile.level, tile.index),
        }
    }
}
