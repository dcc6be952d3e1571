//! Blobs in a directory: content named by its SHA-256, written once, verified whenever it is read.

mod directory;
mod incoming;
mod path;
mod verified;

pub use directory::DirectoryBlobs;
pub use verified::Verified;
