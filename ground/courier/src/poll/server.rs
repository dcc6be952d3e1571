//! The server's end.

use std::collections::HashMap;

use super::{Answer, PollError, Request, Standing, UNDER_WAY};
use crate::AgentId;
use crate::dispatcher::{Dispatcher, SessionId};
use crate::link::{Millis, Output};

/// Milliseconds after the last request in which a session that is over still answers.
const LINGERS: Millis = 10_000;

/// The sessions that come in requests.
#[derive(Debug, Default)]
pub struct Polls {
    tunnels: HashMap<[u8; 16], Tunnel>,
}

/// One session.
#[derive(Debug)]
struct Tunnel {
    session: SessionId,
    agent: Option<AgentId>,
    /// Of the latest request.
    number: u64,
    asked: Millis,
    /// Bytes of requests that came.
    heard: u64,
    /// Bytes that the agent may not have, and where the first stands.
    down: Vec<u8>,
    kept: u64,
    over: bool,
}

/// A request that is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    id: [u8; 16],
    number: u64,
    /// Whether it brought something: then it is answered at once, so that the agent knows.
    brought: bool,
    /// What wakes it.
    pub session: Option<SessionId>,
}

impl Polls {
    /// Takes a request. If it is known who asks, the session is that agent's. [`Polls::answer`] answers it.
    ///
    /// # Errors
    /// When it is none.
    pub fn request(
        &mut self,
        dispatcher: &mut Dispatcher,
        agent: Option<&AgentId>,
        body: &[u8],
        now: Millis,
    ) -> Result<Held, PollError> {
        let request = Request::read(body)?;
        let (id, number) = (request.id, request.number);
        if !self.tunnels.contains_key(&id) && request.offset == 0 && !request.bytes.is_empty() {
            self.sweep(now);
            let session = dispatcher.connect(agent.cloned(), now);
            self.tunnels
                .insert(id, Tunnel::new(session, agent.cloned(), now));
        }
        let tunnel = self
            .tunnels
            .get_mut(&id)
            .filter(|tunnel| tunnel.agent.as_ref() == agent);
        let brought = tunnel.map(|tunnel| (tunnel.take(dispatcher, &request, now), tunnel.session));
        Ok(Held {
            id,
            number,
            brought: brought.is_none_or(|(brought, _)| brought),
            session: brought.map(|(_, session)| session),
        })
    }

    /// The answer to a request; none while it is held: ask again when its session is woken, or with `now_or_never` when it
    /// was held long enough.
    pub fn answer(
        &mut self,
        dispatcher: &mut Dispatcher,
        held: &Held,
        now_or_never: bool,
    ) -> Option<Vec<u8>> {
        let server = dispatcher.epoch();
        let Some(tunnel) = self
            .tunnels
            .get_mut(&held.id)
            .filter(|_| held.session.is_some())
        else {
            return Some(unknown(server));
        };
        tunnel.fill(dispatcher);
        let later = tunnel.number > held.number;
        let now = now_or_never || later || held.brought || tunnel.over || !tunnel.down.is_empty();
        now.then(|| tunnel.answer(server))
    }

    /// Forgets sessions that are over, or of which nothing was heard.
    fn sweep(&mut self, now: Millis) {
        self.tunnels
            .retain(|_, tunnel| now < tunnel.asked + LINGERS);
    }
}

impl Tunnel {
    fn new(session: SessionId, agent: Option<AgentId>, now: Millis) -> Self {
        Self {
            session,
            agent,
            number: 0,
            asked: now,
            heard: 0,
            down: Vec::new(),
            kept: 0,
            over: false,
        }
    }

    /// Whether the request brought something new.
    fn take(&mut self, dispatcher: &mut Dispatcher, request: &Request<'_>, now: Millis) -> bool {
        let kept = request.kept.saturating_sub(self.kept);
        let kept = usize::try_from(kept)
            .unwrap_or(usize::MAX)
            .min(self.down.len());
        self.down.drain(..kept);
        self.kept += kept as u64;
        let bytes = super::new(request.bytes, request.offset, self.heard);
        self.heard += bytes.len() as u64;
        // A request that is late, or repeated by the network, says nothing of the agent.
        if request.number > self.number || !bytes.is_empty() {
            self.asked = now;
            dispatcher.received(self.session, bytes, now);
        }
        self.number = self.number.max(request.number);
        !bytes.is_empty()
    }

    /// Takes what the dispatcher has to say.
    fn fill(&mut self, dispatcher: &mut Dispatcher) {
        while !self.over && self.down.len() < UNDER_WAY {
            match dispatcher.output(self.session, UNDER_WAY - self.down.len()) {
                Output::Bytes(bytes) => self.down.extend_from_slice(&bytes),
                Output::Nothing => return,
                Output::Closed => self.over = true,
            }
        }
    }

    fn answer(&self, server: u64) -> Vec<u8> {
        let answer = Answer {
            standing: if self.over {
                Standing::Over
            } else {
                Standing::Open
            },
            server,
            kept: self.heard,
            offset: self.kept,
            bytes: &self.down,
        };
        answer.body()
    }
}

fn unknown(server: u64) -> Vec<u8> {
    let answer = Answer {
        standing: Standing::Unknown,
        server,
        kept: 0,
        offset: 0,
        bytes: &[],
    };
    answer.body()
}
