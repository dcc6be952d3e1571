//! A database for others than the ledger: one connection that threads share, and that is made again when it breaks.
//!
//! Statements of several threads are on their way at the same time. A statement whose answer was lost is sent again, so it has
//! to be one that may be.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use holdpoint_ports::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};

use crate::address::Address;
use crate::bridge::wait;
use crate::error::{failed, is_broken, is_undone, said};
use crate::link::{Connected, PATIENCE, Server};
use crate::schema::{self, Schema};

/// A database with a schema of ours.
pub struct Database {
    server: Server,
    connected: Mutex<Option<Arc<Connected>>>,
}

/// Why a statement came to nothing.
#[derive(Debug)]
pub enum Unanswered {
    /// A row of that key is there already.
    Taken,
    /// What the row refers to is not there.
    Missing,
    /// Anything else.
    Failed(StoreError),
}

impl Database {
    /// Connects, and brings the schema up to the newest format.
    ///
    /// # Errors
    /// When there is no database, or its schema is of a newer program.
    pub fn open(address: Address, schema: Schema) -> Result<Self, StoreError> {
        let server = Server::new(address)?;
        let until = Instant::now() + PATIENCE;
        let connected = server.connect(until)?;
        let prepared = wait(schema::prepare(&connected.client, schema), until);
        prepared.unwrap_or_else(|| Err(said("the database does not answer")))?;
        Ok(Self {
            server,
            connected: Mutex::new(Some(connected)),
        })
    }

    /// What a statement finds or gives back.
    ///
    /// # Errors
    /// When it breaks a rule of its tables, or the database does not answer.
    pub fn rows(
        &self,
        statement: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Unanswered> {
        let until = Instant::now() + PATIENCE;
        loop {
            let connected = self.connected(until).map_err(Unanswered::Failed)?;
            match wait(rows(&connected, statement, values), until) {
                Some(Ok(rows)) => return Ok(rows),
                Some(Err(error)) if is_broken(&error) && Instant::now() < until => {
                    self.forget(&connected);
                }
                // The database undid it and says that it may simply be sent again.
                Some(Err(error)) if is_undone(&error) && Instant::now() < until => {}
                Some(Err(error)) => return Err(unanswered(&error)),
                None => {
                    self.forget(&connected);
                    return Err(Unanswered::Failed(said("the database does not answer")));
                }
            }
        }
    }

    fn connected(&self, until: Instant) -> Result<Arc<Connected>, StoreError> {
        // Held while connecting: the others would do no better.
        let mut place = self
            .connected
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = place.as_ref().filter(|known| !known.client.is_closed()) {
            return Ok(Arc::clone(known));
        }
        let fresh = self.server.connect(until)?;
        *place = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Forgets a connection, unless somebody has made another one since.
    fn forget(&self, broken: &Arc<Connected>) {
        let mut place = self
            .connected
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        place.take_if(|known| Arc::ptr_eq(known, broken));
    }
}

async fn rows(
    connected: &Connected,
    statement: &'static str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, Error> {
    let statement = connected.statement(statement).await?;
    connected.client.query(&statement, values).await
}

fn unanswered(error: &Error) -> Unanswered {
    match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => Unanswered::Taken,
        Some(code) if *code == SqlState::FOREIGN_KEY_VIOLATION => Unanswered::Missing,
        _ => Unanswered::Failed(failed(error)),
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Database({})", self.server.address)
    }
}
