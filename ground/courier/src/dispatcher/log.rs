//! Output comes, is kept, and is sent again if it was not.

use super::{Dispatcher, Event};
use crate::AgentId;
use crate::frame::{Log, LogAck};
use crate::link::{CHUNK, WINDOW};

impl Dispatcher {
    pub(super) fn log(&mut self, agent: &AgentId, log: Log) {
        let Log { key, offset, bytes } = log;
        let end = offset.saturating_add(bytes.len() as u64);
        let Some(job) = self.job_at(key, agent) else {
            // Nobody wants it; but its sender has to come to an end.
            return self.say_to(
                agent,
                LogAck {
                    key,
                    offset: end,
                    again: false,
                },
            );
        };
        let (came, waits) = (job.came, job.again);
        if offset > came || end > job.kept.saturating_add(WINDOW + CHUNK as u64) {
            if !waits {
                self.log_again(key, came);
            }
            return;
        }
        job.again = false;
        let known = usize::try_from(came - offset).unwrap_or(usize::MAX);
        let new = bytes.get(known..).unwrap_or_default();
        if new.is_empty() {
            return self.acknowledge(key);
        }
        job.came = end;
        let bytes = new.to_vec();
        self.tell(Event::Log {
            key,
            offset: came,
            bytes,
        });
    }

    /// Output up to there is kept: the agent need not have it any more.
    pub fn log_kept(&mut self, key: u64, until: u64) {
        if let Some(job) = self.jobs.get_mut(&key) {
            job.kept = job.kept.max(until.min(job.came));
            self.acknowledge(key);
            self.try_end(key);
        }
    }

    /// Output is kept up to there only, and what came behind it is to be sent again.
    pub fn log_again(&mut self, key: u64, from: u64) {
        let Some(job) = self.jobs.get_mut(&key) else {
            return;
        };
        if job.again && job.came == from {
            return;
        }
        (job.kept, job.came, job.again) = (job.kept.min(from), from, true);
        let frame = LogAck {
            key,
            offset: from,
            again: true,
        };
        if let Some(agent) = job.agent.clone() {
            self.say_to(&agent, frame);
        }
    }

    fn acknowledge(&mut self, key: u64) {
        let Some(job) = self.jobs.get(&key) else {
            return;
        };
        let frame = LogAck {
            key,
            offset: job.kept,
            again: false,
        };
        if let Some(agent) = job.agent.clone() {
            self.say_to(&agent, frame);
        }
    }
}
