//! What a step waits for.

use super::Schedule;
use super::state::State;
use crate::flow::Flow;

impl Schedule {
    /// What a node waits for: of those that it comes after, the ones that have not ended; nothing if it waits for nothing.
    pub fn waits_for<'g>(&'g self, flow: &'g Flow, node: u32) -> impl Iterator<Item = u32> + 'g {
        let waiting = self.state(node) == State::Waiting;
        let after = flow
            .links
            .get(node as usize)
            .map_or(&[][..], |node| &node.after);
        let open = |at: &u32| !matches!(self.state(*at), State::Ended(_));
        after.iter().copied().filter(move |at| waiting && open(at))
    }
}
