//! Declarations: what the configuration says there is, applied as a difference, one entry per item.

mod change;
mod check;
mod command;
mod retire;
#[cfg(test)]
mod tests;

pub use change::Change;
pub use command::Apply;
