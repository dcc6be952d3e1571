//! Shapes of environments, their gates and steps.
#![allow(dead_code, reason = "shapes, not values")]

use std::collections::BTreeMap;

use holdpoint_domain::access::Role;
use holdpoint_domain::environment::Level;
use schemars::JsonSchema;

use super::primitive::{Count, Duration, Hours, Name, Text, True};

/// Where artifacts run.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Environment {
    /// What people call it.
    title: Option<Text>,
    /// The environment that a release passes before this one.
    after: Option<Name>,
    /// Whether the segregation of duties holds here in full, and refused acts are kept.
    protected: Option<bool>,
    /// Whether a release has reached its users when it runs here.
    production: Option<bool>,
    /// What its gate does with a verdict; `enforce` unless this says otherwise.
    level: Option<Level>,
    /// Whether releases go here at the times that are planned for them, and at no other.
    planned: Option<bool>,
    /// How long others stand still here after a release, while it stabilises.
    freeze: Option<Freeze>,
    /// The calendar that working time is counted by.
    calendar: Option<Name>,
    /// Its gate: every criterion must be met.
    criteria: Option<Vec<Criterion>>,
    /// How a release is deployed here, in order.
    steps: Option<Vec<Step>>,
}

/// How long others stand still after a release: a time, or a map with it.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Freeze {
    /// For what has to do with the components of the release.
    For(Duration),
    /// The same, and more.
    More(FreezeOf),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct FreezeOf {
    /// How long.
    r#for: Duration,
    /// Whether everything stands still, and not only what has to do with the components of the release.
    everything: Option<bool>,
}

/// One line of a gate. It asks for exactly one thing.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", transform = one_ask)]
pub(super) struct Criterion {
    /// Approvals of different people in a role.
    approvals: Option<Approvals>,
    /// Evidence about every artifact, or about the release as a whole.
    evidence: Option<Evidence>,
    /// A readiness item that a person has confirmed.
    readiness: Option<Text>,
    /// Names and versions of all artifacts follow the organisation's scheme.
    scheme: Option<True>,
    /// What the release rests on is below a checkpoint that enough witnesses have cosigned.
    witnessed: Option<True>,
    /// Whoever consumes or provides an interface where the release is to go can go on with it.
    contracts: Option<True>,
    /// The environment that the release has run in before.
    ran: Option<Name>,
    /// A Rego file, by its path from the folder of this file or its name under `policies`.
    rego: Option<String>,
    /// Its name, unique within the gate; made of what it asks for if there is none.
    name: Option<Name>,
    /// Whether a waiver can stand in for it; it can unless this says no.
    waivable: Option<bool>,
}

/// Requires exactly one of the things that a criterion can ask for.
fn one_ask(schema: &mut schemars::Schema) {
    let asks = crate::read::keys::ASKS;
    let one: Vec<_> = asks
        .iter()
        .map(|key| serde_json::json!({"required": [key], "properties": {*key: {"not": {"type": "null"}}}}))
        .collect();
    schema.insert("oneOf".to_owned(), one.into());
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Approvals {
    Role(Role),
    Quorum(ApprovalsInFull),
}

/// Approvals, with their number.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ApprovalsInFull {
    /// The role that they approve in.
    role: Role,
    /// How many; 1 unless this says otherwise.
    quorum: Option<Count>,
    /// Whether only those count that are signed with a key of the person's; no unless this says so.
    signed: Option<bool>,
    /// Whether those of people who are deactivated count no more; they do unless this says so.
    active: Option<bool>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Evidence {
    Passed(Text),
    Required(EvidenceInFull),
}

/// Evidence, with what must be true of it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct EvidenceInFull {
    /// The predicate type that counts, or a short name for it, such as `junit`.
    predicate: Text,
    /// Whether it must have passed, or only be there.
    require: Option<Require>,
    /// How old it may be, in whole hours.
    fresh: Option<Hours>,
}

/// What must be true of evidence.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Require {
    Present,
    Passed,
}

/// A command that the agent runs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Step {
    /// Its name, unique within the environment; the program's if there is none.
    name: Option<Text>,
    /// The program and its arguments; no shell looks at them. `{release}`, `{environment}` and `{component}`
    /// are filled in.
    command: Command,
    /// How long it may take; ten minutes unless this says otherwise.
    timeout: Option<Duration>,
    /// Further environment variables. No secrets.
    variables: Option<BTreeMap<String, Option<Text>>>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Command {
    Words(#[schemars(length(min = 1))] Vec<Text>),
    Line(#[schemars(length(min = 1))] String),
}
