//! Settings of an installation: by option, by the environment, in a file, or by default, in that order.
//!
//! The file gives what options would have by default, so that whatever else is known of an option holds for its key, too.

mod file;
mod schema;
mod shown;
mod table;

pub use schema::schema;

pub(crate) use file::{apply, of};
pub(crate) use shown::{InForce, Known, in_force};
