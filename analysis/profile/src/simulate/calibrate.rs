//! What each step waited for, so that nothing changed gives what was recorded.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::model::between;
use crate::{Nanos, Run, Step};

/// How long a step waited for what, in nanoseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delays {
    /// Until it was ready, from when all that it waits for was over.
    pub(super) lag: u64,
    /// Then, although an agent was free.
    pub(super) hold: u64,
    /// From when an agent was its own until it began.
    pub(super) setup: u64,
    /// The step that had the agent before, if it waited for that.
    pub(super) behind: Option<usize>,
}

/// Of each step, its place in the order in which they began; of those that began together, each is after what it waits for.
pub(super) fn rank(run: &Run) -> Vec<usize> {
    let mut place = vec![0; run.steps.len()];
    let sorted = run.order();
    let mut order: Vec<usize> = sorted.to_vec();
    // Stable, so those that began together keep the order in which each is after what it waits for.
    order.sort_by_key(|at| run.steps.get(*at).map(|step| step.started));
    for (rank, at) in order.iter().enumerate() {
        if let Some(place) = place.get_mut(*at) {
            *place = rank;
        }
    }
    place
}

type Pools<'a> = BTreeMap<&'a str, (usize, usize)>;

/// The pools with how many agents were at work at the same time, and the pool of each step.
pub(super) fn pools<'a>(run: &'a Run, rank: &[usize]) -> (Pools<'a>, Vec<Option<usize>>) {
    let mut pools = Pools::new();
    for name in run.steps.iter().filter_map(|step| step.pool.as_deref()) {
        let next = pools.len();
        pools.entry(name).or_insert((next, 0));
    }
    let index = |step: &Step| Some(pools.get(step.pool.as_deref()?)?.0);
    let of_step: Vec<_> = run.steps.iter().map(index).collect();
    let mut busy: Vec<BinaryHeap<Reverse<Nanos>>> = vec![BinaryHeap::new(); pools.len()];
    let mut peaks = vec![0; pools.len()];
    for (at, step) in in_order(run, rank) {
        let Some(pool) = of_step.get(at).copied().flatten() else {
            continue;
        };
        if let (Some(busy), Some(peak)) = (busy.get_mut(pool), peaks.get_mut(pool)) {
            while busy.peek().is_some_and(|end| end.0 <= step.started) {
                busy.pop();
            }
            busy.push(Reverse(step.ended));
            *peak = busy.len().max(*peak);
        }
    }
    for (pool, agents) in pools.values_mut() {
        *agents = peaks.get(*pool).copied().unwrap_or_default();
    }
    (pools, of_step)
}

fn in_order<'a>(run: &'a Run, rank: &[usize]) -> Vec<(usize, &'a Step)> {
    let mut steps: Vec<_> = run.steps.iter().enumerate().collect();
    steps.sort_by_key(|(at, _)| rank.get(*at));
    steps
}

/// What each step waited for.
pub(super) fn delays(
    run: &Run,
    rank: &[usize],
    pool: &[Option<usize>],
    pools: &Pools<'_>,
) -> Vec<Delays> {
    let mut delays: Vec<Delays> = { run.steps.iter() }.map(|step| alone(run, step)).collect();
    let steps = in_order(run, rank);
    for (index, agents) in pools.values() {
        let own = |(at, _): &&(usize, &Step)| pool.get(*at) == Some(&Some(*index));
        let own: Vec<_> = steps.iter().filter(own).copied().collect();
        let taken = taken(&own, *agents);
        let full = full(&taken, *agents);
        for (one, (at, step)) in taken.iter().zip(&own) {
            if let Some(delays) = delays.get_mut(*at) {
                let free = held_until(step.ready, one.from, &full);
                delays.hold = between(step.ready, free);
                delays.setup = between(one.from, step.started);
                delays.behind = one.behind.filter(|_| free < one.from);
            }
        }
    }
    delays
}

/// If it needs no agent, all waiting is being held.
fn alone(run: &Run, step: &Step) -> Delays {
    Delays {
        lag: between(run.clear(step), step.ready),
        hold: step.wait(),
        ..Delays::default()
    }
}

/// From when until when a step had an agent.
struct Taken {
    from: Nanos,
    to: Nanos,
    /// Who had it before.
    behind: Option<usize>,
}

/// In the order in which they began, each takes the agent that is free first: as soon as both are ready.
fn taken(steps: &[(usize, &Step)], agents: usize) -> Vec<Taken> {
    let mut busy: BinaryHeap<Reverse<(Nanos, usize)>> = BinaryHeap::new();
    let take = |(at, step): &(usize, &Step)| {
        let before = if busy.len() < agents {
            None
        } else {
            busy.pop()
        };
        busy.push(Reverse((step.ended, *at)));
        // No more ran at the same time than there are agents, so the agent was free when the step began.
        let free = before.map_or(step.ready, |one| one.0.0);
        Taken {
            from: free.max(step.ready),
            to: step.ended,
            behind: before.map(|one| one.0.1).filter(|_| free > step.ready),
        }
    };
    steps.iter().map(take).collect()
}

/// When all agents were taken, in order; what touches is one.
fn full(taken: &[Taken], agents: usize) -> Vec<(Nanos, Nanos)> {
    let mut changes: Vec<(Nanos, isize)> = Vec::new();
    for one in taken.iter().filter(|one| one.from < one.to) {
        changes.extend([(one.from, 1), (one.to, -1)]);
    }
    changes.sort_unstable();
    let agents = isize::try_from(agents).unwrap_or(isize::MAX);
    let (mut full, mut open, mut since) = (Vec::new(), 0, None);
    let mut changes = changes.into_iter().peekable();
    while let Some((at, change)) = changes.next() {
        open += change;
        if changes.peek().is_some_and(|next| next.0 == at) {
            continue;
        }
        match (open >= agents, since) {
            (true, None) => since = Some(at),
            (false, Some(from)) => {
                full.push((from, at));
                since = None;
            }
            _ => {}
        }
    }
    full
}

/// Until when a step was held although an agent was free, if it took one at `from`.
fn held_until(ready: Nanos, from: Nanos, full: &[(Nanos, Nanos)]) -> Nanos {
    let after = full.partition_point(|(since, _)| *since < from);
    match after.checked_sub(1).and_then(|before| full.get(before)) {
        Some((since, until)) if *until >= from => ready.max(*since),
        _ => from,
    }
}
