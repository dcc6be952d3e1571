//! Evidence: attestations about a subject digest, by their bounded summary.
//!
//! | aggregate | begins with | changes with |
//! |---|---|---|
//! | evidence (all about one digest) | `evidence.recorded` | recorded again, `evidence.withdrawn` |
//!
//! The statement itself is a blob; the entry has what gates ask for. Evidence is looked up by digest when a
//! gate asks, and leaves memory afterwards.

mod command;
mod document;
mod event;
mod predicate;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use command::{AddEvidence, WithdrawEvidence};
pub use document::{Attachment, Document, claimed};
pub use event::{Recorded, Withdrawn};
pub use predicate::{SHORT_NAMES, matches};
pub use refusal::PAGES;
pub use state::{Dossier, Evidence, EvidenceId, Outcome, Subject, key};
