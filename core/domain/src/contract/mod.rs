//! Contracts: which interfaces an artifact provides and consumes, by the digest of what describes each of them.
//!
//! | part | what |
//! |---|---|
//! | [`Contracts`] | what is said of one artifact, by evidence with the predicate `contract` |
//! | [`Party`] | a version that takes part: of a release, or running in an environment |
//! | [`Meeting`] | a provider and a consumer that may run at the same time |
//! | [`order`] | in which order the components of a release can be deployed |
//!
//! What runs somewhere is in memory with its deployment, which is told of contracts by `deployment.contracted`: so a
//! gate need not look up what is known of everything that runs.

mod known;
mod meeting;
mod order;
mod party;
mod proof;
mod said;
#[cfg(test)]
mod tests;

pub(crate) use known::{contracted, told};
pub use known::{known, statement};
pub use meeting::{Meeting, Meetings, When, meetings};
pub use order::{Order, order};
pub use party::{Age, Party, Said, parties, running, said_of};
pub use proof::{Proof, Proofs, digests, proofs};
pub use said::{Contract, Contracts, MOST};
