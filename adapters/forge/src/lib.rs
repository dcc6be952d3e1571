//! GitHub, GitLab and Gitea (and Forgejo) by REST: statuses of commits, one comment on a request to merge that is kept up to
//! date, and remarks at the lines that a finding is about.
//!
//! [`Surroundings`] reads from the environment of a CI system where it runs, [`Address`] opens what it names, and
//! [`publish`] says there what a report says. A forge is asked with patience: it may want rest, and has it for a while;
//! what was surely not done is tried again, what may have been done is not.

mod address;
mod diff;
mod gitea;
mod github;
mod gitlab;
mod review;
mod surroundings;
mod wire;

pub use address::{Address, Forge, Opened, Token};
pub use review::{Published, Review, Told, publish};
pub use surroundings::{Surroundings, Variables};
pub use wire::Patience;
