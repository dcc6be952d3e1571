//! Lists.

use super::facts::Facts;
use super::goal::Left;
use super::{Asked, Prover, Reasons};
use crate::model::{Contains, Id, Types};
use crate::rules;

/// Items that are looked at one by one when there is a question for the end of a list.
const ITEMS: usize = 1_000;

impl Prover<'_> {
    pub(super) fn arrays(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        if !asked.facts.types.meets(Types::ARRAY) {
            return true;
        }
        let most = self.longest(asked.facts);
        let rows = [
            &rules::MIN_ITEMS_ADDED,
            &rules::MIN_ITEMS,
            &rules::MAX_ITEMS_ADDED,
            &rules::MAX_ITEMS,
        ];
        let counts = ((asked.facts.items.0, most), asked.node.items);
        let mut proven = self.counted(asked, counts, rows, ["minItems", "maxItems"], why);
        let apart = !asked.node.unique || asked.facts.unique || most.is_some_and(|most| most <= 1);
        proven &= self.unless(apart, asked, &rules::UNIQUE, "uniqueItems", why);
        proven &= self.each_item(asked, most, why);
        proven &= self.stray_items(asked, why);
        proven &= self.unevaluated_items(asked, most, why);
        proven && self.contains(asked, most, why)
    }

    /// What takes the item at a place.
    pub(super) fn item_at(&self, facts: &Facts, at: usize) -> Left {
        let mut is = Vec::new();
        for id in &facts.nodes {
            let node = self.node(*id);
            is.extend(node.prefix.get(at).copied().or(node.rest));
            if let Some(of) = node.unevaluated_items {
                let perhaps = self.evaluated(*id, true);
                is.extend(Some(of).filter(|_| !perhaps.all_items && at >= perhaps.items));
            }
        }
        Left::of(is)
    }

    fn prefix(&self, facts: &Facts) -> usize {
        let each = facts.nodes.iter().map(|id| match self.node(*id) {
            node if node.unevaluated_items.is_some() => self.evaluated(*id, true).items,
            node => node.prefix.len(),
        });
        each.max().unwrap_or(0)
    }

    /// How many items there are at most.
    fn longest(&self, facts: &Facts) -> Option<u64> {
        let never = |id: &Id| self.node(*id).never;
        let ends = (0..=self.prefix(facts).min(ITEMS))
            .find(|at| self.item_at(facts, *at).is.iter().any(never));
        let ends = ends.map(|at| at as u64);
        match (facts.items.1, ends) {
            (Some(most), Some(ends)) => Some(most.min(ends)),
            (most, ends) => most.or(ends),
        }
    }

    fn each_item(&mut self, asked: Asked<'_>, most: Option<u64>, why: &mut Reasons) -> bool {
        let node = asked.node;
        let known = self.prefix(asked.facts);
        let upto = known.max(node.prefix.len());
        let mut proven = true;
        for at in 0..=upto {
            if most.is_some_and(|most| at as u64 >= most) {
                break;
            }
            let Some(right) = node.prefix.get(at).copied().or(node.rest) else {
                continue;
            };
            let left = self.item_at(asked.facts, at);
            let step = if at < upto {
                format!("[{at}]")
            } else {
                "[]".to_owned()
            };
            let mut reasons = Vec::new();
            if self.prove_part(&step, &left, right, &mut reasons) {
                continue;
            }
            proven = false;
            let told = at < known.min(node.prefix.len()) || (at == upto && !left.is.is_empty());
            match told {
                true => why.append(&mut reasons),
                false => self.item_refused(asked, (at, known), (&step, right), why),
            }
        }
        proven
    }

    fn item_refused(
        &mut self,
        asked: Asked<'_>,
        (at, known): (usize, usize),
        (step, right): (&str, Id),
        why: &mut Reasons,
    ) {
        let listed = at < asked.node.prefix.len();
        if !listed && at >= known {
            let key = if asked.node.prefix.is_empty() {
                "items"
            } else {
                "additionalItems"
            };
            self.no(asked, &rules::ITEMS, key, why);
            return;
        }
        let rule = if listed {
            &rules::ITEM_ADDED
        } else {
            &rules::ITEM_REMOVED
        };
        self.part(step, |prover| prover.no(asked.of(right), rule, "", why));
    }

    fn stray_items(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(of) = asked.node.stray else {
            return true;
        };
        let known = asked
            .facts
            .nodes
            .iter()
            .filter_map(|id| self.node(*id).stray);
        let left = Left::of(known.collect());
        let proven = self.prove_part("[]", &left, of, &mut Vec::new());
        self.unless(proven, asked, &rules::ITEMS, "additionalItems", why)
    }

    fn unevaluated_items(
        &mut self,
        asked: Asked<'_>,
        most: Option<u64>,
        why: &mut Reasons,
    ) -> bool {
        let sure = self.evaluated(asked.right, false);
        let Some(of) = asked.node.unevaluated_items.filter(|_| !sure.all_items) else {
            return true;
        };
        let upto = self.prefix(asked.facts).max(sure.items);
        let there = |at: &usize| most.is_none_or(|most| (*at as u64) < most);
        let proven = (sure.items..=upto).filter(there).all(|at| {
            let left = self.item_at(asked.facts, at);
            self.prove_part("[]", &left, of, &mut Vec::new())
        });
        self.unless(proven, asked, &rules::ITEMS, "unevaluatedItems", why)
    }

    fn contains(&mut self, asked: Asked<'_>, most: Option<u64>, why: &mut Reasons) -> bool {
        let Some(needed) = &asked.node.contains else {
            return true;
        };
        let mut least = needed.least == 0;
        let mut limit = needed
            .most
            .is_none_or(|limit| most.is_some_and(|most| most <= limit));
        for id in &asked.facts.nodes {
            let Some(known) = self.node(*id).contains.clone() else {
                continue;
            };
            let more = known.least >= needed.least;
            least |= more && self.item_holds(&Left::of(vec![known.of]), needed.of);
            let fewer = matches!((known.most, needed.most), (Some(a), Some(b)) if a <= b);
            limit |= fewer && self.item_holds(&Left::of(vec![needed.of]), known.of);
        }
        let proven = limit && (least || self.first_hold(asked.facts, needed));
        self.unless(proven, asked, &rules::CONTAINS, "contains", why)
    }

    fn item_holds(&mut self, left: &Left, right: Id) -> bool {
        self.part("[]", |prover| prover.holds(left, right))
    }

    /// Whether as many of the first items as there have to be are so.
    fn first_hold(&mut self, facts: &Facts, needed: &Contains) -> bool {
        const FEW: u64 = 16;
        let count = facts.items.0.unwrap_or(0);
        let each = 0..needed.least.min(FEW + 1);
        count >= needed.least
            && needed.least <= FEW
            && each.into_iter().all(|at| {
                let left = self.item_at(facts, usize::try_from(at).unwrap_or(usize::MAX));
                self.item_holds(&left, needed.of)
            })
    }
}
