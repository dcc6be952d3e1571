//! Tiles: their paths, the tiles that a batch completes, and trees read back from them.

use std::collections::HashMap;
use std::ops::Range;

use holdpoint_ledger::Hash;
use holdpoint_ledger::bundle::{BundleError, bundle_bytes, bundle_entries, push_entry};
use holdpoint_ledger::tile::{
    BundleId, EdgedTiles, FullTiles, TileEdge, TileId, TileNodes, bundles, tile_bytes, tile_hashes,
    tile_root, tiles,
};
use holdpoint_ledger::tree::{
    AppendedBatch, MemoryTree, NodeSource, consistency_proof, inclusion_proof,
};

use crate::oracle;

#[test]
fn the_specifications_tree_of_70000_has_the_tiles_that_it_names() {
    let all: Vec<_> = tiles(70_000).collect();
    let at = |level| all.iter().filter(move |tile| tile.level == level);
    assert_eq!(at(0).filter(|tile| !tile.is_partial()).count(), 273);
    assert_eq!(at(0).next_back().unwrap().to_string(), "tile/0/273.p/112");
    let level_1: Vec<_> = at(1).map(ToString::to_string).collect();
    assert_eq!(level_1, ["tile/1/000", "tile/1/001.p/17"]);
    let level_2: Vec<_> = at(2).map(ToString::to_string).collect();
    assert_eq!(level_2, ["tile/2/000.p/1"]);
    assert_eq!(all.len(), 274 + 2 + 1);
    let of_256: Vec<_> = tiles(256).map(|tile| tile.to_string()).collect();
    assert_eq!(of_256, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(tiles(0).count() + bundles(0).count(), 0);
    assert_eq!(
        bundles(70_000).last().unwrap().to_string(),
        "tile/entries/273.p/112"
    );
}

#[test]
fn paths_read_back_and_have_one_spelling() {
    let good = [
        (0, 0, 256, "tile/0/000"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (63, 1000, 5, "tile/63/x001/000.p/5"),
        (1, 999, 255, "tile/1/999.p/255"),
        (
            0,
            u64::MAX,
            1,
            "tile/0/x018/x446/x744/x073/x709/x551/615.p/1",
        ),
    ];
    for (level, index, width, path) in good {
        let tile = TileId {
            level,
            index,
            width,
        };
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse::<TileId>().unwrap(), tile);
    }
    let bundle: BundleId = "tile/entries/x012/345.p/7".parse().unwrap();
    assert_eq!(
        bundle,
        BundleId {
            index: 12_345,
            width: 7
        }
    );
    assert_eq!(bundle.first(), 12_345 * 256);
}

#[test]
fn other_spellings_of_paths_are_refused() {
    let wrong = [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/1234",
        "tile/0/x000/001",
        "tile/0/001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/",
        "tile/0",
        "tile/x/000",
        "tile/0/+01",
        "tile/8/0/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/x01/000",
        "tile/entries/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/0//000",
        "tile/0/x001//000",
    ];
    for path in wrong {
        assert!(path.parse::<TileId>().is_err(), "{path}");
    }
    assert!("tile/0/000".parse::<BundleId>().is_err());
}

#[test]
fn a_tile_has_exactly_its_bytes() {
    let tile = TileId {
        level: 0,
        index: 0,
        width: 2,
    };
    let hashes = oracle::leaves(2);
    let bytes = tile_bytes(&hashes);
    assert_eq!(tile_hashes(tile, &bytes).unwrap(), hashes);
    let error = tile_hashes(tile, &bytes[..63]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tile/0/000.p/2 has 63 bytes, 64 are expected (2 hashes of 32 bytes)"
    );
}

#[test]
fn a_bundle_has_exactly_its_entries() {
    let id = BundleId { index: 1, width: 2 };
    let bytes = bundle_bytes([b"one".as_slice(), b""]).unwrap();
    assert_eq!(bytes, b"\x00\x03one\x00\x00");
    assert_eq!(
        bundle_entries(id, &bytes).unwrap(),
        [b"one".as_slice(), b""]
    );
    let stray = bundle_entries(id, b"\x00\x03one\x00\x00!").unwrap_err();
    assert_eq!(
        stray,
        BundleError::Stray {
            offset: 7,
            count: 1
        }
    );
    let early = bundle_entries(id, b"\x00\x03one\x00\x05ab").unwrap_err();
    let expected = BundleError::Truncated {
        entry: 257,
        offset: 7,
        expected: 5,
        found: 2,
    };
    assert_eq!(early, expected);
    assert!(push_entry(&mut Vec::new(), &vec![0; 65_535]).is_ok());
    let large = push_entry(&mut Vec::new(), &vec![0; 65_536]).unwrap_err();
    assert_eq!(large, BundleError::TooLarge { size: 65_536 });
}

/// A store as the engine's: full tiles, and leaves.
#[derive(Default)]
struct Store {
    tiles: HashMap<(u8, u64), Vec<Hash>>,
    leaves: Vec<Hash>,
}

impl FullTiles for Store {
    type Error = String;

    fn full_tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, String> {
        let tile = self.tiles.get(&(level, index));
        tile.cloned()
            .ok_or_else(|| format!("tile {level}/{index} is not full yet"))
    }

    fn leaf_hashes(&self, range: Range<u64>) -> Result<Vec<Hash>, String> {
        Ok(self.leaves[range.start as usize..range.end as usize].to_vec())
    }
}

impl FullTiles for &Store {
    type Error = String;

    fn full_tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, String> {
        (*self).full_tile(level, index)
    }

    fn leaf_hashes(&self, range: Range<u64>) -> Result<Vec<Hash>, String> {
        (*self).leaf_hashes(range)
    }
}

#[test]
fn batches_complete_every_full_tile_once_and_the_edge_reloads() {
    let leaves = oracle::leaves(66_500);
    let (mut store, mut edge) = (Store::default(), TileEdge::empty());
    let mut memory = MemoryTree::new();
    let steps = [1, 254, 1, 1, 255, 257, 0, 600, 64_000, 131, 1000];
    for size in steps {
        let end = store.leaves.len() + size;
        let fresh = leaves[store.leaves.len()..end].to_vec();
        memory.extend(fresh.iter().copied());
        store.leaves.extend(&fresh);
        let batch = AppendedBatch::new(&edge.frontier(), fresh);
        for (tile, hashes) in edge.advance(&batch) {
            assert!(!tile.is_partial());
            assert_eq!(hashes.len(), 256);
            assert_eq!(
                tile_root(&hashes),
                memory.node(8 * (tile.level + 1), tile.index).unwrap()
            );
            assert!(
                store
                    .tiles
                    .insert((tile.level, tile.index), hashes)
                    .is_none(),
                "{tile} twice"
            );
        }
        check_stored(&store, &edge, &memory);
    }
    assert_eq!(edge.size(), 66_500);
}

fn check_stored(store: &Store, edge: &TileEdge, memory: &MemoryTree) {
    let size = edge.size();
    let full: Vec<_> = tiles(size).filter(|tile| !tile.is_partial()).collect();
    assert_eq!(store.tiles.len(), full.len());
    assert!(
        full.iter()
            .all(|tile| store.tiles.contains_key(&(tile.level, tile.index)))
    );
    let partial: Vec<_> = tiles(size).filter(TileId::is_partial).collect();
    assert_eq!(
        edge.partials().map(|(tile, _)| tile).collect::<Vec<_>>(),
        partial
    );
    assert_eq!(
        &TileEdge::load(store, size).unwrap(),
        edge,
        "the edge of {size}"
    );
    let nodes = TileNodes::new(EdgedTiles::new(store, edge), size);
    for at in (0..size).step_by(1 + size as usize / 9) {
        assert_eq!(
            inclusion_proof(&nodes, at, size),
            inclusion_proof(memory, at, size).map_err(|_| unreachable!())
        );
        let old = at + 1;
        assert_eq!(
            consistency_proof(&nodes, old, size),
            consistency_proof(memory, old, size).map_err(|_| unreachable!())
        );
    }
}
