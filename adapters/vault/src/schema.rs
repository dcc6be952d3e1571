//! What lies in the file.
//!
//! No name, address or text of a person is there in the clear: `hash` columns are keyed hashes, `key` is wrapped
//! by the vault's key, `profile` is sealed under the person's.

use std::path::Path;

use holdpoint_ports::VaultError;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::error::failed;

const FORMAT: i64 = 4;

const TABLES: &str = "
CREATE TABLE vault (id INTEGER PRIMARY KEY CHECK (id = 0), key_check BLOB NOT NULL) STRICT;
CREATE TABLE person (
  id TEXT PRIMARY KEY, key BLOB NOT NULL, profile BLOB NOT NULL, password BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE name (hash BLOB PRIMARY KEY, person TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX name_person ON name (person);
CREATE TABLE token (
  hash BLOB PRIMARY KEY, person TEXT NOT NULL, label BLOB NOT NULL, expires INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_person ON token (person, label);
CREATE TABLE system_user (hash BLOB PRIMARY KEY, person TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX system_user_person ON system_user (person);
";

/// What format 2 has and format 1 has not.
const SESSIONS: &str = "
CREATE TABLE session (
  hash BLOB PRIMARY KEY, id TEXT NOT NULL, person TEXT NOT NULL,
  created INTEGER NOT NULL, seen INTEGER NOT NULL, idle INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE TABLE link (
  hash BLOB PRIMARY KEY, person TEXT NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link (person);
";

/// What format 3 has besides.
const PERSONAL: &str = "
CREATE TABLE personal (
  hash BLOB PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_person ON personal (kind, person);
";

/// What format 4 has besides.
const RETAINED: &str = "
CREATE TABLE retained (
  person TEXT NOT NULL, release TEXT NOT NULL, key BLOB NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (person, release)
) STRICT, WITHOUT ROWID;
";

/// Opens the database, and makes its tables in a new one.
pub(crate) fn open(path: &Path, key_check: &[u8; 32]) -> Result<Connection, VaultError> {
    let mut connection = Connection::open(path).map_err(failed)?;
    // A rollback journal and no write-ahead log, so that no older page outlives a deletion; EXTRA, because
    // the commit is the journal's deletion, and that must be durable too.
    let settings = "PRAGMA journal_mode = DELETE;
                    PRAGMA synchronous = EXTRA;
                    PRAGMA secure_delete = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -2048;
                    PRAGMA trusted_schema = OFF;";
    connection.execute_batch(settings).map_err(failed)?;
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .map_err(failed)?;
    prepare(&mut connection, key_check)?;
    check_key(&connection, key_check)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection, key_check: &[u8; 32]) -> Result<(), VaultError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let format: i64 = transaction
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(failed)?;
    if format == FORMAT {
        return Ok(());
    }
    match format {
        0 => {
            transaction.execute_batch(TABLES).map_err(failed)?;
            let insert = "INSERT INTO vault (id, key_check) VALUES (0, ?1)";
            transaction.execute(insert, [key_check]).map_err(failed)?;
        }
        1..=3 => {}
        newer => {
            let text =
                format!("the vault has format {newer}, this program knows formats up to {FORMAT}");
            return Err(failed(text));
        }
    }
    if format < 2 {
        transaction.execute_batch(SESSIONS).map_err(failed)?;
    }
    if format < 3 {
        transaction.execute_batch(PERSONAL).map_err(failed)?;
    }
    transaction.execute_batch(RETAINED).map_err(failed)?;
    transaction
        .pragma_update(None, "user_version", FORMAT)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

fn check_key(connection: &Connection, key_check: &[u8; 32]) -> Result<(), VaultError> {
    let found: Option<[u8; 32]> = connection
        .query_row("SELECT key_check FROM vault", [], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    if found.as_ref() == Some(key_check) {
        return Ok(());
    }
    Err(failed(
        "`vault.key` is not the key of this vault; restore the one that belongs to it",
    ))
}
