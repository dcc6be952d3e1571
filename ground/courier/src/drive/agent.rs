//! A courier on real connections.

use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep_until, timeout};

use super::pipe::{Side, pipe};
use super::{locked, moment, requests, since};
use crate::courier::{Courier, Event, Source, Transport};
use crate::link::{Millis, Output};

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(10);

/// How an agent reaches its server.
pub trait Connect: Sync {
    /// A connection in both directions.
    type Io: AsyncRead + AsyncWrite + Send;

    /// Connects: for HTTP, by an upgrade.
    ///
    /// # Errors
    /// When there is no connection; it is tried again.
    fn stream(&self) -> impl Future<Output = io::Result<Self::Io>> + Send;

    /// Sends the body of a request, and waits for that of its answer.
    ///
    /// # Errors
    /// When there is no answer; it is asked again.
    fn exchange(&self, body: Vec<u8>) -> impl Future<Output = io::Result<Vec<u8>>> + Send;
}

/// A courier that several tasks share. Whatever is done with it ([`Link::with`]) is said at once, if there is a connection.
#[derive(Debug)]
pub struct Link {
    courier: Mutex<Courier>,
    begun: Instant,
    happened: Notify,
    changed: watch::Sender<()>,
}

impl Link {
    /// A link of that courier. [`Link::run`] has to run beside it.
    #[must_use]
    pub fn new(courier: Courier) -> Self {
        Self {
            courier: Mutex::new(courier),
            begun: Instant::now(),
            happened: Notify::new(),
            changed: watch::channel(()).0,
        }
    }

    /// Does something with the courier. It should not take long: everybody waits.
    pub fn with<R>(&self, act: impl FnOnce(&mut Courier) -> R) -> R {
        let result = self.locked(act);
        self.changed.send_replace(());
        result
    }

    /// The same, for what gives the connection nothing new to write.
    pub(super) fn locked<R>(&self, act: impl FnOnce(&mut Courier) -> R) -> R {
        let mut courier = locked(&self.courier);
        let result = act(&mut courier);
        if courier.has_events() {
            self.happened.notify_one();
        }
        result
    }

    /// The next thing that happened. For one task.
    pub async fn event(&self) -> Event {
        loop {
            if let Some(event) = locked(&self.courier).event() {
                return event;
            }
            self.happened.notified().await;
        }
    }

    /// Connects, and connects again, for ever.
    pub async fn run(&self, connect: &impl Connect, source: &mut (impl Source + Send)) {
        loop {
            let (at, transport) =
                self.locked(|courier| (courier.connect_at(), courier.transport()));
            sleep_until(moment(self.begun, at.unwrap_or_default())).await;
            // Whatever it ends with, it is tried again.
            let _ = match transport {
                Transport::Stream => self.stream(connect, source).await,
                Transport::Poll => requests::session(self, connect, source).await,
            };
            let now = self.now();
            self.locked(|courier| courier.disconnected(now, random()));
        }
    }

    async fn stream(
        &self,
        connect: &impl Connect,
        source: &mut (impl Source + Send),
    ) -> io::Result<()> {
        let io = timeout(CONNECTING, connect.stream()).await??;
        let (now, changed) = (self.now(), self.changed.subscribe());
        self.locked(|courier| courier.connected(now));
        let link = self;
        pipe(
            io,
            &mut Connection {
                link,
                source,
                changed,
            },
        )
        .await
    }

    pub(super) fn now(&self) -> Millis {
        since(self.begun)
    }

    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// When the server has been silent for too long; none if it has.
    pub(super) fn silence(&self) -> Option<tokio::time::Instant> {
        let now = self.now();
        let silent = self.locked(|courier| courier.tick(now));
        silent.map(|silent| moment(self.begun, silent))
    }
}

/// Random bits. A system that has none still has a clock.
pub(super) fn random() -> u64 {
    let gone = std::time::SystemTime::UNIX_EPOCH.elapsed();
    let clock = || gone.map_or(7, |gone| u64::from(gone.subsec_nanos()));
    getrandom::u64().unwrap_or_else(|_| clock())
}

struct Connection<'l, S> {
    link: &'l Link,
    source: &'l mut S,
    changed: watch::Receiver<()>,
}

impl<S: Source + Send> Side for Connection<'_, S> {
    fn received(&mut self, bytes: &[u8]) -> bool {
        let now = self.link.now();
        self.link.locked(|courier| courier.received(bytes, now))
    }

    fn output(&mut self, most: usize) -> Output {
        self.link
            .locked(|courier| courier.output(most, self.source))
    }

    fn is_gone(&mut self) -> bool {
        self.link.silence().is_none()
    }

    fn look_again(&mut self) -> tokio::time::Instant {
        self.link
            .silence()
            .unwrap_or_else(tokio::time::Instant::now)
    }

    async fn changed(&mut self) {
        // It never ends before the link does.
        let _ = self.changed.changed().await;
    }
}
