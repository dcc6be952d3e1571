//! The gate: criteria at a hold point, and the pure function that answers `go`, `no-go` or `hold`.

mod criterion;
mod refusal;

pub use criterion::{Ask, Criterion, Requirement};
pub use refusal::PAGES;
pub(crate) use refusal::criterion_wrong;
