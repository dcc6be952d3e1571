//! Events: steps begin and end, runs are cancelled.

use super::Schedule;
use super::state::{Change, Outcome, Reason, State, Unmet};
use crate::flow::{Flow, Link};

impl Schedule {
    /// A step has begun.
    ///
    /// # Errors
    /// If it is not its turn; then nothing has changed.
    pub fn begin(&mut self, flow: &Flow, node: u32) -> Result<(), Unmet> {
        if flow.links.get(node as usize).is_none() {
            return Err(Unmet::Unknown);
        }
        match self.state(node) {
            State::Ready => {
                self.set(node, State::Running);
                Ok(())
            }
            State::Ended(_) => Err(Unmet::Ended),
            _ => Err(Unmet::NotReady),
        }
    }

    /// A step that has begun has ended, its last attempt included; what comes of it is added to the changes.
    ///
    /// # Errors
    /// If it has not begun, has ended already, or is said to be skipped; then nothing has changed.
    pub fn settle(
        &mut self,
        flow: &Flow,
        node: u32,
        outcome: Outcome,
        changes: &mut Vec<Change>,
    ) -> Result<(), Unmet> {
        let step = flow.links.get(node as usize).ok_or(Unmet::Unknown)?;
        match (self.state(node), outcome) {
            (State::Running, Outcome::Skipped(_)) => return Err(Unmet::NotRunning),
            (State::Running, _) => {}
            (State::Ended(_), _) => return Err(Unmet::Ended),
            _ => return Err(Unmet::NotRunning),
        }
        self.count(step, outcome);
        self.end(node, outcome);
        let fails = outcome == Outcome::Failed && !step.allow_failure;
        if let Some(group) = step.group {
            match fails
                && flow
                    .groups
                    .get(group as usize)
                    .is_some_and(|group| group.fail_fast)
            {
                true => self.stop(flow, group, changes),
                false => self.release(group, changes),
            }
        }
        self.spread(flow, changes);
        Ok(())
    }

    fn count(&mut self, step: &Link, outcome: Outcome) {
        match outcome {
            Outcome::Failed if !step.allow_failure => self.counts.failed += 1,
            Outcome::Cancelled => self.counts.cancelled += 1,
            _ => {}
        }
    }

    /// Somebody cancels the run: what has not begun does not begin, unless its condition asks for `always` or `cancelled`; what
    /// runs has to be stopped, and ends when that is told.
    pub fn cancel(&mut self, flow: &Flow, changes: &mut Vec<Change>) {
        if self.cancelled || self.counts.ended == self.states.len() {
            return;
        }
        self.cancelled = true;
        self.clear(flow);
        for (at, node) in flow.links.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match self.state(at) {
                State::Running if !node.outlives() => changes.push(Change::Stop(at)),
                State::Ready | State::Held if !node.outlives() => {
                    self.skip(at, Reason::Cancelled, changes)
                }
                _ => {}
            }
        }
        for group in 0..flow.groups.len() {
            self.fill(u32::try_from(group).unwrap_or(u32::MAX), changes);
        }
        self.spread(flow, changes);
    }

    /// Whether somebody has cancelled the run.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Tells what has ended to what comes after it, and so on.
    pub(super) fn spread(&mut self, flow: &Flow, changes: &mut Vec<Change>) {
        while let Some(at) = self.open.pop() {
            let (State::Ended(outcome), Some(node)) = (self.state(at), flow.links.get(at as usize))
            else {
                continue;
            };
            for next in flow.next(at) {
                let Some(tally) = self.tallies.get_mut(*next as usize) else {
                    continue;
                };
                tally.add(outcome, node.guards, node.allow_failure);
                if tally.waits == 0 && self.state(*next) == State::Waiting {
                    self.turn(flow, *next, changes);
                }
            }
        }
    }
}
