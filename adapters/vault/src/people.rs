//! People: their keys and profiles.

use holdpoint_ports::{Profile, VaultError};
use rusqlite::{Connection, OptionalExtension};

use crate::cipher::{decrypt, encrypt};
use crate::codec;
use crate::error::failed;
use crate::key::{Secret, VaultKeys, random};
use crate::names;

pub(crate) fn add(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    profile: &Profile,
) -> Result<(), VaultError> {
    if exists(connection, person)? {
        return Err(VaultError::Taken(person.to_owned()));
    }
    names::assign(connection, keys, person, profile)?;
    let (wrapped, sealed) = fresh(keys, person, profile)?;
    let insert = "INSERT INTO person (id, key, profile) VALUES (?1, ?2, ?3)";
    connection
        .execute(insert, (person, wrapped, sealed))
        .map(drop)
        .map_err(failed)
}

pub(crate) fn set_profile(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    profile: &Profile,
) -> Result<(), VaultError> {
    let key = key(connection, keys, person)?.ok_or_else(|| unknown(person))?;
    names::assign(connection, keys, person, profile)?;
    let sealed = sealed(&key, person, profile)?;
    let update = "UPDATE person SET profile = ?2 WHERE id = ?1";
    connection
        .execute(update, (person, sealed))
        .map(drop)
        .map_err(failed)
}

/// The person's profile.
pub(crate) fn profile(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
) -> Result<Option<Profile>, VaultError> {
    let query = "SELECT key, profile FROM person WHERE id = ?1";
    let found: Option<(Vec<u8>, Vec<u8>)> = connection
        .prepare_cached(query)
        .and_then(|mut query| {
            query
                .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(failed)?;
    let Some((wrapped, sealed)) = found else {
        return Ok(None);
    };
    opened(keys, person, &wrapped, &sealed).map(Some)
}

/// A fresh key, wrapped, and the profile sealed under it.
pub(crate) fn fresh(
    keys: &VaultKeys,
    person: &str,
    profile: &Profile,
) -> Result<(Vec<u8>, Vec<u8>), VaultError> {
    let key = random::<32>()?;
    let wrapped = encrypt(&keys.wrapping, &context("key", person), key.as_slice())?;
    Ok((wrapped, sealed(&key, person, profile)?))
}

/// A profile, sealed under its person's key.
pub(crate) fn sealed(key: &Secret, person: &str, profile: &Profile) -> Result<Vec<u8>, VaultError> {
    encrypt(key, &context("profile", person), &codec::encode(profile))
}

/// A profile, opened with its person's wrapped key.
pub(crate) fn opened(
    keys: &VaultKeys,
    person: &str,
    wrapped: &[u8],
    sealed: &[u8],
) -> Result<Profile, VaultError> {
    let key = unwrap(keys, person, wrapped)?;
    let bytes = decrypt(&key, &context("profile", person), sealed);
    let profile = bytes.and_then(|bytes| codec::decode(&bytes));
    profile.ok_or_else(|| damaged("profile", person))
}

/// The ids of all people.
pub(crate) fn ids(connection: &Connection) -> Result<Vec<String>, VaultError> {
    let mut query = connection
        .prepare_cached("SELECT id FROM person")
        .map_err(failed)?;
    let rows = query.query_map([], |row| row.get(0)).map_err(failed)?;
    rows.map(|row| row.map_err(failed)).collect()
}

pub(crate) fn exists(connection: &Connection, person: &str) -> Result<bool, VaultError> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE id = ?1)")
        .and_then(|mut query| query.query_row([person], |row| row.get(0)))
        .map_err(failed)
}

/// The person's key, unwrapped; none if there is no such person.
pub(crate) fn key(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
) -> Result<Option<Secret>, VaultError> {
    let wrapped: Option<Vec<u8>> = connection
        .prepare_cached("SELECT key FROM person WHERE id = ?1")
        .and_then(|mut query| query.query_row([person], |row| row.get(0)).optional())
        .map_err(failed)?;
    wrapped
        .map(|wrapped| unwrap(keys, person, &wrapped))
        .transpose()
}

pub(crate) fn unwrap(keys: &VaultKeys, person: &str, wrapped: &[u8]) -> Result<Secret, VaultError> {
    let key = decrypt(&keys.wrapping, &context("key", person), wrapped);
    let key = key.and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
    key.map(Secret::new).ok_or_else(|| damaged("key", person))
}

/// Deletes everything about a person.
pub(crate) fn erase(connection: &Connection, person: &str) -> Result<(), VaultError> {
    for delete in [
        "DELETE FROM token WHERE person = ?1",
        "DELETE FROM session WHERE person = ?1",
        "DELETE FROM link WHERE person = ?1",
        "DELETE FROM system_user WHERE person = ?1",
        "DELETE FROM personal WHERE person = ?1",
        "DELETE FROM name WHERE person = ?1",
        "DELETE FROM person WHERE id = ?1",
    ] {
        connection.execute(delete, [person]).map_err(failed)?;
    }
    Ok(())
}

pub(crate) fn unknown(person: &str) -> VaultError {
    VaultError::Unknown(person.to_owned())
}

fn damaged(what: &str, person: &str) -> VaultError {
    failed(format!(
        "the {what} of `{person}` was changed outside this program"
    ))
}

/// What a ciphertext is bound to, so that none can be put in another's place.
fn context(what: &str, person: &str) -> Vec<u8> {
    format!("{what} {person}").into_bytes()
}
