//! What can be wrong with a log, and where.

use std::fmt;

use serde::Serialize;

use crate::Hash;
use crate::bundle::BundleError;
use crate::source::SourceError;
use crate::tile::{BundleId, TILE_WIDTH, TileId};

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A resource that must exist does not.
    Missing,
    /// A resource could not be read.
    Unreadable,
    /// Bytes that do not have their format.
    Malformed,
    /// The checkpoint is not signed as it must be.
    Signature,
    /// The checkpoint is another log's.
    Origin,
    /// A tile with more or fewer bytes than its width calls for.
    Length,
    /// A hash in a tile that is not the one of what lies below it.
    Hash,
    /// An entry whose hash is not the one that the tree holds for it.
    Entry,
    /// A tile and what lies below it disagree, and nothing above tells which is right.
    Disagreement,
    /// The root that follows from the log is not the one that the checkpoint states.
    Root,
    /// The log is smaller than a checkpoint that it issued.
    RolledBack,
    /// The log does not extend a checkpoint that it issued.
    Forked,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Damage {
    /// Path of the damaged resource.
    pub path: String,
    /// What is wrong with it.
    pub what: What,
    /// Level of the tile, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Index of the tile or bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tile: Option<u64>,
    /// Index of the entry; of the first one when a hash stands for several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Size of the tree that was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// What should be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The same in words.
    pub message: String,
}

impl Damage {
    /// Damage to the resource at `path`.
    pub(super) fn new(what: What, path: impl fmt::Display, message: impl Into<String>) -> Self {
        Self {
            path: path.to_string(),
            what,
            level: None,
            tile: None,
            entry: None,
            size: None,
            expected: None,
            found: None,
            message: message.into(),
        }
    }

    pub(super) fn of_tile(what: What, tile: TileId, message: impl Into<String>) -> Self {
        let mut damage = Self::new(what, tile, message);
        (damage.level, damage.tile) = (Some(tile.level), Some(tile.index));
        damage
    }

    pub(super) fn of_bundle(what: What, bundle: BundleId, message: impl Into<String>) -> Self {
        let mut damage = Self::new(what, bundle, message);
        damage.tile = Some(bundle.index);
        damage
    }

    pub(super) fn at_entry(mut self, entry: u64) -> Self {
        self.entry = Some(entry);
        self
    }

    pub(super) fn instead(mut self, expected: impl ToString, found: impl ToString) -> Self {
        (self.expected, self.found) = (Some(expected.to_string()), Some(found.to_string()));
        self
    }

    pub(super) fn unreadable(error: &SourceError) -> Self {
        Self::new(What::Unreadable, &error.path, error.cause.to_string())
    }

    pub(super) fn framing(bundle: BundleId, error: &BundleError) -> Self {
        let damage = Self::of_bundle(What::Malformed, bundle, error.to_string());
        match error {
            BundleError::Truncated { entry, .. } => damage.at_entry(*entry),
            _ => damage,
        }
    }

    /// A hash in a tile that is not the one of what lies below it.
    pub(super) fn hash(tile: TileId, position: usize, expected: &Hash, found: &Hash) -> Self {
        let message = format!("hash {position} of the tile is not the one of what lies below it");
        Self::of_tile(What::Hash, tile, message)
            .at_entry(first_entry(tile, position))
            .instead(expected, found)
    }

    /// An entry whose hash is not the one in the tree.
    pub(super) fn entry(bundle: BundleId, position: usize, expected: &Hash, found: &Hash) -> Self {
        let message = "the hash of the entry is not the one that the tree holds for it";
        Self::of_bundle(What::Entry, bundle, message)
            .at_entry(bundle.first() + position as u64)
            .instead(expected, found)
    }
}

/// Index of the first entry below a hash of a tile.
fn first_entry(tile: TileId, position: usize) -> u64 {
    let node = tile
        .index
        .saturating_mul(u64::from(TILE_WIDTH))
        .saturating_add(position as u64);
    node.checked_shl(8 * u32::from(tile.level))
        .unwrap_or(u64::MAX)
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)?;
        if let Some(entry) = self.entry {
            write!(f, "; entry {entry}")?;
        }
        if let (Some(expected), Some(found)) = (&self.expected, &self.found) {
            write!(f, "; expected {expected}, found {found}")?;
        }
        Ok(())
    }
}
