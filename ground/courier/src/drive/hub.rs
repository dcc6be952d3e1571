//! A dispatcher on real connections.

use std::collections::HashMap;
use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::pipe::{Side, pipe};
use super::{locked, since};
use crate::AgentId;
use crate::dispatcher::{Dispatcher, Event, Options, SessionId};
use crate::link::{Millis, Output};
use crate::poll::{Held, PollError, Polls};

/// How often time is looked at, at most.
const TICK: Duration = Duration::from_millis(100);
/// How often time is looked at, at least: a session that begins meanwhile is due later.
const LONG_TICK: Duration = Duration::from_secs(1);

/// A dispatcher that several tasks share. Whatever is done with it ([`Hub::with`]) wakes the connections that have something to
/// write from then on.
#[derive(Debug)]
pub struct Hub {
    core: Mutex<Core>,
    begun: Instant,
    happened: Notify,
}

#[derive(Debug)]
struct Core {
    dispatcher: Dispatcher,
    polls: Polls,
    wakers: HashMap<SessionId, watch::Sender<()>>,
}

impl Hub {
    /// A hub that knows nobody yet. [`Hub::run`] has to run beside it.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let core = Core {
            dispatcher: Dispatcher::new(options),
            polls: Polls::default(),
            wakers: HashMap::new(),
        };
        Self {
            core: Mutex::new(core),
            begun: Instant::now(),
            happened: Notify::new(),
        }
    }

    /// Does something with the dispatcher, which is told the time. It should not take long: everybody waits.
    pub fn with<R>(&self, act: impl FnOnce(&mut Dispatcher, Millis) -> R) -> R {
        let now = since(self.begun);
        self.lock(|core| act(&mut core.dispatcher, now))
    }

    fn lock<R>(&self, act: impl FnOnce(&mut Core) -> R) -> R {
        let mut core = locked(&self.core);
        let result = act(&mut core);
        while let Some(id) = core.dispatcher.woken() {
            if let Some(waker) = core.wakers.get(&id) {
                waker.send_replace(());
            }
        }
        if core.dispatcher.has_events() {
            self.happened.notify_one();
        }
        result
    }

    /// The next thing that happened. For one task.
    pub async fn event(&self) -> Event {
        loop {
            if let Some(event) = locked(&self.core).dispatcher.event() {
                return event;
            }
            self.happened.notified().await;
        }
    }

    /// Looks at the time, for ever.
    pub async fn run(&self) {
        loop {
            let next = self
                .with(|dispatcher, now| dispatcher.tick(now).map(|next| next.saturating_sub(now)));
            let wait = next.map_or(LONG_TICK, Duration::from_millis);
            sleep(wait.clamp(TICK, LONG_TICK)).await;
        }
    }

    /// Serves one connection until it ends. If it is known who is at its other end, nobody else may be.
    ///
    /// # Errors
    /// When the connection breaks; nothing has to be done about it.
    pub async fn serve(
        &self,
        agent: Option<AgentId>,
        io: impl AsyncRead + AsyncWrite,
    ) -> io::Result<()> {
        let (id, woken) = self.begin(agent);
        let mut side = Connection {
            hub: self,
            id,
            woken,
        };
        pipe(io, &mut side).await
    }

    fn begin(&self, agent: Option<AgentId>) -> (SessionId, watch::Receiver<()>) {
        let now = since(self.begun);
        self.lock(|core| {
            let id = core.dispatcher.connect(agent, now);
            (id, core.watch(id))
        })
    }

    /// Answers one request, which is held for at most that long. If it is known who asks, the session is that agent's.
    ///
    /// # Errors
    /// When the body is none.
    pub async fn poll(
        &self,
        agent: Option<&AgentId>,
        body: &[u8],
        hold: Duration,
    ) -> Result<Vec<u8>, PollError> {
        let now = since(self.begun);
        let (held, woken) = self.lock(|core| {
            let held = core.polls.request(&mut core.dispatcher, agent, body, now)?;
            let woken = held.session.map(|id| core.watch(id));
            Ok((held, woken))
        })?;
        if let Some(woken) = woken
            && let Ok(answer) = timeout(hold, self.held(&held, woken)).await
        {
            return Ok(answer);
        }
        Ok(self.answer(&held, true).unwrap_or_default())
    }

    async fn held(&self, held: &Held, mut woken: watch::Receiver<()>) -> Vec<u8> {
        loop {
            if let Some(answer) = self.answer(held, false) {
                return answer;
            }
            // It never ends before the hub does.
            let _ = woken.changed().await;
        }
    }

    fn answer(&self, held: &Held, now_or_never: bool) -> Option<Vec<u8>> {
        self.lock(|core| core.answer(held, now_or_never))
    }
}

impl Core {
    fn watch(&mut self, id: SessionId) -> watch::Receiver<()> {
        let waker = self
            .wakers
            .entry(id)
            .or_insert_with(|| watch::channel(()).0);
        // An earlier request of the same session is answered now.
        waker.send_replace(());
        waker.subscribe()
    }

    fn answer(&mut self, held: &Held, now_or_never: bool) -> Option<Vec<u8>> {
        let answer = self.polls.answer(&mut self.dispatcher, held, now_or_never);
        if let Some(id) = held.session.filter(|id| !self.dispatcher.has(*id)) {
            self.wakers.remove(&id);
        }
        answer
    }
}

/// One connection. When it is dropped, wherever its task is, the session ends.
struct Connection<'h> {
    hub: &'h Hub,
    id: SessionId,
    woken: watch::Receiver<()>,
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        let now = since(self.hub.begun);
        self.hub.lock(|core| {
            core.dispatcher.disconnected(self.id, now);
            core.wakers.remove(&self.id);
        });
    }
}

impl Side for Connection<'_> {
    fn received(&mut self, bytes: &[u8]) -> bool {
        self.hub
            .with(|dispatcher, now| dispatcher.received(self.id, bytes, now))
    }

    fn output(&mut self, most: usize) -> Output {
        self.hub
            .with(|dispatcher, _| dispatcher.output(self.id, most))
    }

    fn is_gone(&mut self) -> bool {
        self.hub.with(|dispatcher, _| !dispatcher.has(self.id))
    }

    fn look_again(&mut self) -> tokio::time::Instant {
        tokio::time::Instant::now() + Duration::from_secs(3_600)
    }

    async fn changed(&mut self) {
        // It never ends before the hub does.
        let _ = self.woken.changed().await;
    }
}
