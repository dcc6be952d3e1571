//! What a welcomed agent says.

use super::job::{Job, Phase};
use super::session::SessionId;
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{
    Accept, Decline, Ended, EndedAck, Frame, Goodbye, Parting, Pong, Reason, Stage, Status,
};
use crate::link::Millis;

impl Dispatcher {
    pub(super) fn told(&mut self, id: SessionId, agent: &AgentId, frame: Frame, now: Millis) {
        match frame {
            Frame::Accept(Accept { key, .. }) => self.reached(agent, key, Stage::Accepted),
            Frame::Started(started) => self.reached(agent, started.key, Stage::Started),
            Frame::Decline(decline) => self.declined(agent, decline),
            Frame::Status(status) => self.status(agent, status),
            Frame::Ended(ended) => self.ended(agent, ended),
            Frame::Log(log) => self.log(agent, log),
            Frame::Observed(observed) => self.tell(Event::Observed {
                agent: agent.clone(),
                payload: observed.payload,
            }),
            Frame::Rotate(rotate) => self.rotated(agent, rotate.payload),
            Frame::Ping(ping) => self.say(
                id,
                Pong {
                    number: ping.number,
                },
            ),
            Frame::Discarded(discarded) => self.discarded(agent, discarded.key),
            Frame::Pong(_) => {}
            Frame::Goodbye(goodbye) => self.goodbye(id, agent, goodbye, now),
            other => self.told_of_files(id, agent, other, now),
        }
    }

    /// Work is as far at its agent.
    pub(super) fn reached(&mut self, agent: &AgentId, key: u64, stage: Stage) {
        let Some(job) = self.job_at(key, agent) else {
            return;
        };
        let before = job.phase;
        let phase = match stage {
            Stage::Offered => Phase::Offered,
            Stage::Started => Phase::Started,
            Stage::Accepted | Stage::Ended => Phase::Accepted,
        };
        job.phase = before.max(phase);
        let agent = || agent.clone();
        if before < Phase::Accepted && phase >= Phase::Accepted {
            self.tell(Event::Accepted {
                key,
                agent: agent(),
            });
        }
        if before < Phase::Started && phase == Phase::Started {
            self.tell(Event::Started {
                key,
                agent: agent(),
            });
        }
    }

    fn declined(&mut self, agent: &AgentId, decline: Decline) {
        let Decline {
            key,
            epoch,
            reason,
            text,
        } = decline;
        let Some(job) = self.job_at(key, agent).filter(|job| job.takes_room()) else {
            return;
        };
        if epoch != job.work.epoch && reason != Reason::Revoked {
            return;
        }
        let agent = agent.clone();
        if reason == Reason::Revoked || job.revoke || job.stop.is_some() {
            self.remove(key);
            return self.tell(Event::Revoked { key, agent });
        }
        job.declined.insert(agent.clone());
        if let Some(host) = self.hosts.get_mut(&agent) {
            host.declined.insert(key, reason == Reason::Busy);
        }
        self.tell(Event::Declined {
            key,
            agent,
            reason,
            text,
        });
        self.unplace(key);
    }

    fn status(&mut self, agent: &AgentId, status: Status) {
        let Status { key, payload } = status;
        if let Some(job) = self.job_at(key, agent) {
            job.look_up = false;
            let agent = agent.clone();
            self.tell(Event::Status {
                key,
                agent,
                payload,
            });
        }
    }

    fn ended(&mut self, agent: &AgentId, ended: Ended) {
        let key = ended.key;
        if let Some(host) = self.hosts.get_mut(agent) {
            host.drop_load(key);
        }
        match self.job_at(key, agent).map(|job| job.phase) {
            None => self.stray_end(agent, ended),
            Some(Phase::Settled) => self.say_to(agent, EndedAck { key }),
            Some(Phase::Told) => {}
            // Said again, there may be less output than was thought.
            Some(_) => {
                if let Some(job) = self.jobs.get_mut(&key) {
                    job.phase = Phase::Ended;
                    job.ended = Some(ended);
                }
                self.try_end(key);
            }
        }
        self.forgive(agent, |busy| busy);
        self.changed(agent);
    }

    /// Work that an agent has declined, for want of room or not, may be offered to it again.
    pub(super) fn forgive(&mut self, agent: &AgentId, which: impl Fn(bool) -> bool) {
        let Some(host) = self.hosts.get_mut(agent) else {
            return;
        };
        for (key, _) in host.declined.extract_if(.., |_, busy| which(*busy)) {
            if let Some(job) = self.jobs.get_mut(&key) {
                job.declined.remove(agent);
            }
        }
    }

    /// An end that does not count: the agent need not say it again.
    fn stray_end(&mut self, agent: &AgentId, ended: Ended) {
        self.say_to(agent, EndedAck { key: ended.key });
        self.tell(Event::Stray {
            key: ended.key,
            agent: agent.clone(),
            ended: Some(ended.payload),
        });
    }

    /// Tells the end, once, when all output is kept.
    pub(super) fn try_end(&mut self, key: u64) {
        let Some(job) = self.jobs.get_mut(&key).filter(|job| job.is_complete()) else {
            return;
        };
        let (Some(ended), Some(agent)) = (job.ended.take(), job.agent.clone()) else {
            return;
        };
        job.phase = Phase::Told;
        let Ended {
            unread, payload, ..
        } = ended;
        self.tell(Event::Ended {
            key,
            agent,
            unread,
            payload,
        });
    }

    fn rotated(&mut self, agent: &AgentId, payload: Vec<u8>) {
        if let Some(host) = self.hosts.get_mut(agent) {
            host.rotate = None;
        }
        let agent = agent.clone();
        self.tell(Event::Rotated { agent, payload });
    }

    /// The agent will not say again how work ended.
    fn discarded(&mut self, agent: &AgentId, key: u64) {
        let settled = |job: &mut Job| job.phase == Phase::Settled;
        if self.job_at(key, agent).is_some_and(settled) {
            self.remove(key);
        }
    }

    fn goodbye(&mut self, id: SessionId, agent: &AgentId, goodbye: Goodbye, now: Millis) {
        if goodbye.reason == Parting::Leaving {
            let (agent, text) = (agent.clone(), goodbye.text);
            self.tell(Event::Left { agent, text });
        }
        self.drop_session(id, now);
    }
}

impl Job {
    /// Whether it has ended and all its output is kept.
    fn is_complete(&self) -> bool {
        let kept = |ended: &Ended| self.kept >= ended.log;
        self.phase == Phase::Ended && self.ended.as_ref().is_some_and(kept)
    }
}
