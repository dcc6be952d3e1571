//! Witnesses over HTTP, and the file with what they have cosigned.

mod client;
mod kept;

pub use client::HttpWitnesses;
pub use kept::WitnessedFile;
