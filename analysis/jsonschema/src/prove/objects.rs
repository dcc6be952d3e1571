//! Maps.

mod names;
mod needed;
mod others;

use super::evaluated::Evaluated;
use super::facts::Facts;
use super::goal::Left;
use super::{Asked, Prover, Reasons};
use crate::model::{Id, Types};
use crate::rules;

impl Prover<'_> {
    pub(super) fn objects(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        if !asked.facts.types.meets(Types::OBJECT) {
            return true;
        }
        let mut proven = self.required(asked, why);
        proven &= self.properties(asked, why);
        proven &= self.pattern_properties(asked, why);
        proven &= self.additional(asked, why);
        proven &= self.unevaluated(asked, why);
        proven &= self.property_names(asked, why);
        proven &= self.property_count(asked, why);
        proven & self.dependent(asked, why)
    }

    fn properties(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let mut proven = true;
        for (name, right) in &asked.node.properties {
            let Some(left) = self.name_at(asked.facts, name) else {
                continue;
            };
            let mut reasons = Vec::new();
            let step = format!(".{name}");
            if self.prove_part(&step, &left, *right, &mut reasons) {
                continue;
            }
            proven = false;
            if self.describes(asked.facts, name) {
                why.append(&mut reasons);
                continue;
            }
            let open = left.is.is_empty();
            let rule = if open {
                &rules::PROPERTY_OPEN
            } else {
                &rules::PROPERTY_ADDED
            };
            self.part(&step, |prover| prover.no(asked.of(*right), rule, "", why));
        }
        proven
    }

    fn pattern_properties(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let mut proven = true;
        for (pattern, right) in &asked.node.patterns {
            for name in self.literal(asked.facts) {
                if self.patterns.matches(pattern, &name) == Some(false) {
                    continue;
                }
                if let Some(left) = self.name_at(asked.facts, &name) {
                    proven &= self.prove_part(&format!(".{name}"), &left, *right, why);
                }
            }
            for left in self.others(asked.facts, &[], Some(pattern)) {
                proven &= self.prove_part(&format!(".<{pattern}>"), &left, *right, why);
            }
        }
        proven
    }

    fn additional(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(right) = asked.node.additional else {
            return true;
        };
        let names = { asked.node.properties.iter() }.map(|(name, _)| name.clone());
        let patterns = { asked.node.patterns.iter() }.map(|(pattern, _)| pattern.clone());
        let known = Evaluated {
            names: names.collect(),
            patterns: patterns.collect(),
            ..Evaluated::default()
        };
        self.rest(asked, &known, (right, "additionalProperties"), why)
    }

    fn unevaluated(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(right) = asked.node.unevaluated else {
            return true;
        };
        let sure = self.evaluated(asked.right, false);
        sure.all || self.rest(asked, &sure, (right, "unevaluatedProperties"), why)
    }

    /// All properties but these, and those that match, are taken by another schema.
    fn rest(
        &mut self,
        asked: Asked<'_>,
        known: &Evaluated,
        (right, key): (Id, &'static str),
        why: &mut Reasons,
    ) -> bool {
        let closed = self.node(right).never;
        let rule = if closed {
            &rules::PROPERTY_REMOVED
        } else {
            &rules::PROPERTY_UNCOVERED
        };
        let mut proven = true;
        for name in self.literal(asked.facts) {
            if self.covers(known, &name) {
                continue;
            }
            let Some(left) = self.name_at(asked.facts, &name) else {
                continue;
            };
            let step = format!(".{name}");
            if !self.prove_part(&step, &left, right, &mut Vec::new()) {
                proven = self.part(&step, |prover| prover.no(asked, rule, key, why));
            }
        }
        let others = self.others(asked.facts, &known.patterns, None);
        let mut each = others.iter();
        let covered = each.all(|left| self.prove_part(".*", left, right, &mut Vec::new()));
        self.unless(covered, asked, &rules::ADDITIONAL, key, why) && proven
    }

    /// Whether a property is surely among those that are known.
    fn covers(&mut self, known: &Evaluated, name: &str) -> bool {
        let mut patterns = known.patterns.iter();
        known.names.contains(name)
            || patterns.any(|pattern| self.patterns.matches(pattern, name) == Some(true))
    }

    /// Whether a property is described where it was written.
    fn describes(&self, facts: &Facts, name: &str) -> bool {
        facts
            .nodes
            .iter()
            .any(|id| self.node(*id).property(name).is_some())
    }

    /// The same schema for the names of properties.
    fn names_of(&self, facts: &Facts) -> Vec<Id> {
        let each = facts.nodes.iter();
        each.filter_map(|id| self.node(*id).property_names)
            .collect()
    }

    fn property_names(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(right) = asked.node.property_names else {
            return true;
        };
        let mut proven = true;
        for name in self.literal(asked.facts) {
            let there = self.name_at(asked.facts, &name).is_some();
            let text = crate::datum::Datum::Text(name);
            proven &= !there || self.takes(right, &text) == Some(true);
        }
        if proven && !self.others(asked.facts, &[], None).is_empty() {
            let mut is = self.names_of(asked.facts);
            is.push(self.make(super::Made::Of(Types::STRING)));
            proven = self.prove_part(".*", &Left::of(is), right, &mut Vec::new());
        }
        self.unless(proven, asked, &rules::NAMES, "propertyNames", why)
    }
}
