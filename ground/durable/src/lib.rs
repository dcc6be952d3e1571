//! Files that are whole or not there, whatever happens to the machine.

mod key;
mod write;

pub use key::{KeyError, KeyFile, KeySource};
pub use write::{create_directories, sync_directory, touch};
