//! Answers, with what their headers say.

use holdpoint_domain::Digest;
use holdpoint_scim::{Kind, ScimError, ScimType, View, message};
use serde_json::{Value, json};

use crate::{Nature, ServiceError};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Its version, if it is one resource.
    pub version: Option<String>,
    /// Its address, if it is one resource.
    pub location: Option<String>,
    /// What it says, if anything.
    pub body: Option<Value>,
}

/// A resource that there is.
pub(super) struct Answered {
    pub(super) id: String,
    pub(super) location: String,
    pub(super) version: String,
    pub(super) resource: Value,
}

impl ScimAnswer {
    pub(super) fn of(body: Value) -> Self {
        Self {
            status: 200,
            version: None,
            location: None,
            body: Some(body),
        }
    }

    pub(super) fn showing(found: Answered, kind: &Kind, view: &View) -> Self {
        Self {
            version: Some(found.version),
            location: Some(found.location),
            ..Self::of(view.of(kind, &found.resource))
        }
    }

    pub(super) fn same(version: String) -> Self {
        Self {
            status: 304,
            version: Some(version),
            location: None,
            body: None,
        }
    }

    pub(super) fn nothing() -> Self {
        Self {
            status: 204,
            version: None,
            location: None,
            body: None,
        }
    }
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimFailure {
    /// The HTTP status.
    pub status: u16,
    /// The kind of mistake, if it is one of the standard's.
    pub kind: Option<ScimType>,
    /// In a line.
    pub detail: String,
}

impl ScimFailure {
    pub(super) fn new(status: u16, kind: Option<ScimType>, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            detail: detail.into(),
        }
    }

    pub(super) fn forbidden(error: ServiceError) -> Self {
        match error.nature() {
            Nature::Refused => Self::new(403, None, error.to_string()),
            _ => error.into(),
        }
    }

    /// The message.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({
            "schemas": [message("Error")],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let (Some(kind), Some(body)) = (self.kind, body.as_object_mut()) {
            body.insert("scimType".to_owned(), kind.as_str().into());
        }
        body
    }
}

impl From<ScimError> for ScimFailure {
    fn from(error: ScimError) -> Self {
        let status = if error.kind == ScimType::Uniqueness {
            409
        } else {
            400
        };
        Self::new(status, Some(error.kind), error.detail)
    }
}

impl From<ServiceError> for ScimFailure {
    fn from(error: ServiceError) -> Self {
        let code = error.code();
        let (status, kind) = match (&*code, error.nature()) {
            ("group-name-taken", _) => (409, Some(ScimType::Uniqueness)),
            (
                "group-name-wrong"
                | "person-unknown"
                | "personal-data-in-entry"
                | "secret-in-entry",
                _,
            ) => (400, Some(ScimType::InvalidValue)),
            ("last-administrator", _) => (400, Some(ScimType::Mutability)),
            ("not-permitted" | "policy-forbids" | "person-deactivated", _) => (403, None),
            (_, Nature::Input) => (400, Some(ScimType::InvalidValue)),
            (_, Nature::Absent) => (404, None),
            (_, Nature::Refused) => (409, None),
            (_, Nature::Stranger) => (401, None),
            (_, Nature::TooMany) => (429, None),
            (_, Nature::Failed) if error.passes() => (503, None),
            (_, Nature::Failed) => (500, None),
        };
        let detail = match status {
            // What fails within is nobody's business.
            500 => "something failed within".to_owned(),
            _ => error.to_string(),
        };
        Self::new(status, kind, detail)
    }
}

impl From<holdpoint_ports::VaultError> for ScimFailure {
    fn from(error: holdpoint_ports::VaultError) -> Self {
        match error {
            holdpoint_ports::VaultError::Taken(what) => super::taken(&what),
            other => ServiceError::from(other).into(),
        }
    }
}

/// Puts in what is known of a resource here: its version follows from all the rest.
pub(super) fn with_meta(
    mut resource: Value,
    kind: &Kind,
    location: &str,
    (created, changed): (holdpoint_domain::Time, holdpoint_domain::Time),
) -> Value {
    let meta = json!({
        "resourceType": kind.name,
        "created": created.to_string(),
        "lastModified": changed.max(created).to_string(),
        "location": location,
    });
    let Some(object) = resource.as_object_mut() else {
        return resource;
    };
    object.insert("meta".to_owned(), meta);
    let digest = Digest::of_value(&resource);
    let version = format!("W/\"{}\"", digest.short());
    if let Some(meta) = resource.pointer_mut("/meta").and_then(Value::as_object_mut) {
        meta.insert("version".to_owned(), version.into());
    }
    resource
}

/// Whether a header names the version, or any.
pub(super) fn tagged(header: &str, version: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let mut tags = header.split(',');
    tags.any(|tag| tag.trim() == "*" || strong(tag) == strong(version))
}

#[cfg(test)]
mod tests {
    use super::tagged;

    #[test]
    fn a_header_names_versions_or_any() {
        let version = "W/\"a1\"";
        assert!(tagged("*", version) && tagged("W/\"a1\"", version));
        assert!(tagged("\"b\", \"a1\"", version));
        assert!(!tagged("W/\"a2\"", version) && !tagged("", version));
    }
}
