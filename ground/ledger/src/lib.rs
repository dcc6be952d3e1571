//! A transparency log that knows nothing of Holdpoint: entries, tree, tiles, notes, proofs.

mod hash;

pub use hash::Hash;
