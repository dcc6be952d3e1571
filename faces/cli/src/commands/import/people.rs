//! People of an import: names go into the vault, ids into the ledger.

use std::collections::BTreeMap;

use holdpoint_domain::organisation::PersonId;
use holdpoint_import::Person;
use holdpoint_service::queries::ListPeople;
use serde_json::json;

use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::error::Failure;
use crate::session::send;

/// Everybody's id by handle.
pub(super) fn known(client: &dyn Client) -> Result<BTreeMap<String, PersonId>, Failure> {
    let people = ask(client, &ListPeople::default(), None)?.people;
    Ok(people
        .into_iter()
        .filter_map(|one| Some((one.handle?, one.person)))
        .collect())
}

/// Adds those who are not known by handle or mail address; returns their handles.
pub(super) fn add(
    client: &dyn Client,
    write: &Write,
    people: &[Person],
) -> Result<Vec<String>, Failure> {
    let known = ask(client, &ListPeople::default(), None)?.people;
    let is_known = |person: &&Person| {
        known.iter().any(|one| {
            one.handle.as_deref() == Some(&person.handle)
                || (person.mail.is_some() && one.mail == person.mail)
        })
    };
    let mut added = Vec::new();
    for person in people.iter().filter(|person| !is_known(person)) {
        let new = json!({ "handle": person.handle, "name": person.name, "mail": person.mail });
        let request = json!({
            "command": "person.add",
            "arguments": { "person": { "new-person": new } }
        });
        let key = write
            .key
            .as_ref()
            .map(|key| format!("{key}/{}", person.handle));
        send(
            client,
            &Write {
                key,
                dry_run: write.dry_run,
            },
            request,
        )?;
        added.push(person.handle.clone());
    }
    Ok(added)
}
