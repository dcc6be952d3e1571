//! How long each step could have been delayed.

use crate::Run;
use crate::model::{Graph, between};

/// The slack of every step: by how many nanoseconds it could have begun later, all else taking and waiting as long as it did,
/// without the last step ending later (the total float of the critical path method).
///
/// Steps of the [critical path](crate::critical_path) have none. Agents are not counted: a delayed step may be in the way of
/// another; [`Simulation`](crate::Simulation) knows.
#[must_use]
pub fn slack(run: &Run) -> Vec<u64> {
    let graph = Graph::of(run);
    let last = run.last();
    let mut slacks = vec![0; run.steps.len()];
    for at in run.order().iter().rev() {
        let Some(step) = run.steps.get(*at) else {
            continue;
        };
        // A follower begins when the last of what it waits for is over, and may itself be delayed.
        let until = |follower: &usize| {
            let clear = run.clear(run.steps.get(*follower)?);
            let own: u64 = slacks.get(*follower).copied()?;
            Some(between(step.ended, clear).saturating_add(own))
        };
        let least = graph.followers(*at).iter().filter_map(until).min();
        let least = least.unwrap_or_else(|| between(step.ended, last));
        if let Some(slack) = slacks.get_mut(*at) {
            *slack = least;
        }
    }
    slacks
}
