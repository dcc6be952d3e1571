//! What two releases have to do with one another.

use holdpoint_conflicts::{Change, Relation, against};
use holdpoint_schedule::Span;
use jiff::{SignedDuration, Timestamp};

use super::Asking;
use super::others::Other;
use crate::catalogue::ComponentName;

/// Why another release is in the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Everything in the environment stands still.
    Everything,
    /// Components, each of which depends on the next: the first is changed by the one release and the last by the other. One
    /// alone if both change it.
    Components(Vec<ComponentName>),
}

impl<'a> Asking<'a> {
    /// Those of the others that have to do with the release, by number, and why.
    pub(super) fn ties(&self, others: &[Other<'a>]) -> Vec<(usize, Tie)> {
        if others.is_empty() {
            return Vec::new();
        }
        let known = self.state.dependencies.of(&self.state.components);
        let own = change(known.numbers(&self.release.components));
        let theirs = others
            .iter()
            .map(|other| known.numbers(other.components.iter().copied()));
        let theirs: Vec<_> = theirs.map(change).collect();
        // Every number is one of the graph.
        let found = against(&known.graph, &own, &theirs).unwrap_or_default();
        let mut related: Vec<_> = (0..others.len()).map(|_| None).collect();
        for (number, relation) in found {
            let slot = related.get_mut(number);
            if let (Some(slot @ None), Some(their)) = (slot, theirs.get(number)) {
                let (from, to) = match relation {
                    Relation::Same | Relation::DependsOn => (&own, their),
                    Relation::DependedOnBy => (their, &own),
                };
                let path = known.graph.path(&from.parts, &to.parts);
                *slot = Some(Tie::Components(known.named(&path.unwrap_or_default())));
            }
        }
        let all = related.into_iter().zip(others).enumerate();
        all.filter_map(|(number, (tie, other))| {
            let tie = tie.or_else(|| other.everything.then_some(Tie::Everything));
            tie.map(|tie| (number, tie))
        })
        .collect()
    }
}

/// These parts at all times: when they are in the way is not asked here.
fn change(parts: Vec<u32>) -> Change {
    let to = Timestamp::UNIX_EPOCH.saturating_add(SignedDuration::from_secs(1));
    let span = Span {
        from: Timestamp::UNIX_EPOCH,
        to: to.unwrap_or(Timestamp::MAX),
    };
    Change {
        span,
        place: 0,
        parts,
    }
}
