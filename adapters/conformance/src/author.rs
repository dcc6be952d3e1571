//! Writes batches as an engine does: with a tree, its tiles and a head.

use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::Frontier;
use holdpoint_ports::{Batch, Head, NewEntry, Opening, StoredTile};

/// Entries, or tiles, to a tile.
const WIDTH: usize = 256;

/// An entry with these bytes about `subject`.
#[must_use]
pub fn entry(bytes: &[u8], subject: &str, opening: Option<Opening>) -> NewEntry {
    let (bytes, subject) = (bytes.to_vec(), subject.to_owned());
    NewEntry {
        bytes,
        subject,
        references: Vec::new(),
        opening,
    }
}

/// What the author of a ledger knows: its tree so far.
#[derive(Debug, Clone)]
pub struct Author {
    frontier: Frontier,
    unfinished: Vec<Unfinished>,
}

/// A tile that still lacks hashes.
#[derive(Debug, Clone, Default)]
struct Unfinished {
    index: u64,
    hashes: Vec<Hash>,
}

impl Default for Author {
    fn default() -> Self {
        Self {
            frontier: Frontier::empty(),
            unfinished: Vec::new(),
        }
    }
}

impl Author {
    /// The author of an empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of entries so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The head after the entries so far.
    #[must_use]
    pub fn head(&self) -> Head {
        let (size, root) = (self.frontier.size(), self.frontier.root());
        let checkpoint = format!("conformance\n{size}\n{root}\n").into_bytes();
        Head {
            size,
            root,
            checkpoint,
            time_ms: i64::try_from(size).unwrap_or(i64::MAX),
        }
    }

    /// The next batch, with these entries.
    pub fn batch(&mut self, entries: Vec<NewEntry>) -> Batch {
        let first = self.size();
        let mut tiles = Vec::new();
        for entry in &entries {
            let leaf = Hash::leaf(&entry.bytes);
            self.frontier.append(leaf);
            self.add(0, leaf, &mut tiles);
        }
        Batch {
            first,
            entries,
            tiles,
            idempotency: Vec::new(),
            head: self.head(),
        }
    }

    fn add(&mut self, level: u8, hash: Hash, tiles: &mut Vec<StoredTile>) {
        if self.unfinished.len() <= usize::from(level) {
            self.unfinished.push(Unfinished::default());
        }
        let Some(tile) = self.unfinished.get_mut(usize::from(level)) else {
            return;
        };
        tile.hashes.push(hash);
        if tile.hashes.len() < WIDTH {
            return;
        }
        let mut root = Frontier::empty();
        root.extend(tile.hashes.iter().copied());
        let bytes = tile.hashes.drain(..).flat_map(|hash| hash.0).collect();
        tiles.push(StoredTile {
            level,
            index: tile.index,
            bytes,
        });
        tile.index += 1;
        self.add(level + 1, root.root(), tiles);
    }
}
