//! Connections: they begin, bring bytes, take bytes, and end.

use super::session::{Session, SessionId, Stage};
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{Frame, Goodbye, Parting};
use crate::link::{BACKLOG, Millis, Output};

impl Dispatcher {
    /// A connection has begun. If it is known who is at its other end, nobody else may be.
    pub fn connect(&mut self, agent: Option<AgentId>, now: Millis) -> SessionId {
        self.next_session += 1;
        let id = SessionId(self.next_session);
        self.sessions.insert(id, Session::new(agent, now));
        self.look_at(id, now + self.options.lost_ms);
        id
    }

    /// Bytes came. Whether the session is open: of one that is not, such as one that a newer one of the same agent has
    /// replaced, nothing is taken.
    pub fn received(&mut self, id: SessionId, bytes: &[u8], now: Millis) -> bool {
        if let Some(session) = self.sessions.get_mut(&id).filter(|one| !one.is_closing()) {
            session.heard = now;
            session.decoder.push(bytes);
        }
        while let Some(session) = self.sessions.get_mut(&id).filter(|one| !one.is_closing()) {
            match session.decoder.read() {
                Ok(Some(frame)) => self.heard(id, frame, now),
                Ok(None) => return true,
                Err(error) => self.close(id, Parting::Protocol, &error.to_string(), 0, now),
            }
        }
        false
    }

    fn heard(&mut self, id: SessionId, frame: Frame, now: Millis) {
        let stage = self.sessions.get(&id).map(|session| &session.stage);
        match (stage, frame) {
            (Some(Stage::Live(agent)), frame) => {
                let agent = agent.clone();
                self.told(id, &agent, frame, now);
            }
            (Some(Stage::New), Frame::Hello(hello)) => self.hello(id, hello, now),
            (Some(Stage::New), _) => {
                self.close(
                    id,
                    Parting::Protocol,
                    "a session begins with a greeting",
                    0,
                    now,
                );
            }
            (Some(Stage::Greeted(_) | Stage::Welcomed(..)), Frame::Goodbye(_)) => {
                self.drop_session(id, now);
            }
            (Some(Stage::Welcomed(hello, _)), frame) => {
                let agent = hello.agent.clone();
                self.settle_in(id, now);
                self.told(id, &agent, frame, now);
            }
            (Some(Stage::Greeted(_)), _) => {
                self.close(
                    id,
                    Parting::Protocol,
                    "the greeting is not answered yet",
                    0,
                    now,
                );
            }
            (Some(Stage::Closing) | None, _) => {}
        }
    }

    /// At most that many bytes that are to be written.
    pub fn output(&mut self, id: SessionId, most: usize) -> Output {
        let Some(session) = self.sessions.get_mut(&id) else {
            return Output::Closed;
        };
        let bytes = session.out.take(most);
        match (bytes.is_empty(), session.is_closing()) {
            (false, _) => Output::Bytes(bytes),
            (true, false) => Output::Nothing,
            (true, true) => Output::Closed,
        }
    }

    /// A connection has ended, for whatever reason.
    pub fn disconnected(&mut self, id: SessionId, now: Millis) {
        self.drop_session(id, now);
    }

    /// Ends a session when its last words are written.
    pub(super) fn close(
        &mut self,
        id: SessionId,
        reason: Parting,
        text: &str,
        after_ms: u64,
        now: Millis,
    ) {
        let text = text.to_owned();
        let goodbye = Goodbye {
            reason,
            text,
            after_ms,
        };
        self.say(id, goodbye);
        self.leave(id, now);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.stage = Stage::Closing;
        }
        self.look_at(id, now + self.options.lost_ms);
    }

    /// Ends a session at once. What it was not given yet, nobody has heard.
    pub(super) fn drop_session(&mut self, id: SessionId, now: Millis) {
        let agent = self.leave(id, now);
        let Some(session) = self.sessions.remove(&id) else {
            return;
        };
        self.due.remove(&(session.due, id));
        self.woken.insert(id);
        if let Some(agent) = agent {
            self.take_back(&agent, id, session.out.taken());
        }
    }

    /// Who takes nothing that is said is not there.
    pub(super) fn check_backlog(&mut self, id: SessionId, now: Millis) {
        let full = |session: &Session| session.out.len() > BACKLOG;
        if self.sessions.get(&id).is_some_and(full) {
            self.drop_session(id, now);
        }
    }

    /// The agent of a session has none any more.
    fn leave(&mut self, id: SessionId, now: Millis) -> Option<AgentId> {
        let session = self.sessions.get(&id)?;
        let (agent, heard) = (session.agent()?.clone(), session.heard);
        let host = self
            .hosts
            .get_mut(&agent)
            .filter(|host| host.session == Some(id))?;
        host.session = None;
        let was_live = std::mem::take(&mut host.live);
        if was_live {
            // At least now: who was silent for too long is lost at the next look.
            let lost = (heard + self.options.lost_ms).max(now);
            host.away = Some(lost);
            self.away.insert((lost, agent.clone()));
            self.tell(Event::Away {
                agent: agent.clone(),
            });
        }
        self.release_hold(&agent);
        self.rank(&agent);
        Some(agent)
    }

    /// Offers of a session that were not written, from that byte on, are nobody's again.
    fn take_back(&mut self, agent: &AgentId, id: SessionId, taken: u64) {
        let Some(host) = self.hosts.get(agent) else {
            return;
        };
        let unsent = |key: &u64| {
            self.jobs
                .get(key)
                .is_some_and(|job| job.is_unsent(id, taken))
        };
        let keys: Vec<u64> = host.keys.iter().copied().filter(unsent).collect();
        for key in keys {
            self.unplace(key);
        }
    }
}
