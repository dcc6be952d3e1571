//! A whole tree in memory: for tests, for small logs, and as the oracle of stored ones.

use std::convert::Infallible;

use super::NodeSource;
use crate::Hash;

/// Every node of every perfect subtree: about two hashes a leaf.
#[derive(Debug, Clone, Default)]
pub struct MemoryTree {
    levels: Vec<Vec<Hash>>,
}

impl MemoryTree {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Adds the hash of one more leaf.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else {
                return;
            };
            nodes.push(hash);
            match nodes.as_slice() {
                [.., left, right] if nodes.len().is_multiple_of(2) => {
                    hash = Hash::node(left, right)
                }
                _ => return,
            }
        }
    }
}

impl Extend<Hash> for MemoryTree {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}

impl NodeSource for MemoryTree {
    type Error = Infallible;

    /// Nodes that do not exist have the empty hash: proofs never ask for them.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Infallible> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let node = self
            .levels
            .get(usize::from(level))
            .and_then(|nodes| nodes.get(index));
        Ok(node.copied().unwrap_or_else(Hash::empty))
    }
}
