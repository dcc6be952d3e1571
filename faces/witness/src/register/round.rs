//! Check and keep, in one transaction.

use holdpoint_ledger::Hash;
use holdpoint_ledger::witness::Held;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::{Cosigned, Fork, RegisterError};

/// Forks that are kept of a log: more would prove nothing more.
const FORKS: u32 = 16;

/// A transaction that nobody else writes beside. Nothing of it is kept unless it is committed.
pub(crate) struct Round<'a>(Transaction<'a>);

impl<'a> Round<'a> {
    pub(super) fn begin(connection: &'a mut Connection) -> Result<Self, RegisterError> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self(transaction))
    }

    /// What was cosigned of a log, with what came before in this round.
    pub(crate) fn cosigned(&self, origin: &str) -> Result<Option<Cosigned>, RegisterError> {
        cosigned(&self.0, origin)
    }

    pub(crate) fn keep(&self, origin: &str, head: &Cosigned) -> Result<(), RegisterError> {
        let mut kept = self.0.prepare_cached(
            "INSERT INTO head (origin, size, root, time, note) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (origin) DO UPDATE SET
               size = excluded.size, root = excluded.root, time = excluded.time, note = excluded.note",
        )?;
        let (size, time) = (stored(head.size)?, stored(head.time)?);
        kept.execute(params![origin, size, head.root.0, time, head.note])?;
        Ok(())
    }

    pub(crate) fn keep_fork(&self, origin: &str, fork: &Fork) -> Result<(), RegisterError> {
        let mut kept = self.0.prepare_cached(
            "INSERT INTO fork (origin, number, size, time, note, cosigned)
             SELECT ?1, count(*), ?2, ?3, ?4, ?5 FROM fork WHERE origin = ?1 HAVING count(*) < ?6",
        )?;
        let (size, time) = (stored(fork.size)?, stored(fork.time)?);
        kept.execute(params![origin, size, time, fork.note, fork.cosigned, FORKS])?;
        Ok(())
    }

    /// Returns when all of it is durable.
    pub(crate) fn commit(self) -> Result<(), RegisterError> {
        Ok(self.0.commit()?)
    }
}

impl Cosigned {
    /// What the rule asks for.
    pub(crate) fn held(&self) -> Held {
        Held {
            size: self.size,
            root: self.root,
        }
    }
}

pub(super) fn cosigned(
    connection: &Connection,
    origin: &str,
) -> Result<Option<Cosigned>, RegisterError> {
    let mut asked =
        connection.prepare_cached("SELECT size, root, time, note FROM head WHERE origin = ?1")?;
    let found = asked.query_row([origin], |row| {
        let root: Vec<u8> = row.get(1)?;
        Ok((row.get(0)?, root, row.get(2)?, row.get(3)?))
    });
    let Some((size, root, time, note)) = found.optional()? else {
        return Ok(None);
    };
    let damaged = |error: &dyn std::fmt::Display| RegisterError::Damaged(error.to_string());
    Ok(Some(Cosigned {
        size: read(size)?,
        root: Hash::from_slice(&root).map_err(|error| damaged(&error))?,
        time: read(time)?,
        note,
    }))
}

/// SQLite knows no unsigned numbers. Whatever is beyond 2^63 is no size of a log that anybody has.
fn stored(number: u64) -> Result<i64, RegisterError> {
    i64::try_from(number)
        .map_err(|_| RegisterError::Damaged(format!("{number} cannot be kept: it is beyond 2^63")))
}

pub(super) fn read(number: i64) -> Result<u64, RegisterError> {
    u64::try_from(number).map_err(|_| RegisterError::Damaged(format!("a size of {number}")))
}
