//! A database that is made to try something in, and dropped afterwards.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_ports::StoreError;
use tokio_postgres::{Client, NoTls};

use crate::address::{Address, Security};
use crate::bridge::{Bridge, wait};
use crate::error::{failed, said, told};
use crate::tls;

/// How long one statement may take.
const STATEMENT: Duration = Duration::from_secs(60);

/// What every database of ours is called, so that what is left of a program that was killed can be found.
const PREFIX: &str = "holdpoint_rehearsal_";

/// All that a schema consists of, a line for each: sorted, without what extensions and PostgreSQL itself bring, and
/// without the order of columns.
const SCHEMA: &str = include_str!("scratch.sql");

/// A database that is made to try something in, and dropped afterwards.
pub struct Scratch {
    bridge: Arc<Bridge>,
    address: Address,
    client: Option<Client>,
    name: String,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Scratch {
    /// Makes an empty database on the server of this one.
    ///
    /// # Errors
    /// When there is no server, or one may not make a database there.
    pub fn create(address: Address) -> Result<Self, StoreError> {
        let bridge = Bridge::start()?;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|error| said(error.to_string()))?;
        let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{PREFIX}{hex}");
        let server = connect(&bridge, &address)?;
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        answered(wait(
            server.batch_execute(&create),
            Instant::now() + STATEMENT,
        ))?;
        let mut scratch = Self {
            bridge,
            address,
            client: None,
            name,
        };
        let mut own = scratch.address.clone();
        own.config.dbname(&scratch.name);
        scratch.client = Some(connect(&scratch.bridge, &own)?);
        Ok(scratch)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn client(&self) -> Result<&Client, StoreError> {
        self.client
            .as_ref()
            .ok_or_else(|| said("there is no connection"))
    }

    /// Runs SQL as it stands.
    ///
    /// # Errors
    /// What the database says to it.
    pub fn run(&self, sql: &str) -> Result<(), String> {
        let client = self.client().map_err(|error| error.to_string())?;
        match wait(client.batch_execute(sql), Instant::now() + STATEMENT) {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => Err(told(&error)),
            None => Err(format!("it takes longer than {} s", STATEMENT.as_secs())),
        }
    }

    /// All that the schema consists of, sorted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn schema(&self) -> Result<Vec<String>, StoreError> {
        let asked = self.client()?.query(SCHEMA, &[]);
        let rows = wait(asked, Instant::now() + STATEMENT)
            .ok_or_else(|| said("the database does not answer"))?;
        let rows = rows.map_err(|error| failed(&error))?;
        let mut lines: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
        lines.sort();
        Ok(lines)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.client = None;
        let Ok(server) = connect(&self.bridge, &self.address) else {
            return;
        };
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // Nobody is left to hear that it failed; its name says whose it is.
        let _ = wait(server.batch_execute(&drop), Instant::now() + STATEMENT);
    }
}

fn answered(answer: Option<Result<(), tokio_postgres::Error>>) -> Result<(), StoreError> {
    match answer {
        Some(Ok(())) => Ok(()),
        Some(Err(error)) => Err(failed(&error)),
        None => Err(said("the database does not answer")),
    }
}

/// A connection on which nothing is set.
fn connect(bridge: &Bridge, address: &Address) -> Result<Client, StoreError> {
    let connector = tls::connector(address)?;
    let config = address.config.clone();
    let plain = address.security == Security::Disable;
    let dial = async move {
        if plain {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(async { drop(connection.await) });
            return Ok(client);
        }
        let (client, connection) = config.connect(connector).await?;
        tokio::spawn(async { drop(connection.await) });
        Ok::<_, tokio_postgres::Error>(client)
    };
    let task = bridge.handle().spawn(dial);
    match wait(task, Instant::now() + Duration::from_secs(10)) {
        Some(Ok(Ok(client))) => Ok(client),
        Some(Ok(Err(error))) => Err(failed(&error)),
        _ => Err(said("the database does not answer")),
    }
}
