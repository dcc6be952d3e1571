//! Work comes to agents.

use std::collections::BTreeSet;

use super::host::Host;
use super::job::{Job, Phase, Work};
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{MAX_PAYLOAD, Offer, Running};

/// Why work is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// It is another server's.
    #[error("work {key} of epoch {offered} is refused: epoch {current} is in charge")]
    OldEpoch {
        /// The work.
        key: u64,
        /// Of the offer.
        offered: u64,
        /// The newer one.
        current: u64,
    },
    /// It is too long.
    #[error("the payload of work {key} has {length} bytes, and may have 983,040. Send files apart")]
    TooLong {
        /// The work.
        key: u64,
        /// Its bytes.
        length: usize,
    },
}

/// Where work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placing {
    /// It waits for an agent.
    Waiting,
    /// That agent has it, or had it before the call.
    At(AgentId),
}

impl Dispatcher {
    /// Wants work done. It goes to an agent at once if one has room, else as soon as one has. What is known already, by its key,
    /// is not wanted twice: a newer epoch takes it over.
    ///
    /// # Errors
    /// When the epoch is an old one, or the payload too long.
    pub fn offer(&mut self, work: Work) -> Result<Placing, OfferError> {
        self.check(&work)?;
        let key = work.key;
        if self.jobs.contains_key(&key) {
            self.take_over(work);
        } else {
            let turn = self.turn();
            self.jobs
                .insert(key, Job::new(work.normal(), Phase::Waiting, None, turn));
            self.wait(key);
            self.settle(key);
        }
        Ok(self.placing(key))
    }

    /// Work that may have been offered to an agent by an earlier server: it stays that agent's.
    ///
    /// # Errors
    /// When the epoch is an old one, or the payload too long.
    pub fn resume(&mut self, work: Work, agent: &AgentId) -> Result<Placing, OfferError> {
        self.check(&work)?;
        let key = work.key;
        if self.jobs.get(&key).is_some_and(Job::may_run) {
            self.take_over(work);
            return Ok(self.placing(key));
        }
        self.remove(key);
        let turn = self.turn();
        let work = work.normal();
        let slots = work.slots;
        let mut job = Job::new(work, Phase::Offered, Some(agent.clone()), turn);
        job.told = true;
        self.jobs.insert(key, job);
        let host = self.hosts.entry(agent.clone()).or_insert_with(Host::new);
        host.keys.insert(key);
        host.take(key, slots);
        self.rank(agent);
        self.send_offer(key);
        Ok(self.placing(key))
    }

    /// The server has written down who was chosen: now the agent is told. Whether it is still the one.
    pub fn confirm(&mut self, key: u64, agent: &AgentId) -> bool {
        let Some(job) = self
            .job_at(key, agent)
            .filter(|job| job.phase == Phase::Placed)
        else {
            return false;
        };
        job.phase = Phase::Offered;
        self.send_offer(key);
        true
    }

    /// The agent with all these labels and as much room that has the most room, and among several whoever was chosen longest ago.
    pub fn choose(&mut self, labels: &BTreeSet<String>, slots: u32) -> Option<AgentId> {
        self.index
            .choose(labels, slots, &self.hosts, &BTreeSet::new())
    }

    fn check(&mut self, work: &Work) -> Result<(), OfferError> {
        let (key, offered) = (work.key, work.epoch);
        let current = self.jobs.get(&key).map_or(0, |job| job.work.epoch);
        if offered < current {
            return Err(OfferError::OldEpoch {
                key,
                offered,
                current,
            });
        }
        match work.payload.len() {
            length if length > MAX_PAYLOAD => Err(OfferError::TooLong { key, length }),
            _ => Ok(()),
        }
    }

    fn placing(&self, key: u64) -> Placing {
        self.whose(key)
            .map_or(Placing::Waiting, |agent| Placing::At(agent.clone()))
    }

    /// Known work, under another epoch perhaps.
    fn take_over(&mut self, work: Work) {
        let key = work.key;
        let Some(job) = self.jobs.get_mut(&key) else {
            return;
        };
        let found = std::mem::take(&mut job.found);
        let newer = work.epoch > job.work.epoch;
        job.work.epoch = work.epoch;
        if found {
            job.work = work.normal();
        }
        if (found || newer) && job.phase == Phase::Offered {
            self.send_offer(key);
        }
    }

