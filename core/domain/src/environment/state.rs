//! What is known of an environment.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::CalendarName;
use crate::gate::Criterion;
use crate::kernel::{Kind, name_type};

name_type!(
    /// The name of an environment.
    EnvironmentName, Kind::Environment
);

/// What a gate does with its verdict.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Say what would have been stopped.
    Observe,
    /// Let it pass, with a warning that is kept.
    Warn,
    /// Stop it.
    #[default]
    Enforce,
}

/// A command that the agent runs as part of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name, unique within the environment.
    pub name: String,
    /// The program and its arguments; `{release}`, `{environment}`, `{component}` are filled in.
    pub command: Vec<String>,
    /// How long it may take, in seconds.
    #[serde(default = "ten_minutes")]
    pub timeout_seconds: u32,
    /// Further environment variables of the step.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
}

fn ten_minutes() -> u32 {
    600
}

/// Where artifacts run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Its name.
    pub name: EnvironmentName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The environment that a release passes before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<EnvironmentName>,
    /// Whether the segregation of duties holds here in full, and refused acts are kept.
    #[serde(default)]
    pub protected: bool,
    /// Whether a release has reached its users when it runs here.
    #[serde(default)]
    pub production: bool,
    /// What its gate does with a verdict.
    #[serde(default)]
    pub level: Level,
    /// Its gate: every criterion must be met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
    /// How a release is deployed here, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Whether releases go here at the times that are planned for them, and at no other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub planned: bool,
    /// How long things stand still after a release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<Freeze>,
    /// Working times and holidays, by name of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
}

/// The blackout that a release causes where it has gone: others stand still while it stabilises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// How long, in seconds.
    pub seconds: u32,
    /// Whether everything there stands still; else what has to do with the components of the release.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everything: bool,
}

impl Freeze {
    /// How long, in milliseconds.
    #[must_use]
    pub fn length(&self) -> i64 {
        i64::from(self.seconds) * 1_000
    }
}
