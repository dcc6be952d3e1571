//! References and combinations of schemas.

use super::goal::Left;
use super::{Asked, Made, Prover, Reasons};
use crate::model::{Id, Types};
use crate::rules;

impl Prover<'_> {
    pub(super) fn logic(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let (left, node) = (asked.left, asked.node);
        let mut proven = true;
        for part in node.reference.iter().chain(&node.all) {
            proven &= self.prove(left, *part, why);
        }
        if let Some(branches) = &node.any {
            let any = self.any(left, branches);
            proven &= self.unless(any, asked, &rules::ALTERNATIVES, "anyOf", why);
        }
        if let Some(branches) = &node.one {
            proven &= self.one(asked, branches, why);
        }
        if let Some(not) = node.not {
            let out = self.is_impossible(&left.with(&[not], &[]));
            proven &= self.unless(out, asked, &rules::NOT, "not", why);
        }
        if let Some((condition, then, other)) = node.condition {
            let (yes, no) = (left.with(&[condition], &[]), left.with(&[], &[condition]));
            proven &= then.is_none_or(|part| self.prove(&yes, part, why));
            proven &= other.is_none_or(|part| self.prove(&no, part, why));
        }
        proven
    }

    /// Whether an alternative takes all of it, or one of each type.
    fn any(&mut self, left: &Left, branches: &[Id]) -> bool {
        if branches.iter().any(|branch| self.holds(left, *branch)) {
            return true;
        }
        let types = self.types_of(left);
        let each: Vec<Types> = types.each().collect();
        each.len() > 1
            && each.into_iter().all(|one| {
                let case = self.only(left, one);
                self.is_impossible(&case)
                    || branches.iter().any(|branch| self.holds(&case, *branch))
            })
    }

    /// Types that are still to be told apart.
    fn types_of(&mut self, left: &Left) -> Types {
        self.facts(left).types
    }

    fn only(&mut self, left: &Left, types: Types) -> Left {
        let made = self.make(Made::Of(types));
        left.with(&[made], &[])
    }

    /// Whether just one alternative takes each of it.
    fn one(&mut self, asked: Asked<'_>, branches: &[Id], why: &mut Reasons) -> bool {
        let covered = self.any(asked.left, branches);
        if !self.unless(covered, asked, &rules::ALTERNATIVES, "oneOf", why) {
            return false;
        }
        let apart = self.alone(asked.left, branches) || {
            let types: Vec<Types> = asked.facts.types.each().collect();
            types.len() > 1
                && types.into_iter().all(|one| {
                    let case = self.only(asked.left, one);
                    self.is_impossible(&case) || self.alone(&case, branches)
                })
        };
        self.unless(apart, asked, &rules::OVERLAP, "oneOf", why)
    }

    /// Whether one alternative takes all of it, and no other one any of it.
    fn alone(&mut self, left: &Left, branches: &[Id]) -> bool {
        branches.iter().enumerate().any(|(at, branch)| {
            self.holds(left, *branch)
                && branches
                    .iter()
                    .enumerate()
                    .all(|(other, id)| other == at || self.is_impossible(&left.with(&[*id], &[])))
        })
    }
}
