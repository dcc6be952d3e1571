//! Documents that are attached as evidence: read here, where they are trusted, and never by who attaches them.

use holdpoint_domain::access::Permission;
use holdpoint_domain::evidence::{AddEvidence, Attachment, Document, claimed};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Digest, Halt, State};
use holdpoint_engine::document;
use holdpoint_ports::BlobDigest;
use serde::Deserialize;
use serde_json::Value;

use super::Intake;
use crate::{At, ServiceError};

/// A document, and what it is to be attached to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attached {
    /// Its digest, if it is kept as a blob already.
    #[serde(default)]
    blob: Option<Digest>,
    /// Its text, if not.
    #[serde(default)]
    text: Option<String>,
    /// The release that it is meant for.
    #[serde(default)]
    release: Option<ReleaseName>,
    /// Artifacts of the release, by name.
    #[serde(default)]
    artifacts: Vec<String>,
    /// Digests that it is about, if it does not say.
    #[serde(default)]
    subjects: Vec<Digest>,
    /// Its predicate type, if it has none of its own.
    #[serde(default)]
    predicate_type: Option<String>,
}

/// What a request for evidence may not say itself.
const CLAIMS: &[&str] = &[
    "outcome",
    "signed_by",
    "summary",
    "produced",
    "reader",
    "signers",
];

/// Refuses evidence that is claimed: only a document says what evidence says.
pub(super) fn check_unclaimed(request: &Value) -> Result<(), ServiceError> {
    if request.get("command").and_then(Value::as_str) != Some("evidence.add") {
        return Ok(());
    }
    let arguments = request.get("arguments").and_then(Value::as_object);
    if arguments.is_some_and(|fields| fields.len() == 1 && fields.contains_key("document")) {
        return Ok(());
    }
    let said = |field: &&&str| arguments.is_some_and(|fields| fields.contains_key(**field));
    let field = CLAIMS.iter().find(said).copied().unwrap_or("subjects");
    Err(claimed(field).into())
}

/// The command that records what the document says.
pub(super) fn attach(intake: &Intake<'_>, wanted: Attached) -> Result<AddEvidence, ServiceError> {
    // Reading costs time, and says something about the content.
    intake.service.may(intake.actor, Permission::Evidence)?;
    let bytes = content(intake, &wanted)?;
    let attachment = Attachment {
        release: wanted.release,
        artifacts: wanted.artifacts,
        subjects: wanted.subjects,
        predicate_type: wanted.predicate_type,
    };
    let view = intake.service.engine().view(At::Now)?;
    let settings = view.ask(|state| Ok(state.organisation.clone()))?;
    let settings = settings.map(|known| known.settings).unwrap_or_default();
    let read = document::read(&bytes, &settings).map_err(ServiceError::Document)?;
    let made = view.ask(|state| command(&read, state, &attachment))?;
    made.map_err(|refusal| intake.service.names().refusal(refusal).into())
}

type Made = Result<AddEvidence, holdpoint_domain::Refusal>;

fn command(
    read: &Document,
    state: &State,
    wanted: &Attachment,
) -> Result<Made, holdpoint_domain::Need> {
    match read.attach(state, wanted) {
        Ok(command) => Ok(Ok(command)),
        Err(Halt::Refused(refusal, _)) => Ok(Err(refusal)),
        Err(Halt::Missing(need)) => Err(need),
    }
}

fn content(intake: &Intake<'_>, wanted: &Attached) -> Result<Vec<u8>, ServiceError> {
    let blobs = intake.service.blobs();
    match (&wanted.blob, &wanted.text) {
        (Some(digest), None) => {
            let found = blobs.get(&BlobDigest(digest.0))?;
            found.ok_or_else(|| ServiceError::BlobUnknown(*digest))
        }
        (None, Some(text)) => {
            if intake.keep {
                blobs.put(&mut text.as_bytes())?;
            }
            Ok(text.clone().into_bytes())
        }
        _ => {
            let message = "a document is either a `blob` or a `text`";
            Err(ServiceError::Malformed(message.to_owned()))
        }
    }
}
