//! The longest shard and another one, divided anew between both.

use super::loads::Loads;
use super::search;

/// Steps for one pair.
const STEPS: u32 = 4_000;
/// Pairs that are tried in all.
const PAIRS: usize = 512;
/// A pair with more units is left as it is: a search is as deep as there are units, and exchanges have made it even.
const UNITS: usize = 512;

pub(super) fn improve(loads: &mut Loads, costs: &[u64], bound: u64) {
    let mut left = PAIRS;
    while loads.longest() > bound {
        let longest = loads.longest_shard();
        let mut others: Vec<usize> = (0..loads.shards.len())
            .filter(|shard| *shard != longest)
            .collect();
        others.sort_by_key(|shard| (loads.sum(*shard), *shard));
        let mut tried = others.into_iter().take(left).inspect(|_| left -= 1);
        if !tried.any(|other| anew(loads, costs, longest, other, bound)) {
            return;
        }
    }
}

/// Whether both are shorter now.
fn anew(loads: &mut Loads, costs: &[u64], longest: usize, other: usize, bound: u64) -> bool {
    let mut units = [loads.get(longest), loads.get(other)].concat();
    if units.len() > UNITS {
        return false;
    }
    units.sort_unstable();
    let cost = |unit: usize| (unit, costs.get(unit).copied().unwrap_or(0));
    let units: Vec<_> = units.into_iter().map(cost).collect();
    let even = (loads.sum(longest) + loads.sum(other)).div_ceil(2);
    let found = search::within(&units, 2, bound.max(even), loads.sum(longest), STEPS);
    let Some([first, second]) = found.as_ref().map(|found| [found.get(0), found.get(1)]) else {
        return false;
    };
    loads.set(longest, first.to_vec(), costs);
    loads.set(other, second.to_vec(), costs);
    true
}
