//! Tiles of height 8, as C2SP tlog-tiles 0.1.0 says: up to 256 neighbouring hashes of one level, stored as one
//! resource under a fixed path. Level `l` of the tiles holds the nodes of level `8 * l` of the tree.

mod edge;
mod hashes;
mod nodes;
mod path;

pub use edge::{CompletedTile, FullTiles, TileEdge};
pub use hashes::{TileError, tile_bytes, tile_hashes, tile_root};
pub use nodes::{EdgedTiles, TileNodes, Tiles};
pub(crate) use path::plain_number;
pub use path::{BundleId, PathError, TileId};

/// Levels of the tree in one tile.
pub const TILE_HEIGHT: u8 = 8;
/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// Bytes of a full tile.
pub const TILE_BYTES: usize = 8_192;
/// Levels of tiles that a tree of less than 2^64 leaves can have.
pub const TILE_LEVELS: u8 = 8;

/// Number of hashes at a tile level of a tree of `size`.
#[must_use]
pub fn level_width(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT))
        .unwrap_or(0)
}

/// The tiles of a tree of `size`, level by level, left to right; at most the last of a level is partial.
pub fn tiles(size: u64) -> impl Iterator<Item = TileId> {
    (0..TILE_LEVELS).flat_map(move |level| {
        let count = level_width(size, level).div_ceil(u64::from(TILE_WIDTH));
        (0..count).filter_map(move |index| TileId::at(size, level, index))
    })
}

/// The entry bundles of a log of `size`, in order; at most the last is partial.
pub fn bundles(size: u64) -> impl Iterator<Item = BundleId> {
    let count = size.div_ceil(u64::from(TILE_WIDTH));
    (0..count).filter_map(move |index| BundleId::at(size, index))
}

/// Width of the `index`-th group of 256 among `count`; none when there is no such group.
fn width_at(count: u64, index: u64) -> Option<u16> {
    let left = count.checked_sub(index.checked_mul(u64::from(TILE_WIDTH))?)?;
    let width = u16::try_from(left.min(u64::from(TILE_WIDTH))).ok()?;
    (width > 0).then_some(width)
}
