//! A batch, as one transaction.

use holdpoint_ports::{
    Batch, IdempotencyRecord, NewEntry, Opening, StoreError, StoredTile, UsedKey,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior};

use crate::chunk;
use crate::error::{failed, loaded, stored};
use crate::keys::{Key, Keys, Subject};
use crate::linger;

/// Keeps the batch durably, or nothing of it. After an error what `keys` says may be wrong.
pub(crate) fn append(
    connection: &Connection,
    keys: &mut Keys,
    lingers_after: u64,
    batch: &Batch,
) -> Result<(), StoreError> {
    let transaction =
        Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(failed)?;
    let Standing {
        size,
        next_key,
        gathered,
    } = Standing::load(&transaction)?;
    check(batch, size)?;
    let mut writer = Writer {
        connection: &transaction,
        keys,
        next_key,
        gathered,
    };
    writer.entries(batch)?;
    writer.gathered = linger::gather(&transaction, gathered, batch.head.size, lingers_after)?;
    writer.tiles(&batch.tiles)?;
    writer.idempotency(&batch.idempotency)?;
    writer.head(batch)?;
    transaction.commit().map_err(failed)
}

/// Where the ledger stands before a batch.
struct Standing {
    size: u64,
    next_key: i64,
    /// What was opened below this position and is open has its copies in `lingering`.
    gathered: u64,
}

impl Standing {
    fn load(connection: &Connection) -> Result<Self, StoreError> {
        let (size, next_key, gathered) = connection
            .prepare_cached("SELECT size, next_key, gathered FROM head")
            .and_then(|mut query| {
                let three = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                query.query_row([], three).optional()
            })
            .map_err(failed)?
            .unwrap_or((0, 1, 0));
        Ok(Self {
            size: loaded(size)?,
            next_key,
            gathered: loaded(gathered)?,
        })
    }
}

fn check(batch: &Batch, size: u64) -> Result<(), StoreError> {
    if batch.first != size {
        return Err(StoreError::Moved {
            expected: batch.first,
            found: size,
        });
    }
    let after = size + batch.entries.len() as u64;
    if batch.head.size != after {
        let text = format!(
            "the batch ends at {after}, its head says {}",
            batch.head.size
        );
        return Err(StoreError::Failed(text.into()));
    }
    Ok(())
}

struct Writer<'batch> {
    connection: &'batch Connection,
    keys: &'batch mut Keys,
    next_key: i64,
    gathered: u64,
}

