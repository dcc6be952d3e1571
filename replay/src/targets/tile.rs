//! Tile paths have one spelling, and a tile has exactly its hashes.

use holdpoint_ledger::tile::{BundleId, TileId, tile_bytes, tile_hashes, tile_root};

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(path) = str::from_utf8(bytes) {
        if let Ok(tile) = path.parse::<TileId>() {
            assert_eq!(tile.to_string(), path);
        }
        if let Ok(bundle) = path.parse::<BundleId>() {
            assert_eq!(bundle.to_string(), path);
        }
    }
    for width in [1, 2, 255, 256] {
        let tile = TileId {
            level: 0,
            index: 0,
            width,
        };
        if let Ok(hashes) = tile_hashes(tile, bytes) {
            assert_eq!(tile_bytes(&hashes), bytes);
            let _root = tile_root(&hashes);
        }
    }
}
