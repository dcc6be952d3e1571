//! A step as the supervisor gets it: what was asked, and what the agent decided about it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Step, User};

/// The content of `step.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) step: Step,
    /// Names of the secrets. A repeated order may bring newer values and is still the same order.
    pub(crate) secrets: Vec<String>,
    /// Without, the command runs as the agent's own user.
    pub(crate) user: Option<User>,
    /// HOME, and the working directory unless the step names one.
    pub(crate) work: PathBuf,
    /// How many bytes of the log are kept.
    pub(crate) log_limit: u64,
    /// How long a step may take to end by itself after its time is up, in milliseconds.
    pub(crate) grace_ms: u64,
}

impl Order {
    /// Whether both ask for the same thing; who runs it, and where, may have been configured anew.
    pub(crate) fn asks_the_same(&self, other: &Self) -> bool {
        self.step.key == other.step.key
            && self.step.program == other.step.program
            && self.step.environment == other.step.environment
            && self.step.working_directory == other.step.working_directory
            && self.step.timeout_ms == other.step.timeout_ms
            && self.secrets == other.secrets
    }
}
