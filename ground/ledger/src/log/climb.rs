//! The levels above the ground, up to the root: every tile against the one above it.

use super::Damage;
use super::damage::What;
use super::ground::{Group, Progress, stored_tile};
use super::resolve::{Accounts, Subtree, Verdict};
use crate::Hash;
use crate::source::{CHECKPOINT, TileSource};
use crate::tile::{TILE_LEVELS, TileId, level_width, tile_root};
use crate::tree::{Frontier, fold};

/// A group of the ground: what the level above sees of it, or the right edge itself.
pub(super) struct Reduced {
    full: Option<Subtree>,
    edge: Option<Accounts>,
    damages: Vec<Damage>,
}

/// Keeps of a group only what is needed further up.
pub(super) fn reduce(group: Group) -> Reduced {
    let Group { accounts, damages } = group;
    if accounts.tile.is_partial() {
        return Reduced {
            full: None,
            edge: Some(accounts),
            damages,
        };
    }
    Reduced {
        full: Some(accounts.into_subtree()),
        edge: None,
        damages,
    }
}

impl Reduced {
    /// What can be said of a group without the levels above it.
    pub(super) fn into_damages(self) -> Vec<Damage> {
        let mut damages = self.damages;
        let disputed = match self.full {
            Some(Subtree::Disputed(accounts)) => Some(*accounts),
            _ => self.edge,
        };
        if let Some(accounts) = disputed {
            accounts.settle(Verdict::Unknown, &mut damages);
        }
        damages
    }
}

pub(super) struct Climb<'a> {
    source: &'a dyn TileSource,
    size: u64,
    progress: &'a Progress,
    edge: Vec<Accounts>,
    pub(super) damages: Vec<Damage>,
}

impl<'a> Climb<'a> {
    pub(super) fn new(source: &'a dyn TileSource, size: u64, progress: &'a Progress) -> Self {
        Self {
            source,
            size,
            progress,
            edge: Vec::new(),
            damages: Vec::new(),
        }
    }

    /// Checks everything above the ground; the last word is the root's.
    pub(super) fn run(&mut self, ground: Vec<Reduced>, root: &Hash) {
        let mut below = Vec::with_capacity(ground.len());
        for group in ground {
            self.damages.extend(group.damages);
            self.edge.extend(group.edge);
            below.extend(group.full);
        }
        for level in 1..TILE_LEVELS {
            below = self.level(level, below);
        }
        self.edge(root);
    }

    fn level(&mut self, level: u8, below: Vec<Subtree>) -> Vec<Subtree> {
        let mut children = below.into_iter();
        let mut full = Vec::new();
        for index in 0..level_width(self.size, level).div_ceil(256) {
            let Some(tile) = TileId::at(self.size, level, index) else {
                break;
            };
            let accounts = self.tile(tile, children.by_ref().take(usize::from(tile.width)));
            if tile.is_partial() {
                self.edge.push(accounts);
            } else {
                full.push(accounts.into_subtree());
            }
        }
        full
    }

    fn tile(&mut self, tile: TileId, children: impl Iterator<Item = Subtree>) -> Accounts {
        let stored = stored_tile(self.source, tile, self.progress, &mut self.damages);
        let mut pending = Vec::new();
        let mut computed = Some(Vec::with_capacity(usize::from(tile.width)));
        for (position, child) in children.enumerate() {
            let above = stored.as_ref().and_then(|hashes| hashes.get(position));
            let hash = match child {
                Subtree::Agreed(hash) => Some(hash),
                Subtree::Lost => above.copied(),
                Subtree::Disputed(accounts) => {
                    self.decide(position, *accounts, above, &mut pending)
                }
            };
            computed = computed.zip(hash).map(|(mut hashes, hash)| {
                hashes.push(hash);
                hashes
            });
        }
        Accounts {
            tile,
            stored,
            computed,
            pending,
        }
    }

    /// Settles a disputed tile by the hash above it, if that decides; returns the hash to go on with.
    fn decide(
        &mut self,
        position: usize,
        accounts: Accounts,
        above: Option<&Hash>,
        pending: &mut Vec<(usize, Accounts)>,
    ) -> Option<Hash> {
        let verdict = above.map_or(Verdict::Unknown, |above| accounts.verdict(above));
        if verdict != Verdict::Unknown {
            accounts.settle(verdict, &mut self.damages);
            return above.copied();
        }
        let hash = accounts.hashes(verdict).map(|hashes| tile_root(hashes));
        pending.push((position, accounts));
        hash
    }

    /// The right edge has nothing above it but the root: whichever accounts lead to it are right.
    fn edge(&mut self, root: &Hash) {
        let edge = std::mem::take(&mut self.edge);
        let found = combinations(&edge).find(|verdicts| edge_root(&edge, verdicts) == Some(*root));
        let verdicts = found.unwrap_or_else(|| {
            let unknown = vec![Verdict::Unknown; edge.len()];
            self.damages
                .push(wrong_root(root, edge_root(&edge, &unknown), self.size));
            unknown
        });
        for (accounts, verdict) in edge.into_iter().zip(verdicts) {
            accounts.settle(verdict, &mut self.damages);
        }
    }
}

/// Every choice of accounts for the tiles of the edge; one choice where nothing is disputed.
fn combinations(edge: &[Accounts]) -> impl Iterator<Item = Vec<Verdict>> {
    let disputed: Vec<_> = edge.iter().map(Accounts::is_disputed).collect();
    let choices = disputed.iter().filter(|disputed| **disputed).count();
    // At most 8 levels have an edge, hence at most 256 choices.
    (0..1u32 << choices).map(move |choice| {
        let mut bit = 0;
        let verdict = |disputed: &bool| {
            bit += u32::from(*disputed);
            if *disputed && choice >> (bit - 1) & 1 == 0 {
                Verdict::Stored
            } else {
                Verdict::Computed
            }
        };
        disputed.iter().map(verdict).collect()
    })
}

fn edge_root(edge: &[Accounts], verdicts: &[Verdict]) -> Option<Hash> {
    let mut peaks = Vec::new();
    // The edge is listed from the lowest level up; the peaks of a tree begin with the highest.
    for (accounts, verdict) in edge.iter().zip(verdicts).rev() {
        let mut frontier = Frontier::empty();
        frontier.extend(accounts.hashes(*verdict)?.iter().copied());
        peaks.extend_from_slice(frontier.hashes());
    }
    Some(fold(&peaks))
}

fn wrong_root(expected: &Hash, found: Option<Hash>, size: u64) -> Damage {
    let damage = match found {
        Some(found) => {
            let message = format!(
                "the root over the {size} entries is not the one that the checkpoint states"
            );
            Damage::new(What::Root, CHECKPOINT, message).instead(expected, found)
        }
        None => {
            let message = "the root cannot be computed, because tiles and what lies below them are both missing";
            Damage::new(What::Root, CHECKPOINT, message)
        }
    };
    Damage {
        size: Some(size),
        ..damage
    }
}
