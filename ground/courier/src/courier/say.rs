//! What the agent says. What is said while it is not connected is said when it is.

use super::Courier;
use super::task::Task;
use crate::frame::{
    Accept, Decline, Discarded, Frame, MAX_PAYLOAD, Reason, Rotate, Stage, Started, Status,
};

/// A payload is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payload has {0} bytes, and may have 983,040. Send a file, and its digest")]
pub struct TooLong(
    /// Its bytes.
    pub usize,
);

fn short(payload: &[u8]) -> Result<(), TooLong> {
    match payload.len() {
        length if length > MAX_PAYLOAD => Err(TooLong(length)),
        _ => Ok(()),
    }
}

impl Courier {
    /// Says something, if the server listens.
    pub(super) fn say(&mut self, frame: impl Into<Frame>) {
        if self.is_live() {
            self.out.push(&frame.into());
        }
    }

    /// Work is written down, and will end once.
    pub fn accept(&mut self, key: u64) {
        self.reach(key, Stage::Accepted);
    }

    /// Work has begun.
    pub fn started(&mut self, key: u64) {
        self.reach(key, Stage::Started);
    }

    fn reach(&mut self, key: u64, stage: Stage) {
        let Some(task) = self.tasks.get_mut(&key) else {
            return;
        };
        let before = task.stage;
        task.stage = before.max(stage);
        let (epoch, now) = (task.epoch, task.stage);
        if before < Stage::Accepted || stage == Stage::Accepted {
            self.say(Accept { key, epoch });
        }
        if stage == Stage::Started && now == Stage::Started {
            self.say(Started { key });
        }
    }

    /// Work never begins here. Another agent may get it.
    pub fn decline(&mut self, key: u64, reason: Reason, text: &str) {
        let task = self.tasks.remove(&key);
        let epoch = task.map_or(self.identity.epoch, |task| task.epoch);
        let text = text.to_owned();
        self.say(Decline {
            key,
            epoch,
            reason,
            text,
        });
    }

    /// Work was revoked before it began, and never will.
    pub fn revoked(&mut self, key: u64) {
        self.decline(key, Reason::Revoked, "it was revoked before it began");
    }

    /// So many bytes of output are there: whole records, if the server takes no others.
    pub fn log_grew(&mut self, key: u64, length: u64) {
        if let Some(task) = self.tasks.get_mut(&key) {
            task.length = task.length.max(length);
        }
    }

    /// Work has ended, and its output is complete. Said until the server has kept it.
    ///
    /// # Errors
    /// When the payload is too long; then nothing is said.
    pub fn ended(&mut self, key: u64, payload: Vec<u8>) -> Result<(), TooLong> {
        short(&payload)?;
        let epoch = self.identity.epoch;
        let task = self.tasks.entry(key);
        let task = task.or_insert_with(|| Task::new(epoch, 0, Stage::Accepted));
        let unanswered = task.stage < Stage::Accepted;
        if task.ended.is_none() {
            task.ended = Some(payload);
        }
        task.stage = Stage::Ended;
        let epoch = task.epoch;
        if unanswered {
            self.say(Accept { key, epoch });
        }
        Ok(())
    }

    /// It is written down that the server has kept how work ended: after a start, nothing is said of it.
    pub fn discarded(&mut self, key: u64) {
        if self.tasks.get(&key).is_some_and(|task| task.settled) {
            self.tasks.remove(&key);
            self.say(Discarded { key });
        }
    }

    /// How work stands, when that was asked.
    ///
    /// # Errors
    /// When the payload is too long.
    pub fn status(&mut self, key: u64, payload: Vec<u8>) -> Result<(), TooLong> {
        short(&payload)?;
        self.say(Status { key, payload });
        Ok(())
    }

    /// What runs on the host, all of it. The newest is said again after every disconnect.
    ///
    /// # Errors
    /// When the payload is too long.
    pub fn observed(&mut self, payload: Vec<u8>) -> Result<(), TooLong> {
        short(&payload)?;
        if self.observed.as_ref() != Some(&payload) || !self.observed_said {
            self.observed = Some(payload);
            self.say_observed();
        }
        Ok(())
    }

    /// New credentials are kept.
    ///
    /// # Errors
    /// When the payload is too long.
    pub fn rotated(&mut self, payload: Vec<u8>) -> Result<(), TooLong> {
        short(&payload)?;
        self.say(Rotate { payload });
        Ok(())
    }
}
