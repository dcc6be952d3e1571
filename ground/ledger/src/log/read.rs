//! Reading tiles and bundles from a source, as a tree of some size needs them.

use crate::Hash;
use crate::bundle::{BundleError, bundle_entries};
use crate::source::{SourceError, TileSource};
use crate::tile::{BundleId, TileError, TileId, Tiles, tile_hashes};

use super::LogError;

/// The tiles of a log, for proofs.
#[derive(Clone, Copy)]
pub struct SourceTiles<'a>(pub &'a dyn TileSource);

impl Tiles for SourceTiles<'_> {
    type Error = LogError;

    fn hashes(&self, tile: TileId) -> Result<Vec<Hash>, LogError> {
        read_tile(self.0, tile)?
            .ok_or_else(|| LogError::Missing(tile.to_string()))?
            .map_err(LogError::Tile)
    }
}

/// A tile as it is stored: none when it is missing, an inner error when it has the wrong length. A partial tile
/// may have been deleted once the full one exists, which begins with the same hashes.
pub(super) fn read_tile(
    source: &dyn TileSource,
    tile: TileId,
) -> Result<Option<Result<Vec<Hash>, TileError>>, SourceError> {
    if let Some(bytes) = source.read(&tile.to_string())? {
        return Ok(Some(tile_hashes(tile, &bytes)));
    }
    if !tile.is_partial() {
        return Ok(None);
    }
    let full = source.read(&tile.full().to_string())?;
    Ok(full.map(|bytes| {
        let mut hashes = tile_hashes(tile.full(), &bytes)?;
        hashes.truncate(usize::from(tile.width));
        Ok(hashes)
    }))
}

/// A bundle as it is stored, and which of the two it is; none when it is missing.
pub(super) fn read_bundle(
    source: &dyn TileSource,
    bundle: BundleId,
) -> Result<Option<(BundleId, Vec<u8>)>, SourceError> {
    if let Some(bytes) = source.read(&bundle.to_string())? {
        return Ok(Some((bundle, bytes)));
    }
    if !bundle.is_partial() {
        return Ok(None);
    }
    let full = source.read(&bundle.full().to_string())?;
    Ok(full.map(|bytes| (bundle.full(), bytes)))
}

/// One entry of a log.
///
/// # Errors
/// When its bundle is missing, malformed, or cannot be read.
pub(super) fn read_entry(
    source: &dyn TileSource,
    size: u64,
    index: u64,
) -> Result<Vec<u8>, LogError> {
    let missing = || LogError::Missing(format!("entry {index}"));
    let wanted = BundleId::at(size, index / 256).ok_or_else(missing)?;
    let (id, bytes) =
        read_bundle(source, wanted)?.ok_or_else(|| LogError::Missing(wanted.to_string()))?;
    let malformed = |reason: BundleError| LogError::Bundle {
        path: id.to_string(),
        reason,
    };
    let entries = bundle_entries(id, &bytes).map_err(malformed)?;
    let position = usize::try_from(index % 256).unwrap_or_default();
    entries
        .get(position)
        .map(|entry| entry.to_vec())
        .ok_or_else(missing)
}
