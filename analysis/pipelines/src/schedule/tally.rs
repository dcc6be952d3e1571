//! What a node knows of those that it comes after.

use super::state::{Outcome, Reason};

/// What a node knows of those that it comes after, without looking at each of them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many have not ended.
    pub(super) waits: u32,
    /// What guards it has not gone well.
    pub(super) barred: Option<Reason>,
    pub(super) failed: bool,
    pub(super) cancelled: bool,
    /// Something was skipped for another reason than its condition.
    pub(super) skipped: bool,
    /// Everything that is no guard was skipped by its condition, and there is something.
    others: u32,
    idle: u32,
}

impl Tally {
    pub(super) fn of(before: usize) -> Self {
        Self {
            waits: u32::try_from(before).unwrap_or(u32::MAX),
            barred: None,
            failed: false,
            cancelled: false,
            skipped: false,
            others: 0,
            idle: 0,
        }
    }

    /// One of them has ended.
    pub(super) fn add(&mut self, outcome: Outcome, guards: bool, allow_failure: bool) {
        self.waits = self.waits.saturating_sub(1);
        self.others += u32::from(!guards);
        match outcome {
            Outcome::Succeeded => {}
            Outcome::Failed if allow_failure => {}
            Outcome::Skipped(Reason::Condition) if !guards => self.idle += 1,
            Outcome::Skipped(reason) if guards => self.bar(reason),
            Outcome::Failed if guards => {
                self.failed = true;
                self.bar(Reason::Before);
            }
            Outcome::Cancelled if guards => self.bar(Reason::Cancelled),
            Outcome::Failed => self.failed = true,
            Outcome::Cancelled => self.cancelled = true,
            Outcome::Skipped(Reason::Cancelled) => self.cancelled = true,
            Outcome::Skipped(_) => self.skipped = true,
        }
    }

    /// Of several reasons the one that says most counts, in whatever order they come.
    fn bar(&mut self, reason: Reason) {
        let weight = |reason: Reason| match reason {
            Reason::Condition => 0,
            Reason::FailFast => 1,
            Reason::Before => 2,
            Reason::Cancelled => 3,
        };
        if self
            .barred
            .is_none_or(|known| weight(known) < weight(reason))
        {
            self.barred = Some(reason);
        }
    }

    /// Whether all has gone well.
    pub(super) fn well(&self) -> bool {
        !self.failed && !self.cancelled && !self.skipped
    }

    /// What a stage, part or matrix ended as.
    pub(super) fn joined(&self) -> Outcome {
        match self {
            _ if self.failed => Outcome::Failed,
            Self {
                barred: Some(reason),
                ..
            } => Outcome::Skipped(*reason),
            _ if self.cancelled => Outcome::Cancelled,
            _ if self.skipped => Outcome::Skipped(Reason::Before),
            _ if self.others > 0 && self.idle == self.others => Outcome::Skipped(Reason::Condition),
            _ => Outcome::Succeeded,
        }
    }
}
