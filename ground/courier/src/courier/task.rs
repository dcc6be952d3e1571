//! Work that an agent has.

use crate::frame::{Running, Stage};

/// Work, from the offer until the server has kept how it ended.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) epoch: u64,
    pub(super) slots: u32,
    pub(super) stage: Stage,
    /// Bytes of output that there are.
    pub(super) length: u64,
    /// Bytes that were sent in this session, and that the server has kept.
    pub(super) sent: u64,
    pub(super) kept: u64,
    /// Why there is no more output to be read.
    pub(super) unread: Option<String>,
    /// How it ended.
    pub(super) ended: Option<Vec<u8>>,
    /// Whether that was said in this session.
    pub(super) end_said: bool,
    /// Whether the server has kept that.
    pub(super) settled: bool,
}

impl Task {
    pub(super) fn new(epoch: u64, slots: u32, stage: Stage) -> Self {
        Self {
            epoch,
            slots,
            stage,
            length: 0,
            sent: 0,
            kept: 0,
            unread: None,
            ended: None,
            end_said: false,
            settled: false,
        }
    }

    pub(super) fn listed(&self, key: u64) -> Running {
        Running {
            key,
            epoch: self.epoch,
            slots: self.slots,
            stage: self.stage,
            log: self.length,
        }
    }

    /// A session begins, in which the server has so many bytes.
    pub(super) fn begin(&mut self, kept: u64) {
        self.go_on(kept);
        self.end_said = false;
    }

    /// The server has so many bytes, and what follows is sent, perhaps again.
    pub(super) fn go_on(&mut self, kept: u64) {
        (self.sent, self.kept, self.unread) = (kept, kept, None);
    }

    /// There is no more output to be read. If the end was said already, it is said again, with what there is.
    pub(super) fn cannot_read(&mut self, why: String) {
        self.unread = Some(why);
        self.end_said = false;
    }

    /// Whether there is output that was not sent.
    pub(super) fn has_output(&self) -> bool {
        self.sent < self.length && self.unread.is_none() && !self.settled
    }

    /// Whether its end is to be said now.
    pub(super) fn end_is_due(&self) -> bool {
        self.ended.is_some() && !self.end_said && !self.settled && !self.has_output()
    }
}
