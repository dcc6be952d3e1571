//! The bytes of a tile.

use super::TileId;
use crate::Hash;
use crate::tree::Frontier;

/// Why bytes are not the tile that they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{tile} has {found} bytes, {expected} are expected ({} hashes of 32 bytes)", tile.width)]
pub struct TileError {
    /// The tile.
    pub tile: TileId,
    /// Bytes that its width calls for.
    pub expected: usize,
    /// Bytes that were given.
    pub found: usize,
}

/// The hashes of a tile.
///
/// # Errors
/// When the length is not exactly 32 bytes for each hash of its width.
pub fn tile_hashes(tile: TileId, bytes: &[u8]) -> Result<Vec<Hash>, TileError> {
    let expected = usize::from(tile.width) * 32;
    if bytes.len() != expected {
        return Err(TileError {
            tile,
            expected,
            found: bytes.len(),
        });
    }
    let (hashes, _) = bytes.as_chunks::<32>();
    Ok(hashes.iter().map(|hash| Hash(*hash)).collect())
}

/// The bytes of a tile: its hashes, one after the other.
#[must_use]
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The root over the hashes of a tile; for a full one this is its hash in the level above.
#[must_use]
pub fn tile_root(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::empty();
    frontier.extend(hashes.iter().copied());
    frontier.root()
}
