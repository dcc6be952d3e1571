//! The organisation's scheme for the names and versions of artifacts.

use holdpoint_naming::{Context, Scheme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Settings;
use crate::catalogue::Component;
use crate::release::Artifact;

/// A scheme, and which kinds of artifact it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamingRule {
    /// Kinds of artifact, such as `oci` or `maven`; all that no rule before it is for, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// What names, versions and repositories look like.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub scheme: Scheme,
}

/// What an artifact does against the scheme, in one line each.
pub(crate) fn check_artifact(
    settings: &Settings,
    artifact: &Artifact,
    component: Option<&Component>,
) -> Vec<String> {
    let fits = |rule: &&NamingRule| rule.kinds.is_empty() || rule.kinds.contains(&artifact.kind);
    let Some(rule) = settings.naming.iter().find(fits) else {
        return Vec::new();
    };
    let mut context = Context::new().with("component", artifact.component.as_str());
    if let Some(component) = component {
        context = context.with("unit", component.unit.as_str());
    }
    let repository = Some(artifact.repository.as_str()).filter(|text| !text.is_empty());
    let found = rule.scheme.check(
        &artifact.name,
        artifact.version.as_deref(),
        repository,
        &context,
    );
    found
        .into_iter()
        .map(|violation| violation.message)
        .collect()
}

/// Whether people can be called by this: 1 to 200 bytes without blanks or control characters.
#[must_use]
pub fn is_handle(text: &str) -> bool {
    (1..=200).contains(&text.len()) && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
