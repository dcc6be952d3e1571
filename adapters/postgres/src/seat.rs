//! Who may append: one at a time sits in the head row.
//!
//! Whoever sits down raises the epoch, and an append counts only under the epoch that its sender sat down in. So whoever
//! was deposed, or was away for longer than they knew, cannot append, whatever they believe. The database decides that and
//! no clock does: a seat is free if for a while nobody saw its holder move, by the watcher's own clock.

use std::time::{Duration, Instant};

use holdpoint_ports::StoreError;
use tokio_postgres::Error;

use crate::bridge::wait;
use crate::error::{failed, loaded, said};
use crate::link::{Connected, PATIENCE, Server};

/// How often a holder moves.
pub(crate) const BEAT: Duration = Duration::from_millis(500);

/// How long a holder may stand still.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// Between two looks at a holder.
const GLANCE: Duration = Duration::from_millis(100);

/// The seat in the head row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) epoch: i64,
    /// A name that nobody else has.
    pub(crate) holder: Option<String>,
    /// Whom people would look for.
    label: Option<String>,
    /// Where its holder is reached.
    pub(crate) address: Option<String>,
    beat: i64,
    pub(crate) size: i64,
}

/// What somebody calls themselves in the seat.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) holder: String,
    label: String,
    /// Where they are reached, if they are.
    pub(crate) address: Option<String>,
}

impl Name {
    /// A fresh one.
    pub(crate) fn fresh(address: Option<String>) -> Result<Self, StoreError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|error| said(error.to_string()))?;
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        Ok(Self {
            holder: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            label: format!("process {} on {}", std::process::id(), host.trim()),
            address,
        })
    }
}

/// Looks at the seat.
pub(crate) async fn look(connected: &Connected) -> Result<Seat, Error> {
    let look =
        "SELECT epoch, holder, label, beat, size, address FROM holdpoint_ledger.head WHERE id = 0";
    let statement = connected.statement(look).await?;
    let row = connected.client.query_one(&statement, &[]).await?;
    Ok(Seat {
        epoch: row.try_get(0)?,
        holder: row.try_get(1)?,
        label: row.try_get(2)?,
        beat: row.try_get(3)?,
        size: row.try_get(4)?,
        address: row.try_get(5)?,
    })
}

/// Sits down if nobody has moved since `seen`; gives the new epoch.
pub(crate) async fn claim(
    connected: &Connected,
    name: &Name,
    seen: &Seat,
) -> Result<Option<i64>, Error> {
    let claim = "UPDATE holdpoint_ledger.head
                 SET epoch = epoch + 1, holder = $1, label = $2, address = $7, beat = 0
                 WHERE id = 0 AND epoch = $3 AND beat = $4 AND size = $5
                   AND holder IS NOT DISTINCT FROM $6
                 RETURNING epoch";
    let statement = connected.statement(claim).await?;
    let claimed = connected
        .client
        .query_opt(
            &statement,
            &[
                &name.holder,
                &name.label,
                &seen.epoch,
                &seen.beat,
                &seen.size,
                &seen.holder,
                &name.address,
            ],
        )
        .await?;
    claimed.map(|row| row.try_get(0)).transpose()
}

/// Sits down, once nobody else is there.
pub(crate) fn take(server: &Server, connected: &Connected, name: &Name) -> Result<i64, StoreError> {
    let until = Instant::now() + PATIENCE;
    let asked = |answer: Option<Result<_, Error>>| match answer {
        Some(answer) => answer.map_err(|error| failed(&error)),
        None => Err(said("the database does not answer")),
    };
    let mut seen = asked(wait(look(connected), until))?;
    let mut since = Instant::now();
    loop {
        if seen.holder.is_none() || since.elapsed() >= LEASE {
            let claimed = match wait(claim(connected, name, &seen), until) {
                Some(claimed) => claimed.map_err(|error| failed(&error))?,
                None => return Err(said("the database does not answer")),
            };
            if let Some(epoch) = claimed {
                return Ok(epoch);
            }
        }
        let now = asked(wait(look(connected), until))?;
        if now != seen {
            if now.holder.is_some() && now.holder == seen.holder {
                return Err(in_use(server, &now));
            }
            (seen, since) = (now, Instant::now());
        }
        std::thread::sleep(GLANCE);
    }
}

fn in_use(server: &Server, seat: &Seat) -> StoreError {
    let label = seat.label.as_deref().unwrap_or("a process");
    StoreError::InUse {
        place: format!("{} ({label})", server.address),
    }
}

/// Where a holder stands who has raised the epoch, so that nothing sent before can still be appended.
#[derive(Debug)]
pub(crate) struct Raised {
    pub(crate) epoch: i64,
    pub(crate) size: u64,
    pub(crate) root: Option<Vec<u8>>,
    pub(crate) checkpoint: Option<Vec<u8>>,
}

/// Raises the epoch of a seat that is still ours; waits for whatever is being appended. None if somebody else sits there.
pub(crate) async fn raise(connected: &Connected, name: &Name) -> Result<Option<Raised>, Error> {
    let raise = "UPDATE holdpoint_ledger.head SET epoch = epoch + 1 WHERE id = 0 AND holder = $1
                 RETURNING epoch, size, root, checkpoint";
    let statement = connected.statement(raise).await?;
    let raised = connected
        .client
        .query_opt(&statement, &[&name.holder])
        .await?;
    let Some(row) = raised else {
        return Ok(None);
    };
    let size: i64 = row.try_get(1)?;
    Ok(Some(Raised {
        epoch: row.try_get(0)?,
        size: loaded(size).unwrap_or(0),
        root: row.try_get(2)?,
        checkpoint: row.try_get(3)?,
    }))
}

/// Gets up, so that the next one need not wait.
pub(crate) async fn leave(connected: &Connected, name: &Name) -> Result<(), Error> {
    let leave = "UPDATE holdpoint_ledger.head SET holder = NULL, label = NULL, address = NULL WHERE holder = $1";
    let statement = connected.statement(leave).await?;
    connected
        .client
        .execute(&statement, &[&name.holder])
        .await?;
    Ok(())
}
