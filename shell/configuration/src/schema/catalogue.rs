//! Shapes of components, templates and policies.
#![allow(dead_code, reason = "shapes, not values")]

use holdpoint_domain::catalogue::Criticality;
use schemars::JsonSchema;

use super::criterion::Criterion;
use super::primitive::{Name, OneOrMany, Path, Text};

/// A thing that is built and deployed on its own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Component {
    /// What people call it.
    title: Option<Text>,
    /// The unit whose it is.
    unit: Name,
    /// The team that owns it.
    team: Option<Name>,
    /// What it is made of: `cargo`, `npm`, `go`, `maven`, `python`, `oci`, `generic`.
    kind: Option<Text>,
    /// Where its source is, without credentials; the repository of this file if there is none.
    repository: Option<String>,
    /// Where in the repository.
    path: Option<Path>,
    /// How much depends on it.
    criticality: Option<Criticality>,
    /// What it cannot work without.
    depends_on: Option<OneOrMany<Name>>,
    /// What in it must never break.
    key_transactions: Option<OneOrMany<KeyTransaction>>,
    /// Criteria that it adds to the gate of every protected environment.
    criteria: Option<Vec<Criterion>>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum KeyTransaction {
    Name(Text),
    Measured(MeasuredTransaction),
}

/// A business transaction, with what it is measured by.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MeasuredTransaction {
    /// Its name.
    name: Text,
    /// Such as `http_requests_total{route="/login"}`.
    metric: Option<Text>,
}

/// What releases of a kind have in common.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Template {
    /// What people call it.
    title: Option<Text>,
    /// The components that go out together.
    components: OneOrMany<Name>,
    /// Readiness items that such a release has to have confirmed.
    readiness: Option<OneOrMany<Text>>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Policy {
    Path(Path),
    Titled(TitledPolicy),
}

/// A policy with a title.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TitledPolicy {
    /// Its path, from the folder of this file.
    path: Path,
    /// What people call it.
    title: Option<Text>,
}
