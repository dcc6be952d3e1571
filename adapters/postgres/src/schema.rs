//! What lies in the database, and its format.
//!
//! | table of schema `holdpoint_ledger` | row |
//! |---|---|
//! | `format` | the format of all this |
//! | `head` | the newest head, who may append and where they are reached: see `seat` |
//! | `server` | where servers are reached, and when they last said so |
//! | `entry` | an entry, with what it changes |
//! | `reference` | what an entry names |
//! | `aggregate` | the first position of each subject, and what it is called |
//! | `open` | aggregates that are open now, by the position that opened them |
//! | `closed` | spans that are over, with their node of the interval tree: see `holdpoint-intervals` |
//! | `tile` | a full tile |
//! | `idempotency` | used keys |
//!
//! Subjects and references stand there as [`crate::id::Id`]s. Nothing here is beyond what other databases that speak
//! PostgreSQL's protocol have.

use holdpoint_ports::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error};

use crate::error::{failed, said, told};

/// The ledger's tables.
pub(crate) const LEDGER: Schema = Schema {
    name: "holdpoint_ledger",
    steps: &[FIRST, SERVERS],
};

/// A schema of ours in a database: its name, and what makes of each format the next one. A new one goes through all of them;
/// the first makes the table `format`, with a row that says 0.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// What it is called; it never comes from outside.
    pub name: &'static str,
    /// SQL for each step.
    pub steps: &'static [&'static str],
}

