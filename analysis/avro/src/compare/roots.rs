//! What belongs together at the top.

use crate::model::{Id, Schema, Use};

/// Pairs of what reads and what it reads; and what was written that nobody reads.
pub(super) fn roots<'s>(
    reader: &'s Schema,
    writer: &'s Schema,
) -> (Vec<(&'s Use, &'s Use)>, Vec<&'s Use>) {
    if let ([reads], [writes]) = (&*reader.roots, &*writer.roots) {
        return (vec![(reads, writes)], Vec::new());
    }
    let (mut together, mut gone) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for written in &writer.roots {
        if !seen.insert(writer.target(written.id)) {
            continue;
        }
        match counterpart(reader, writer, written) {
            Some(reads) => together.push((reads, written)),
            None => gone.push(written),
        }
    }
    (together, gone)
}

/// What reads it: of the same name, or of a name that it knows; without a name, what is in a file that is called so.
fn counterpart<'s>(reader: &'s Schema, writer: &Schema, written: &Use) -> Option<&'s Use> {
    let Some(name) = writer.name(written.id) else {
        let file = |schema: &Schema, root: &Use| {
            let source = schema.sources.get(root.spot.file)?.name();
            Some(source.rsplit(['/', '\\']).next()?.to_owned())
        };
        let called = file(writer, written)?;
        let mut unnamed = { reader.roots.iter() }.filter(|root| reader.name(root.id).is_none());
        return unnamed.find(|root| file(reader, root).as_ref() == Some(&called));
    };
    let is = |id: Id, alias: bool| {
        let known = reader.name(id);
        known.is_some_and(|known| match alias {
            true => known.aliases.contains(&name.full),
            false => known.full == name.full,
        })
    };
    let of_roots = |alias| reader.roots.iter().find(|root| is(root.id, alias));
    let within = || reader.uses().find(|used| is(used.id, false));
    of_roots(false).or_else(within).or_else(|| of_roots(true))
}
