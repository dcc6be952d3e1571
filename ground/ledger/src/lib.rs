//! A transparency log that knows nothing of Holdpoint: entries, tree, tiles, notes, proofs.
//!
//! The formats are C2SP's (signed-note 1.0.0, tlog-checkpoint 1.0.0, tlog-cosignature 1.0.1, tlog-tiles 0.1.0,
//! tlog-proof) over the Merkle tree of RFC 6962, so that anybody's tools read and verify what is written here.

pub mod bundle;
pub mod canonical;
pub mod checkpoint;
pub mod cosignature;
pub mod entry;
mod hash;
pub mod log;
pub mod note;
pub mod proof_file;
pub mod sink;
pub mod source;
pub mod strict64;
pub mod tile;
pub mod tree;
pub mod writer;

pub use bundle::MAX_ENTRY;
pub use hash::{Hash, HashError};
