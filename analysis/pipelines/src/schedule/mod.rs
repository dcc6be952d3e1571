//! Which steps of a graph are ready, and what becomes of the run: a pure view of the outcomes so far.
//!
//! A step comes to its turn when all that it comes after has ended. Then, in this order:
//!
//! 1. If what guards it (its stage or part, the gate of its stage) has not gone well, it is skipped for the same reason.
//! 2. If the run was cancelled it is skipped, unless its condition asks for `always` or `cancelled`.
//! 3. If its condition asks how something ended, that alone decides.
//! 4. If something that it comes after has not gone well, it is skipped.
//! 5. If its condition is false, it is skipped; what comes after it goes on.
//! 6. Else it is ready, as soon as its matrix has room.
//!
//! Gone well is what has succeeded, what may fail, and what was skipped by its own condition.

mod explain;
mod fast;
mod forecast;
mod settle;
mod state;
mod tally;
mod turn;

pub use forecast::{Forecast, Span};
pub use state::{Change, Outcome, Reason, RunState, State, Unmet};

use crate::flow::{Flow, Link};
use state::Counts;
use tally::Tally;
use turn::Room;

/// Where a run stands. It belongs to the flow of one graph, which every method is given.
///
/// Making one takes time in the size of the graph; what a step's end takes is in proportion to what comes after it, and
/// once for each matrix that stops early, and once for cancelling, to what is stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    states: Vec<State>,
    tallies: Vec<Tally>,
    rooms: Vec<Room>,
    counts: Counts,
    cancelled: bool,
    /// What has ended and is not told to those after it yet; kept for its memory.
    open: Vec<u32>,
}

impl Schedule {
    /// Where a run stands before anything was done. What is ready at once, or skipped, is added to the changes.
    #[must_use]
    pub fn new(flow: &Flow, changes: &mut Vec<Change>) -> Self {
        let tally = |link: &Link| Tally::of(link.after.len());
        let mut schedule = Self {
            states: vec![State::Waiting; flow.links.len()],
            tallies: flow.links.iter().map(tally).collect(),
            rooms: flow.groups.iter().map(Room::of).collect(),
            counts: Counts::default(),
            cancelled: false,
            open: Vec::new(),
        };
        for (at, node) in flow.links.iter().enumerate() {
            if node.after.is_empty() {
                schedule.turn(flow, u32::try_from(at).unwrap_or(u32::MAX), changes);
            }
        }
        schedule.spread(flow, changes);
        schedule
    }

    /// The state of a node.
    #[must_use]
    pub fn state(&self, node: u32) -> State {
        self.states
            .get(node as usize)
            .copied()
            .unwrap_or(State::Waiting)
    }

    /// Everything that can begin now, rising.
    pub fn ready(&self) -> impl Iterator<Item = u32> {
        let ready = self
            .states
            .iter()
            .enumerate()
            .filter(|(_, state)| **state == State::Ready);
        ready.map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// What the run as a whole is.
    #[must_use]
    pub fn run(&self) -> RunState {
        match (
            self.counts.ended == self.states.len(),
            self.counts.failed > 0,
        ) {
            (false, _) => RunState::Running,
            (true, true) => RunState::Failed,
            (true, false) if self.cancelled || self.counts.cancelled > 0 => RunState::Cancelled,
            (true, false) => RunState::Succeeded,
        }
    }
}
