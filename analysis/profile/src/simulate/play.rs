//! Playing a run: one event after another.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::Simulation;
use super::change::Plan;

/// What happens to a step at a moment. What is over comes before what begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Over,
    WantsAgent,
}

struct Play<'a> {
    simulation: &'a Simulation<'a>,
    plan: &'a Plan,
    events: BinaryHeap<Reverse<(u64, What, usize)>>,
    /// Of each step, how many of those that it waits for are not over, and when the last of the others was.
    missing: Vec<(usize, u64)>,
    /// Of each pool, how many agents are free, and the steps that wait for one, by rank.
    pools: Vec<(usize, BTreeSet<(usize, usize)>)>,
    started: Vec<u64>,
    ended: Vec<u64>,
}

/// When each step began and was over, in nanoseconds since the run began.
pub(super) fn play(simulation: &Simulation<'_>, plan: &Plan) -> (Vec<u64>, Vec<u64>) {
    let count = simulation.run.steps.len();
    let agents = plan.agents.iter().map(|one| one.unwrap_or(usize::MAX));
    let mut play = Play {
        simulation,
        plan,
        events: BinaryHeap::new(),
        missing: { simulation.run.steps.iter() }
            .map(|step| (step.after.len(), 0))
            .collect(),
        pools: agents.map(|free| (free, BTreeSet::new())).collect(),
        started: vec![0; count],
        ended: vec![0; count],
    };
    for step in 0..count {
        play.look(step);
    }
    while let Some(Reverse((now, _, _))) = play.events.peek() {
        play.moment(*now);
    }
    (play.started, play.ended)
}

impl Play<'_> {
    fn time(&self, step: usize) -> [u64; 4] {
        self.plan.steps.get(step).copied().unwrap_or_default()
    }

    /// Everything that happens at a moment, until nothing more does.
    fn moment(&mut self, now: u64) {
        let mut touched = BTreeSet::new();
        loop {
            while self.events.peek().is_some_and(|next| next.0.0 <= now) {
                if let Some(Reverse((_, what, step))) = self.events.pop() {
                    self.happens(now, what, step, &mut touched);
                }
            }
            // One at a time: what takes no time may free others of a lower rank.
            let first = { touched.iter() }
                .filter_map(|pool: &usize| self.first(*pool))
                .min();
            let Some((_, step, pool)) = first else {
                return;
            };
            self.take(now, step, pool);
        }
    }

    fn happens(&mut self, now: u64, what: What, step: usize, touched: &mut BTreeSet<usize>) {
        let pool = self.simulation.pool.get(step).copied().flatten();
        match (what, pool) {
            (What::Over, pool) => {
                touched.extend(pool);
                if let Some((free, _)) = pool.and_then(|pool| self.pools.get_mut(pool)) {
                    *free = free.saturating_add(1);
                }
                self.follow(now, step);
            }
            (What::WantsAgent, None) => self.begin(now, step),
            (What::WantsAgent, Some(pool)) => {
                touched.insert(pool);
                let rank = self.simulation.rank.get(step).copied().unwrap_or_default();
                if let Some((_, waiting)) = self.pools.get_mut(pool) {
                    waiting.insert((rank, step));
                }
            }
        }
    }

    /// Tells those that wait for a step that it is over.
    fn follow(&mut self, now: u64, step: usize) {
        let simulation = self.simulation;
        for follower in simulation.graph.followers(step) {
            if let Some((missing, last)) = self.missing.get_mut(*follower) {
                *missing = missing.saturating_sub(1);
                *last = now.max(*last);
            }
            self.look(*follower);
        }
    }

    /// Whether a step has nothing more to wait for but an agent.
    fn look(&mut self, step: usize) {
        let Some((0, clear)) = self.missing.get(step).copied() else {
            return;
        };
        let [lag, hold, _, _] = self.time(step);
        let wants = clear.saturating_add(lag).saturating_add(hold);
        self.events.push(Reverse((wants, What::WantsAgent, step)));
    }

    /// The step that a free agent of a pool takes next.
    fn first(&self, pool: usize) -> Option<(usize, usize, usize)> {
        let (free, waiting) = self.pools.get(pool)?;
        let (rank, step) = waiting.first().filter(|_| *free > 0)?;
        Some((*rank, *step, pool))
    }

    fn take(&mut self, now: u64, step: usize, pool: usize) {
        if let Some((free, waiting)) = self.pools.get_mut(pool) {
            *free -= 1;
            waiting.pop_first();
        }
        self.begin(now, step);
    }

    fn begin(&mut self, now: u64, step: usize) {
        let [_, _, setup, length] = self.time(step);
        let started = now.saturating_add(setup);
        let ended = started.saturating_add(length);
        if let (Some(start), Some(end)) = (self.started.get_mut(step), self.ended.get_mut(step)) {
            (*start, *end) = (started, ended);
        }
        self.events.push(Reverse((ended, What::Over, step)));
    }
}
