//! The greeting: who is let in, and what both sides know of the work that is theirs.

use std::collections::BTreeMap;

use super::host::Host;
use super::job::{Job, Phase, Work};
use super::session::{SessionId, Stage};
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{
    EndedAck, Hello, LookUp, Parting, Ping, Revoke, Rotate, Running, Stage as Far, Stop, Welcome,
};
use crate::link::{Millis, Protocol};

/// For how long an agent is sent away that has a newer session, in milliseconds.
const AWAY: Millis = 10_000;
/// For how long an agent is sent away that cannot be let in before somebody does something about it.
const TURNED_AWAY: Millis = 60_000;

impl Dispatcher {
    pub(super) fn hello(&mut self, id: SessionId, hello: Hello, now: Millis) {
        if let Err((reason, why, after)) = self.checked(id, &hello) {
            return self.close(id, reason, &why, after, now);
        }
        let older = self.hosts.get(&hello.agent).and_then(|host| host.session);
        if let Some(older) = older {
            self.close(
                older,
                Parting::Superseded,
                "the agent has a newer session",
                AWAY,
                now,
            );
        }
        let host = self
            .hosts
            .entry(hello.agent.clone())
            .or_insert_with(Host::new);
        host.number = (hello.incarnation, hello.connect);
        host.session = Some(id);
        let hello = Box::new(hello);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.stage = Stage::Greeted(hello.clone());
        }
        self.tell(Event::Hello { session: id, hello });
    }

    /// Whether a greeting can be answered; else why not, and for how long the agent is sent away.
    fn checked(&self, id: SessionId, hello: &Hello) -> Result<(), (Parting, String, Millis)> {
        let theirs = Protocol {
            version: hello.version,
            features: hello.features.clone(),
            requires: hello.requires.clone(),
        };
        let met = self.options.protocol.meets(&theirs);
        met.map_err(|why| (Parting::Version, why, TURNED_AWAY))?;
        let agent = &hello.agent;
        let expected = self
            .sessions
            .get(&id)
            .and_then(|session| session.expected.as_ref());
        if let Some(expected) = expected.filter(|expected| *expected != agent) {
            let why = format!("the credentials are those of agent `{expected}`, not of `{agent}`");
            return Err((Parting::Refused, why, TURNED_AWAY));
        }
        let (starts, connects) = (hello.incarnation, hello.connect);
        let newest = self.hosts.get(agent).map(|host| host.number);
        if newest.is_some_and(|newest| (starts, connects) <= newest) {
            let why = format!(
                "agent `{agent}` has a newer session than connection {connects} of start {starts}"
            );
            return Err((Parting::Superseded, why, AWAY));
        }
        Ok(())
    }

    /// Lets an agent in. For each work that it named, `logs` says how many bytes of output are kept; what is not named begins
    /// at 0. [`Event::Connected`] follows when it has answered. Whether it still waits to be let in.
    pub fn welcome(&mut self, id: SessionId, logs: &BTreeMap<u64, u64>, now: Millis) -> bool {
        let Some(session) = self.sessions.get_mut(&id) else {
            return false;
        };
        let Stage::Greeted(hello) = &session.stage else {
            return false;
        };
        session.stage = Stage::Welcomed(hello.clone(), logs.clone());
        session.heard = now;
        session.pings += 1;
        let number = session.pings;
        self.look_at(id, now + self.options.lost_ms);
        self.say(id, self.welcoming(logs));
        self.say(id, Ping { number });
        true
    }

    /// Turns an agent away, which comes back after so many milliseconds.
    pub fn refuse(&mut self, id: SessionId, why: &str, after_ms: u64, now: Millis) {
        self.close(id, Parting::Refused, why, after_ms, now);
    }

    fn welcoming(&self, logs: &BTreeMap<u64, u64>) -> Welcome {
        let protocol = self.options.protocol.clone();
        Welcome {
            version: protocol.version,
            features: protocol.features,
            requires: protocol.requires,
            epoch: self.options.epoch,
            logs: logs.clone(),
            ping_ms: self.options.ping_ms,
            lost_ms: self.options.lost_ms,
        }
    }

    /// Compares what the agent says that it has with what it should have.
    pub(super) fn settle_in(&mut self, id: SessionId, now: Millis) {
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        let Stage::Welcomed(hello, logs) = std::mem::replace(&mut session.stage, Stage::Closing)
        else {
            return;
        };
        let agent = &hello.agent;
        session.stage = Stage::Live(agent.clone());
        self.look_at(id, now + self.options.ping_ms);
        self.not_away(agent);
        self.tell(Event::Connected {
            agent: agent.clone(),
        });
        self.compare(&hello, &logs);
    }

    fn compare(&mut self, hello: &Hello, logs: &BTreeMap<u64, u64>) {
        let agent = &hello.agent;
        let listed: BTreeMap<u64, &Running> =
            hello.tasks.iter().map(|task| (task.key, task)).collect();
        self.learn(hello);
        for task in listed.values() {
            self.listed(
                agent,
                task,
                logs.get(&task.key).copied().unwrap_or_default(),
            );
        }
        let keys = self.hosts.get(agent).map(|host| host.keys.clone());
        for key in keys.into_iter().flatten() {
            if !listed.contains_key(&key) {
                self.unlisted(agent, key);
            }
            self.demand(agent, key);
        }
        let rotate = self.hosts.get(agent).and_then(|host| host.rotate.clone());
        if let Some(payload) = rotate {
            self.say_to(agent, Rotate { payload });
        }
        self.changed(agent);
    }

    fn learn(&mut self, hello: &Hello) {
        self.unrank(&hello.agent);
        let Some(host) = self.hosts.get_mut(&hello.agent) else {
            return;
        };
        host.learn(hello);
        host.live = true;
        host.clear_load();
        for task in hello.tasks.iter().filter(|task| task.stage != Far::Ended) {
            host.take(task.key, task.slots);
        }
        for key in host.keys.clone() {
            if let Some(job) = self.jobs.get(&key).filter(|job| job.takes_room()) {
                host.take(key, job.work.slots);
            }
        }
        // It may have been configured anew.
        self.forgive(&hello.agent, |_| true);
    }

    /// The agent has it.
    fn listed(&mut self, agent: &AgentId, task: &Running, kept: u64) {
        match self.jobs.get(&task.key) {
            Some(job) if job.is_at(agent) => {}
            Some(job) if job.may_run() => {
                let (key, agent) = (task.key, agent.clone());
                return self.tell(Event::Stray {
                    key,
                    agent,
                    ended: None,
                });
            }
            Some(_) => self.adopt(agent, task),
            None => self.find(agent, task),
        }
        let Some(job) = self.jobs.get_mut(&task.key) else {
            return;
        };
        (job.kept, job.came, job.again) = (kept, kept, false);
        if task.stage >= Far::Accepted && job.phase == Phase::Settled {
            self.say_to(agent, EndedAck { key: task.key });
        } else {
            self.reached(agent, task.key, task.stage);
        }
        if task.stage == Far::Offered {
            // It may have declined since, and was not heard.
            self.send_offer(task.key);
        }
    }

    /// Work that an earlier server offered.
    fn find(&mut self, agent: &AgentId, task: &Running) {
        let work = Work {
            key: task.key,
            epoch: task.epoch,
            labels: std::collections::BTreeSet::new(),
            slots: task.slots.max(1),
            confirm: false,
            payload: Vec::new(),
        };
        let turn = self.turn();
        let mut job = Job::new(work, Phase::Offered, Some(agent.clone()), turn);
        job.found = true;
        self.jobs.insert(task.key, job);
        if let Some(host) = self.hosts.get_mut(agent) {
            host.keys.insert(task.key);
        }
        self.found(agent, task);
    }

    /// The agent has not what it should have.
    fn unlisted(&mut self, agent: &AgentId, key: u64) {
        let phase = self.jobs.get(&key).map(|job| job.phase);
        match phase {
            Some(Phase::Offered) => self.send_offer(key),
            Some(Phase::Accepted | Phase::Started) => {
                let agent = agent.clone();
                self.tell(Event::Forgotten { key, agent });
            }
            // It has heard that the end is kept.
            Some(Phase::Settled) => self.remove(key),
            // An end that was told, or will be when its output is kept, counts.
            Some(Phase::Waiting | Phase::Placed | Phase::Ended | Phase::Told) | None => {}
        }
    }

    /// Says again what is wanted of it.
    fn demand(&mut self, agent: &AgentId, key: u64) {
        let Some(job) = self.jobs.get(&key).filter(|job| job.phase < Phase::Ended) else {
            return;
        };
        let (stop, revoke, look_up, epoch) = (job.stop, job.revoke, job.look_up, job.work.epoch);
        if revoke {
            self.say_to(agent, Revoke { key, epoch });
        }
        if let Some(force) = stop {
            self.say_to(agent, Stop { key, force });
        }
        if look_up {
            self.say_to(agent, LookUp { key });
        }
    }
}
