//! Keywords that hold no schemas.

use super::super::schema::{Key, Schema, Sort};
use crate::files::At;

/// Whether a keyword says something else.
pub(super) fn differ(key: Key, base: &Schema<'_>, revision: &Schema<'_>) -> bool {
    match key.sort() {
        Sort::Flag => base.flag(key) != revision.flag(key),
        Sort::Count => base.limit(key) != revision.limit(key),
        Sort::Text => base.text(key) != revision.text(key),
        Sort::Several => several(base.get(key), revision.get(key)),
        Sort::Remark | Sort::Plain => !same(base.get(key), revision.get(key)),
        Sort::OneOrFlag => flag(base.get(key)) != flag(revision.get(key)),
        Sort::One | Sort::Members | Sort::Branches => false,
    }
}

fn flag(at: Option<At<'_>>) -> Option<bool> {
    at.and_then(|at| at.value.bool())
}

pub(crate) fn same(base: Option<At<'_>>, revision: Option<At<'_>>) -> bool {
    match (base, revision) {
        (None, None) => true,
        (Some(base), Some(revision)) => base.value.same(revision.value),
        _ => false,
    }
}

fn each(at: Option<At<'_>>) -> Vec<At<'_>> {
    match at {
        Some(at) if at.value.is_list() => at.items().collect(),
        Some(at) => vec![at],
        None => Vec::new(),
    }
}

/// Those of the first that are not among the second.
pub(crate) fn missing<'a>(from: Option<At<'a>>, among: Option<At<'_>>) -> Vec<At<'a>> {
    let among = each(among);
    let mut from = each(from);
    from.retain(|one| !among.iter().any(|other| one.value.same(other.value)));
    from
}

fn several(base: Option<At<'_>>, revision: Option<At<'_>>) -> bool {
    !missing(base, revision).is_empty() || !missing(revision, base).is_empty()
}

/// Whether two schemas without schemas of their own take the same values, types aside.
pub(crate) fn alike_but_type(base: &Schema<'_>, revision: &Schema<'_>) -> bool {
    let counts =
        |key: &Key| !matches!(key, Key::Type | Key::Nullable) && key.sort() != Sort::Remark;
    let nested = |key: Key| {
        matches!(
            key.sort(),
            Sort::One | Sort::OneOrFlag | Sort::Members | Sort::Branches
        )
    };
    let mut keys = base.keys().chain(revision.keys()).filter(counts);
    !extensions_differ(base, revision)
        && keys.all(|key| !nested(key) && !differ(key, base, revision))
}

pub(super) fn extensions_differ(base: &Schema<'_>, revision: &Schema<'_>) -> bool {
    base.extensions.len() != revision.extensions.len()
        || !base
            .extensions
            .iter()
            .all(|(name, at)| same(Some(*at), revision.extension(name)))
}
