//! Alternatives of which one holds: what is to be proven has to be proven for each.

use super::goal::Left;
use super::{Prover, Reasons};
use crate::model::Id;

pub(super) const ANY: u8 = 0;
pub(super) const ONE: u8 = 1;
pub(super) const CONDITION: u8 = 2;

/// Alternatives: of which schema, and by which keyword.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    pub(super) id: Id,
    pub(super) kind: u8,
}

impl Prover<'_> {
    pub(super) fn cases(&mut self, left: &Left, split: Split) -> Vec<Left> {
        let node = self.node(split.id);
        let decided = left.decided((split.id, split.kind));
        if split.kind == CONDITION {
            let Some((condition, then, other)) = node.condition else {
                return Vec::new();
            };
            let yes: Vec<Id> = std::iter::once(condition).chain(then).collect();
            let no: Vec<Id> = other.into_iter().collect();
            return vec![decided.with(&yes, &[]), decided.with(&no, &[condition])];
        }
        let branches = if split.kind == ANY {
            &node.any
        } else {
            &node.one
        };
        let branches = branches.as_deref().unwrap_or_default();
        self.spend_on(branches.len());
        let case = |(at, branch): (usize, &Id)| {
            let others = branches
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at);
            let others: Vec<Id> = others.map(|(_, id)| *id).collect();
            // Of `oneOf`, the others do not take it.
            let isnt: &[Id] = if split.kind == ONE { &others } else { &[] };
            decided.with(&[*branch], isnt)
        };
        branches.iter().enumerate().map(case).collect()
    }

    /// Proves a goal as a whole, or else case by case.
    pub(super) fn proven(&mut self, left: &Left, right: Id, why: &mut Reasons) -> bool {
        let facts = self.facts(left);
        let twin = facts.nodes.iter().any(|id| self.are_twins(*id, right));
        if twin || self.is_impossible(left) || self.takes_each(&facts, right) {
            return true;
        }
        let mut reasons = Vec::new();
        if self.asked(left, right, &mut reasons) {
            return true;
        }
        let mut open = Vec::new();
        let split = facts.splits.first();
        if split.is_some_and(|split| self.in_each_case(left, *split, right, &mut open)) {
            return true;
        }
        why.append(if open.is_empty() {
            &mut reasons
        } else {
            &mut open
        });
        false
    }

    fn in_each_case(&mut self, left: &Left, split: Split, right: Id, why: &mut Reasons) -> bool {
        let mut proven = true;
        for case in self.cases(left, split) {
            if self.exhausted {
                return false;
            }
            proven &= self.prove(&case, right, why);
        }
        proven
    }

    /// Whether each of the values that are left is taken.
    fn takes_each(&mut self, facts: &super::facts::Facts, right: Id) -> bool {
        let values = facts.values.as_ref();
        values.is_some_and(|values| {
            values
                .iter()
                .all(|value| self.takes(right, value) == Some(true))
        })
    }
}
