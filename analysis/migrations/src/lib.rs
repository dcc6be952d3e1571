//! What a migration of a database does to those who use it meanwhile.
//!
//! Files are read as one history: what earlier ones make is known when later ones are judged. PostgreSQL is read by
//! squawk's grammar and rules; everything that needs to know the tables, and the other databases, by a reader of our own.
//! Each [`Finding`](holdpoint_findings::Finding) says who has to wait, what is lost or who breaks, and how to do it safely.
//! Nothing here knows the clock, the network or the disk.

mod catalogue;
mod check;
mod checks;
mod graph;
mod ignore;
mod migration;
mod opinion;
mod options;
mod rehearsal;
mod rules;
mod runner;
mod spans;
mod sql;
mod squawk;

pub use check::{Checked, check};
pub use graph::{Order, Phase, Step, order};
pub use options::{NoVersion, Options, Version};
pub use rehearsal::{Rehearsed, Stage, Unrehearsed, rehearse};
pub use rules::{examples, rules};
pub use runner::Runner;
pub use sql::Dialect;
