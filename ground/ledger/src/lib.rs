//! A transparency log that knows nothing of Holdpoint: entries, tree, tiles, notes, proofs.
//!
//! The formats are C2SP's (signed-note 1.0.0, tlog-checkpoint 1.0.0, tlog-cosignature 1.0.1, tlog-tiles 0.1.0,
//! tlog-witness 1.0.0, tlog-proof, tlog-policy) over the Merkle tree of RFC 6962, so that anybody's tools read
//! and verify what is written here.
//!
//! ```
//! use holdpoint_ledger::log::{FsckOptions, LogIdentity, fsck, prove};
//! use holdpoint_ledger::note::Ed25519Signer;
//! use holdpoint_ledger::source::MemoryLog;
//! use holdpoint_ledger::writer::TiledLogWriter;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let signer = Ed25519Signer::from_seed("example.com/log", &[7; 32])?;
//! let mut log = MemoryLog::new();
//! let mut writer = TiledLogWriter::new(&mut log);
//! writer.append(b"first")?;
//! writer.append(b"second")?;
//! writer.finish("example.com/log", &[&signer])?;
//!
//! let identity = LogIdentity::new(&signer.verifier_key().to_string())?;
//! assert!(fsck(&log, &identity, &FsckOptions::default()).sound);
//! let proven = prove(&log, &identity, 1)?;
//! assert_eq!(proven.entry, b"second");
//! assert!(proven.file.to_string().starts_with("c2sp.org/tlog-proof@v1\nindex 1\n"));
//!
//! log.insert("tile/0/000.p/2".into(), vec![0; 64]);
//! let report = fsck(&log, &identity, &FsckOptions::default());
//! assert_eq!(report.damages[0].path, "tile/0/000.p/2");
//! # Ok(())
//! # }
//! ```

pub mod bundle;
pub mod canonical;
pub mod checkpoint;
pub mod cosignature;
pub mod entry;
mod hash;
pub mod log;
pub mod note;
pub mod policy;
pub mod proof_file;
pub mod sink;
pub mod source;
pub mod strict64;
pub mod tile;
pub mod tree;
pub mod witness;
pub mod writer;

pub use bundle::MAX_ENTRY;
pub use hash::{Hash, HashError};
