//! Time: who is asked whether they are there, and who is not.

use super::session::{SessionId, Stage};
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::Ping;
use crate::link::Millis;

impl Dispatcher {
    /// Does what is due, and says when to call again; none if nobody is there. Later by some is no harm.
    pub fn tick(&mut self, now: Millis) -> Option<Millis> {
        while let Some((due, id)) = self.due.first().copied().filter(|(due, _)| *due <= now) {
            self.due.remove(&(due, id));
            self.look(id, now);
        }
        while let Some((due, agent)) = self.away.first().filter(|(due, _)| *due <= now).cloned() {
            self.away.remove(&(due, agent.clone()));
            self.lost(agent);
        }
        let sessions = self.due.first().map(|(due, _)| *due);
        let away = self.away.first().map(|(due, _)| *due);
        sessions.into_iter().chain(away).min()
    }

    pub(super) fn look_at(&mut self, id: SessionId, when: Millis) {
        if let Some(session) = self.sessions.get_mut(&id) {
            self.due.remove(&(session.due, id));
            session.due = when;
            self.due.insert((when, id));
        }
    }

    fn look(&mut self, id: SessionId, now: Millis) {
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        let lost = session.heard + self.options.lost_ms;
        if now >= lost || session.is_closing() {
            self.drop_session(id, now);
            return;
        }
        let mut next = lost;
        if let Stage::Live(_) = session.stage {
            session.pings += 1;
            let number = session.pings;
            next = next.min(now + self.options.ping_ms);
            self.say(id, Ping { number });
        }
        self.look_at(id, next);
        self.check_backlog(id, now);
    }

    fn lost(&mut self, agent: AgentId) {
        let Some(host) = self.hosts.get_mut(&agent) else {
            return;
        };
        host.away = None;
        let keys: Vec<u64> = host.keys.iter().copied().collect();
        self.tell(Event::Lost { agent, keys });
    }

    /// It is back.
    pub(super) fn not_away(&mut self, agent: &AgentId) {
        let since = self.hosts.get_mut(agent).and_then(|host| host.away.take());
        if let Some(since) = since {
            self.away.remove(&(since, agent.clone()));
        }
    }
}
