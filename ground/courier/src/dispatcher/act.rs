//! What the server wants of work that is under way.

use super::job::Phase;
use super::session::Stage;
use super::{Dispatcher, SessionId};
use crate::AgentId;
use crate::frame::{EndedAck, LookUp, Parting, Revoke, Rotate, Stop};
use crate::link::Millis;

/// What becomes of work that is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Ending {
    /// No agent has heard of it: it never begins, and is forgotten.
    NeverBegan,
    /// Its agent is told, now and after every disconnect; [`super::Event::Ended`] or [`super::Event::Revoked`] follows.
    Told,
    /// It is not known, or has ended.
    Over,
}

impl Dispatcher {
    /// Work is to end, by force if need be. Said again after every disconnect, until it has ended.
    pub fn stop(&mut self, key: u64, force: bool) -> Ending {
        self.end(key, |dispatcher, agent| {
            if let Some(job) = dispatcher.jobs.get_mut(&key) {
                job.stop = Some(force || job.stop == Some(true));
            }
            dispatcher.say_to(agent, Stop { key, force });
        })
    }

    /// Work that has not begun must not. If it has, it goes on.
    pub fn revoke(&mut self, key: u64) -> Ending {
        self.end(key, |dispatcher, agent| {
            if let Some(job) = dispatcher.jobs.get_mut(&key) {
                job.revoke = true;
                let epoch = job.work.epoch;
                dispatcher.say_to(agent, Revoke { key, epoch });
            }
        })
    }

    fn end(&mut self, key: u64, told: impl FnOnce(&mut Self, &AgentId)) -> Ending {
        let Some(job) = self.jobs.get(&key).filter(|job| job.phase < Phase::Ended) else {
            return Ending::Over;
        };
        match job.agent.clone() {
            Some(agent) if job.may_run() => {
                told(self, &agent);
                Ending::Told
            }
            _ => {
                self.remove(key);
                Ending::NeverBegan
            }
        }
    }

    /// Asks the agent of the work how it stands; [`super::Event::Status`] answers. Asked again after every disconnect. Whether anybody
    /// can be asked.
    pub fn look_up(&mut self, key: u64) -> bool {
        let Some(job) = self.jobs.get_mut(&key) else {
            return false;
        };
        let Some(agent) = job.agent.clone() else {
            return false;
        };
        job.look_up = true;
        self.say_to(&agent, LookUp { key });
        true
    }

    /// How the work ended is kept: its agent may forget it.
    pub fn ended_kept(&mut self, key: u64) {
        let Some(job) = self
            .jobs
            .get_mut(&key)
            .filter(|job| job.phase == Phase::Told)
        else {
            return;
        };
        job.phase = Phase::Settled;
        if let Some(agent) = job.agent.clone() {
            self.say_to(&agent, EndedAck { key });
        }
    }

    /// It is sure that the agent which had the work has not begun it: it goes to any agent.
    pub fn never_began(&mut self, key: u64) {
        let runs = |phase| (Phase::Offered..Phase::Ended).contains(&phase);
        if self.jobs.get(&key).is_some_and(|job| runs(job.phase)) {
            self.unplace(key);
        }
    }

    /// Work may also go to those who have declined it. Without, it does after their next greeting.
    pub fn retry(&mut self, key: u64) {
        let declined = self
            .jobs
            .get_mut(&key)
            .map(|job| std::mem::take(&mut job.declined));
        for agent in declined.into_iter().flatten() {
            if let Some(host) = self.hosts.get_mut(&agent) {
                host.declined.remove(&key);
            }
        }
        self.settle(key);
    }

    /// Gives up work. What its agent says of it is [`super::Event::Stray`] from now on.
    pub fn forget(&mut self, key: u64) {
        self.remove(key);
    }

    /// Forgets an agent that is not connected and has no work. Whether it is forgotten.
    pub fn forget_agent(&mut self, agent: &AgentId) -> bool {
        let gone = |host: &super::Host| host.session.is_none() && host.keys.is_empty();
        let forgotten = self.hosts.get(agent).is_some_and(gone);
        if forgotten {
            self.not_away(agent);
            self.hosts.remove(agent);
        }
        forgotten
    }

    /// Ends the session of an agent that is let in no more, at once; what it was not told yet goes to others. Whether there was one.
    pub fn turn_out(&mut self, agent: &AgentId, now: Millis) -> bool {
        let session = self.live_session(agent);
        if let Some(id) = session {
            self.drop_session(id, now);
        }
        session.is_some()
    }

    /// Gives an agent new credentials. Said again after every disconnect until it answers. Whether the agent is known.
    pub fn rotate(&mut self, agent: &AgentId, payload: Vec<u8>) -> bool {
        let Some(host) = self.hosts.get_mut(agent) else {
            return false;
        };
        host.rotate = Some(payload.clone());
        self.say_to(agent, Rotate { payload });
        true
    }

    /// Ends all sessions: agents come back after so many milliseconds, or to another server.
    pub fn leave_all(&mut self, why: &str, after_ms: u64, now: Millis) {
        let open = |(id, session): (&SessionId, &super::Session)| {
            (!matches!(session.stage, Stage::Closing)).then_some(*id)
        };
        let ids: Vec<SessionId> = self.sessions.iter().filter_map(open).collect();
        for id in ids {
            self.close(id, Parting::Leaving, why, after_ms, now);
        }
    }
}
