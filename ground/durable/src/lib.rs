//! Files that are whole or not there, whatever happens to the machine.

mod key;
mod snapshot;
mod write;

pub use key::{KeyError, KeyFile, KeySource};
pub use snapshot::{Snapshot, SnapshotFile};
pub use write::{create_directories, replace, sync_directory, touch};
