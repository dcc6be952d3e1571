//! Telling which of two accounts of a tile is right.
//!
//! Every tile has two accounts: the hashes that are stored in it, and those computed from what lies below (the
//! entries of a bundle, or the tiles of the level below). Where they differ, the hash that the level above holds
//! for the tile decides; at the right edge, where nothing is above, the signed root decides.

use super::Damage;
use super::damage::What;
use crate::Hash;
use crate::tile::{BundleId, TileId, tile_root};

/// Which account is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Stored,
    Computed,
    Unknown,
}

/// The two accounts of a tile; none where the tile, or what lies below it, is missing or malformed.
#[derive(Debug)]
pub(super) struct Accounts {
    pub(super) tile: TileId,
    pub(super) stored: Option<Vec<Hash>>,
    pub(super) computed: Option<Vec<Hash>>,
    /// Tiles below that the stored account did not decide, by their position in this tile.
    pub(super) pending: Vec<(usize, Accounts)>,
}

/// A full tile as the level above sees it.
#[derive(Debug)]
pub(super) enum Subtree {
    /// Its accounts agree, or there is only one.
    Agreed(Hash),
    /// Its accounts differ.
    Disputed(Box<Accounts>),
    /// There is none.
    Lost,
}

impl Accounts {
    pub(super) fn is_disputed(&self) -> bool {
        let differ =
            self.stored.is_some() && self.computed.is_some() && self.stored != self.computed;
        differ || !self.pending.is_empty()
    }

    pub(super) fn into_subtree(self) -> Subtree {
        if self.is_disputed() {
            return Subtree::Disputed(Box::new(self));
        }
        match self.stored.as_ref().or(self.computed.as_ref()) {
            Some(hashes) => Subtree::Agreed(tile_root(hashes)),
            None => Subtree::Lost,
        }
    }

    /// What the hash above says about a full tile.
    pub(super) fn verdict(&self, above: &Hash) -> Verdict {
        let is_above = |hashes: &Option<Vec<Hash>>| {
            hashes
                .as_ref()
                .is_some_and(|hashes| tile_root(hashes) == *above)
        };
        if is_above(&self.stored) {
            Verdict::Stored
        } else if is_above(&self.computed) {
            Verdict::Computed
        } else {
            Verdict::Unknown
        }
    }

    /// The hashes that the verdict says are right; without one, those computed from what lies below.
    pub(super) fn hashes(&self, verdict: Verdict) -> Option<&Vec<Hash>> {
        match verdict {
            Verdict::Stored => self.stored.as_ref(),
            Verdict::Computed | Verdict::Unknown => self.computed.as_ref().or(self.stored.as_ref()),
        }
    }

    /// Names what is damaged, given which account is right.
    pub(super) fn settle(mut self, verdict: Verdict, damages: &mut Vec<Damage>) {
        for (position, stored, computed) in self.differences() {
            damages.extend(match verdict {
                Verdict::Stored => self.below_is_wrong(position, &stored, &computed),
                Verdict::Computed => Some(Damage::hash(self.tile, position, &computed, &stored)),
                Verdict::Unknown => Some(self.disagreement(position, &stored, &computed)),
            });
        }
        // Where the stored account is right, a pending tile below matches it in neither of its own accounts.
        let below = if verdict == Verdict::Computed {
            verdict
        } else {
            Verdict::Unknown
        };
        for (_, child) in std::mem::take(&mut self.pending) {
            child.settle(below, damages);
        }
    }

    fn differences(&self) -> Vec<(usize, Hash, Hash)> {
        let (Some(stored), Some(computed)) = (&self.stored, &self.computed) else {
            return Vec::new();
        };
        let pairs = stored.iter().zip(computed).enumerate();
        pairs
            .filter(|(_, (stored, computed))| stored != computed)
            .map(|(position, (stored, computed))| (position, *stored, *computed))
            .collect()
    }

    fn below_is_wrong(&self, position: usize, expected: &Hash, found: &Hash) -> Option<Damage> {
        if self.tile.level == 0 {
            return Some(Damage::entry(self.bundle(), position, expected, found));
        }
        if self.pending.iter().any(|(at, _)| *at == position) {
            return None;
        }
        let child = self.child(position);
        let message = "the tile and everything below it agree, but not with the tile above: they were changed together";
        Some(Damage::of_tile(What::Hash, child, message).instead(expected, found))
    }

    fn disagreement(&self, position: usize, stored: &Hash, computed: &Hash) -> Damage {
        let below = match self.tile.level {
            0 => self.bundle().to_string(),
            _ => self.child(position).to_string(),
        };
        let message = format!(
            "hash {position} of the tile and `{below}` disagree, and nothing above tells which is right"
        );
        let mut damage = Damage::hash(self.tile, position, computed, stored);
        (damage.what, damage.message) = (What::Disagreement, message);
        damage
    }

    fn bundle(&self) -> BundleId {
        BundleId {
            index: self.tile.index,
            width: self.tile.width,
        }
    }

    fn child(&self, position: usize) -> TileId {
        let index = self
            .tile
            .index
            .saturating_mul(256)
            .saturating_add(position as u64);
        TileId {
            level: self.tile.level.saturating_sub(1),
            index,
            width: 256,
        }
    }
}
