//! The JSON Schema of the file, for editors and for whoever writes it by program.
//!
//! The shapes here mirror what the reader takes; a test compares their keys, and another one the verdicts.

mod catalogue;
mod criterion;
mod organisation;
mod primitive;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

use holdpoint_pipelines::schema::{Parts, Pipelines};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use catalogue::{Component, Policy, Template};
use criterion::Environment;
use organisation::{
    Calendar, Directory, Forge, Naming, Organisation, Retention, Team, Unit, Witnesses, Workloads,
};
use primitive::{Name, OneOrMany};
use window::{Train, Window};

/// The configuration of an organisation, or of one of its repositories.
#[derive(JsonSchema)]
#[schemars(
    rename = "Holdpoint configuration",
    deny_unknown_fields,
    rename_all = "kebab-case"
)]
#[allow(dead_code, reason = "a shape, not a value")]
struct File {
    /// The organisation. Only its own files have this; with it they own the sections that they have.
    organisation: Option<Organisation>,
    /// What artifacts are named like; the first rule for the kind of an artifact counts.
    naming: Option<OneOrMany<Naming>>,
    /// Whose signatures on evidence are believed: public keys (Ed25519 or ECDSA P-256; PEM) by name.
    signers: Option<BTreeMap<String, String>>,
    /// Who cosigns the ledger's checkpoints.
    witnesses: Option<Witnesses>,
    /// How long the names and reasons of people who were erased stay behind decisions.
    retention: Option<Retention>,
    /// How people of the organisation's directory come here.
    directory: Option<Directory>,
    /// Which programs are let in, by tokens that others issue to them.
    workloads: Option<Workloads>,
    /// Forges at which commits show what gates say of their releases, by name.
    forges: Option<BTreeMap<String, Forge>>,
    /// Working calendars of countries and units, by name.
    calendars: Option<BTreeMap<Name, Calendar>>,
    /// When nothing is deployed, by name.
    blackouts: Option<BTreeMap<Name, Window>>,
    /// When alone something is deployed where and for whom they are, by name.
    windows: Option<BTreeMap<Name, Window>>,
    /// Release trains: when they depart, and when the scope of a departure is frozen, by name.
    trains: Option<BTreeMap<Name, Train>>,
    /// Units of the business or of IT, by name.
    units: Option<BTreeMap<Name, Option<Unit>>>,
    /// Teams, by name.
    teams: Option<BTreeMap<Name, Team>>,
    /// Where artifacts run, by name. A repository's file may tighten the gates of environments that exist.
    environments: Option<BTreeMap<Name, Option<Environment>>>,
    /// What is built and deployed on its own, by name.
    components: Option<BTreeMap<Name, Component>>,
    /// What releases of a kind have in common, by name.
    templates: Option<BTreeMap<Name, Template>>,
    /// Rego files, by the names under which criteria ask for them.
    policies: Option<BTreeMap<Name, Policy>>,
    /// Ways of releases through environments, by name.
    pipelines: Option<Pipelines>,
    /// Steps that several pipelines use, by name.
    parts: Option<Parts>,
}

/// Where it is published.
const ID: &str = "https://example.org/holdpoint/schemas/holdpoint.schema.json";

/// The JSON Schema (draft 2020-12) of `holdpoint.yaml`.
///
/// ```
/// let schema = holdpoint_configuration::schema();
/// assert!(schema["properties"]["components"].is_object());
/// ```
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<File>().to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".to_owned(), ID.into());
    }
    schema.sort_all_objects();
    schema
}
