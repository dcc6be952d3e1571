//! Work comes to agents.

use std::collections::BTreeSet;

use super::host::Host;
use super::job::{Job, Phase, Work};
use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{MAX_PAYLOAD, Offer, Running};

/// How often work is overtaken by younger work that asks for less; then an agent is kept free for it.
const OVERTAKEN: u32 = 8;

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

    fn place(&mut self, key: u64, agent: &AgentId) {
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

    /// An agent has another room than before: it gets what waits.
    pub(super) fn changed(&mut self, agent: &AgentId) {
        self.rank(agent);
        while let Some(key) = self.next_for(agent) {
            self.place(key, agent);
        }
    }

    /// What an agent gets next: the oldest that it has room for, unless an older one has been overtaken too often.
    fn next_for(&mut self, agent: &AgentId) -> Option<u64> {
        let host = self.hosts.get(agent).filter(|host| host.takes_work())?;
        let free = host.free();
        if let Some(held) = host.held {
            let fits = self
                .jobs
                .get(&held)
                .is_some_and(|job| job.work.slots <= free);
            return fits.then_some(held);
        }
        let declined = |key| {
            self.jobs
                .get(&key)
                .is_some_and(|job| job.declined.contains(agent))
        };
        let heads = self.waiting.heads(&host.labels, host.capacity, declined);
        let mut passed = Vec::new();
        for (_, key, slots) in heads {
            if slots <= free {
                passed.into_iter().for_each(|older| self.overtake(older));
                return Some(key);
            }
            if self.is_due(key) {
                self.hold(agent, key);
                return None;
            }
            passed.push(key);
        }
        None
    }

    fn overtake(&mut self, key: u64) {
        if let Some(job) = self.jobs.get_mut(&key) {
            job.overtaken += 1;
        }
    }

    /// Whether an agent should be kept free for it.
    fn is_due(&self, key: u64) -> bool {
        let job = self.jobs.get(&key);
        job.is_some_and(|job| job.overtaken >= OVERTAKEN && job.held.is_none())
    }

    fn hold(&mut self, agent: &AgentId, key: u64) {
        if let (Some(host), Some(job)) = (self.hosts.get_mut(agent), self.jobs.get_mut(&key)) {
            host.held = Some(key);
            job.held = Some(agent.clone());
        }
        self.rank(agent);
    }

    /// Nobody is kept free for the work any more.
    fn unhold(&mut self, key: u64) {
        let held = self.jobs.get_mut(&key).and_then(|job| job.held.take());
        if let Some(agent) = held {
            if let Some(host) = self.hosts.get_mut(&agent) {
                host.held = None;
            }
            self.changed(&agent);
        }
    }

    /// The agent is kept free for nothing any more.
    pub(super) fn release_hold(&mut self, agent: &AgentId) {
        let held = self.hosts.get_mut(agent).and_then(|host| host.held.take());
        if let Some(job) = held.and_then(|key| self.jobs.get_mut(&key)) {
            job.held = None;
        }
    }

    pub(super) fn rank(&mut self, agent: &AgentId) {
        if let Some(host) = self.hosts.get_mut(agent) {
            let before = host.rank.take();
            host.rank = host.ranked(agent);
            self.index
                .moved(&host.labels, before.as_ref(), host.rank.as_ref());
        }
    }

    pub(super) fn unrank(&mut self, agent: &AgentId) {
        if let Some(host) = self.hosts.get_mut(agent) {
            let before = host.rank.take();
            self.index.moved(&host.labels, before.as_ref(), None);
        }
    }
}
