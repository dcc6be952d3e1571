//! Runs command steps so that each runs at most once and its outcome survives whoever asked for it.
//!
//! A step has a key: the position of the ledger entry that intends it. Its directory `<agent>/<key>/` holds
//! all that is known of it:
//!
//! | file | written | says |
//! |---|---|---|
//! | `step.json` | before anything runs | what to run, as whom |
//! | `secrets.json` | before, deleted when the step begins | values for its environment |
//! | `pid` | by the supervisor that won the right to run it, once | which process that is |
//! | `process` | when the command runs | which process that is |
//! | `stdout.log`, `stderr.log` | while it runs | what it said, bounded |
//! | `exit.json` | at the end, atomically | how it ended, with digests of the logs |
//!
//! The command is run by a supervisor in a session of its own: `holdpoint` itself, started again with
//! [`SUPERVISE`]. So the time limit, the bound on the logs and the outcome survive a killed server. Whoever creates
//! `pid` runs the step; nobody else ever will.
//!
//! A program that uses [`Supervisor::Process`] must begin its `main` with [`supervise_if_asked`].

mod agent;
mod artifact;
mod epoch;
mod error;
mod launch;
mod lookup;
mod order;
mod outcome;
mod output;
mod place;
mod process;
mod step;
mod supervise;
mod user;

pub use agent::{Agent, Options};
pub use error::AgentError;
pub use launch::Supervisor;
pub use outcome::{Ending, LogSummary, Outcome, Status};
pub use place::Stream;
pub use step::{Artifact, Program, Step};
pub use supervise::{SUPERVISE, supervise_if_asked};
pub use user::User;
