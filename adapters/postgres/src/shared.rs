//! The ledger of several servers: whoever does not sit looks at the seat, and sits down when it is free.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use holdpoint_ports::{LedgerReader, LedgerStore, Seated, SharedLedger, StoreError};
use tokio_postgres::Error;

use crate::address::Address;
use crate::bridge::wait;
use crate::error::{failed, loaded, said};
use crate::heart::Heart;
use crate::ledger::{Options, PostgresLedger};
use crate::link::{Connected, Link, Server};
use crate::reader::PostgresReader;
use crate::schema;
use crate::seat::{self, LEASE, Name, Seat};

/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whoever looks less often than this was away, and does not know whether the holder has moved meanwhile.
const ATTENTION: Duration = Duration::from_secs(2);

/// How often a server says where it is reached.
const PRESENCE: Duration = Duration::from_secs(20);

const SAY: &str = "
WITH gone AS (
  DELETE FROM holdpoint_ledger.server WHERE seen < now() - interval '1 day' AND address <> $1
)
INSERT INTO holdpoint_ledger.server (address, seen) VALUES ($1, now())
ON CONFLICT (address) DO UPDATE SET seen = excluded.seen";

/// A ledger in a PostgreSQL database that several servers have.
pub struct SharedPostgres {
    server: Server,
    name: Name,
    connected: Option<Arc<Connected>>,
    watched: Option<Watched>,
    said: Option<Instant>,
    /// Of the store with which it sits.
    heart: Weak<Heart>,
}

/// A seat that is looked at.
#[derive(Clone)]
struct Watched {
    seat: Seat,
    /// Since when it looks like that.
    since: Instant,
    /// When it was looked at last.
    at: Instant,
}

impl SharedPostgres {
    /// The ledger in a database; makes its tables first if there are none. `reached` is the URL by which the other servers
    /// reach this one.
    ///
    /// # Errors
    /// [`StoreError::Newer`]; [`StoreError::Damaged`] when what lies in its schema is no ledger.
    pub fn open(address: Address, reached: &str) -> Result<Self, StoreError> {
        let server = Server::new(address)?;
        let until = Instant::now() + Options::default().patience;
        let connected = server.connect(until)?;
        let prepared = schema::prepare(&connected.client, schema::LEDGER);
        let prepared = wait(prepared, until + crate::link::PATIENCE);
        prepared.unwrap_or_else(|| Err(said("the database does not answer")))?;
        Ok(Self {
            server,
            name: Name::fresh(Some(reached.to_owned()))?,
            connected: Some(connected),
            watched: None,
            said: None,
            heart: Weak::new(),
        })
    }

    /// Asks on a connection that is made again if it broke.
    fn ask<T>(
        &mut self,
        question: impl AsyncFn(&Connected, &Name) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + PATIENCE;
        let known = self.connected.take();
        let connected = match known.filter(|known| !known.client.is_closed()) {
            Some(connected) => connected,
            None => self.server.connect(until)?,
        };
        match wait(question(&connected, &self.name), until) {
            Some(Ok(answer)) => {
                self.connected = Some(connected);
                Ok(answer)
            }
            Some(Err(error)) => Err(failed(&error)),
            None => Err(said("the database does not answer")),
        }
    }

    /// Notes how the seat looks now; says since when it looks like that.
    fn note(&mut self, seat: Seat) -> Instant {
        let now = Instant::now();
        let same = self
            .watched
            .take()
            .filter(|watched| watched.seat == seat && now.duration_since(watched.at) <= ATTENTION);
        let since = same.map_or(now, |watched| watched.since);
        self.watched = Some(Watched {
            seat,
            since,
            at: now,
        });
        since
    }

    fn say(&mut self) -> Result<(), StoreError> {
        if self.said.is_some_and(|said| said.elapsed() < PRESENCE) {
            return Ok(());
        }
        self.ask(async |connected: &Connected, name: &Name| {
            let statement = connected.statement(SAY).await?;
            connected.client.execute(&statement, &[&name.address]).await
        })?;
        self.said = Some(Instant::now());
        Ok(())
    }
}

impl SharedLedger for SharedPostgres {
    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        let link = Link::new(self.server.clone());
        Ok(Box::new(PostgresReader::new(link)))
    }

    fn look(&mut self) -> Result<Seated, StoreError> {
        self.say()?;
        let seat = self.ask(async |connected: &Connected, _: &Name| seat::look(connected).await)?;
        let seated = Seated {
            size: loaded(seat.size)?,
            address: seat.address.clone(),
            free: seat.holder.is_none(),
            ours: seat.holder.as_ref() == Some(&self.name.holder),
        };
        let still = self.note(seat).elapsed() >= LEASE;
        // It sat down, and has no store: the answer was lost. Nobody needs to wait for it to stand still.
        let unaware = seated.ours && self.heart.strong_count() == 0;
        Ok(Seated {
            free: seated.free || still || unaware,
            ..seated
        })
    }

    fn sit(&mut self) -> Result<Option<Box<dyn LedgerStore>>, StoreError> {
        // Without an answer it is looked at as before: nobody starts to wait from the beginning.
        let Some(Watched { seat, .. }) = self.watched.clone() else {
            return Ok(None);
        };
        let until = Instant::now() + PATIENCE;
        let connected = self.server.connect(until)?;
        let claimed = self.ask(async |connected: &Connected, name: &Name| {
            seat::claim(connected, name, &seat).await
        })?;
        self.watched = None;
        let Some(epoch) = claimed else {
            return Ok(None);
        };
        let (server, name) = (self.server.clone(), self.name.clone());
        let ledger = PostgresLedger::seated(server, name, epoch, connected);
        self.heart = ledger.heart();
        Ok(Some(Box::new(ledger)))
    }

    fn others(&mut self) -> Result<Vec<String>, StoreError> {
        self.ask(async |connected: &Connected, name: &Name| {
            let query = "SELECT address FROM holdpoint_ledger.server WHERE address <> $1 ORDER BY seen DESC LIMIT 100";
            let statement = connected.statement(query).await?;
            let rows = connected.client.query(&statement, &[&name.address]).await?;
            rows.iter().map(|row| row.try_get(0)).collect()
        })
    }
}
