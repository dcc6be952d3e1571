//! How attempts end.

use std::collections::BTreeMap;

use holdpoint_pipelines::Outcome;
use imbl::Vector;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::needs::StepArtifacts;
use super::tests::TestTally;
use crate::agent::AgentName;
use crate::deployment::DeploymentId;
use crate::kernel::{Digest, Time};

/// How an attempt of a step ended, as whoever carried it out says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepResult {
    /// Exit code; none if a signal ended it, or nothing ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// Signal number, if one ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<i32>,
    /// Whether it took longer than it may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timed_out: bool,
    /// Whether nobody knows how it ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// What else there is to say, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Digest of what it wrote, kept as a blob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<Digest>,
    /// Whether that are records with their streams and times (`MILLIS TAG TEXT` and a line feed), not the bytes alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub records: bool,
    /// The artifacts that it has made, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub artifacts: StepArtifacts,
    /// Caches of which it had what an earlier run left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cached: Vec<String>,
    /// The page of the job elsewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The agent on another host that ran it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentName>,
    /// What came of tests that steps shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<TestTally>,
    /// When it was begun to bring there what it needs, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preparing: Option<Time>,
    /// When it began, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Time>,
    /// When it ended, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Time>,
    /// When what it made had been taken from there, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<Time>,
}

impl StepResult {
    /// It did what it should.
    #[must_use]
    pub fn done() -> Self {
        Self {
            exit_code: Some(0),
            ..Self::default()
        }
    }

    /// It did what it should, and what there is to say about it.
    #[must_use]
    pub fn done_as(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            ..Self::done()
        }
    }

    /// It did not, and why.
    #[must_use]
    pub fn not(why: impl Into<String>) -> Self {
        Self {
            exit_code: Some(1),
            why: why.into(),
            ..Self::default()
        }
    }

    /// Nobody knows how it ended.
    #[must_use]
    pub fn lost(why: impl Into<String>) -> Self {
        Self {
            lost: true,
            why: why.into(),
            ..Self::default()
        }
    }

    /// Whether it did what it should.
    #[must_use]
    pub fn success(&self) -> bool {
        self.exit_code == Some(0) && !self.timed_out && !self.lost
    }

    /// What retries call such an end.
    #[must_use]
    pub fn exit(&self) -> String {
        match self {
            Self { lost: true, .. } => "lost".to_owned(),
            Self {
                timed_out: true, ..
            } => "timeout".to_owned(),
            Self {
                exit_code: Some(code),
                ..
            } => code.to_string(),
            _ => "signal".to_owned(),
        }
    }
}

/// How a step ended, its last attempt included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepEnd {
    /// The deployments that its last attempt had begun.
    pub deployments: Vector<DeploymentId>,
    /// How.
    pub outcome: Outcome,
    /// As whoever carried out the last attempt says.
    pub result: StepResult,
    /// The number of that attempt, from 1; 0 if it was taken over from the run that this one repeats.
    pub attempt: u32,
    /// Position of its intent; 0 likewise.
    pub intent: u64,
    /// When that attempt was requested.
    pub since: Time,
    /// When it ended.
    pub time: Time,
}
