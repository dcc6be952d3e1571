//! A batch, as one statement; and what became of it when no answer came.

use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_ports::{Batch, StoreError, UsedKey};
use tokio_postgres::Error;
use tokio_postgres::types::ToSql;

use crate::bridge::wait;
use crate::error::{bound, failed, is_certain, is_undone, loaded, said, told};
use crate::id::Id;
use crate::link::{Connected, Server};
use crate::openings::Aggregates;
use crate::rows::{Rows, Used};
use crate::seat::{self, Name};

/// How long an append may take, with finding out what became of it and trying again.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the answer of one attempt is waited for.
const ANSWER: Duration = Duration::from_secs(10);

/// Everything hangs on the first part, which finds the head only under our epoch and at the size that the batch expects.
const APPEND: &str = "
WITH moved AS (
  UPDATE holdpoint_ledger.head SET size = $3, root = $4, checkpoint = $5, time_ms = $6
  WHERE id = 0 AND epoch = $1 AND size = $2 RETURNING true AS found
), entries AS (
  INSERT INTO holdpoint_ledger.entry (position, subject, bytes)
  SELECT $2 + n - 1, subject, bytes
  FROM moved, unnest($7::uuid[], $8::bytea[]) WITH ORDINALITY AS new (subject, bytes, n)
), referring AS (
  INSERT INTO holdpoint_ledger.reference (key, position)
  SELECT key, position FROM moved, unnest($9::uuid[], $10::bigint[]) AS new (key, position)
), aggregates AS (
  INSERT INTO holdpoint_ledger.aggregate (key, kind, name, first)
  SELECT key, kind, name, first
  FROM moved, unnest($11::uuid[], $12::text[], $13::text[], $14::bigint[]) AS new (key, kind, name, first)
  ON CONFLICT (key) DO NOTHING
), gone AS (
  DELETE FROM holdpoint_ledger.open USING moved WHERE opened = ANY ($15::bigint[])
), opened AS (
  INSERT INTO holdpoint_ledger.open (key, opened)
  SELECT key, opened FROM moved, unnest($16::uuid[], $17::bigint[]) AS new (key, opened)
), closed AS (
  INSERT INTO holdpoint_ledger.closed (key, opened, closed, node)
  SELECT key, opened, closed, node
  FROM moved, unnest($18::uuid[], $19::bigint[], $20::bigint[], $21::bigint[]) AS new (key, opened, closed, node)
), tiles AS (
  INSERT INTO holdpoint_ledger.tile (level, index, hashes)
  SELECT level, index, hashes
  FROM moved, unnest($22::smallint[], $23::bigint[], $24::bytea[]) AS new (level, index, hashes)
), used AS (
  INSERT INTO holdpoint_ledger.idempotency (id, body, first, count, time_ms)
  SELECT id, body, first, count, time_ms
  FROM moved, unnest($25::uuid[], $26::bytea[], $27::bigint[], $28::integer[], $29::bigint[])
    AS new (id, body, first, count, time_ms)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body, first = excluded.first, count = excluded.count,
    time_ms = excluded.time_ms
)
SELECT count(*) FROM moved";

/// What appends: a connection, the epoch in which we sat down, and what is known of aggregates.
pub(crate) struct Appender {
    server: Server,
    name: Name,
    epoch: i64,
    connected: Option<Arc<Connected>>,
    /// None until it was read, and after anything went wrong.
    known: Option<Aggregates>,
    /// Whether something was sent that may still arrive.
    in_doubt: bool,
}

/// Why an attempt came to nothing.
enum Attempt {
    /// It surely kept nothing, and trying again is of no use.
    Failed(StoreError),
    /// It surely kept nothing, and may be tried again.
    Undone(StoreError),
    /// It may have kept everything: there is no answer.
    InDoubt(StoreError),
}

impl Appender {
    pub(crate) fn new(server: Server, name: Name, epoch: i64, connected: Arc<Connected>) -> Self {
        Self {
            server,
            name,
            epoch,
            connected: Some(connected),
            known: None,
            in_doubt: false,
        }
    }

