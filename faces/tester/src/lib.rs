//! Steps that share tests: the process that lists or runs them, and what answers it.
//!
//! | message of the process | answer |
//! |---|---|
//! | the ids of the tests there are | whether they were written down |
//! | it begins | all tests, and what their set is recognised by |
//! | how those ended that it had, and that it wants more | which ones, or to ask again, or that nothing is left |
//!
//! Messages are numbered, and go by [`holdpoint_agent::Mail`]: whoever follows the step answers them, on the machine of the
//! server or through the agent of another host. The same message again has the same answer, so that servers may die meanwhile.
//!
//! The process is this program, started again ([`tests_if_asked`]) as the user of the step and in its folder. Which commands
//! list tests and run them is known to [`holdpoint_runners`]; what they write is the log of the step.

mod desk;
mod message;
mod worker;

pub use desk::answered;
pub use message::{Answer, Question, Wanted};
pub use worker::{TESTS, tests_if_asked};
