//! API tokens: 256 random bits, shown once, kept as SHA-256. So many bits need no slow hash. Secrets for calendars are kept
//! among them under another hash, so that neither is good for what the other is for.

use holdpoint_ports::{Millis, VaultError};
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use crate::cache::Owner;
use crate::error::failed;
use crate::key::{VaultKeys, random};
use crate::names::label_hash;

/// Tells people and secret scanners what it is.
const PREFIX: &str = "hp_";

const FEED_PREFIX: &str = "hpc_";
/// The label of all secrets for calendars; nobody types it.
pub(crate) const FEED_LABEL: &str = "\0calendar";

pub(crate) fn issue(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    label: &str,
    expires: Option<Millis>,
) -> Result<String, VaultError> {
    let token = fresh()?;
    insert(connection, keys, person, (hash(&token), label, expires))?;
    Ok(token)
}

pub(crate) fn issue_feed(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
) -> Result<String, VaultError> {
    let secret = fresh_feed()?;
    let kept = (feed_hash(&secret), FEED_LABEL, None);
    insert(connection, keys, person, kept)?;
    Ok(secret)
}

fn insert(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    (hash, label, expires): ([u8; 32], &str, Option<Millis>),
) -> Result<(), VaultError> {
    let insert = "INSERT INTO token (hash, person, label, expires) VALUES (?1, ?2, ?3, ?4)";
    let values = (hash, person, label_hash(keys, label), expires);
    connection.execute(insert, values).map(drop).map_err(failed)
}

/// A new secret for calendars.
pub(crate) fn fresh_feed() -> Result<String, VaultError> {
    let bits = random::<32>()?;
    Ok(format!("{FEED_PREFIX}{}", hex::encode(bits.as_slice())))
}

/// A new token.
pub(crate) fn fresh() -> Result<String, VaultError> {
    let bits = random::<32>()?;
    Ok(format!("{PREFIX}{}", hex::encode(bits.as_slice())))
}

pub(crate) fn revoke(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    label: &str,
) -> Result<u64, VaultError> {
    let delete = "DELETE FROM token WHERE person = ?1 AND label = ?2";
    let count = connection
        .execute(delete, (person, label_hash(keys, label)))
        .map_err(failed)?;
    Ok(count as u64)
}

/// Whose token has that hash, and until when it counts.
pub(crate) fn find(connection: &Connection, hash: &[u8; 32]) -> Result<Option<Owner>, VaultError> {
    connection
        .prepare_cached("SELECT person, expires FROM token WHERE hash = ?1")
        .and_then(|mut query| {
            let owner = |row: &Row<'_>| {
                Ok(Owner {
                    person: row.get(0)?,
                    expires: row.get(1)?,
                })
            };
            query.query_row([hash], owner).optional()
        })
        .map_err(failed)
}

/// The hash of a secret for calendars: no token has it.
pub(crate) fn feed_hash(secret: &str) -> [u8; 32] {
    let parts = Sha256::new().chain_update(b"holdpoint calendar\0");
    parts.chain_update(secret.as_bytes()).finalize().into()
}

pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
