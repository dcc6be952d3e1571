//! People of an import: names go into the vault, ids into the ledger.

use holdpoint_service::NewPersonView;
use serde_json::json;

use crate::arguments::Write;
use crate::client::Client;
use crate::error::Failure;
use crate::session::send;

/// Adds them, one after the other.
pub(super) fn add(
    client: &dyn Client,
    write: &Write,
    people: &[NewPersonView],
) -> Result<(), Failure> {
    for person in people {
        let request = json!({
            "command": "person.add",
            "arguments": { "person": { "new-person": person } }
        });
        let key = write
            .key
            .as_ref()
            .map(|key| format!("{key}/{}", person.handle));
        let dry_run = write.dry_run;
        send(client, &Write { key, dry_run }, request)?;
    }
    Ok(())
}
