//! Markers: what stands in a request for what only the vault knows.

use holdpoint_domain::{Digest, Sealed};
use holdpoint_import::Imported;
use serde::Deserialize;
use serde_json::{Value, json};

use super::document::{self, Attached};
use super::message::{self, Message};
use super::{Intake, import, people};
use crate::{ConfigurationFile, ServiceError, Undo, Wanted, WantedPolicies};

/// A person to be added.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    pub(super) handle: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) mail: Option<String>,
}

/// Who wrote a commit, as the commit says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Author {
    #[serde(default)]
    pub(super) name: String,
    pub(super) mail: String,
}

/// One marker.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Marker {
    Handle(String),
    Me(bool),
    Author(Author),
    NewPerson(NewPerson),
    Plain(String),
    Message(Message),
    Document(Box<Attached>),
    Configuration(Box<ConfigurationFile>),
    Policies(WantedPolicies),
    Undo(Undo),
    Import(Box<Imported>),
}

/// The names of all markers.
pub const MARKERS: &[&str] = &[
    "handle",
    "me",
    "author",
    "new-person",
    "plain",
    "message",
    "document",
    "configuration",
    "policies",
    "undo",
    "import",
];

impl Marker {
    /// Whether an object stands for something else.
    pub(super) fn is(fields: &serde_json::Map<String, Value>) -> bool {
        fields.len() == 1 && fields.keys().any(|name| MARKERS.contains(&name.as_str()))
    }

    /// The marker, if the value is one: an object with that one field.
    pub(super) fn read(value: &Value) -> Result<Option<Self>, ServiceError> {
        if !value.as_object().is_some_and(Self::is) {
            return Ok(None);
        }
        let marker = serde_json::from_value(value.clone());
        marker
            .map(Some)
            .map_err(|error| ServiceError::Malformed(error.to_string()))
    }

    /// What stands in its place.
    pub(super) fn replace(self, intake: &Intake<'_>) -> Result<Value, ServiceError> {
        let service = intake.service;
        match self {
            Self::Handle(handle) => match service.vault().find(&handle)? {
                Some(person) => Ok(json!(person)),
                None => Err(ServiceError::HandleUnknown(handle)),
            },
            Self::Me(true) => match intake.actor.person() {
                Some(person) => Ok(json!(person)),
                None => Err(ServiceError::Malformed("only a person is `me`".to_owned())),
            },
            Self::Me(false) => Err(ServiceError::Malformed("`me` is always true".to_owned())),
            Self::Author(author) => people::author(intake, &author).map(|person| json!(person)),
            Self::NewPerson(new) => people::add(intake, &new).map(|person| json!(person)),
            Self::Plain(text) => seal(intake, &text).map(|sealed| json!(sealed)),
            Self::Message(written) => message::body(intake, &written),
            Self::Document(wanted) => document::attach(intake, *wanted).map(|made| json!(made)),
            Self::Configuration(file) => changes(intake, &Wanted::Configuration(*file)),
            Self::Policies(policies) => changes(intake, &Wanted::Policies(policies)),
            Self::Undo(undo) => import::undo(intake, undo),
            Self::Import(imported) => import::import(intake, &imported),
        }
    }
}

fn changes(intake: &Intake<'_>, wanted: &Wanted) -> Result<Value, ServiceError> {
    match intake.keep {
        true => intake.service.keep_policies(wanted)?,
        false => intake.service.note_policies(wanted, intake.policies)?,
    }
    let state = intake.service.state()?;
    Ok(json!(intake.service.changes(wanted, &state)?))
}

pub(super) fn seal(intake: &Intake<'_>, text: &str) -> Result<Sealed, ServiceError> {
    if !intake.keep {
        let sealed = Digest::of(text.as_bytes());
        return Ok(Sealed { sealed });
    }
    let Some(person) = intake.actor.person() else {
        let message = "only a person writes free text".to_owned();
        return Err(ServiceError::Malformed(message));
    };
    let sealed = intake.service.vault().seal(person.as_str(), text)?;
    let (digest, _) = intake.service.blobs().put(&mut sealed.0.as_slice())?;
    Ok(Sealed {
        sealed: Digest(digest.0),
    })
}
