//! A vault that was in a file, moved to the database: the same rows, under the same key.

use std::path::Path;

use holdpoint_ports::VaultError;
use holdpoint_postgres::{Database, ToSql};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OpenFlags};

use super::rows::{column, row, rows};
use crate::error::failed;

/// Everything at once, and only where there is no vault yet.
const MOVE: &str = "
WITH vault AS (
  INSERT INTO holdpoint_vault.vault (id, key_check, revision) VALUES (0, $1, 0) RETURNING id
), person AS (
  INSERT INTO holdpoint_vault.person (id, key, profile, password)
  SELECT new.* FROM vault, unnest($2::text[], $3::bytea[], $4::bytea[], $5::bytea[]) AS new
), name AS (
  INSERT INTO holdpoint_vault.name (hash, person) SELECT new.* FROM vault, unnest($6::bytea[], $7::text[]) AS new
), token AS (
  INSERT INTO holdpoint_vault.token (hash, person, label, expires)
  SELECT new.* FROM vault, unnest($8::bytea[], $9::text[], $10::bytea[], $11::bigint[]) AS new
), system_user AS (
  INSERT INTO holdpoint_vault.system_user (hash, person)
  SELECT new.* FROM vault, unnest($12::bytea[], $13::text[]) AS new
), session AS (
  INSERT INTO holdpoint_vault.session (hash, id, person, created, seen, idle, expires)
  SELECT new.* FROM vault, unnest($14::bytea[], $15::text[], $16::text[], $17::bigint[], $18::bigint[], $19::bigint[],
    $20::bigint[]) AS new
), link AS (
  INSERT INTO holdpoint_vault.link (hash, person, expires)
  SELECT new.* FROM vault, unnest($21::bytea[], $22::text[], $23::bigint[]) AS new
), personal AS (
  INSERT INTO holdpoint_vault.personal (hash, person, kind, sealed)
  SELECT new.* FROM vault, unnest($24::bytea[], $25::text[], $26::text[], $27::bytea[]) AS new
)
SELECT id FROM vault";

const COUNT: &str = "
SELECT (SELECT count(*) FROM holdpoint_vault.person) + (SELECT count(*) FROM holdpoint_vault.name)
  + (SELECT count(*) FROM holdpoint_vault.token) + (SELECT count(*) FROM holdpoint_vault.system_user)
  + (SELECT count(*) FROM holdpoint_vault.session) + (SELECT count(*) FROM holdpoint_vault.link)
  + (SELECT count(*) FROM holdpoint_vault.personal)";

/// Moves the rows of a file whose format is this program's; the file goes when they are durable in the database. What it has
/// of people who are erased later would be there for ever otherwise.
pub(super) fn take(database: &Database, file: &Path, check: &[u8; 32]) -> Result<(), VaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(file, flags).map_err(failed)?;
    let from = Table(&source);
    let (person, name, token) = ("person", "name", "token");
    let values: [Box<dyn ToSql + Sync>; 27] = [
        Box::new(check.to_vec()),
        from.texts(person, "id")?,
        from.bytes(person, "key")?,
        from.bytes(person, "profile")?,
        from.column::<Option<Vec<u8>>>(person, "password")?,
        from.bytes(name, "hash")?,
        from.texts(name, "person")?,
        from.bytes(token, "hash")?,
        from.texts(token, "person")?,
        from.bytes(token, "label")?,
        from.column::<Option<i64>>(token, "expires")?,
        from.bytes("system_user", "hash")?,
        from.texts("system_user", "person")?,
        from.bytes("session", "hash")?,
        from.texts("session", "id")?,
        from.texts("session", "person")?,
        from.column::<i64>("session", "created")?,
        from.column::<i64>("session", "seen")?,
        from.column::<i64>("session", "idle")?,
        from.column::<i64>("session", "expires")?,
        from.bytes("link", "hash")?,
        from.texts("link", "person")?,
        from.column::<i64>("link", "expires")?,
        from.bytes("personal", "hash")?,
        from.texts("personal", "person")?,
        from.texts("personal", "kind")?,
        from.bytes("personal", "sealed")?,
    ];
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| &**value).collect();
    rows(database, MOVE, &values)?;
    let there: i64 = row(database, COUNT, &[])?.map_or(Ok(0), |row| column(&row, 0))?;
    if there != from.count()? {
        return Err(failed("not all of the vault came to the database"));
    }
    drop(source);
    std::fs::remove_file(file).map_err(failed)
}

/// Tables of the file.
struct Table<'a>(&'a Connection);

impl Table<'_> {
    /// A column of every row, always in the same order.
    fn column<T>(&self, table: &str, column: &str) -> Result<Box<dyn ToSql + Sync>, VaultError>
    where
        T: FromSql + ToSql + Sync + 'static,
    {
        let order = if table == "person" { "id" } else { "hash" };
        let query = format!("SELECT {column} FROM {table} ORDER BY {order}");
        let mut query = self.0.prepare(&query).map_err(failed)?;
        let rows = query.query_map([], |row| row.get(0)).map_err(failed)?;
        let column = rows.collect::<Result<Vec<T>, _>>().map_err(failed)?;
        Ok(Box::new(column))
    }

    fn texts(&self, table: &str, column: &str) -> Result<Box<dyn ToSql + Sync>, VaultError> {
        self.column::<String>(table, column)
    }

    fn bytes(&self, table: &str, column: &str) -> Result<Box<dyn ToSql + Sync>, VaultError> {
        self.column::<Vec<u8>>(table, column)
    }

    fn count(&self) -> Result<i64, VaultError> {
        let query = "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM name) + (SELECT count(*) FROM token)
            + (SELECT count(*) FROM system_user) + (SELECT count(*) FROM session) + (SELECT count(*) FROM link)
            + (SELECT count(*) FROM personal)";
        self.0
            .query_row(query, [], |row| row.get(0))
            .map_err(failed)
    }
}
