//! Values that are shown to nobody, and what keeps them out of output.

mod forms;
mod masker;
mod net;
mod secret;

pub use forms::{URL, percent};
pub use masker::{MASK, Masker, SHORTEST};
pub use secret::Secret;
