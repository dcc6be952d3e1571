//! Help: commands in groups, and the reference that is written from them.

mod groups;
mod leaves;
mod reference;

pub(crate) use groups::group;
pub use groups::grouped_commands;
pub use leaves::{check_line, leaves};
pub use reference::reference;
