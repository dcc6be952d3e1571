//! What is known of a component.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::gate::Criterion;
use crate::kernel::{Kind, name_type};
use crate::organisation::{TeamName, UnitName};

name_type!(
    /// The name of a component.
    ComponentName, Kind::Component
);

/// How much depends on a component.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Criticality {
    /// Nobody notices for days.
    Low,
    /// Work is slower without it.
    #[default]
    Medium,
    /// Customers notice.
    High,
    /// The business stops.
    Critical,
}

impl Criticality {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A business transaction that must be monitored, such as `login`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyTransaction {
    /// Its name.
    pub name: String,
    /// What it is measured by, such as `http_requests_total{route="/login"}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub metric: String,
}

/// A thing that is built and deployed on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Its name.
    pub name: ComponentName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The unit whose it is.
    pub unit: UnitName,
    /// The team that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamName>,
    /// What it is made of: `cargo`, `npm`, `go`, `maven`, `python`, `oci`, `generic`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Where its source is, without credentials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
    /// Where in the repository.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// How much depends on it.
    #[serde(default)]
    pub criticality: Criticality,
    /// What it cannot work without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ComponentName>,
    /// What in it must never break.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_transactions: Vec<KeyTransaction>,
    /// Criteria that it adds to the gate of every protected environment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
}
