//! Declarations: what the configuration says there is, applied as a difference, one entry per item.

mod change;
mod check;
mod command;
mod retire;
#[cfg(test)]
mod tests;

pub use change::Change;
pub use command::Apply;

use crate::State;
use crate::kernel::{Halt, Refusal};

/// What stands against one item, beside everything else that is declared.
///
/// # Errors
/// When an aggregate that tells is not in memory.
pub fn problems(change: &Change, state: &State) -> Result<Vec<Refusal>, Halt> {
    let mut found = check::problems(change, state);
    found.extend(retire::problems(change, state)?);
    Ok(found)
}
