//! Signed decisions: what only the stores can tell of them. The rest is decided where everything is.

use holdpoint_domain::Digest;
use holdpoint_domain::signing::{Seen, reason_digest};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Intake;
use crate::ServiceError;

/// Refuses a signature over another tree than the ledger had, or over another comment than comes with it.
pub(super) fn check(intake: &Intake<'_>, request: &Value) -> Result<(), ServiceError> {
    let comment = match request.get("command").and_then(Value::as_str) {
        Some("approval.decide") => "/arguments/comment/plain",
        Some("release.decide" | "waiver.approve" | "waiver.revoke") => "/arguments/reason/plain",
        _ => return Ok(()),
    };
    let signed = request.pointer("/arguments/signature");
    // Whoever does not sign may also say so.
    let Some(signed) = signed.filter(|signed| !signed.is_null()) else {
        return Ok(());
    };
    // What has another shape is refused as that, later.
    if let Some(seen) = read::<Seen>(signed.pointer("/payload/seen")) {
        check_seen(intake, &seen)?;
    }
    let reason = read::<Digest>(signed.pointer("/payload/reason"));
    let comment = request.pointer(comment);
    let salt = signed.pointer("/salt/plain");
    match (reason, text(comment), text(salt)) {
        (Some(reason), Some(comment), Some(salt)) if reason == reason_digest(salt, comment) => {
            Ok(())
        }
        (None, None, None) => Ok(()),
        _ => {
            let why = "a signed comment comes with its salt, as plain text both, and the payload has the digest of \
                       the salt, a line end and the comment";
            Err(ServiceError::Malformed(why.to_owned()))
        }
    }
}

fn check_seen(intake: &Intake<'_>, seen: &Seen) -> Result<(), ServiceError> {
    let engine = intake.service.engine();
    // That it says to have seen more than there is is refused with the rest.
    if seen.size > engine.published().size() {
        return Ok(());
    }
    match engine.root_at(seen.size)?.0 == seen.root.0 {
        true => Ok(()),
        false => {
            let why = format!(
                "what was signed says that the ledger had another tree at {} entries: look at it with `holdpoint audit verify`",
                seen.size
            );
            Err(ServiceError::Malformed(why))
        }
    }
}

fn read<T: DeserializeOwned>(value: Option<&Value>) -> Option<T> {
    serde_json::from_value(value?.clone()).ok()
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
}
