//! Changes as a whole, which stand for their details.

use super::node::Node;
use super::rules::{Kind, row_of};
use super::schema::{Key, Schema};
use super::walk::Role;

/// Whether a change as a whole is reported here that stands for this one.
pub(crate) fn stands_for(node: &Node<'_>, role: Role, change: &str) -> bool {
    if role == Role::Parameter && !of_parameter(change) {
        return false;
    }
    let Some(kind) = row_of(change).map(|row| row.kind) else {
        return false;
    };
    let nullable = change.ends_with("became-nullable") || change.ends_with("became-not-nullable");
    let shape = matches!(kind, Kind::Type | Kind::Structure);
    let shaped = matches!(
        kind,
        Kind::Values | Kind::Constraints | Kind::Existence | Kind::Requiredness
    );
    if node.nullable.is_some() && (shape || shaped) && !nullable {
        return true;
    }
    let wraps = change.ends_with("-wrapped-in-one-of") || change.ends_with("property-one-of-added");
    if shape && !wraps && !moved(&node.base, &node.revision).is_empty() {
        return true;
    }
    let listed = change.contains("-list-of-types-");
    if shape && !listed && types(&node.base, &node.revision).is_some() {
        return true;
    }
    kind == Kind::Type && !nullable && only_null(&node.base, &node.revision)
}

/// Which changes of parameters are details of a change as a whole.
fn of_parameter(change: &str) -> bool {
    let details = [
        "-enum-value-",
        "-list-of-types-",
        "-type-",
        "-pattern-",
        "-became-",
    ];
    details.iter().any(|part| change.contains(part)) && !change.contains("header-property")
}

/// Only `null` came to the types or went.
fn only_null(base: &Schema<'_>, revision: &Schema<'_>) -> bool {
    let same_format = base.text(Key::Format) == revision.text(Key::Format);
    let rest = |schema: &Schema<'_>| {
        let mut types = schema.types();
        types.retain(|one| *one != "null");
        types.sort_unstable();
        types.dedup();
        types.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let null = |schema: &Schema<'_>| schema.types().contains(&"null");
    same_format && null(base) != null(revision) && rest(base) == rest(revision)
}

/// Properties of an object that one of several schemas has now, of which exactly one has to fit.
pub(crate) fn moved<'a>(base: &Schema<'a>, revision: &Schema<'a>) -> Vec<&'a str> {
    let alone = base.branches(Key::OneOf).is_empty();
    let emptied = revision.members(Key::Properties).next().is_none() && revision.types().is_empty();
    if !alone || !emptied {
        return Vec::new();
    }
    let branches: Vec<_> = { revision.branches(Key::OneOf) }
        .into_iter()
        .map(Schema::read)
        .collect();
    let mut moved: Vec<&str> = base
        .members(Key::Properties)
        .map(|(name, _)| name)
        .collect();
    moved.retain(|name| {
        branches
            .iter()
            .any(|branch| branch.property(name).is_some())
    });
    moved
}

/// Types that a list of schemas has which say no more than a type each, or one type.
fn listed<'a>(schema: &Schema<'a>) -> Option<(Vec<&'a str>, bool)> {
    let more = schema.get(Key::Not).is_some()
        || !schema.branches(Key::AllOf).is_empty()
        || schema.members(Key::Properties).next().is_some();
    if more {
        return None;
    }
    if let Some(first) = schema.types().first() {
        return Some((vec![*first], false));
    }
    let list = |key| {
        let branches = schema.branches(key);
        let types = branches
            .into_iter()
            .map(simple)
            .collect::<Option<Vec<_>>>()?;
        (!types.is_empty()).then_some((types, true))
    };
    list(Key::OneOf).or_else(|| list(Key::AnyOf))
}

fn simple(at: crate::files::At<'_>) -> Option<&str> {
    let schema = Schema::read(at);
    let [one] = *schema.types() else { return None };
    let composed = [Key::OneOf, Key::AnyOf, Key::AllOf];
    let more = composed.iter().any(|key| !schema.branches(*key).is_empty())
        || schema.members(Key::Properties).next().is_some();
    (!more).then_some(one)
}

/// Types that came and went, where a list of schemas stands for a list of types.
pub(crate) fn types<'a>(
    base: &Schema<'a>,
    revision: &Schema<'a>,
) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    let ((mut before, list), (mut after, list2)) = (listed(base)?, listed(revision)?);
    if !list && !list2 {
        return None;
    }
    let (old, new) = (before.clone(), after.clone());
    after.retain(|one| !old.contains(one));
    before.retain(|one| !new.contains(one));
    (!after.is_empty() || !before.is_empty()).then_some((after, before))
}
