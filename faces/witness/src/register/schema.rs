//! What lies in the file, and its format.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::RegisterError;

/// The format that this program writes.
const FORMAT: u32 = 1;

/// "witn", so that a register is told from any other database.
const APPLICATION: u32 = 0x7769_746e;

const TABLES: &str = "
CREATE TABLE log (
  origin TEXT NOT NULL, key TEXT NOT NULL, added INTEGER NOT NULL, PRIMARY KEY (origin, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE head (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, time INTEGER NOT NULL, note BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE fork (
  origin TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL,
  note BLOB NOT NULL, cosigned BLOB NOT NULL, PRIMARY KEY (origin, number)
) STRICT, WITHOUT ROWID;
";

pub(super) fn create(path: &Path) -> Result<Connection, RegisterError> {
    let mut connection = Connection::open(path)?;
    configure(&connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    Ok(connection)
}

/// Opens a register; a file that is none, or one of a newer format, is left as it was.
pub(super) fn open(path: &Path) -> Result<Connection, RegisterError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    if number(&connection, "application_id")? != APPLICATION {
        return Err(RegisterError::Foreign);
    }
    match number(&connection, "user_version")? {
        FORMAT => {}
        found => {
            let known = FORMAT;
            return Err(RegisterError::Newer { found, known });
        }
    }
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), RegisterError> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA trusted_schema = OFF;
         PRAGMA cache_size = -4096;",
    )?;
    connection.busy_timeout(Duration::from_secs(10))?;
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> Result<u32, RegisterError> {
    let number: i64 = connection.pragma_query_value(None, pragma, |row| row.get(0))?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}
