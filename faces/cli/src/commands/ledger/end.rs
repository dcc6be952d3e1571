//! Either end of a copy: a data directory or a database.

use std::path::PathBuf;

use holdpoint_ports::{LedgerStore, StoreError};
use holdpoint_postgres::{Address, PostgresLedger, look};
use holdpoint_sqlite::SqliteLedger;

use crate::data;
use crate::error::Failure;

/// Where a ledger is, or is to be.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// In a data directory.
    Directory(PathBuf),
    /// In a database.
    Database(Box<Address>),
}

/// Without a password.
impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Directory(place) => write!(f, "{}", place.display()),
            Self::Database(address) => write!(f, "{address}"),
        }
    }
}

impl End {
    /// What was named on the command line.
    pub(super) fn named(text: &str) -> Result<Self, Failure> {
        match text.contains("://") {
            true => Ok(Self::Database(Box::new(data::database_address(text)?))),
            false => Ok(Self::Directory(PathBuf::from(text))),
        }
    }

    /// Opens it, so that nobody appends meanwhile, and makes it if there is nothing.
    pub(super) fn open(&self) -> Result<Box<dyn LedgerStore>, Failure> {
        match self {
            Self::Directory(place) => match SqliteLedger::open(place) {
                Ok(ledger) => Ok(Box::new(ledger)),
                Err(error) => Err(self.failed(&error)),
            },
            Self::Database(address) => match PostgresLedger::open(Address::clone(address)) {
                Ok(ledger) => Ok(Box::new(ledger)),
                Err(error) => Err(self.failed(&error)),
            },
        }
    }

    /// Opens it if there is a ledger.
    pub(super) fn existing(&self) -> Result<Option<Box<dyn LedgerStore>>, Failure> {
        let there = match self {
            Self::Directory(place) => place.join("ledger.sqlite").exists(),
            Self::Database(address) => look(Address::clone(address))
                .map_err(|error| self.failed(&error))?
                .is_some(),
        };
        there.then(|| self.open()).transpose()
    }

    /// What to do when the ledger has arrived.
    pub(super) fn arrived(&self) -> Result<(), Failure> {
        match self {
            Self::Directory(place) => data::returned(place),
            Self::Database(_) => Ok(()),
        }
    }

    pub(super) fn failed(&self, error: &StoreError) -> Failure {
        match self {
            Self::Database(address) => data::database_failed(address, error),
            Self::Directory(place) => {
                let message = format!("the ledger in `{}` cannot be opened", place.display());
                let failure = Failure::failed("data", message).because(error);
                match error {
                    StoreError::InUse { .. } => failure.help("stop the server that has it open"),
                    _ => failure,
                }
            }
        }
    }
}
