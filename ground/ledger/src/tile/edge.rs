//! The right edge in tiles: the hashes of the tiles that are not full yet. With it, an append yields the tiles
//! that it completes without reading any, and partial tiles are served.

use std::ops::Range;

use super::{TILE_HEIGHT, TILE_LEVELS, TILE_WIDTH, TileId, level_width, tile_root};
use crate::Hash;
use crate::tree::{AppendedBatch, Frontier};

/// A store that keeps full tiles, and leaves from which the hashes at the edge are computed.
pub trait FullTiles {
    /// What can go wrong while reading.
    type Error;

    /// The 256 hashes of a full tile, which exists.
    ///
    /// # Errors
    /// When it cannot be read.
    fn full_tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, Self::Error>;

    /// The leaf hashes of at most 255 entries, which exist.
    ///
    /// # Errors
    /// When they cannot be read.
    fn leaf_hashes(&self, range: Range<u64>) -> Result<Vec<Hash>, Self::Error>;
}

/// The partial tiles of a tree: at most 255 hashes for each of 8 levels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TileEdge {
    size: u64,
    /// By level; no trailing empty levels.
    levels: Vec<Vec<Hash>>,
}

/// A tile that a batch completed: its place and its 256 hashes.
pub type CompletedTile = (TileId, Vec<Hash>);

impl TileEdge {
    /// The edge of the empty tree.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The edge at `size` of a stored tree. Reads at most 255 leaf hashes and 255 full tiles a level.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn load<S: FullTiles>(store: &S, size: u64) -> Result<Self, S::Error> {
        let mut levels = Vec::new();
        for level in (0..TILE_LEVELS).take_while(|level| level_width(size, *level) > 0) {
            let end = level_width(size, level);
            let range = end - end % u64::from(TILE_WIDTH)..end;
            levels.push(match level.checked_sub(1) {
                None if range.is_empty() => Vec::new(),
                None => store.leaf_hashes(range)?,
                Some(below) => range
                    .map(|index| {
                        store
                            .full_tile(below, index)
                            .map(|hashes| tile_root(&hashes))
                    })
                    .collect::<Result<_, _>>()?,
            });
        }
        Ok(Self { size, levels })
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Hashes of the partial tile of a level; none when it has no partial tile.
    #[must_use]
    pub fn partial(&self, level: u8) -> Option<(TileId, &[Hash])> {
        let hashes = self
            .levels
            .get(usize::from(level))
            .filter(|hashes| !hashes.is_empty())?;
        let index = level_width(self.size, level) / u64::from(TILE_WIDTH);
        let width = u16::try_from(hashes.len()).ok()?;
        Some((
            TileId {
                level,
                index,
                width,
            },
            hashes,
        ))
    }

    /// All partial tiles, lowest level first.
    pub fn partials(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        (0..TILE_LEVELS).filter_map(|level| self.partial(level))
    }

    /// The frontier of the same tree.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        let peaks = self.levels.iter().rev().flat_map(|hashes| {
            let mut frontier = Frontier::empty();
            frontier.extend(hashes.iter().copied());
            frontier.hashes().to_vec()
        });
        // Each level gives one hash for every 1 among its 8 bits of the size, so that the counts agree.
        Frontier::from_parts(self.size, peaks.collect()).unwrap_or_default()
    }

    /// Moves the edge over a batch; returns the tiles that it completed, lowest level first.
    /// The batch must have been appended to [`TileEdge::frontier`].
    pub fn advance(&mut self, batch: &AppendedBatch) -> Vec<CompletedTile> {
        debug_assert_eq!(
            self.size,
            batch.old_size(),
            "the batch belongs to another tree"
        );
        let mut completed = Vec::new();
        for level in (0..TILE_LEVELS).take_while(|level| level_width(batch.new_size(), *level) > 0)
        {
            let (first, fresh) = batch.fresh(level * TILE_HEIGHT);
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            if let Some(hashes) = self.levels.get_mut(usize::from(level)) {
                let index = first / u64::from(TILE_WIDTH);
                completed.extend(fill(hashes, fresh, level, index));
            }
        }
        self.size = batch.new_size();
        completed
    }
}

/// Fills the partial tile at `index` of `level` with `fresh`; returns what is full, keeps the rest.
fn fill(partial: &mut Vec<Hash>, fresh: &[Hash], level: u8, index: u64) -> Vec<CompletedTile> {
    partial.extend_from_slice(fresh);
    let (full, rest) = partial.as_chunks::<256>();
    let completed = (index..)
        .zip(full)
        .map(|(index, hashes)| {
            (
                TileId {
                    level,
                    index,
                    width: TILE_WIDTH,
                },
                hashes.to_vec(),
            )
        })
        .collect();
    *partial = rest.to_vec();
    completed
}
