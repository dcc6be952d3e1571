//! Keys to sign with: what the forms about them ask for.

use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use super::passkey;
use crate::visit::{Fields, Visit};

/// Does it; the code of the sentence that says so.
pub(super) fn done(visit: &Visit, part: &str, form: &Fields) -> Result<&'static str, ServiceError> {
    let (said, command, arguments) = match part {
        "key" => ("key-added", "account.add-key", added(form)),
        "passkey" => {
            let key = passkey::made(visit, form)?;
            let label = form.get("label").map(|text| json!({ "plain": text }));
            let arguments = json!({ "key": key, "label": label });
            ("passkey-added", "account.add-key", arguments)
        }
        _ => ("key-removed", "account.remove-key", removed(form)),
    };
    let request = json!({ "command": command, "arguments": arguments });
    visit.submit_here(request, None)?;
    Ok(said)
}

/// A key that was pasted.
fn added(form: &Fields) -> Value {
    let label = form.get("label").map(|text| json!({ "plain": text }));
    json!({ "key": { "ssh": form.get("key").unwrap_or_default() }, "label": label })
}

/// A key that is to go.
fn removed(form: &Fields) -> Value {
    json!({ "person": { "me": true }, "key": form.get("key") })
}
