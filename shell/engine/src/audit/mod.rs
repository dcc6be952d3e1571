//! Proving the ledger to others: that nothing was changed (`verify`), that somebody else can see so without
//! us (`export`, `verify_bundle`), and that every verdict comes out again as it was kept (`replay`).
//!
//! `inspect` looks at each entry while the tree is checked, `evidence` reads the documents again, `signatures`
//! verifies what people have signed, `source` shows a ledger as a tiled log, `tar` writes and reads a bundle as one file.

mod blobs;
mod bundle;
mod evidence;
mod export;
mod inspect;
mod manifest;
mod replay;
mod signatures;
mod source;
mod statements;
mod tar;
mod trust;
mod verify;

pub use blobs::BlobCount;
pub use bundle::{BundleReport, BundleSource, DirectoryBundle, verify_bundle};
pub use evidence::EvidenceCount;
pub use export::{ExportError, ExportOptions, export};
pub use inspect::{Fault, Problem};
pub use manifest::{ExportedBlob, FORMAT, Manifest, ProofPath};
pub use replay::{Difference, ReplayReport, replay};
pub use tar::{TarBundle, TarSink};
pub use trust::{Trust, WitnessedUpTo};
pub use verify::{VerifyReport, verify};

/// What is told of work that takes long: how much is done, of how much.
pub type Progress<'a> = dyn Fn(u64, u64) + Sync + 'a;
