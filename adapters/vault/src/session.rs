//! Sessions as rows: found by the hash of their token, expired by idleness and by age.

use holdpoint_ports::{Lifetime, Millis, SignedIn, VaultError};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::failed;
use crate::key::{VaultKeys, random};
use crate::keyed::hmac;
use crate::token::hash;

/// Tells people and secret scanners what it is.
const PREFIX: &str = "hps_";

/// How exactly the last use is known: a write for every request would be a disk's work for nothing.
pub(crate) const EXACTNESS: Millis = 60_000;

const COUNTS: &str = "expires > ?2 AND seen + idle > ?2";

pub(crate) fn start(
    connection: &Connection,
    keys: &VaultKeys,
    person: &str,
    lifetime: Lifetime,
    now: Millis,
) -> Result<(String, SignedIn), VaultError> {
    // The sweep: whatever counts no more is deleted when somebody signs in.
    connection
        .execute(
            "DELETE FROM session WHERE expires <= ?1 OR seen + idle <= ?1",
            [now],
        )
        .map_err(failed)?;
    let (token, signed_in) = fresh(keys, person, lifetime, now)?;
    let insert = "INSERT INTO session (hash, id, person, created, seen, idle, expires)
                  VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)";
    let id = &signed_in.id;
    let values = (
        hash(&token),
        id,
        person,
        now,
        lifetime.idle,
        signed_in.expires,
    );
    connection.execute(insert, values).map_err(failed)?;
    Ok((token, signed_in))
}

/// A session that begins at `now`, and its token.
pub(crate) fn fresh(
    keys: &VaultKeys,
    person: &str,
    lifetime: Lifetime,
    now: Millis,
) -> Result<(String, SignedIn), VaultError> {
    let token = format!("{PREFIX}{}", hex::encode(random::<32>()?.as_slice()));
    let signed_in = SignedIn {
        id: hex::encode(random::<8>()?.as_slice()),
        person: person.to_owned(),
        csrf: csrf(keys, &token),
        created: now,
        seen: now,
        expires: now.saturating_add(lifetime.absolute),
    };
    Ok((token, signed_in))
}

/// What the token opens at `now`.
pub(crate) fn find(
    connection: &Connection,
    keys: &VaultKeys,
    token: &str,
    now: Millis,
) -> Result<Option<SignedIn>, VaultError> {
    let query = format!(
        "SELECT id, person, created, seen, expires FROM session WHERE hash = ?1 AND {COUNTS}"
    );
    let mut query = connection.prepare_cached(&query).map_err(failed)?;
    let found = query
        .query_row((hash(token), now), |row| row_of(row, csrf(keys, token)))
        .optional()
        .map_err(failed)?;
    let Some(found) = found else { return Ok(None) };
    if now.saturating_sub(found.seen) < EXACTNESS {
        return Ok(Some(found));
    }
    connection
        .execute(
            "UPDATE session SET seen = ?2 WHERE hash = ?1",
            (hash(token), now),
        )
        .map_err(failed)?;
    Ok(Some(SignedIn { seen: now, ..found }))
}

/// The person's sessions, the newest first; without what forms bear, which only a token tells.
pub(crate) fn list(
    connection: &Connection,
    person: &str,
    now: Millis,
) -> Result<Vec<SignedIn>, VaultError> {
    let query = format!(
        "SELECT id, person, created, seen, expires FROM session
         WHERE person = ?1 AND {COUNTS} ORDER BY created DESC, id"
    );
    let mut query = connection.prepare_cached(&query).map_err(failed)?;
    let rows = query
        .query_map((person, now), |row| row_of(row, String::new()))
        .map_err(failed)?;
    rows.map(|row| row.map_err(failed)).collect()
}

/// Ends one of the person's sessions, or all.
pub(crate) fn end(
    connection: &Connection,
    person: &str,
    id: Option<&str>,
) -> Result<u64, VaultError> {
    let delete = "DELETE FROM session WHERE person = ?1 AND (?2 IS NULL OR id = ?2)";
    let count = connection.execute(delete, (person, id)).map_err(failed)?;
    Ok(count as u64)
}

fn row_of(row: &Row<'_>, csrf: String) -> rusqlite::Result<SignedIn> {
    Ok(SignedIn {
        id: row.get(0)?,
        person: row.get(1)?,
        csrf,
        created: row.get(2)?,
        seen: row.get(3)?,
        expires: row.get(4)?,
    })
}

/// What the forms of a session bear: made of its token under the vault's key, so that neither the database nor
/// a page that leaks it gives the token away.
pub(crate) fn csrf(keys: &VaultKeys, token: &str) -> String {
    hex::encode(hmac(&keys.forms, &[b"form ", token.as_bytes()]))
}
