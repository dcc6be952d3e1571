//! Reading back what was copied: every entry, every full tile, the head.

use holdpoint_ledger::Hash;
use holdpoint_ledger::tile::TileEdge;
use holdpoint_ledger::tree::AppendedBatch;
use holdpoint_ports::{Head, LedgerReader};

use super::{LOT, Phase, TransferError, Watch, visit};
use crate::EngineError;
use crate::tiles;

/// Checks that the store has exactly this head, the entries that it is of, and their tiles.
pub(super) fn verify(
    reader: &dyn LedgerReader,
    head: &Head,
    watch: &Watch<'_>,
) -> Result<(), TransferError> {
    let found = reader.head().map_err(EngineError::from)?;
    if found.as_ref() != Some(head) {
        return Err(TransferError::Target("its head is another one".to_owned()));
    }
    let mut edge = TileEdge::empty();
    while edge.size() < head.size {
        watch(Phase::Verifying, edge.size(), head.size);
        let range = edge.size()..head.size.min(edge.size() + LOT);
        let mut leaves = Vec::new();
        visit(reader, range, &mut |_, bytes| {
            leaves.push(Hash::leaf(bytes));
            Ok(())
        })?;
        let completed = edge.advance(&AppendedBatch::new(&edge.frontier(), leaves));
        for tile in completed.into_iter().map(tiles::stored) {
            let there = reader.tile(tile.level, tile.index);
            if there.map_err(EngineError::from)? != Some(tile.bytes) {
                let text = format!("tile {} of level {} is another one", tile.index, tile.level);
                return Err(TransferError::Target(text));
            }
        }
    }
    match edge.frontier().root() == head.root {
        true => Ok(()),
        false => Err(TransferError::Target("its entries are others".to_owned())),
    }
}
