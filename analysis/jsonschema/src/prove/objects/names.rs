//! Properties that are known by their names.

use std::collections::BTreeSet;

use super::super::Prover;
use super::super::facts::Facts;
use super::super::goal::Left;
use crate::compare::Content;
use crate::datum::Datum;
use crate::model::{Id, Node};

impl Prover<'_> {
    /// Names that schemas know.
    pub(super) fn literal(&self, facts: &Facts) -> BTreeSet<Box<str>> {
        let mut names: BTreeSet<Box<str>> = facts.required.clone();
        for id in &facts.nodes {
            let node = self.node(*id);
            names.extend(node.properties.iter().map(|(name, _)| name.clone()));
            names.extend(self.named(&node).into_iter().flatten());
            if node.unevaluated.is_some() {
                names.extend(self.evaluated(*id, true).names);
            }
        }
        names
    }

    /// All names that there may be, if `propertyNames` lists them.
    pub(super) fn named(&self, node: &Node) -> Option<Vec<Box<str>>> {
        let values = self.node(node.property_names?).values.clone()?;
        let texts = values.into_iter().filter_map(|value| match value {
            Datum::Text(text) => Some(text),
            _ => None,
        });
        Some(texts.collect())
    }

    /// What takes a property; none if it cannot be there.
    pub(in super::super) fn name_at(&mut self, facts: &Facts, name: &str) -> Option<Left> {
        let (mut is, mut described) = (Vec::new(), false);
        for id in &facts.nodes {
            let node = self.node(*id);
            if let Some(of) = node.property_names
                && self.takes(of, &Datum::Text(name.into())) == Some(false)
            {
                return None;
            }
            described |= self.takers(*id, &node, name, &mut is);
        }
        if is.iter().any(|id| self.node(*id).never) {
            return None;
        }
        let assumed = *self.content == Content::Closed && !described;
        (!assumed || facts.required.contains(name)).then(|| Left::of(is))
    }

    /// Adds what takes a property in one schema; whether it is described there.
    fn takers(&mut self, id: Id, node: &Node, name: &str, is: &mut Vec<Id>) -> bool {
        let (mut described, mut unsure) = (false, false);
        if let Some(of) = node.property(name) {
            is.push(of);
            described = true;
        }
        for (pattern, of) in &node.patterns {
            match self.patterns.matches(pattern, name) {
                Some(true) => {
                    is.push(*of);
                    described = true;
                }
                Some(false) => {}
                None => unsure = true,
            }
        }
        if let (Some(of), false, false) = (node.additional, described, unsure) {
            is.push(of);
        }
        if let Some(of) = node.unevaluated {
            let perhaps = self.evaluated(id, true);
            let mut patterns = perhaps.patterns.iter();
            let matched =
                patterns.any(|pattern| self.patterns.matches(pattern, name) != Some(false));
            if !perhaps.all && !matched && !perhaps.names.contains(name) {
                is.push(of);
            }
        }
        described || unsure || node.additional.is_some()
    }
}
