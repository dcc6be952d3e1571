//! Runs command steps so that each runs at most once and its outcome survives whoever asked for it.
//!
//! A step has a key: the position of the ledger entry that intends it. Its directory `<agent>/<key>/` holds
//! all that is known of it:
//!
//! | file | written | says |
//! |---|---|---|
//! | `step.json` | before anything runs | what to run, as whom |
//! | `pid` | by the supervisor that won the right to run it, once, durably before it runs | which process that is |
//! | `process` | when the command runs | which process that is |
//! | `output.log` | while it runs | what it said, bounded, without values of secrets, as records of `holdpoint-steplog` |
//! | `exit.json` | at the end, atomically, durably before it is told | how it ended, with the digest of the log |
//!
//! The command is run by a supervisor in a session of its own: a nursery of many steps, which is `holdpoint` itself, started again
//! with [`SUPERVISE`] and [`STEPS`]. So the time limit, the bound on the logs and the outcome survive a killed server. Whoever
//! creates `pid` runs the step; nobody else ever will.
//!
//! Secrets are handed to the supervisor by its standard input. What a step needs is brought into its [`Workplace`] before it
//! begins, and what it made is taken from there, by `holdpoint` itself, started again as the user of the step.
//!
//! A program that uses [`Supervisor::Process`] must begin its `main` with [`supervise_if_asked`] and [`files_if_asked`].

mod agent;
mod ends;
mod epoch;
mod error;
mod files;
mod launch;
mod lookup;
mod mail;
mod nursery;
mod order;
mod outcome;
mod output;
mod place;
mod process;
mod step;
mod supervise;
mod user;
mod workplace;

pub use agent::{Agent, Options};
pub use error::AgentError;
pub use files::files_if_asked;
pub use launch::Supervisor;
pub use mail::{Letters, MAIL, Mail};
pub use nursery::STEPS;
pub use outcome::{Ending, LogSummary, Outcome, Status};
pub use step::{Program, Step};
pub use supervise::{SUPERVISE, supervise_if_asked};
pub use user::User;
pub use workplace::{Giving, Patience, Ran, Workplace};
