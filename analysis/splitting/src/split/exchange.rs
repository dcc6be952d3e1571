//! One unit moved from the longest shard, or exchanged for a shorter one of another.

use super::loads::Loads;

/// Units that are looked at in all; each round looks at most of them once.
const BUDGET: usize = 40_000_000;

/// What leaves the longest shard, and what comes for it.
struct Exchange {
    other: usize,
    gives: usize,
    takes: Option<usize>,
    /// The longer of both shards afterwards.
    longer: u64,
}

pub(super) fn improve(loads: &mut Loads, costs: &[u64], bound: u64) {
    for shard in &mut loads.shards {
        shard.units.sort_unstable();
    }
    let rounds = BUDGET / costs.len().max(1);
    for _ in 0..rounds.min(costs.len().saturating_mul(4)) {
        let longest = loads.longest_shard();
        if loads.sum(longest) <= bound || !step(loads, costs, longest) {
            break;
        }
    }
}

/// Does the exchange that shortens most, if one does.
fn step(loads: &mut Loads, costs: &[u64], longest: usize) -> bool {
    let others = (0..loads.shards.len()).filter(|shard| *shard != longest);
    let found = others.filter_map(|other| best_with(loads, costs, longest, other));
    match found.min_by_key(|exchange| (exchange.longer, exchange.other)) {
        Some(exchange) => {
            apply(loads, costs, longest, &exchange);
            true
        }
        None => false,
    }
}

/// The best exchange with one other shard. Both are sorted, the most expensive first, so for each unit that could leave, what could
/// come for it is found where it was for the one before, or behind.
fn best_with(loads: &Loads, costs: &[u64], longest: usize, other: usize) -> Option<Exchange> {
    let gap = loads
        .sum(longest)
        .checked_sub(loads.sum(other))
        .filter(|gap| *gap > 1)?;
    let cost = |unit: &usize| costs.get(*unit).copied().unwrap_or(0);
    let theirs = loads.get(other);
    let mut best: Option<(u64, usize, Option<usize>)> = None;
    let mut at = 0;
    for gives in loads.get(longest) {
        let value = cost(gives);
        // The first that costs no more than what would make both even.
        while theirs
            .get(at)
            .is_some_and(|unit| cost(unit) + gap / 2 > value)
        {
            at += 1;
        }
        let near = [
            at.checked_sub(1).and_then(|before| theirs.get(before)),
            theirs.get(at),
        ];
        let swaps = near.into_iter().flatten().map(Some);
        for takes in swaps.chain([None]) {
            let moved = value.saturating_sub(takes.map_or(0, cost));
            let longer = (gap - moved.min(gap)).max(moved);
            if moved > 0 && moved < gap && best.as_ref().is_none_or(|(known, ..)| longer < *known) {
                best = Some((longer, *gives, takes.copied()));
            }
        }
    }
    let (longer, gives, takes) = best?;
    Some(Exchange {
        other,
        gives,
        takes,
        longer: longer + loads.sum(other),
    })
}

fn apply(loads: &mut Loads, costs: &[u64], longest: usize, exchange: &Exchange) {
    let mut ours = loads.get(longest).to_vec();
    let mut theirs = loads.get(exchange.other).to_vec();
    ours.retain(|unit| *unit != exchange.gives);
    theirs.push(exchange.gives);
    if let Some(takes) = exchange.takes {
        theirs.retain(|unit| *unit != takes);
        ours.push(takes);
    }
    // Units are numbered by what they cost, the most expensive first.
    ours.sort_unstable();
    theirs.sort_unstable();
    loads.set(longest, ours, costs);
    loads.set(exchange.other, theirs, costs);
}
