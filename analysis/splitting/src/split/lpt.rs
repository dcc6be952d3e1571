//! Longest first, to the shard that has least. At most 4/3 - 1/(3m) of the best on m shards (Graham, 1969).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::loads::Loads;

pub(super) fn divide(costs: &[u64], shards: usize) -> Loads {
    let mut loads = Loads::new(shards);
    let mut least: BinaryHeap<_> = (0..shards).map(|shard| Reverse((0_u64, shard))).collect();
    for (unit, cost) in costs.iter().enumerate() {
        if let Some(mut top) = least.peek_mut() {
            let Reverse((sum, shard)) = *top;
            loads.put(shard, unit, *cost);
            *top = Reverse((sum + cost, shard));
        }
    }
    loads
}
