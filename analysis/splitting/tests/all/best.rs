//! The shortest division there is, by trying all of them.

/// The longest shard of the best division of these costs.
pub(crate) fn makespan(costs: &[u64], shards: usize) -> u64 {
    fn rest(costs: &[u64], sums: &mut [u64]) -> u64 {
        let Some((first, others)) = costs.split_first() else {
            return sums.iter().copied().max().unwrap_or(0);
        };
        let mut best = u64::MAX;
        for shard in 0..sums.len() {
            sums[shard] += first;
            best = best.min(rest(others, sums));
            sums[shard] -= first;
        }
        best
    }
    rest(costs, &mut vec![0; shards])
}
