//! The writing side.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use holdpoint_ports::{Batch, LedgerReader, LedgerStore, StoreError, UsedKey};

use crate::address::Address;
use crate::append::Appender;
use crate::bridge::wait;
use crate::error::said;
use crate::heart::Heart;
use crate::link::{Connected, Link, Server};
use crate::reader::PostgresReader;
use crate::schema;
use crate::seat::{self, Name};

/// How to open a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How long to go on trying to connect.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(5),
        }
    }
}

/// A ledger in a PostgreSQL database, open for writing. At most one process has it open so.
// Dropped in this order: who has left must not move any more.
pub struct PostgresLedger {
    heart: Option<Arc<Heart>>,
    appender: Appender,
    server: Server,
}

impl PostgresLedger {
    /// Opens the ledger in a database, and makes its tables first if there are none.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while another process has it open; [`StoreError::Newer`]; [`StoreError::Damaged`] when
    /// what lies in its schema is no ledger.
    pub fn open(address: Address) -> Result<Self, StoreError> {
        Self::open_with(address, Options::default())
    }

    /// As [`PostgresLedger::open`].
    ///
    /// # Errors
    /// As [`PostgresLedger::open`].
    pub fn open_with(address: Address, options: Options) -> Result<Self, StoreError> {
        let server = Server::new(address)?;
        let until = Instant::now() + options.patience;
        let connected = server.connect(until)?;
        let prepared = wait(
            schema::prepare(&connected.client, schema::LEDGER),
            until + crate::link::PATIENCE,
        );
        prepared.unwrap_or_else(|| Err(said("the database does not answer")))?;
        let name = Name::fresh(None)?;
        let epoch = seat::take(&server, &connected, &name)?;
        Ok(Self::seated(server, name, epoch, connected))
    }

    /// The ledger of somebody who has sat down.
    pub(crate) fn seated(
        server: Server,
        name: Name,
        epoch: i64,
        connected: Arc<Connected>,
    ) -> Self {
        Self {
            heart: Some(Arc::new(Heart::start(&server, &name))),
            appender: Appender::new(server.clone(), name, epoch, connected),
            server,
        }
    }

    /// As long as it is there, whoever sat down may still append.
    pub(crate) fn heart(&self) -> Weak<Heart> {
        self.heart.as_ref().map(Arc::downgrade).unwrap_or_default()
    }
}

/// A reader of the ledger in a database, which takes nobody's seat and makes nothing; none if there is no ledger.
///
/// # Errors
/// As [`PostgresLedger::open`], but for [`StoreError::InUse`].
pub fn look(address: Address) -> Result<Option<Box<dyn LedgerReader>>, StoreError> {
    let server = Server::new(address)?;
    let until = Instant::now() + Options::default().patience;
    let connected = server.connect(until)?;
    let there = wait(
        schema::is_there(&connected.client),
        until + crate::link::PATIENCE,
    );
    let there = there.unwrap_or_else(|| Err(said("the database does not answer")))?;
    let reader = || Box::new(PostgresReader::new(Link::new(server))) as Box<dyn LedgerReader>;
    Ok(there.then(reader))
}

impl LedgerStore for PostgresLedger {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.appender.append(batch)
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        self.appender.forget(time_ms)
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.appender.keep_used(keys)
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        let link = Link::new(self.server.clone());
        Ok(Box::new(PostgresReader::new(link)))
    }
}

impl Drop for PostgresLedger {
    fn drop(&mut self) {
        self.heart = None;
        self.appender.leave();
    }
}
