//! Properties whose names nobody knows.

use super::super::Prover;
use super::super::facts::Facts;
use super::super::goal::Left;
use crate::compare::Content;
use crate::model::{Id, Node};

/// Combinations of what may take a property.
const WAYS: usize = 64;

impl Prover<'_> {
    /// What may take a property whose name is in no schema: each of these, for some name. Names that match one of some
    /// patterns are left out; or only those that match one are meant.
    pub(super) fn others(
        &mut self,
        facts: &Facts,
        without: &[Box<str>],
        only: Option<&str>,
    ) -> Vec<Left> {
        let mut ways: Vec<Vec<Id>> = vec![Vec::new()];
        let mut open = *self.content == Content::AsWritten;
        for id in &facts.nodes {
            let node = self.node(*id);
            if self.named(&node).is_some()
                || node.property_names.is_some_and(|of| self.node(of).never)
            {
                return Vec::new();
            }
            open |= node.additional.is_some() || !node.patterns.is_empty();
            let options = self.options(*id, &node, without, only);
            let more = ways.len().saturating_mul(options.len());
            // Too many: what this one takes is left out of account.
            if more <= WAYS {
                let joined = ways.iter().flat_map(|way| {
                    options
                        .iter()
                        .map(move |option| [way.as_slice(), option.as_slice()].concat())
                });
                ways = joined.collect();
            }
        }
        if !open {
            return Vec::new();
        }
        let possible = ways
            .into_iter()
            .filter(|way| !way.iter().any(|id| self.node(*id).never));
        possible.map(Left::of).collect()
    }

    /// What one schema may have for it.
    fn options(
        &self,
        id: Id,
        node: &Node,
        without: &[Box<str>],
        only: Option<&str>,
    ) -> Vec<Vec<Id>> {
        if let Some((_, of)) = node
            .patterns
            .iter()
            .find(|(pattern, _)| Some(&**pattern) == only)
        {
            return vec![vec![*of]];
        }
        let matching = node
            .patterns
            .iter()
            .filter(|(pattern, _)| !without.contains(pattern));
        let mut options: Vec<Vec<Id>> = matching.map(|(_, of)| vec![*of]).collect();
        let mut rest: Vec<Id> = node.additional.into_iter().collect();
        if let Some(of) = node.unevaluated {
            let perhaps = self.evaluated(id, true);
            let known = perhaps
                .patterns
                .iter()
                .all(|pattern| without.contains(pattern));
            rest.extend(Some(of).filter(|_| !perhaps.all && known));
        }
        options.push(rest);
        options
    }
}
