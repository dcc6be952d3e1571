//! Where names lead, and what may not be together in a union.

use std::collections::HashSet;

use super::Reader;
use super::names::within;
use crate::mistakes::UNKNOWN;
use crate::model::{Id, Kind, Spot};

impl Reader<'_, '_> {
    pub(super) fn link(&mut self) {
        for (used, name, space) in std::mem::take(&mut self.pending) {
            let near = match name.contains('.') {
                true => None,
                false => self.names.get(&*within(&space, &name)),
            };
            let target = near.or_else(|| self.names.get(&name)).copied();
            let Some(target) = target else {
                self.mistakes.at(&used.spot, &UNKNOWN, &[("name", &name)]);
                continue;
            };
            if let Some(node) = self.nodes.get_mut(used.id as usize) {
                node.kind = Kind::Named(target);
            }
        }
        self.check_unions();
    }

    /// A union has no two branches that a reader could not tell apart.
    fn check_unions(&mut self) {
        let mut twins: Vec<(Spot, String)> = Vec::new();
        for node in &self.nodes {
            let Kind::Union(branches) = &node.kind else {
                continue;
            };
            let mut seen = HashSet::new();
            for branch in branches {
                let word = self.told_by(branch.id);
                if !seen.insert(word) {
                    twins.push((branch.spot.clone(), word.to_owned()));
                }
            }
        }
        for (spot, word) in twins {
            self.invalid(
                &spot,
                &format!("the union has two branches of the type `{word}`"),
            );
        }
    }

    /// What tells a branch from the others.
    pub(super) fn told_by(&self, id: Id) -> &str {
        let mut node = self.nodes.get(id as usize);
        if let Some(Kind::Named(target)) = node.map(|node| &node.kind) {
            node = self.nodes.get(*target as usize);
        }
        match node.map(|node| &node.kind) {
            Some(Kind::Plain(plain)) => plain.word(),
            Some(Kind::Array(_)) => "array",
            Some(Kind::Map(_)) => "map",
            Some(Kind::Fixed(name, _) | Kind::Enum(name, _) | Kind::Record(name, _)) => &name.full,
            Some(Kind::Union(_)) => "union",
            Some(Kind::Named(_)) | None => "",
        }
    }
}
