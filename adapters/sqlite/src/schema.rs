//! What lies in the file, and its format.
//!
//! | table | row |
//! |---|---|
//! | `head` | the newest head, the next free key id, and up to where `lingering` was gathered |
//! | `entry` | up to 16 KiB of consecutive entries, see `chunk`: small pages, and little of them unused |
//! | `lingering` | copies of the entries of what has been open for long, see `linger` |
//! | `key` | an integer for each `kind/name` |
//! | `subject`, `reference` | a position that involves a key |
//! | `aggregate` | the first position of each subject, in order within its kind |
//! | `open` | aggregates that are open now, by the position that opened them |
//! | `closed_from`, `closed_until` | spans that are over, by node of the interval tree, see `holdpoint-intervals` |
//! | `tile` | a full tile; level and index in one integer |
//! | `idempotency` | used keys, by the first half of SHA-256 of actor and key |

use std::path::Path;

use holdpoint_ports::StoreError;
use rusqlite::Connection;

use crate::error::failed;
use crate::ledger::Synchronous;
use crate::migrate;

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 2;

/// "hold", so that `file` and we can tell a ledger from any other database.
const APPLICATION: i64 = 0x686f_6c64;

const TABLES: &str = "
CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint BLOB NOT NULL,
  time_ms INTEGER NOT NULL, next_key INTEGER NOT NULL, gathered INTEGER NOT NULL
) STRICT;
CREATE TABLE entry (first INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
CREATE TABLE lingering (position INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE key (name TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE subject (
  key INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE reference (
  key INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE aggregate (
  kind TEXT NOT NULL, first INTEGER NOT NULL, key INTEGER NOT NULL, name TEXT,
  PRIMARY KEY (kind, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE open (opened INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE) STRICT;
CREATE TABLE closed_from (
  node INTEGER NOT NULL, opened INTEGER NOT NULL, key INTEGER NOT NULL,
  PRIMARY KEY (node, opened)
) STRICT, WITHOUT ROWID;
CREATE TABLE closed_until (
  node INTEGER NOT NULL, closed INTEGER NOT NULL, key INTEGER NOT NULL,
  PRIMARY KEY (node, closed)
) STRICT, WITHOUT ROWID;
CREATE TABLE tile (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;
CREATE TABLE idempotency (
  id BLOB PRIMARY KEY, body BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
  time_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_time ON idempotency (time_ms);
";

/// How much of the file a connection keeps in memory, in KiB.
#[derive(Clone, Copy)]
pub(crate) struct Cache(pub(crate) u32);

/// Opens the ledger for writing, and makes its tables in a new file. A file that is no ledger, or one of a
/// newer format, is left as it was.
pub(crate) fn open(
    path: &Path,
    cache: Cache,
    synchronous: Synchronous,
) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path).map_err(failed)?;
    let standing = standing(&connection)?;
    configure_writer(&connection, cache, synchronous)?;
    match standing {
        Standing::New => create(&mut connection)?,
        Standing::Older => migrate::raise(&mut connection, FORMAT)?,
        Standing::Current => {}
    }
    Ok(connection)
}

/// Opens another connection that may write, on a file that [`open`] has opened.
pub(crate) fn connect_writer(
    path: &Path,
    cache: Cache,
    synchronous: Synchronous,
) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(failed)?;
    configure_writer(&connection, cache, synchronous)?;
    Ok(connection)
}

// Automatic checkpoints are off: see `checkpoint`.
fn configure_writer(
    connection: &Connection,
    cache: Cache,
    synchronous: Synchronous,
) -> Result<(), StoreError> {
    let level = match synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Off => "OFF",
    };
    let settings = format!(
        "PRAGMA page_size = 4096;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {level};
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 67108864;"
    );
    connection.execute_batch(&settings).map_err(failed)?;
    configure(connection, cache)
}

/// Whether the file is a ledger of this format, such as one that another process has opened; an error if it is none or newer.
pub(crate) fn current(path: &Path) -> Result<bool, StoreError> {
    use rusqlite::OpenFlags;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    Ok(matches!(standing(&connection)?, Standing::Current))
}

/// Opens a connection that only reads.
pub(crate) fn connect_reader(path: &Path, cache: Cache) -> Result<Connection, StoreError> {
    use rusqlite::OpenFlags;
    // A connection that may not write at all could not set up the shared memory of the write-ahead log.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    configure(&connection, cache)?;
    connection
        .pragma_update(None, "query_only", true)
        .map_err(failed)?;
    Ok(connection)
}

fn configure(connection: &Connection, Cache(kibibytes): Cache) -> Result<(), StoreError> {
    let settings = format!(
        "PRAGMA cache_size = -{kibibytes};
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA trusted_schema = OFF;"
    );
    connection.execute_batch(&settings).map_err(failed)?;
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(40);
    Ok(())
}

/// What a file is.
enum Standing {
    /// There are no tables yet.
    New,
    /// A ledger of an older format.
    Older,
    /// A ledger of this format.
    Current,
}

/// What the file is; an error if it is no ledger, or a newer one.
fn standing(connection: &Connection) -> Result<Standing, StoreError> {
    let stranger = || StoreError::Damaged("the file is a database of another program".to_owned());
    let ours = number(connection, "application_id")? == APPLICATION;
    match u32::try_from(number(connection, "user_version")?).unwrap_or(u32::MAX) {
        0 => {
            let tables = "SELECT count(*) FROM sqlite_schema";
            let tables: i64 = connection
                .query_row(tables, [], |row| row.get(0))
                .map_err(failed)?;
            if tables == 0 {
                Ok(Standing::New)
            } else {
                Err(stranger())
            }
        }
        _ if !ours => Err(stranger()),
        FORMAT => Ok(Standing::Current),
        1..FORMAT => Ok(Standing::Older),
        found => Err(StoreError::Newer {
            found,
            known: FORMAT,
        }),
    }
}

fn create(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(failed)?;
    transaction.execute_batch(TABLES).map_err(failed)?;
    transaction
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(failed)?;
    transaction
        .pragma_update(None, "user_version", FORMAT)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

fn number(connection: &Connection, pragma: &str) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, pragma, |row| row.get(0))
        .map_err(failed)
}
