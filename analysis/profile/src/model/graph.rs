//! Who waits for whom.

use super::Draft;

/// For each step, the steps that wait for it.
#[derive(Debug)]
pub(crate) struct Graph {
    /// Where the followers of each step begin in `followers`; one more than there are steps.
    starts: Vec<usize>,
    followers: Vec<usize>,
}

impl Graph {
    /// Of a run; what it waits for and does not exist is left out.
    pub(crate) fn of(run: &Draft) -> Self {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (at, step) in run.steps.iter().enumerate() {
            let known = step.after.iter().filter(|one| **one < run.steps.len());
            pairs.extend(known.map(|one| (*one, at)));
        }
        pairs.sort_unstable();
        let starts = (0..=run.steps.len())
            .map(|step| pairs.partition_point(|(before, _)| *before < step))
            .collect();
        let followers = pairs.into_iter().map(|(_, after)| after).collect();
        Self { starts, followers }
    }

    /// The steps that wait for this one.
    pub(crate) fn followers(&self, step: usize) -> &[usize] {
        let from = self.starts.get(step).copied().unwrap_or_default();
        let to = self.starts.get(step + 1).copied().unwrap_or(from);
        self.followers.get(from..to).unwrap_or_default()
    }
}

/// The steps, each after all that it waits for, and those that wait for themselves, directly or through others (Kahn's algorithm).
pub(super) fn sorted(run: &Draft) -> (Vec<usize>, Vec<usize>) {
    let graph = Graph::of(run);
    let mut missing: Vec<usize> = run.steps.iter().map(|step| step.after.len()).collect();
    let free = missing.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut order: Vec<usize> = free.map(|(at, _)| at).collect();
    let mut next = 0;
    while let Some(step) = order.get(next).copied() {
        next += 1;
        for follower in graph.followers(step) {
            if let Some(count) = missing.get_mut(*follower) {
                *count -= 1;
                if *count == 0 {
                    order.push(*follower);
                }
            }
        }
    }
    let stuck = missing.iter().enumerate().filter(|(_, count)| **count > 0);
    let stuck = stuck.map(|(at, _)| at).collect();
    (order, stuck)
}
