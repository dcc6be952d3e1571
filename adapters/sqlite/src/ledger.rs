//! The writing side.

use std::path::{Path, PathBuf};

use holdpoint_durable::{Lock, create_directories, touch};
use holdpoint_ports::{Batch, LedgerReader, LedgerStore, StoreError, UsedKey};
use rusqlite::Connection;

use crate::append;
use crate::checkpoint::Checkpointer;
use crate::error::failed;
use crate::keys::Keys;
use crate::reader::SqliteReader;
use crate::schema::{self, Cache};

/// The file's name when a directory is opened.
const FILE: &str = "ledger.sqlite";

/// Whether a commit waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// An append that has returned is durable.
    #[default]
    Full,
    /// An append may be lost or torn when the machine stops: only for controls in crash tests.
    Off,
}

/// How to open a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether a commit waits for the disk.
    pub synchronous: Synchronous,
    /// Memory for the writer's pages, in KiB.
    pub writer_cache_kib: u32,
    /// Memory for the pages of each reader, in KiB.
    pub reader_cache_kib: u32,
    /// Pages of 4 KiB in the write-ahead log at which they are copied into the database.
    pub checkpoint_pages: u32,
    /// Entries after which an aggregate that is still open counts as lingering: its entries are copied to where a
    /// start reads them quickly. At least 1; small numbers write much twice.
    pub lingers_after: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            synchronous: Synchronous::Full,
            writer_cache_kib: 16 * 1024,
            reader_cache_kib: 2 * 1024,
            checkpoint_pages: 4 * 1024,
            lingers_after: 64 * 1024,
        }
    }
}

/// A ledger in an SQLite file, open for writing. At most one process has it open.
// The order of the fields is the order in which they are dropped: the thread before the connection, so that
// the last one to close tidies up the log, and the lock at the very end.
#[derive(Debug)]
pub struct SqliteLedger {
    checkpointer: Checkpointer,
    connection: Connection,
    keys: Keys,
    options: Options,
    path: PathBuf,
    _lock: Lock,
}

impl SqliteLedger {
    /// Opens the ledger in a directory (`ledger.sqlite`) or in the file named, creating it if need be.
    /// A path that does not exist is a file if its name ends in `.sqlite`; a directory may be called `holdpoint.example.org`.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Newer`], [`StoreError::Damaged`] when it is no ledger.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_with(path, Options::default())
    }

    /// As [`SqliteLedger::open`].
    ///
    /// # Errors
    /// As [`SqliteLedger::open`].
    pub fn open_with(path: impl AsRef<Path>, options: Options) -> Result<Self, StoreError> {
        let path = file_of(path.as_ref());
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        create_directories(directory).map_err(|error| StoreError::Failed(error.into()))?;
        let lock = Lock::take(&path.with_extension("lock"));
        let lock = lock.map_err(|error| StoreError::Failed(error.into()))?;
        let lock = lock.ok_or_else(|| StoreError::InUse {
            place: path.display().to_string(),
        })?;
        // The write-ahead log follows the database in who may read it.
        touch(&path).map_err(|error| StoreError::Failed(error.into()))?;
        let cache = Cache(options.writer_cache_kib);
        let mut connection = schema::open(&path, cache, options.synchronous)?;
        let checkpointer = Checkpointer::start(&path, &mut connection, options)?;
        let keys = Keys::default();
        Ok(Self {
            checkpointer,
            connection,
            keys,
            options,
            path,
            _lock: lock,
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl LedgerStore for SqliteLedger {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let appended = append::append(
            &self.connection,
            &mut self.keys,
            self.options.lingers_after,
            batch,
        );
        match appended {
            Ok(()) => self.checkpointer.appended(&self.connection),
            Err(_) => self.keys.clear(),
        }
        appended
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        let delete = "DELETE FROM idempotency WHERE id IN
                      (SELECT id FROM idempotency WHERE time_ms < ?1 LIMIT 1000)";
        let mut forgotten = 0;
        // In small transactions, so that the log and the memory stay small.
        loop {
            let some = self
                .connection
                .prepare_cached(delete)
                .and_then(|mut delete| delete.execute([time_ms]))
                .map_err(failed)?;
            if some == 0 {
                return Ok(forgotten);
            }
            forgotten += some as u64;
            self.checkpointer.appended(&self.connection);
        }
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        append::keep_used(&self.connection, keys)?;
        self.checkpointer.appended(&self.connection);
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        let cache = Cache(self.options.reader_cache_kib);
        let connection = schema::connect_reader(&self.path, cache)?;
        Ok(Box::new(SqliteReader::new(connection)))
    }
}

/// A reader of the ledger there, which another process may have open for writing; none if there is no ledger.
///
/// # Errors
/// [`StoreError::Newer`], [`StoreError::Damaged`] when it is no ledger. One of an older format is raised first, which takes
/// the lock.
pub fn look(path: impl AsRef<Path>) -> Result<Option<Box<dyn LedgerReader>>, StoreError> {
    let path = file_of(path.as_ref());
    if !path.is_file() {
        return Ok(None);
    }
    if !schema::current(&path)? {
        drop(SqliteLedger::open(&path)?);
    }
    let cache = Cache(Options::default().reader_cache_kib);
    let connection = schema::connect_reader(&path, cache)?;
    Ok(Some(Box::new(SqliteReader::new(connection))))
}

fn file_of(path: &Path) -> PathBuf {
    let named = !path.exists() && path.extension().is_some_and(|ending| ending == "sqlite");
    if path.is_file() || named {
        path.to_path_buf()
    } else {
        path.join(FILE)
    }
}
