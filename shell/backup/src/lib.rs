//! Backups: a ledger, its content and what the vault keeps, as of one position, while a server goes on.
//!
//! | in a backup | is |
//! |---|---|
//! | `backup.json` | the [`Manifest`]: up to where it goes, and digests of everything else; replaced last |
//! | `ledger.sqlite` | the entries, in a ledger that further backups go on with |
//! | `blobs/` | content, by digest |
//! | `people-….json` | what the vault keeps of people, without their keys |
//! | `files-…/` | small files beside the ledger |
//!
//! The keys are elsewhere, in a [`KeyFile`]: without it a backup tells nobody's name. Each backup of them replaces
//! the one before, so that what is destroyed is gone from there, too. It is written before the manifest, as of the backup before,
//! and once more after it: at no moment does a backup have people whose keys are nowhere, or keys that refuse it.
//!
//! A backup that breaks off leaves the one before whole: entries and content are only added to, and whatever is not named by
//! the manifest counts for nothing.

mod check;
mod error;
mod keys;
mod known;
mod manifest;
mod people;
mod restore;
mod write;

pub use check::{Contents, check};
pub use error::BackupError;
pub use keys::KeyFile;
pub use known::{Contradiction, Known, ask_witness, contradiction};
pub use manifest::{KeptFile, Manifest, People};
pub use restore::{Restored, Target, restore};
pub use write::{Source, Stage, Watch, Written, back_up};
