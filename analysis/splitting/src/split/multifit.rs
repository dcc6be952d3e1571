//! First fit, longest first, under a limit that is bisected. At most 13/11 of the best, and often much less (Coffman, Garey and
//! Johnson, *An application of bin-packing to multiprocessor scheduling*, 1978).

use super::loads::Loads;

/// Limits that are tried; each halves what is left between what may do and what does.
const ROUNDS: usize = 24;
/// Steps of a round beyond which it is not tried: with as many tests as that, LPT leaves nothing to gain.
const STEPS: usize = 4_000_000;

/// A division that is shorter than `known`, if this finds one.
pub(super) fn divide(costs: &[u64], shards: usize, bound: u64, known: u64) -> Option<Loads> {
    if costs.len().saturating_mul(shards) > STEPS {
        return None;
    }
    let (mut low, mut high) = (bound, known);
    let mut best = None;
    for _ in 0..ROUNDS {
        if low >= high {
            break;
        }
        let limit = u64::midpoint(low, high);
        match first_fit(costs, shards, limit) {
            Some(loads) => {
                high = loads.longest();
                best = Some(loads);
            }
            None => low = limit + 1,
        }
    }
    best
}

fn first_fit(costs: &[u64], shards: usize, limit: u64) -> Option<Loads> {
    let mut loads = Loads::new(shards);
    for (unit, cost) in costs.iter().enumerate() {
        let fits = loads
            .shards
            .iter()
            .position(|load| load.sum + cost <= limit)?;
        loads.put(fits, unit, *cost);
    }
    Some(loads)
}
