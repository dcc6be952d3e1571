//! What a step does, as the ledger keeps it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Responsible;
use super::needs::SecretPlace;
use crate::access::Role;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::release::ReleaseName;
use crate::window::WindowName;

/// What a step does, with all values put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Commands on an agent.
    Run(Script),
    /// A check of files, on an agent.
    Check(Check),
    /// Time that passes.
    Wait(Wait),
    /// The gate of an environment.
    Gate(Gate),
    /// People decide.
    Approval(Approval),
    /// A deployment.
    Deploy(Deploy),
    /// Bringing back what ran before a deployment of the run.
    RollBack(RollBack),
    /// Something that a person does.
    Manual(Manual),
    /// A call by HTTP.
    Http(Http),
    /// A job of another system.
    External(External),
    /// Tests that several steps share.
    Tests(Tests),
}

impl Work {
    /// What its key in a definition is.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Run(_) => "run",
            Self::Check(_) => "check",
            Self::Wait(_) => "wait",
            Self::Gate(_) => "gate",
            Self::Approval(_) => "approval",
            Self::Deploy(_) => "deploy",
            Self::RollBack(_) => "roll-back",
            Self::Manual(_) => "manual",
            Self::Http(_) => "http",
            Self::External(_) => "external",
            Self::Tests(_) => "tests",
        }
    }

    /// Whether it is carried out outside, as an effect.
    #[must_use]
    pub fn by_agent(&self) -> bool {
        match self {
            Self::Run(_) | Self::Check(_) | Self::Http(_) | Self::External(_) => true,
            Self::Tests(tests) => tests.share != TestShare::Result,
            _ => false,
        }
    }
}

/// Commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The commands.
    pub script: String,
    /// The program that reads them, with its arguments, such as `["sh", "-eu"]`.
    pub shell: Vec<String>,
    /// Where they run, inside the folder of the step.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Which check, and its arguments.
    pub command: Vec<String>,
    /// From which level on a finding fails it: `info`, `warning` or `error`.
    pub fail_on: String,
}

/// Time that passes: both have to be so if both are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// How long, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// Until one of these windows is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<WindowName>,
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Whose.
    pub environment: EnvironmentName,
    /// For which release, if not that of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// Whether the run waits until it passes; else it goes on, and that it would have waited is recorded.
    pub enforced: bool,
    /// How long the run waits for it, in seconds; for ever if nothing is said. Then the step has failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u32>,
}

/// A decision of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// In which roles; each has to.
    pub roles: Vec<Role>,
    /// How many people in each role.
    pub quorum: u32,
    /// What they are asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instructions: String,
    /// After how many seconds without an answer it has failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_seconds: Option<u32>,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deploy {
    /// Where to.
    pub environment: EnvironmentName,
    /// What, if not the release of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// Which components of it; all if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
}

/// Bringing back what ran before a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    /// The id of the step that deployed.
    pub of: String,
}

/// Something that a person does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manual {
    /// Whose task it is.
    pub owner: Responsible,
    /// Who does it if the owner cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Responsible>,
    /// What to do, and how one sees that it is done.
    pub instructions: String,
    /// How long it is planned to take, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_seconds: Option<u32>,
    /// What has to be said or attached when it is done; nothing if nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attachment: String,
    /// Whether a second person has to confirm it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
}

/// A call by HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The address.
    pub url: String,
    /// What is asked, such as `GET`.
    pub method: String,
    /// Headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// What is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Good answers; 200 to 299 if none are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<u16>,
    /// Where the secret is kept that is sent as bearer token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer: Option<SecretPlace>,
}

/// A job of another system, which is started and followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// Of which: `github-actions`, `gitlab-ci`, `jenkins` or `argo-workflows`.
    pub system: String,
    /// Which job or workflow.
    pub job: String,
    /// Where it lives, such as `acme/shop`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
    /// At which branch or tag.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// What it is started with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, String>,
}

/// Tests that several steps share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// What lists and runs them, such as `cargo-nextest`.
    pub runner: String,
    /// Commands that come before, in the same shell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub setup: String,
    /// Arguments of the runner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// How many workers share them.
    pub workers: u32,
    /// How often one that failed is run again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retry: u32,
    /// What this step does.
    pub share: TestShare,
}

/// What a step has to do with the tests that it shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TestShare {
    /// It lists them.
    Collect,
    /// It runs them, with others; workers are counted from 1.
    Worker(u32),
    /// It says whether each of them came to a good end.
    Result,
}

impl TestShare {
    /// The last part of the id of such a step.
    #[must_use]
    pub fn name(self) -> String {
        holdpoint_pipelines::Share::from(self).name()
    }
}

impl From<TestShare> for holdpoint_pipelines::Share {
    fn from(share: TestShare) -> Self {
        match share {
            TestShare::Collect => Self::Collect,
            TestShare::Worker(number) => Self::Worker(number),
            TestShare::Result => Self::Result,
        }
    }
}

impl From<holdpoint_pipelines::Share> for TestShare {
    fn from(share: holdpoint_pipelines::Share) -> Self {
        match share {
            holdpoint_pipelines::Share::Collect => Self::Collect,
            holdpoint_pipelines::Share::Worker(number) => Self::Worker(number),
            holdpoint_pipelines::Share::Result => Self::Result,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retries {
    /// How often at most, after the first time.
    pub count: u32,
    /// How long until the first of them, in seconds; each further one waits twice as long.
    pub backoff_seconds: u32,
    /// How long it waits at most, in seconds.
    pub limit_seconds: u32,
    /// After which ends of an attempt: `any`, `timeout`, `lost`, or an exit code.
    pub on: Vec<String>,
}

impl Retries {
    /// In how many seconds another attempt follows the one of this number, from 1, that ended so; nothing if none does.
    #[must_use]
    pub fn next(&self, attempt: u32, exit: &str) -> Option<u32> {
        let meant = self.on.iter().any(|on| on == "any" || on == exit);
        if !meant || attempt > self.count {
            return None;
        }
        let doubled = 1_u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let wait = self.backoff_seconds.saturating_mul(doubled);
        Some(wait.min(self.limit_seconds))
    }
}

/// Variables by name.
pub(super) type Variables = BTreeMap<String, String>;
