//! Links that sign somebody in once.

use holdpoint_ports::{Millis, VaultError};
use rusqlite::{Connection, OptionalExtension};

use crate::error::failed;
use crate::key::random;
use crate::token::hash;

/// Tells people and secret scanners what it is.
const PREFIX: &str = "hpl_";

pub(crate) fn issue(
    connection: &Connection,
    person: &str,
    expires: Millis,
) -> Result<String, VaultError> {
    let token = fresh()?;
    let insert = "INSERT INTO link (hash, person, expires) VALUES (?1, ?2, ?3)";
    connection
        .execute(insert, (hash(&token), person, expires))
        .map_err(failed)?;
    Ok(token)
}

/// What a new link bears.
pub(crate) fn fresh() -> Result<String, VaultError> {
    let bits = random::<32>()?;
    Ok(format!("{PREFIX}{}", hex::encode(bits.as_slice())))
}

/// Whom the link signs in; it is gone afterwards, and so is every one that has expired.
pub(crate) fn redeem(
    connection: &Connection,
    token: &str,
    now: Millis,
) -> Result<Option<String>, VaultError> {
    connection
        .execute("DELETE FROM link WHERE expires <= ?1", [now])
        .map_err(failed)?;
    connection
        .query_row(
            "DELETE FROM link WHERE hash = ?1 RETURNING person",
            [hash(token)],
            |row| row.get(0),
        )
        .optional()
        .map_err(failed)
}