    /// Keeps the batch or nothing. Without an answer it finds out which, and tries again if it was nothing.
    pub(crate) fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let until = Instant::now() + PATIENCE;
        loop {
            if self.in_doubt && self.settle(batch, until)? {
                return Ok(());
            }
            let error = match self.attempt(batch, until) {
                Ok(()) => return Ok(()),
                Err(Attempt::Failed(error)) => {
                    self.known = None;
                    return Err(error);
                }
                Err(Attempt::Undone(error)) => error,
                Err(Attempt::InDoubt(error)) => {
                    self.in_doubt = true;
                    self.connected = None;
                    error
                }
            };
            self.known = None;
            if Instant::now() >= until {
                return Err(error);
            }
        }
    }

    /// Raises our epoch, so that what was sent before has been appended by then or never is; says whether it was the
    /// batch.
    fn settle(&mut self, batch: &Batch, until: Instant) -> Result<bool, StoreError> {
        loop {
            let connected = self.connected(until)?;
            let raised = wait(seat::raise(&connected, &self.name), until);
            let error = match raised {
                Some(Ok(Some(raised))) => {
                    (self.epoch, self.in_doubt) = (raised.epoch, false);
                    let head = &batch.head;
                    return Ok(raised.size == head.size
                        && raised.root.as_deref() == Some(&head.root.0)
                        && raised.checkpoint.as_ref() == Some(&head.checkpoint));
                }
                Some(Ok(None)) => return Err(StoreError::Deposed),
                Some(Err(error)) => failed(&error),
                None => said("the database does not answer"),
            };
            self.connected = None;
            if Instant::now() >= until {
                return Err(error);
            }
        }
    }

    fn attempt(&mut self, batch: &Batch, until: Instant) -> Result<(), Attempt> {
        let connected = self.connected(until).map_err(Attempt::Failed)?;
        let known = match self.known.take() {
            Some(known) => known,
            None => load(&connected, batch.first, until)?,
        };
        let mut rows = Rows::of(batch, &known).map_err(Attempt::Failed)?;
        let known = self.known.insert(known);
        let sent = send(&connected, self.epoch, batch, &rows);
        match wait(sent, until.min(Instant::now() + ANSWER)) {
            Some(Ok(1)) => {
                let changes = std::mem::take(&mut rows.changes);
                known.keep(changes, rows.subjects);
                Ok(())
            }
            Some(Ok(_)) => Err(self.missed(&connected, batch, until)),
            Some(Err(error)) if is_undone(&error) => Err(Attempt::Undone(failed(&error))),
            Some(Err(error)) if is_certain(&error) => Err(Attempt::Failed(failed(&error))),
            Some(Err(error)) => Err(Attempt::InDoubt(said(told(&error)))),
            None => Err(Attempt::InDoubt(said("the database does not answer"))),
        }
    }

    /// Why the head was not found: another epoch, or another size.
    fn missed(&self, connected: &Connected, batch: &Batch, until: Instant) -> Attempt {
        Attempt::Failed(match wait(seat::look(connected), until) {
            Some(Ok(seat)) if seat.epoch != self.epoch => StoreError::Deposed,
            Some(Ok(seat)) => moved(batch.first, seat.size),
            Some(Err(error)) => failed(&error),
            None => said("the database does not answer"),
        })
    }

    fn connected(&mut self, until: Instant) -> Result<Arc<Connected>, StoreError> {
        if let Some(known) = &self.connected
            && !known.client.is_closed()
        {
            return Ok(Arc::clone(known));
        }
        let fresh = self.server.connect(until)?;
        self.connected = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Forgets keys that were used before `time_ms`.
    pub(crate) fn forget(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        let until = Instant::now() + PATIENCE;
        let mut forgotten = 0;
        // In small statements, so that no append waits long for one.
        loop {
            let connected = self.connected(until)?;
            let some = match wait(forget_some(&connected, time_ms), until) {
                Some(some) => some.map_err(|error| failed(&error))?,
                None => return Err(said("the database does not answer")),
            };
            if some == 0 {
                return Ok(forgotten);
            }
            forgotten += some;
        }
    }

    /// Takes over keys.
    pub(crate) fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        let until = Instant::now() + PATIENCE;
        for lot in keys.chunks(10_000) {
            let used = Used::of(lot)?;
            let connected = self.connected(until)?;
            match wait(keep_used(&connected, &used), until) {
                Some(kept) => kept.map_err(|error| failed(&error))?,
                None => return Err(said("the database does not answer")),
            }
        }
        Ok(())
    }

    /// Gets up, if the database can be told at once.
    pub(crate) fn leave(&mut self) {
        if let Some(connected) = &self.connected {
            let soon = Instant::now() + Duration::from_secs(1);
            let _ = wait(seat::leave(connected, &self.name), soon);
        }
    }
}

