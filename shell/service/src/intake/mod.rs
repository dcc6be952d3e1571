//! Requests as they come from outside, made into commands.
//!
//! A request is the JSON of a command in which an object of one of these shapes stands where the command has an
//! id or a sealed text:
//!
//! | marker | becomes |
//! |---|---|
//! | `{"handle":"anna"}` | the id of the person of that handle or mail address |
//! | `{"me":true}` | the id of who asks |
//! | `{"author":{"name":"Anna","mail":"anna@example.org"}}` | the id of that person, who is added if need be |
//! | `{"new-person":{"handle":"anna","name":"Anna","mail":"anna@example.org"}}` | the id of a person added to the vault |
//! | `{"plain":"free text"}` | `{"sealed":"sha256:…"}`, its ciphertext kept as a blob |
//! | `{"message":{"text":"@anna see","attachments":[{"name":…,"media_type":…,"content":"base64"}]}}` | the body of a comment, with the ids of those whom it speaks of; `"keep":{"comment":…,"attachments":[0]}` leaves what is attached already |
//! | `{"document":{"blob":"sha256:…","release":…}}` | what the document says, read here |
//! | `{"configuration":{"name":…,"text":…}}` | the changes that make the organisation what the file says |
//! | `{"policies":{"text":…}}`, `{"policies":{"roles":true}}` | the change that makes these the policies on who may do what, or that there are none |
//!
//! and, in place of all arguments of `organisation.apply`,
//!
//! | marker | becomes |
//! |---|---|
//! | `{"import":{…}}` | the people and changes of an import |
//! | `{"undo":{"first":7,"last":12}}` | what undoes those entries |
//!
//! So no name and no free text gets any further than here.

mod document;
mod import;
mod marker;
mod message;
mod people;
mod signed;

use std::cell::RefCell;

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Command, KnownPolicies};
use serde_json::Value;

use crate::{Service, ServiceError};
pub use marker::MARKERS;
use marker::Marker;

/// Makes a command of a request, and keeps what comes with it.
pub(crate) fn command(
    service: &Service,
    actor: &Actor,
    request: Value,
) -> Result<Command, ServiceError> {
    made(
        &Intake {
            service,
            actor,
            keep: true,
            strangers: &RefCell::default(),
            policies: &RefCell::default(),
        },
        request,
    )
}

/// Makes a command of a request that is only rehearsed: nothing is kept. People who would be added on the way are
/// noted as `strangers`, policies that come along as `policies`.
pub(crate) fn rehearsed(
    service: &Service,
    actor: &Actor,
    request: Value,
    strangers: &RefCell<Vec<PersonId>>,
    policies: &RefCell<KnownPolicies>,
) -> Result<Command, ServiceError> {
    made(
        &Intake {
            service,
            actor,
            keep: false,
            strangers,
            policies,
        },
        request,
    )
}

/// Who asks, and whether what comes along is kept.
struct Intake<'a> {
    service: &'a Service,
    actor: &'a Actor,
    keep: bool,
    /// Who would be added on the way.
    strangers: &'a RefCell<Vec<PersonId>>,
    /// Policies on who may do what that came along and are not kept.
    policies: &'a RefCell<KnownPolicies>,
}

fn made(intake: &Intake<'_>, mut request: Value) -> Result<Command, ServiceError> {
    document::check_unclaimed(&request)?;
    signed::check(intake, &request)?;
    resolve(intake, &mut request, 0)?;
    let name = request
        .get("command")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !Command::NAMES.contains(&name) {
        let message = format!("there is no command `{name}`");
        return Err(ServiceError::Malformed(message));
    }
    if intake.keep && RECORDED.contains(&name) {
        let message = format!("`{name}` is recorded by Holdpoint itself, when it happens");
        return Err(ServiceError::Malformed(message));
    }
    serde_json::from_value(request).map_err(|error| ServiceError::Malformed(error.to_string()))
}

/// Whether making a command of the request needs neither vault nor blobs nor the state: it has no markers.
pub(crate) fn needs_nothing(request: &Value) -> bool {
    match request {
        Value::Array(items) => items.iter().all(needs_nothing),
        Value::Object(fields) => !Marker::is(fields) && fields.values().all(needs_nothing),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Commands that go with something that the service does, and mean nothing without it; but anybody may rehearse them.
const RECORDED: &[&str] = &[
    "account.record",
    "session.refuse",
    "audit.record-export",
    "ledger.record-restore",
    "workload.admit",
    "agent.enrol",
    "access.map-groups",
];

/// How deep a request may be nested: no command needs more, and recursion ends.
const DEEPEST: usize = 32;

fn resolve(intake: &Intake<'_>, value: &mut Value, depth: usize) -> Result<(), ServiceError> {
    if depth > DEEPEST {
        return Err(ServiceError::Malformed(
            "it is nested too deeply".to_owned(),
        ));
    }
    if let Some(marker) = Marker::read(value)? {
        *value = marker.replace(intake)?;
        return Ok(());
    }
    match value {
        Value::Array(items) => items
            .iter_mut()
            .try_for_each(|item| resolve(intake, item, depth + 1)),
        Value::Object(fields) => fields
            .values_mut()
            .try_for_each(|field| resolve(intake, field, depth + 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}
