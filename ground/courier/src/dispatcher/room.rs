//! The room of agents: who gets it when there is some, and for whom it is kept.

use super::Dispatcher;
use crate::AgentId;

/// How often work is overtaken by younger work that asks for less; then an agent is kept free for it.
const OVERTAKEN: u32 = 8;

impl Dispatcher {
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
    pub(super) fn unhold(&mut self, key: u64) {
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
