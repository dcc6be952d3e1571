//! The witness protocol, as C2SP tlog-witness 1.0.0 says: what a log sends to a witness, and the rule by which
//! the witness cosigns or refuses.
//!
//! Everything here is a pure function. Whoever runs a witness keeps a [`Held`] for each log, replaces it by
//! what [`Held::advance`] answers in one atomic step, and hands out a cosignature only when that is durable:
//! then no two heads of one size are ever cosigned, whatever is sent and whenever the machine stops.

mod held;
mod refusal;
mod submission;

pub use held::Held;
pub use refusal::{Declined, STALE_TYPE};
pub use submission::{MAX_PROOF_LINES, MAX_SUBMISSION, Submission, SubmissionError};
