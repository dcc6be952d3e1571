//! Evidence about artifacts, as other tools write it: in-toto statements, DSSE envelopes, JUnit reports and
//! software bills of material, read into small typed facts, and written as in-toto statements.
//!
//! Everything read here is untrusted: size and depth are bounded, entities of XML are refused, nothing
//! panics, and an error says at which line and column it is.

pub mod contract;
pub mod dsse;
mod error;
pub mod evidence;
pub mod junit;
pub mod key;
mod place;
pub mod predicate;
pub mod sbom;
mod signing;
pub mod statement;
mod text;
mod xml;

pub use dsse::Envelope;
pub use error::{ErrorCode, ReadError};
pub use evidence::{Evidence, Format, Outcome, SignatureState, Summary, read_evidence};
pub use key::{KeyError, PublicKey};
pub use place::Place;
pub use signing::SigningKey;
pub use statement::{Statement, Subject};

/// The version of what is taken from a document: outcome, subjects, time, signers and summary. It is raised
/// whenever the same document would be read otherwise, so that whoever kept what an earlier version read knows
/// why it differs.
pub const READER_VERSION: u32 = 1;

/// No document above this size is read.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
