//! What steps wait for, by when they ran.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::{Nanos, Step};

/// The most steps that one is inferred to wait for: those that ended last.
const MOST: usize = 64;

/// Gives each step of `which` what it waits for: all that had ended when it was ready, but for what ended before one of
/// those was ready, which waited for it in turn. Of steps that take no time the first of the run is first.
pub(super) fn infer(steps: &mut [Step], which: &[bool]) {
    let place = |at: usize, step: &Step| (step.ready, step.ended, at);
    let mut by_end: Vec<_> = { steps.iter().enumerate() }
        .map(|(at, step)| (step.ended, place(at, step)))
        .collect();
    by_end.sort_unstable();
    let mut order: Vec<_> = { steps.iter().enumerate() }
        .map(|(at, step)| place(at, step))
        .collect();
    order.sort_unstable();
    let mut ended = by_end.into_iter().peekable();
    let mut open = Open::default();
    for (ready, _, at) in order {
        while let Some((end, of)) = ended.next_if(|(end, _)| *end <= ready) {
            open.add(end, of);
        }
        let own = place_of(steps, at);
        open.forget(own);
        let after = open.before(own);
        if let (Some(step), Some(true)) = (steps.get_mut(at), which.get(at)) {
            (step.after, step.inferred) = (after, true);
        }
    }
}

type Place = (Nanos, Nanos, usize);

fn place_of(steps: &[Step], at: usize) -> Place {
    steps
        .get(at)
        .map_or((0, 0, at), |step| (step.ready, step.ended, at))
}

/// Steps that ended, and may be waited for.
#[derive(Default)]
struct Open {
    /// By their end, the last first.
    ended: BTreeSet<Reverse<(Nanos, Place)>>,
    /// By their place, which grows with the moment at which they were ready.
    places: BTreeSet<Place>,
    /// With so many it is worth forgetting some.
    many: usize,
}

impl Open {
    fn add(&mut self, end: Nanos, place: Place) {
        self.ended.insert(Reverse((end, place)));
        self.places.insert(place);
    }

    /// Forgets what ended before one of the others was ready: no step at this place or after it waits for it directly.
    fn forget(&mut self, own: Place) {
        if self.ended.len() <= self.many.max(MOST) {
            return;
        }
        if let Some(latest) = self.places.range(..own).next_back().copied() {
            let kept = |one: &Reverse<(Nanos, Place)>| !precedes(one.0.1, latest);
            self.ended.retain(kept);
            self.places = self.ended.iter().map(|one| one.0.1).collect();
        }
        self.many = 2 * self.ended.len();
    }

    /// Those that a step at this place waits for, ascending.
    fn before(&self, own: Place) -> Vec<usize> {
        let candidates = { self.ended.iter() }
            .map(|one| one.0.1)
            .filter(|one| precedes(*one, own));
        let latest = self.places.range(..own).next_back().copied();
        let direct = candidates.filter(|one| latest.is_none_or(|latest| !precedes(*one, latest)));
        let mut found: Vec<usize> = direct.take(MOST).map(|one| one.2).collect();
        found.sort_unstable();
        found
    }
}

/// Whether one step was over when another was ready, and is before it among those of the same moment.
fn precedes(one: Place, other: Place) -> bool {
    one.1 <= other.0 && one < other
}