    fn wait(&mut self, key: u64) {
        if let Some(job) = self.jobs.get(&key) {
            self.waiting
                .add(&job.work.labels, job.work.slots, job.turn, key);
        }
    }

    fn wait_no_more(&mut self, key: u64) {
        if let Some(job) = self.jobs.get(&key) {
            self.waiting
                .remove(&job.work.labels, job.work.slots, job.turn, key);
        }
    }

    /// Looks for an agent for work that waits. Older work may come first, or keep an agent free; each time there is one less.
    pub(super) fn settle(&mut self, key: u64) {
        while let Some(job) = self
            .jobs
            .get(&key)
            .filter(|job| job.phase == Phase::Waiting)
        {
            let (work, declined) = (&job.work, &job.declined);
            match self
                .index
                .choose(&work.labels, work.slots, &self.hosts, declined)
            {
                Some(agent) => self.changed(&agent),
                None => return,
            }
        }
    }

    pub(super) fn place(&mut self, key: u64, agent: &AgentId) {
        self.wait_no_more(key);
        let turn = self.turn();
        let (Some(job), Some(host)) = (self.jobs.get_mut(&key), self.hosts.get_mut(agent)) else {
            return;
        };
        let confirm = job.work.confirm;
        job.phase = if confirm {
            Phase::Placed
        } else {
            Phase::Offered
        };
        job.agent = Some(agent.clone());
        host.keys.insert(key);
        host.take(key, job.work.slots);
        host.turn = turn;
        self.rank(agent);
        self.tell(Event::Placed {
            key,
            agent: agent.clone(),
        });
        if !confirm {
            self.send_offer(key);
        }
        self.unhold(key);
    }

    /// Says it to the agent, if that is there and the work is known.
    pub(super) fn send_offer(&mut self, key: u64) {
        let Some(job) = self.jobs.get_mut(&key).filter(|job| !job.found) else {
            return;
        };
        let agent = job.agent.as_ref().and_then(|agent| self.hosts.get(agent));
        let Some(id) = agent.filter(|host| host.live).and_then(|host| host.session) else {
            return;
        };
        if let Some(session) = self.sessions.get_mut(&id) {
            // What was offered in an earlier session may have been heard.
            job.offered = match job.told {
                true => None,
                false => Some((id, session.out.end())),
            };
            job.told = true;
            let offer = Offer {
                key,
                epoch: job.work.epoch,
                slots: job.work.slots,
                payload: job.work.payload.clone(),
            };
            session.out.push(&offer.into());
            self.woken.insert(id);
        }
    }

    /// Work is nobody's again, and waits, or goes to another agent.
    pub(super) fn unplace(&mut self, key: u64) {
        self.detach(key);
        if let Some(job) = self.jobs.get_mut(&key) {
            job.phase = Phase::Waiting;
            (job.told, job.offered) = (false, None);
            self.wait(key);
            self.settle(key);
        }
    }

    /// Work that waits is an agent's.
    pub(super) fn adopt(&mut self, agent: &AgentId, task: &Running) {
        let key = task.key;
        self.detach(key);
        self.wait_no_more(key);
        self.unhold(key);
        if let (Some(job), Some(host)) = (self.jobs.get_mut(&key), self.hosts.get_mut(agent)) {
            job.phase = Phase::Offered;
            job.agent = Some(agent.clone());
            job.told = true;
            host.keys.insert(key);
        }
        self.found(agent, task);
    }

    pub(super) fn found(&mut self, agent: &AgentId, task: &Running) {
        self.tell(Event::Found {
            key: task.key,
            agent: agent.clone(),
            stage: task.stage,
        });
    }

    /// Takes work from its agent, if it has one.
    fn detach(&mut self, key: u64) {
        let Some(agent) = self.jobs.get_mut(&key).and_then(|job| job.agent.take()) else {
            return;
        };
        if let Some(host) = self.hosts.get_mut(&agent) {
            host.keys.remove(&key);
            host.drop_load(key);
        }
        self.changed(&agent);
    }

    /// Forgets work.
    pub(super) fn remove(&mut self, key: u64) {
        if self.jobs.contains_key(&key) {
            self.wait_no_more(key);
            self.unhold(key);
            self.detach(key);
            let declined = self.jobs.remove(&key).map(|job| job.declined);
            for agent in declined.into_iter().flatten() {
                if let Some(host) = self.hosts.get_mut(&agent) {
                    host.declined.remove(&key);
                }
            }
        }
    }
}
