//! Whether there is nothing that some schemas take together.

use super::Prover;
use super::facts::Facts;
use super::goal::Left;
use crate::model::Types;

/// Items that are looked at one by one.
const ITEMS: u64 = 64;

impl Prover<'_> {
    pub(super) fn nothing(&mut self, left: &Left) -> bool {
        let facts = self.facts(left);
        let mut types = facts.types;
        if facts.values.as_ref().is_some_and(Vec::is_empty) {
            return true;
        }
        if types.meets(Types::OBJECT) && self.lacks_property(&facts) {
            types = types.without(Types::OBJECT);
        }
        if types.meets(Types::ARRAY) && self.lacks_item(&facts) {
            types = types.without(Types::ARRAY);
        }
        if types.is_empty() {
            return true;
        }
        let excluded = facts.isnt.clone();
        for id in excluded {
            let without = self.stripped(&facts, left, id);
            if self.holds(&without, id) {
                return true;
            }
        }
        match facts.splits.first() {
            Some(split) => {
                let cases = self.cases(left, *split);
                cases.iter().all(|case| self.is_impossible(case))
            }
            None => false,
        }
    }

    /// The same without an exclusion, which is not to be proven by itself.
    fn stripped(&self, facts: &Facts, left: &Left, id: crate::model::Id) -> Left {
        let own = facts
            .nodes
            .iter()
            .any(|node| self.node(*node).not == Some(id));
        match own {
            // Whoever excludes it says more; of that nothing is lost but the exclusion, which does not help.
            true => left.clone(),
            false => left.without(id),
        }
    }

    fn lacks_property(&mut self, facts: &Facts) -> bool {
        let names: Vec<_> = facts.required.iter().cloned().collect();
        names.iter().any(|name| match self.name_at(facts, name) {
            None => true,
            Some(left) => self.part(&format!(".{name}"), |prover| prover.is_impossible(&left)),
        })
    }

    fn lacks_item(&mut self, facts: &Facts) -> bool {
        let least = facts.items.0.unwrap_or(0).min(ITEMS);
        (0..least).any(|at| {
            let left = self.item_at(facts, usize::try_from(at).unwrap_or(usize::MAX));
            self.part(&format!("[{at}]"), |prover| prover.is_impossible(&left))
        })
    }
}