impl Writer<'_> {
    fn execute(&self, statement: &str, values: impl Params) -> Result<(), StoreError> {
        let done = self
            .connection
            .prepare_cached(statement)
            .and_then(|mut s| s.execute(values));
        done.map(drop).map_err(failed)
    }

    fn entries(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let mut first = batch.first;
        for (count, row) in chunk::rows(&batch.entries)? {
            let insert = "INSERT INTO entry (first, entries) VALUES (?1, ?2)";
            self.execute(insert, (stored(first)?, row))?;
            first += count as u64;
        }
        for (position, entry) in (batch.first..).zip(&batch.entries) {
            self.index(position, entry)?;
        }
        Ok(())
    }

    fn index(&mut self, position: u64, entry: &NewEntry) -> Result<(), StoreError> {
        self.subject(position, entry)?;
        for name in &entry.references {
            let key = self.keys.find(self.connection, name, &mut self.next_key)?;
            // An entry may name the same thing twice.
            let insert = "INSERT OR IGNORE INTO reference (key, position) VALUES (?1, ?2)";
            self.execute(insert, (key.id, stored(position)?))?;
        }
        Ok(())
    }

    fn subject(&mut self, position: u64, entry: &NewEntry) -> Result<(), StoreError> {
        let name = &entry.subject;
        let (id, subject) = self
            .keys
            .find_subject(self.connection, name, &mut self.next_key)?;
        let insert = "INSERT INTO subject (key, position) VALUES (?1, ?2)";
        self.execute(insert, (id, stored(position)?))?;
        if !subject.exists {
            self.aggregate(position, name, id)?;
        }
        let opened = self.span(position, id, subject.opened, entry.opening)?;
        if opened.is_some_and(|opened| opened < self.gathered) {
            linger::keep(self.connection, position, &entry.bytes)?;
        }
        let subject = Some(Subject {
            exists: true,
            opened,
        });
        self.keys.keep(name, Key { id, subject });
        Ok(())
    }

    fn aggregate(&self, first: u64, key: &str, id: i64) -> Result<(), StoreError> {
        let (kind, name) = match key.split_once('/') {
            Some((kind, name)) => (kind, Some(name)),
            None => (key, None),
        };
        let insert = "INSERT INTO aggregate (kind, first, key, name) VALUES (?1, ?2, ?3, ?4)";
        self.execute(insert, (kind, stored(first)?, id, name))
    }

    /// Notes that the key opens or closes; answers where it was opened if it is open now.
    fn span(
        &self,
        position: u64,
        id: i64,
        opened: Option<u64>,
        opening: Option<Opening>,
    ) -> Result<Option<u64>, StoreError> {
        match (opened, opening) {
            (None, Some(Opening::Opened)) => {
                let insert = "INSERT INTO open (opened, key) VALUES (?1, ?2)";
                self.execute(insert, (stored(position)?, id))?;
                Ok(Some(position))
            }
            (Some(opened), Some(Opening::Closed)) => {
                self.close(opened, position, id)?;
                Ok(None)
            }
            _ => Ok(opened),
        }
    }

    fn close(&self, opened: u64, closed: u64, id: i64) -> Result<(), StoreError> {
        if opened < self.gathered {
            linger::forget(self.connection, id)?;
        }
        let node = stored(holdpoint_intervals::node(opened, closed - 1))?;
        let (opened, closed) = (stored(opened)?, stored(closed)?);
        self.execute("DELETE FROM open WHERE opened = ?1", [opened])?;
        let from = "INSERT INTO closed_from (node, opened, key) VALUES (?1, ?2, ?3)";
        self.execute(from, (node, opened, id))?;
        let until = "INSERT INTO closed_until (node, closed, key) VALUES (?1, ?2, ?3)";
        self.execute(until, (node, closed, id))
    }

    fn tiles(&self, tiles: &[StoredTile]) -> Result<(), StoreError> {
        for tile in tiles {
            let insert = "INSERT OR REPLACE INTO tile (place, hashes) VALUES (?1, ?2)";
            self.execute(insert, (tile_place(tile.level, tile.index)?, &tile.bytes))?;
        }
        Ok(())
    }

    fn idempotency(&self, records: &[IdempotencyRecord]) -> Result<(), StoreError> {
        let insert = "INSERT OR REPLACE INTO idempotency (id, body, first, count, time_ms)
                      VALUES (?1, ?2, ?3, ?4, ?5)";
        for record in records {
            self.execute(insert, used(&UsedKey::of(record))?)?;
        }
        Ok(())
    }

    fn head(&self, batch: &Batch) -> Result<(), StoreError> {
        let replace = "INSERT INTO head (id, size, root, checkpoint, time_ms, next_key, gathered)
                       VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6)
                       ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root,
                         checkpoint = excluded.checkpoint, time_ms = excluded.time_ms,
                         next_key = excluded.next_key, gathered = excluded.gathered";
        let head = &batch.head;
        let size = stored(head.size)?;
        let gathered = stored(self.gathered)?;
        let (root, next_key) = (head.root.0, self.next_key);
        let values = (
            size,
            root,
            &head.checkpoint,
            head.time_ms,
            next_key,
            gathered,
        );
        self.execute(replace, values)
    }
}

/// Level and index of a tile in one integer: levels reach 63 only in trees that nobody can store.
pub(crate) fn tile_place(level: u8, index: u64) -> Result<i64, StoreError> {
    if level > 7 || index >> 56 != 0 {
        let text = format!("no tile of level {level} and index {index} can be stored");
        return Err(StoreError::Failed(text.into()));
    }
    stored(u64::from(level) << 56 | index)
}

/// The row of a used key.
fn used(key: &UsedKey) -> Result<impl Params + use<>, StoreError> {
    let first = stored(key.first)?;
    Ok((key.id, key.body.0, first, key.count, key.time_ms))
}

/// Takes over keys, in a transaction of their own.
pub(crate) fn keep_used(connection: &Connection, keys: &[UsedKey]) -> Result<(), StoreError> {
    let transaction =
        Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(failed)?;
    let insert = "INSERT OR IGNORE INTO idempotency (id, body, first, count, time_ms)
                  VALUES (?1, ?2, ?3, ?4, ?5)";
    for key in keys {
        let row = used(key)?;
        let kept = transaction
            .prepare_cached(insert)
            .and_then(|mut insert| insert.execute(row));
        kept.map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}
