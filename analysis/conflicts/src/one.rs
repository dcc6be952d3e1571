//! One change against all others: one walk over the graph each way.

use crate::graph::{Graph, known};
use crate::{Change, Relation, Unknown};

/// Who is in the way of a change that is to be planned, by number, and how; in order.
///
/// # Errors
/// For a part that is not in the graph.
pub fn against(
    graph: &Graph,
    change: &Change,
    others: &[Change],
) -> Result<Vec<(usize, Relation)>, Unknown> {
    let related = Related::new(graph, change)?;
    let meets = |other: &Change| {
        let some = |one: &Change| one.span.from < one.span.to;
        other.place == change.place && other.span.meets(&change.span) && some(other) && some(change)
    };
    let mut found = Vec::new();
    for (number, other) in others.iter().enumerate().filter(|(_, one)| meets(one)) {
        known(graph.parts(), other.parts.iter().copied())?;
        found.extend(related.to(other).map(|relation| (number, relation)));
    }
    Ok(found)
}

/// What a change has to do with every part.
pub(crate) struct Related {
    same: Vec<bool>,
    /// What something of it depends on, other than itself.
    needs: Vec<bool>,
    needed: Vec<bool>,
}

impl Related {
    pub(crate) fn new(graph: &Graph, change: &Change) -> Result<Self, Unknown> {
        known(graph.parts(), change.parts.iter().copied())?;
        let mut same = vec![false; graph.parts()];
        for part in &change.parts {
            if let Some(slot) = same.get_mut(*part as usize) {
                *slot = true;
            }
        }
        Ok(Self {
            needs: graph.others(&change.parts, Graph::needs),
            needed: graph.others(&change.parts, Graph::needed_by),
            same,
        })
    }

    /// How it is related to another change.
    pub(crate) fn to<'a>(&'a self, other: &'a Change) -> impl Iterator<Item = Relation> + 'a {
        let any = |set: &[bool]| {
            let is = |part: &u32| set.get(*part as usize) == Some(&true);
            other.parts.iter().any(is)
        };
        let all = [
            (Relation::Same, &self.same),
            (Relation::DependsOn, &self.needs),
            (Relation::DependedOnBy, &self.needed),
        ];
        all.into_iter()
            .filter(move |(_, set)| any(set))
            .map(|(relation, _)| relation)
    }

    /// Whether a part is changed, or something that is changed is needed by it.
    pub(crate) fn concerns(&self, part: u32) -> bool {
        let is = |set: &[bool]| set.get(part as usize) == Some(&true);
        is(&self.same) || is(&self.needed)
    }
}
