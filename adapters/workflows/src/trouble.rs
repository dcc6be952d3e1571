//! Why a system did not do what it was asked.

use crate::System;

/// Why a system did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// What is ordered cannot be asked for.
    #[error("{0}")]
    Order(String),
    /// The token is none, or has ended.
    #[error("{system} does not know the token (401{said}); {help}")]
    Unknown {
        /// Which system.
        system: System,
        /// What it says, after a colon.
        said: String,
        /// What to do.
        help: &'static str,
    },
    /// The token is good, and may not do that.
    #[error("{system} does not let the token do that (403{said}); {help}")]
    Forbidden {
        /// Which system.
        system: System,
        /// What it says, after a colon.
        said: String,
        /// What to do.
        help: &'static str,
    },
    /// There is no such thing, or the token does not show it.
    #[error("{system} does not find it (404{said}); {help}")]
    Absent {
        /// Which system.
        system: System,
        /// What it says, after a colon.
        said: String,
        /// What to do.
        help: &'static str,
    },
    /// It says no to what it was sent.
    #[error("{system} says no ({status}{said}); {help}")]
    Refused {
        /// Which system.
        system: System,
        /// The HTTP status.
        status: u16,
        /// What it says, after a colon.
        said: String,
        /// What to do.
        help: &'static str,
    },
    /// It wants rest for longer than anybody waits. Nothing was done.
    #[error("{system} wants to be left alone for {seconds} seconds; ask less often, or later")]
    Limited {
        /// Which system.
        system: System,
        /// For how long.
        seconds: u64,
    },
    /// There was no connection, or no sound answer to a question. Nothing was done.
    #[error("{system} cannot be reached: {why}; look at its address, the network and its own log")]
    Unreachable {
        /// Which system.
        system: System,
        /// Why not.
        why: String,
    },
    /// It may have done it, and nobody here knows.
    #[error(
        "{system} may have done it, and gave no sound answer: {why}; look for the job before it is started again"
    )]
    Unsure {
        /// Which system.
        system: System,
        /// What came instead.
        why: String,
    },
}

impl Trouble {
    /// Whether it may have been done all the same.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        matches!(self, Self::Unsure { .. })
    }

    /// Whether the same may be done later, without anybody changing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Limited { .. } | Self::Unreachable { .. } | Self::Unsure { .. }
        )
    }
}

/// What to do about an answer of a system.
pub(crate) fn help(system: System, status: u16) -> &'static str {
    use System::{ArgoWorkflows, GitHubActions, GitLabCi, Jenkins};
    match (system, status) {
        (_, 300..=399) => "it has moved: write its new address or name",
        (GitHubActions, 401) => "give it a token that has not ended",
        (GitHubActions, 403) => "give the token the permission `Actions: write` for the repository",
        (GitHubActions, 404) => {
            "name the repository as `OWNER/NAME` and the file of the workflow, such as `deploy.yml`, and let the token see both"
        }
        (GitHubActions, 422) => {
            "name a branch or tag, not a commit, that has the workflow with `on: workflow_dispatch`; declare each input, and `holdpoint_key`, in it"
        }
        (GitLabCi, 401) => "give it a project access token that has not ended",
        (GitLabCi, 403) => "give the token the scope `api` and the role Maintainer in the project",
        (GitLabCi, 404) => "name the project by its path or number, and let the token see it",
        (GitLabCi, 400) => {
            "name a branch or tag that has a pipeline for `$CI_PIPELINE_SOURCE == \"api\"`, and let the token set pipeline variables"
        }
        (Jenkins, 401) => "give it `USER:TOKEN`, with an API token of that user",
        (Jenkins, 403) => "give the user the permissions Job/Read, Job/Build and Job/Cancel",
        (Jenkins, 404) => "name the job with its folders, such as `shop/deploy`",
        (ArgoWorkflows, 401) => "give it the token of a service account",
        (ArgoWorkflows, 403) => {
            "let the role of the service account get workflow templates, and create, get, list and patch workflows, in the namespace"
        }
        (ArgoWorkflows, 404) => "name a workflow template of the namespace",
        _ => "look at what it says, and into its own log",
    }
}
