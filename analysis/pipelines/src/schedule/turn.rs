//! What becomes of a node whose turn it is.

use std::collections::VecDeque;

use super::Schedule;
use super::state::{Change, Outcome, Reason, State};
use super::tally::Tally;
use crate::expression::{Flag, Test};
use crate::flow::{Flow, Link};
use crate::plan::{Group, Role};

/// How much room the combinations of a matrix have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Room {
    /// How many more may begin; none if there is no limit.
    pub(super) left: Option<u32>,
    /// Those whose turn it is and for which there is no room, in the order of the file.
    pub(super) held: VecDeque<u32>,
    /// One has failed, and so the others do not begin any more.
    pub(super) stopped: bool,
}

impl Room {
    pub(super) fn of(group: &Group) -> Self {
        Self {
            left: group.limit,
            held: VecDeque::new(),
            stopped: false,
        }
    }
}

impl Schedule {
    /// All that a node comes after has ended.
    pub(super) fn turn(&mut self, flow: &Flow, at: u32, changes: &mut Vec<Change>) {
        let Some((node, tally)) = flow
            .links
            .get(at as usize)
            .zip(self.tallies.get(at as usize).copied())
        else {
            return;
        };
        if node.role == Role::End {
            return self.joint(at, tally.joined(), changes);
        }
        match (self.skips(node, &tally), node.role) {
            (Some(reason), _) => self.skip(at, reason, changes),
            (None, Role::Step) => self.admit(node, at, changes),
            (None, _) => self.joint(at, Outcome::Succeeded, changes),
        }
    }

    fn joint(&mut self, at: u32, outcome: Outcome, changes: &mut Vec<Change>) {
        self.end(at, outcome);
        changes.push(Change::Ended(at, outcome));
    }

    pub(super) fn skip(&mut self, at: u32, reason: Reason, changes: &mut Vec<Change>) {
        self.end(at, Outcome::Skipped(reason));
        changes.push(Change::Skipped(at, reason));
    }

    /// Why it does not begin, if it does not.
    fn skips(&self, node: &Link, tally: &Tally) -> Option<Reason> {
        let stopped = node
            .group
            .and_then(|group| self.rooms.get(group as usize))
            .is_some_and(|room| room.stopped);
        let late = node.when.as_ref().is_some_and(Test::is_late);
        let holds = || {
            node.when
                .as_ref()
                .is_none_or(|when| self.holds(when, tally))
        };
        match tally.barred {
            Some(reason) => return Some(reason),
            None if stopped => return Some(Reason::FailFast),
            None if self.cancelled && !node.outlives() => return Some(Reason::Cancelled),
            None => {}
        }
        match late || tally.well() {
            true => (!holds()).then_some(Reason::Condition),
            false if tally.cancelled && !tally.failed && !tally.skipped => Some(Reason::Cancelled),
            false => Some(Reason::Before),
        }
    }

    fn holds(&self, when: &Test, tally: &Tally) -> bool {
        let flag = |flag| match flag {
            Flag::Succeeded => tally.well(),
            Flag::Failed => tally.failed || tally.skipped,
            Flag::Cancelled => self.cancelled || tally.cancelled,
            Flag::Always => true,
        };
        let outcome = |at: u32| match self.state(at) {
            State::Ended(outcome) => outcome.word(),
            _ => "",
        };
        when.holds(&flag, &outcome)
    }

    /// Begins, if there is room.
    fn admit(&mut self, node: &Link, at: u32, changes: &mut Vec<Change>) {
        let room = node
            .group
            .and_then(|group| self.rooms.get_mut(group as usize));
        let state = match room {
            Some(Room {
                left: Some(0),
                held,
                ..
            }) => {
                held.push_back(at);
                State::Held
            }
            Some(Room {
                left: Some(left), ..
            }) => {
                *left -= 1;
                State::Ready
            }
            _ => State::Ready,
        };
        self.set(at, state);
        if state == State::Ready {
            changes.push(Change::Ready(at));
        }
    }

    pub(super) fn set(&mut self, at: u32, state: State) {
        if let Some(known) = self.states.get_mut(at as usize) {
            *known = state;
        }
    }

    /// A node has ended; who comes after it is told later.
    pub(super) fn end(&mut self, at: u32, outcome: Outcome) {
        self.set(at, State::Ended(outcome));
        self.counts.ended += 1;
        self.open.push(at);
    }
}