async fn forget_some(connected: &Connected, time_ms: i64) -> Result<u64, Error> {
    let delete = "DELETE FROM holdpoint_ledger.idempotency WHERE id IN
                  (SELECT id FROM holdpoint_ledger.idempotency WHERE time_ms < $1 LIMIT 1000)";
    let statement = connected.statement(delete).await?;
    connected.client.execute(&statement, &[&time_ms]).await
}

async fn keep_used(connected: &Connected, used: &Used) -> Result<(), Error> {
    let insert = "INSERT INTO holdpoint_ledger.idempotency (id, body, first, count, time_ms)
                  SELECT id, body, first, count, time_ms
                  FROM unnest($1::uuid[], $2::bytea[], $3::bigint[], $4::integer[], $5::bigint[])
                    AS new (id, body, first, count, time_ms)
                  ON CONFLICT (id) DO NOTHING";
    let statement = connected.statement(insert).await?;
    let Used {
        ids,
        bodies,
        firsts,
        counts,
        times,
    } = used;
    let values: [&(dyn ToSql + Sync); 5] = [ids, bodies, firsts, counts, times];
    connected.client.execute(&statement, &values).await?;
    Ok(())
}

fn moved(expected: u64, found: i64) -> StoreError {
    match loaded(found) {
        Ok(found) => StoreError::Moved { expected, found },
        Err(error) => error,
    }
}

/// What is open at the head, which has to stand where the batch expects it.
fn load(connected: &Connected, first: u64, until: Instant) -> Result<Aggregates, Attempt> {
    let (size, open) = match wait(read_open(connected), until) {
        Some(Ok(read)) => read,
        Some(Err(error)) if is_certain(&error) => return Err(Attempt::Failed(failed(&error))),
        Some(Err(error)) => return Err(Attempt::InDoubt(failed(&error))),
        None => return Err(Attempt::InDoubt(said("the database does not answer"))),
    };
    if size != bound(first) {
        return Err(Attempt::Failed(moved(first, size)));
    }
    let mut known = Aggregates::default();
    for (key, opened) in open {
        known
            .open
            .insert(key, loaded(opened).map_err(Attempt::Failed)?);
    }
    Ok(known)
}

async fn read_open(connected: &Connected) -> Result<(i64, Vec<(Id, i64)>), Error> {
    // In one statement, so that both are of one moment.
    let read = "SELECT size, key, opened
                FROM holdpoint_ledger.head LEFT JOIN holdpoint_ledger.open ON true WHERE id = 0";
    let statement = connected.statement(read).await?;
    let (mut size, mut open) = (0, Vec::new());
    for row in connected.client.query(&statement, &[]).await? {
        size = row.try_get(0)?;
        let key: Option<Id> = row.try_get(1)?;
        let opened: Option<i64> = row.try_get(2)?;
        open.extend(key.zip(opened));
    }
    Ok((size, open))
}

/// Sends the batch; the answer is 1 if it was kept, and comes when that is durable.
async fn send(
    connected: &Connected,
    epoch: i64,
    batch: &Batch,
    rows: &Rows<'_>,
) -> Result<i64, Error> {
    let statement = connected.statement(APPEND).await?;
    let head = &batch.head;
    let (first, size) = (bound(batch.first), bound(head.size));
    let root = head.root.0.as_slice();
    let values: [&(dyn ToSql + Sync); 29] = [
        &epoch,
        &first,
        &size,
        &root,
        &head.checkpoint,
        &head.time_ms,
        &rows.subjects,
        &rows.entries,
        &rows.references,
        &rows.referring,
        &rows.aggregates,
        &rows.kinds,
        &rows.names,
        &rows.firsts,
        &rows.gone,
        &rows.open,
        &rows.opened,
        &rows.closed,
        &rows.closed_from,
        &rows.closed_until,
        &rows.nodes,
        &rows.levels,
        &rows.indexes,
        &rows.hashes,
        &rows.used.ids,
        &rows.used.bodies,
        &rows.used.firsts,
        &rows.used.counts,
        &rows.used.times,
    ];
    let row = connected.client.query_one(&statement, &values).await?;
    row.try_get(0)
}
