//! What is to be started.

use std::collections::BTreeMap;

use holdpoint_ports::Millis;
use sha2::{Digest as _, Sha256};

/// Hexadecimal digits of a marker: as many as a name in a cluster and a label have room for, and surely no two orders share.
const DIGITS: usize = 40;
/// How far the clock of another system may be behind, in milliseconds.
const SKEW: Millis = 300_000;

/// A job that is to be started, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What tells this order from all others, whatever its form: the step, its run and its attempt.
    pub key: String,
    /// Which job: the file of a workflow, a name that a pipeline of GitLab is given, a job of Jenkins with its folders, or a
    /// template of Argo.
    pub job: String,
    /// Where it lives: `OWNER/NAME`, the path or number of a project, or the namespace of a cluster. Jenkins needs none.
    pub repository: String,
    /// The branch or tag. Jenkins and Argo have none: give them an input.
    pub reference: String,
    /// What it is started with.
    pub inputs: BTreeMap<String, String>,
    /// When it was ordered: no job that was there before is taken for it.
    pub ordered: Millis,
}

impl Order {
    /// What the job carries, so that it is found: `hp-` and the beginning of the SHA-256 of the key.
    #[must_use]
    pub fn marker(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.key.as_bytes()));
        let digits: String = digest.chars().take(DIGITS).collect();
        format!("hp-{digits}")
    }

    /// Since when a job of it can be there, by any clock, in milliseconds since 1970.
    pub(crate) fn since(&self) -> Millis {
        self.ordered.saturating_sub(SKEW)
    }
}
