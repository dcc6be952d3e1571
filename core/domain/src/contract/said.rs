//! What is said of an artifact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::Digest;

/// How many interfaces an artifact provides and consumes at most: all of them stand in one entry.
pub const MOST: usize = 40;

/// An interface, as one artifact provides or consumes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The interface, by the name that provider and consumers know it by.
    pub interface: String,
    /// What it is described in: `openapi`, `protobuf`, `graphql`, …
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The digest of its description.
    pub digest: Digest,
}

/// The interfaces that an artifact provides and consumes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contracts {
    /// Those that others may use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<Contract>,
    /// Those that it uses, as it was built against them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<Contract>,
}

#[derive(Deserialize)]
struct Summary {
    kind: String,
    #[serde(default)]
    provides: Vec<Contract>,
    #[serde(default)]
    consumes: Vec<Contract>,
}

impl Contracts {
    /// From the summary of evidence; none if it says something else.
    #[must_use]
    pub fn of_summary(summary: &Value) -> Option<Self> {
        let read = Summary::deserialize(summary).ok()?;
        let bounded = read.provides.len() + read.consumes.len() <= MOST;
        (read.kind == "contract" && bounded).then_some(Self {
            provides: read.provides,
            consumes: read.consumes,
        })
    }
}