const FIRST: &str = "
CREATE TABLE holdpoint_ledger.format (version integer NOT NULL);
INSERT INTO holdpoint_ledger.format VALUES (0);
CREATE TABLE holdpoint_ledger.head (
  id smallint PRIMARY KEY CHECK (id = 0),
  epoch bigint NOT NULL, holder text, label text, beat bigint NOT NULL,
  size bigint NOT NULL, root bytea, checkpoint bytea, time_ms bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO holdpoint_ledger.head (id, epoch, beat, size, time_ms) VALUES (0, 0, 0, 0, 0);
CREATE TABLE holdpoint_ledger.entry (
  position bigint PRIMARY KEY, subject uuid NOT NULL, bytes bytea NOT NULL
);
CREATE UNIQUE INDEX entry_subject ON holdpoint_ledger.entry (subject, position);
CREATE TABLE holdpoint_ledger.reference (
  key uuid NOT NULL, position bigint NOT NULL, PRIMARY KEY (key, position)
);
CREATE TABLE holdpoint_ledger.aggregate (
  key uuid PRIMARY KEY, kind text COLLATE \"C\" NOT NULL, name text, first bigint NOT NULL
);
CREATE UNIQUE INDEX aggregate_kind ON holdpoint_ledger.aggregate (kind, first);
CREATE TABLE holdpoint_ledger.open (opened bigint PRIMARY KEY, key uuid NOT NULL);
CREATE TABLE holdpoint_ledger.closed (
  opened bigint PRIMARY KEY, closed bigint NOT NULL, node bigint NOT NULL, key uuid NOT NULL
);
CREATE INDEX closed_from ON holdpoint_ledger.closed (node, opened);
CREATE INDEX closed_until ON holdpoint_ledger.closed (node, closed);
CREATE TABLE holdpoint_ledger.tile (
  level smallint NOT NULL, index bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (level, index)
);
CREATE TABLE holdpoint_ledger.idempotency (
  id uuid PRIMARY KEY, body bytea NOT NULL, first bigint NOT NULL, count integer NOT NULL,
  time_ms bigint NOT NULL
);
CREATE INDEX idempotency_time ON holdpoint_ledger.idempotency (time_ms);
";

/// Format 2 says where servers are reached.
const SERVERS: &str = "
ALTER TABLE holdpoint_ledger.head ADD COLUMN address text;
CREATE TABLE holdpoint_ledger.server (address text PRIMARY KEY, seen timestamptz NOT NULL);
";

/// Makes the tables in a new database, and brings those of an older format up to this one. What is of a newer format, or of
/// another program, is left as it was.
pub(crate) async fn prepare(client: &Client, schema: Schema) -> Result<(), StoreError> {
    loop {
        let version = version(client, schema).await?;
        let known = schema.known();
        let Some(at) = usize::try_from(version).ok().filter(|_| version <= known) else {
            let found = version;
            return Err(StoreError::Newer { found, known });
        };
        match schema.steps.get(at) {
            None => return Ok(()),
            Some(step) => raise(client, schema, version, step).await?,
        }
    }
}

/// Whether the database has a ledger that can be read here.
pub(crate) async fn is_there(client: &Client) -> Result<bool, StoreError> {
    let known = LEDGER.known();
    match version(client, LEDGER).await? {
        found if found > known => Err(StoreError::Newer { found, known }),
        found => Ok(found > 0),
    }
}

impl Schema {
    /// The format that this program writes.
    fn known(self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }
}

/// The format that the database has; 0 if there is nothing yet.
async fn version(client: &Client, schema: Schema) -> Result<u32, StoreError> {
    let name = schema.name;
    let tables = "SELECT count(*), count(*) FILTER (WHERE c.relname = 'format')
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = $1 AND c.relkind = 'r'";
    let found = client
        .query_one(tables, &[&name])
        .await
        .map_err(|e| failed(&e))?;
    let (tables, formats): (i64, i64) = (found.get(0), found.get(1));
    if tables == 0 {
        return Ok(0);
    }
    if formats == 0 {
        let text = format!("the schema `{name}` is of another program");
        return Err(StoreError::Damaged(text));
    }
    let version = format!("SELECT version FROM {name}.format");
    let found = client
        .query_opt(&version, &[])
        .await
        .map_err(|e| failed(&e))?;
    let version: Option<i32> = found.map(|row| row.get(0));
    let version = version.and_then(|version| u32::try_from(version).ok());
    version.ok_or_else(|| StoreError::Damaged(format!("`{name}` has no format")))
}

/// Goes one step, or finds that somebody else has just gone it.
async fn raise(client: &Client, schema: Schema, from: u32, step: &str) -> Result<(), StoreError> {
    let Err(error) = go(client, schema.name, from, step).await else {
        return Ok(());
    };
    // What failed is undone when the transaction ends.
    let _ = client.batch_execute("ROLLBACK").await;
    let twice = [
        SqlState::DUPLICATE_SCHEMA,
        SqlState::DUPLICATE_TABLE,
        SqlState::UNIQUE_VIOLATION,
    ];
    if error.code().is_some_and(|code| twice.contains(code))
        && version(client, schema).await? > from
    {
        return Ok(());
    }
    if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
        return Err(said(format!(
            "{}: the database's owner may make the schema `{}` for this user",
            told(&error),
            schema.name
        )));
    }
    Err(failed(&error))
}

async fn go(client: &Client, name: &str, from: u32, step: &str) -> Result<(), Error> {
    client.batch_execute("BEGIN").await?;
    if from == 0 {
        create_schema(client, name).await?;
    } else {
        // Whoever comes second waits here for the first, and finds nothing to do.
        let lock = format!("UPDATE {name}.format SET version = version WHERE version = $1");
        let from = i32::try_from(from).unwrap_or(i32::MAX);
        if client.execute(&lock, &[&from]).await? == 0 {
            return client.batch_execute("ROLLBACK").await;
        }
    }
    client.batch_execute(step).await?;
    let raise = format!("UPDATE {name}.format SET version = version + 1; COMMIT");
    client.batch_execute(&raise).await
}

/// The schema may have been made by an administrator, for a user who may not.
async fn create_schema(client: &Client, name: &str) -> Result<(), Error> {
    let there = "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = $1";
    match client.query_one(there, &[&name]).await?.get::<_, i64>(0) {
        0 => client.batch_execute(&format!("CREATE SCHEMA {name}")).await,
        _ => Ok(()),
    }
}
