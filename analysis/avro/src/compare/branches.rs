//! The branches of a union that may take what was written, found without going through all of them.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Kind, Schema, Use};

/// The branches of one union, by what they are of; each by its place among them.
#[derive(Debug)]
pub(super) struct Branches<'s> {
    all: &'s [Use],
    plain: Vec<usize>,
    arrays: Vec<usize>,
    maps: Vec<usize>,
    /// Named ones, by their names without a namespace.
    last: HashMap<&'s str, Vec<usize>>,
    /// The same, by the full names that they are also known by.
    aliases: HashMap<&'s str, Vec<usize>>,
}

impl<'s> Branches<'s> {
    pub(super) fn of(schema: &'s Schema, all: &'s [Use]) -> Self {
        let mut found = Self {
            all,
            plain: Vec::new(),
            arrays: Vec::new(),
            maps: Vec::new(),
            last: HashMap::new(),
            aliases: HashMap::new(),
        };
        for (at, branch) in all.iter().enumerate() {
            match &schema.node(branch.id).kind {
                Kind::Plain(_) => found.plain.push(at),
                Kind::Array(_) => found.arrays.push(at),
                Kind::Map(_) => found.maps.push(at),
                Kind::Fixed(name, _) | Kind::Enum(name, _) | Kind::Record(name, _) => {
                    found.last.entry(name.last()).or_default().push(at);
                    for alias in &name.aliases {
                        found.aliases.entry(alias).or_default().push(at);
                    }
                }
                Kind::Union(_) | Kind::Named(_) => {}
            }
        }
        found
    }

    /// Those that may take it, in their order; no other takes it.
    pub(super) fn for_written(&self, written: &Kind) -> Vec<&'s Use> {
        let places = match written {
            Kind::Plain(_) => self.plain.clone(),
            Kind::Array(_) => self.arrays.clone(),
            Kind::Map(_) => self.maps.clone(),
            Kind::Fixed(name, _) | Kind::Enum(name, _) | Kind::Record(name, _) => {
                let last = self.last.get(name.last());
                let known = self.aliases.get(&*name.full);
                let both: BTreeSet<_> = last.into_iter().chain(known).flatten().collect();
                both.into_iter().copied().collect()
            }
            Kind::Union(_) | Kind::Named(_) => Vec::new(),
        };
        let found = places.into_iter();
        found.filter_map(|at| self.all.get(at)).collect()
    }
}
