//! A connection that is made again when it breaks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use holdpoint_ports::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::address::Address;
use crate::bridge::{Bridge, wait};
use crate::error::{failed, is_broken, said};
use crate::tls;

/// How long a question may take, with making the connection again.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How long one attempt to connect may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// Between two attempts to connect, at first and at last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

/// What holds for a connection. Everything is looked up by an index, whatever the statistics say; a plan made for the
/// parameters at hand would be no better. An append that has returned is durable, whatever the database's default is.
const SETTINGS: &str = "
SET idle_in_transaction_session_timeout = '2s';
SET default_transaction_isolation = 'read committed';
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET jit = off;
SET work_mem = '64MB';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
";

/// A database server, and the thread that talks to it.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) bridge: Arc<Bridge>,
    pub(crate) address: Arc<Address>,
    pub(crate) tls: MakeRustlsConnect,
}

impl Server {
    pub(crate) fn new(address: Address) -> Result<Self, StoreError> {
        Ok(Self {
            bridge: Bridge::start()?,
            tls: tls::connector(&address)?,
            address: Arc::new(address),
        })
    }

    /// Connects, trying again with longer and longer pauses until `until`, unless trying again is of no use.
    pub(crate) fn connect(&self, until: Instant) -> Result<Arc<Connected>, StoreError> {
        let mut pause = PAUSES.0;
        loop {
            let error = match self.attempt() {
                Ok(client) => return Ok(Arc::new(Connected::new(client))),
                Err(error) => error,
            };
            if error.is_final || Instant::now() + pause >= until {
                return Err(error.error);
            }
            std::thread::sleep(pause);
            pause = PAUSES.1.min(pause * 2);
        }
    }

    fn attempt(&self) -> Result<Client, Refused> {
        let dial = dial(Arc::clone(&self.address), self.tls.clone());
        let task = self.bridge.handle().spawn(dial);
        // The task gives up by itself; this is for a thread that has ended.
        match wait(task, Instant::now() + 2 * ATTEMPT) {
            Some(Ok(dialled)) => dialled,
            Some(Err(_)) | None => Err(Refused {
                error: said("the connections' thread has ended"),
                is_final: true,
            }),
        }
    }
}

/// Why there is no connection.
pub(crate) struct Refused {
    pub(crate) error: StoreError,
    /// Whether trying again is of no use.
    is_final: bool,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let code = error.code();
        let is_final = code.is_some_and(|code| {
            let class = code.code().get(..2).unwrap_or_default();
            class == "28" || *code == SqlState::UNDEFINED_DATABASE
        });
        Self {
            error: failed(&error),
            is_final,
        }
    }
}

/// Connects once, on the thread with the connections.
pub(crate) async fn dial(address: Arc<Address>, tls: MakeRustlsConnect) -> Result<Client, Refused> {
    let dial = async {
        let (client, connection) = address.config.connect(tls).await?;
        // Whoever uses the client hears of it when the connection ends.
        tokio::spawn(async { drop(connection.await) });
        client.batch_execute(SETTINGS).await?;
        Ok(client)
    };
    match tokio::time::timeout(ATTEMPT, dial).await {
        Ok(dialled) => dialled,
        Err(_) => Err(Refused {
            error: said("the database does not answer"),
            is_final: false,
        }),
    }
}

/// A connection with the statements that were prepared on it.
pub(crate) struct Connected {
    pub(crate) client: Client,
    statements: Mutex<HashMap<&'static str, Statement>>,
}

impl Connected {
    fn new(client: Client) -> Self {
        Self {
            client,
            statements: Mutex::default(),
        }
    }

    /// The statement, prepared.
    pub(crate) async fn statement(&self, text: &'static str) -> Result<Statement, Error> {
        let known = self.statements().get(text).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let fresh = self.client.prepare(text).await?;
        self.statements().insert(text, fresh.clone());
        Ok(fresh)
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, Statement>> {
        self.statements
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection for questions, which may be asked again when it broke.
pub(crate) struct Link {
    server: Server,
    connected: RefCell<Option<Arc<Connected>>>,
}

impl Link {
    pub(crate) fn new(server: Server) -> Self {
        Self {
            server,
            connected: RefCell::new(None),
        }
    }

    /// Asks, on another connection if this one breaks meanwhile.
    pub(crate) fn ask<T>(
        &self,
        question: impl AsyncFn(&Connected) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let connected = self.connected(until)?;
            match wait(question(&connected), until) {
                Some(Ok(answer)) => return Ok(answer),
                Some(Err(error)) if is_broken(&error) && Instant::now() < until => self.forget(),
                Some(Err(error)) => return Err(failed(&error)),
                None => {
                    self.forget();
                    return Err(said("the database does not answer"));
                }
            }
        }
    }

    fn connected(&self, until: Instant) -> Result<Arc<Connected>, StoreError> {
        let known = self.connected.borrow().clone();
        if let Some(connected) = known.filter(|known| !known.client.is_closed()) {
            return Ok(connected);
        }
        let fresh = self.server.connect(until)?;
        *self.connected.borrow_mut() = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    fn forget(&self) {
        *self.connected.borrow_mut() = None;
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_cluster::Cluster;

    use super::{Connected, Link, Server};

    /// What a setting is on a connection of ours.
    fn shown(link: &Link, query: &'static str) -> String {
        let show = async |connected: &Connected| connected.client.query_one(query, &[]).await;
        link.ask(show).unwrap().get(0)
    }

    #[test]
    fn what_has_returned_is_durable_whatever_the_database_says() {
        let url = Cluster::shared().database();
        let name = url.rsplit('/').next().unwrap();
        for (default, expected) in [("off", "on"), ("remote_apply", "remote_apply")] {
            let change = format!("ALTER DATABASE {name} SET synchronous_commit = {default}");
            Cluster::shared().sql("postgres", &change);
            let link = Link::new(Server::new(url.parse().unwrap()).unwrap());
            assert_eq!(shown(&link, "SHOW synchronous_commit"), expected);
            let idle = shown(&link, "SHOW idle_in_transaction_session_timeout");
            assert_eq!(idle, "2s");
        }
    }
}
