//! Handles, mail addresses and system users, by keyed hash.

use holdpoint_ports::{Elsewhere, Profile, VaultError};
use rusqlite::{Connection, OptionalExtension};

use crate::error::failed;
use crate::key::VaultKeys;
use crate::keyed::hmac;

/// The hash that a handle or a mail address is found by. The two share one space, so that nobody can take
/// another's address as a handle; case makes no difference.
pub(crate) fn name_hash(keys: &VaultKeys, name: &str) -> [u8; 32] {
    hmac(
        &keys.index,
        &[b"name ", name.trim().to_lowercase().as_bytes()],
    )
}

/// The hash that an operating-system user is found by; case matters to the system.
pub(crate) fn system_user_hash(keys: &VaultKeys, user: &str) -> [u8; 32] {
    hmac(&keys.index, &[b"system user ", user.as_bytes()])
}

/// The hash that somebody is found by who is called that elsewhere. It stands among those of users of the machine, which
/// are what people are called there.
pub(crate) fn elsewhere_hash(keys: &VaultKeys, elsewhere: Elsewhere<'_>) -> [u8; 32] {
    let place = elsewhere.place.as_bytes();
    let length = (place.len() as u64).to_be_bytes();
    let name = elsewhere.name.as_bytes();
    hmac(&keys.index, &[b"elsewhere ", &length, place, name])
}

/// The hash that a person's tokens of one label are found by.
pub(crate) fn label_hash(keys: &VaultKeys, label: &str) -> [u8; 32] {
    hmac(&keys.index, &[b"token label ", label.as_bytes()])
}

/// The names of a profile.
pub(crate) fn of(profile: &Profile) -> impl Iterator<Item = &String> {
    [Some(&profile.handle), profile.mail.as_ref()]
        .into_iter()
        .flatten()
}

/// Who has the name.
pub(crate) fn owner(
    connection: &Connection,
    keys: &VaultKeys,
    name: &str,
) -> Result<Option<String>, VaultError> {
    person_in(
        connection,
        "SELECT person FROM name WHERE hash = ?1",
        &name_hash(keys, name),
    )
}

/// The person in the row that a query finds by hash.
pub(crate) fn person_in(
    connection: &Connection,
    query: &str,
    hash: &[u8; 32],
) -> Result<Option<String>, VaultError> {
    connection
        .prepare_cached(query)
        .and_then(|mut query| query.query_row([hash], |row| row.get(0)).optional())
        .map_err(failed)
}

/// Gives a person the names of a profile, and takes away those of an earlier one.
pub(crate) fn assign(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    profile: &Profile,
) -> Result<(), VaultError> {
    connection
        .execute("DELETE FROM name WHERE person = ?1", [person])
        .map_err(failed)?;
    for name in of(profile) {
        if owner(connection, keys, name)?.is_some_and(|owner| owner != person) {
            return Err(VaultError::Taken(name.clone()));
        }
        let insert = "INSERT OR REPLACE INTO name (hash, person) VALUES (?1, ?2)";
        connection
            .execute(insert, (name_hash(keys, name), person))
            .map_err(failed)?;
    }
    Ok(())
}
