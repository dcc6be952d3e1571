//! Properties that have to be there, and how many.

use super::super::{Asked, Made, Prover, Reasons};
use crate::model::{Id, Types};
use crate::rules;

impl Prover<'_> {
    pub(super) fn required(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let known = &asked.facts.required;
        let mut proven = true;
        for name in asked
            .node
            .required
            .iter()
            .filter(|name| !known.contains(*name))
        {
            let step = format!(".{name}");
            proven = self.part(&step, |prover| {
                prover.no(asked, &rules::REQUIRED, "required", why)
            });
        }
        proven
    }

    pub(super) fn property_count(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let needed = asked.node.count;
        if needed == (None, None) {
            return true;
        }
        let facts = asked.facts;
        let least = facts
            .count
            .0
            .max(Some(facts.required.len() as u64).filter(|count| *count > 0));
        let mut most = facts.count.1;
        if needed.1.is_some() && self.others(facts, &[], None).is_empty() {
            let names = self.literal(facts);
            let there = names
                .iter()
                .filter(|name| self.name_at(facts, name).is_some());
            let count = there.count() as u64;
            most = Some(most.map_or(count, |most| most.min(count)));
        }
        let rows = [
            &rules::MIN_PROPERTIES_ADDED,
            &rules::MIN_PROPERTIES,
            &rules::MAX_PROPERTIES_ADDED,
            &rules::MAX_PROPERTIES,
        ];
        let keys = ["minProperties", "maxProperties"];
        self.counted(asked, ((least, most), needed), rows, keys, why)
    }

    /// What is asked for where a property is there.
    pub(super) fn dependent(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let needs = asked
            .node
            .needs
            .iter()
            .map(|(name, needed)| (name, needed.as_slice(), None));
        let schemas = asked
            .node
            .dependent
            .iter()
            .map(|(name, of)| (name, [].as_slice(), Some(*of)));
        let mut proven = true;
        for (name, needed, of) in needs.chain(schemas) {
            if self.with_it(asked, name, needed, of) {
                continue;
            }
            let key = match of {
                _ if asked.has("dependencies") => "dependencies",
                Some(_) => "dependentSchemas",
                None => "dependentRequired",
            };
            let step = format!(".{name}");
            proven = self.part(&step, |prover| {
                prover.no(asked, &rules::DEPENDENCY, key, why)
            });
        }
        proven
    }

    /// Whether what is asked for where a property is there is so, or it is never there.
    fn with_it(
        &mut self,
        asked: Asked<'_>,
        name: &str,
        needed: &[Box<str>],
        of: Option<Id>,
    ) -> bool {
        if self.name_at(asked.facts, name).is_none() {
            return true;
        }
        let with = self.make(Made::With(name.into()));
        let object = self.make(Made::Of(Types::OBJECT));
        let left = asked.left.with(&[with, object], &[]);
        let facts = self.facts(&left);
        let there = needed.iter().all(|one| facts.required.contains(one));
        let taken = of.is_none_or(|of| self.holds(&left, of));
        (there && taken) || self.is_impossible(&left)
    }
}
