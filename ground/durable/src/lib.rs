//! Files that are whole or not there, whatever happens to the machine.

mod key;
mod lock;
mod write;

pub use key::{KeyError, KeyFile, KeySource};
pub use lock::Lock;
pub use write::{create_directories, replace, sync_directory, touch};
