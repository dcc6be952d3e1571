//! What goes wrong with steps. A command that fails is an outcome, not an error.

use std::path::PathBuf;

/// Why the agent did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// Somebody newer is in charge.
    #[error("epoch {asked} is over: this agent has taken orders of epoch {seen}")]
    OldEpoch {
        /// The epoch of the request.
        asked: u64,
        /// The newest one seen.
        seen: u64,
    },
    /// The key belongs to another step.
    #[error("step {key} is already known with another command or environment")]
    OtherStep {
        /// The key.
        key: u64,
    },
    /// The step cannot be run as it is written.
    #[error("step {key} cannot be run: {why}")]
    Invalid {
        /// The key.
        key: u64,
        /// What is wrong with it.
        why: String,
    },
    /// No operating-system user of that name.
    #[error("there is no operating-system user `{0}`")]
    NoSuchUser(String),
    /// Only root may become somebody else.
    #[error(
        "only root can run steps as user {uid}: run the agent as root, or steps as its own user"
    )]
    NotRoot {
        /// The user that steps should run as.
        uid: u32,
    },
    /// The step's user could not enter its own working directory.
    #[error(
        "user {uid} may not enter `{directory}`: choose another directory for the work of steps"
    )]
    Unreachable {
        /// The first directory on the way that is closed.
        directory: PathBuf,
        /// The user.
        uid: u32,
    },
    /// The supervisor did not take the step up.
    #[error("the supervisor of step {key} did not begin: {why}")]
    NotSupervised {
        /// The key.
        key: u64,
        /// What it said.
        why: String,
    },
    /// A file of the agent is not what the agent wrote.
    #[error("`{path}` is damaged: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The file system failed.
    #[error("cannot {doing} `{path}`")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

impl AgentError {
    /// For `map_err`: what was being done to which file.
    pub(crate) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}
