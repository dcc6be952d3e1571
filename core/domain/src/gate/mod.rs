//! The gate: criteria at a hold point, and the pure function that answers `go`, `no-go` or `hold`.
//!
//! | part | what |
//! |---|---|
//! | [`Criterion`] | one line of a gate |
//! | [`judge`] | asks every line, and says what came of each |
//! | [`Verdict`] | the answer, kept as `gate.judged` when it is relied on |
//! | [`replay`] | judges a kept verdict again, byte for byte, by the version of the semantics that it names |
//!
//! A gate is what its environment asks, what comes before it, where the environment is protected what the
//! components add, and what the calendar says, where blackouts or maintenance windows are about it. One file per kind of criterion.

mod approvals;
mod bounded;
mod calendar;
mod conflicts;
mod contracts;
mod criterion;
mod custom;
mod evidence;
mod findings;
mod judge;
mod lines;
mod places;
mod planned;
mod readiness;
pub(crate) mod refusal;
mod replay;
mod scheme;
mod semantics;
#[cfg(test)]
mod tests;
mod verdict;
mod witnessed;

pub use criterion::{Ask, Criterion, Requirement};
pub use findings::excuses;
pub(crate) use findings::findings;
pub use judge::{Inputs, Line, criteria, judge};
pub use lines::{CALENDAR, PLANNED, lines};
pub(crate) use refusal::criterion_wrong;
pub use refusal::{PAGES, REASONS};
pub use replay::{Mismatch, answers, replay};
pub use semantics::SEMANTICS;
pub use verdict::{Finding, Judged, Outcome, Verdict, Wait};
