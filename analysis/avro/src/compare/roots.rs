//! What belongs together at the top.

use std::collections::HashMap;

use crate::model::{Schema, Use};

/// Pairs of what reads and what it reads; and what was written that nobody reads.
pub(super) fn roots<'s>(
    reader: &'s Schema,
    writer: &'s Schema,
) -> (Vec<(&'s Use, &'s Use)>, Vec<&'s Use>) {
    if let ([reads], [writes]) = (&*reader.roots, &*writer.roots) {
        return (vec![(reads, writes)], Vec::new());
    }
    let known = Known::of(reader);
    let (mut together, mut gone) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for written in &writer.roots {
        if !seen.insert(writer.target(written.id)) {
            continue;
        }
        match known.counterpart(writer, written) {
            Some(reads) => together.push((reads, written)),
            None => gone.push(written),
        }
    }
    (together, gone)
}

/// What reads, by its names: the first of each counts.
struct Known<'s> {
    roots: HashMap<&'s str, &'s Use>,
    within: HashMap<&'s str, &'s Use>,
    aliases: HashMap<&'s str, &'s Use>,
    /// What has no name, by what its file is called.
    files: HashMap<String, &'s Use>,
}

impl<'s> Known<'s> {
    fn of(reader: &'s Schema) -> Self {
        let mut known = Self {
            roots: HashMap::new(),
            within: HashMap::new(),
            aliases: HashMap::new(),
            files: HashMap::new(),
        };
        for root in &reader.roots {
            let Some(name) = reader.name(root.id) else {
                if let Some(file) = file(reader, root) {
                    known.files.entry(file).or_insert(root);
                }
                continue;
            };
            known.roots.entry(&name.full).or_insert(root);
            for alias in &name.aliases {
                known.aliases.entry(alias).or_insert(root);
            }
        }
        for used in reader.uses() {
            if let Some(name) = reader.name(used.id) {
                known.within.entry(&name.full).or_insert(used);
            }
        }
        known
    }

    /// What reads it: of the same name, or of a name that it knows; without a name, what is in a file that is called so.
    fn counterpart(&self, writer: &Schema, written: &Use) -> Option<&'s Use> {
        let Some(name) = writer.name(written.id) else {
            return self.files.get(&file(writer, written)?).copied();
        };
        let full = &*name.full;
        let found = self.roots.get(full).or_else(|| self.within.get(full));
        found.or_else(|| self.aliases.get(full)).copied()
    }
}

fn file(schema: &Schema, root: &Use) -> Option<String> {
    let source = schema.sources.get(root.spot.file)?.name();
    Some(source.rsplit(['/', '\\']).next()?.to_owned())
}
