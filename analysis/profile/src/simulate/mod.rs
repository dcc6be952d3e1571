//! What a run would have been: the run as it was, played again with something changed.
//!
//! The time from when all that a step waits for was over until it began has three parts, which are found once, in
//! [`Simulation::new`], so that playing the run again with nothing changed gives exactly the times that were recorded:
//!
//! - before it was ready, something had to notice it (`lag`);
//! - then, for a time, it was held although an agent of its pool was free as far as this run shows (`hold`): by another
//!   run, or a start of a machine. This stays as it was;
//! - then it waited for an agent that another step of this run had. This is what the simulation computes anew;
//! - then the agent was its own, and began (`setup`).
//!
//! A pool has as many agents as were seen at work at the same time. Whenever an agent is free, it takes the first of the
//! waiting steps, in the order in which they began (list scheduling in the recorded order: Graham, 1969).

mod calibrate;
mod change;
mod play;
mod read;

use std::collections::BTreeMap;

use calibrate::Delays;
pub use change::{Agents, Change, Scenario, Target, To};
pub use read::Misread;

use crate::model::{Graph, between};
use crate::{Nanos, Run};

/// A run that can be played again.
#[derive(Debug)]
pub struct Simulation<'a> {
    run: &'a Run,
    graph: Graph,
    /// Of each step, its place in the order in which they began.
    rank: Vec<usize>,
    /// Of each step, the index of its pool.
    pool: Vec<Option<usize>>,
    /// The pools by name, each with its index and how many agents it has.
    pools: BTreeMap<&'a str, (usize, usize)>,
    delays: Vec<Delays>,
}

/// A run as it was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// Of each step, when it began.
    pub started: Vec<Nanos>,
    /// Of each step, when it was over.
    pub ended: Vec<Nanos>,
    /// How long the run took, in nanoseconds.
    pub length: u64,
}

impl<'a> Simulation<'a> {
    /// Finds out what each step waited for.
    #[must_use]
    pub fn new(run: &'a Run) -> Self {
        let rank = calibrate::rank(run);
        let (pools, pool) = calibrate::pools(run, &rank);
        let delays = calibrate::delays(run, &rank, &pool, &pools);
        let graph = Graph::of(run);
        Self {
            run,
            graph,
            rank,
            pool,
            pools,
            delays,
        }
    }

    /// The pools, each with how many agents were seen at work at the same time.
    pub fn pools(&self) -> impl Iterator<Item = (&'a str, usize)> {
        self.pools
            .iter()
            .map(|(name, (_, agents))| (*name, *agents))
    }

    /// The step whose end freed the agent that a step waited for, if it waited for one.
    #[must_use]
    pub fn blocked_by(&self, step: usize) -> Option<usize> {
        self.delays.get(step)?.behind
    }

    /// Plays the run with changes. Without any it is as it was recorded.
    #[must_use]
    pub fn play(&self, scenario: &Scenario) -> Played {
        let plan = change::Plan::of(self, scenario);
        let (started, ended) = play::play(self, &plan);
        let moment = |time: &u64| self.run.started.saturating_add_unsigned(*time);
        let tail = between(self.run.last(), self.run.ended);
        let last = ended.iter().copied().max().unwrap_or_default();
        Played {
            started: started.iter().map(moment).collect(),
            ended: ended.iter().map(moment).collect(),
            length: last.saturating_add(tail),
        }
    }
}
