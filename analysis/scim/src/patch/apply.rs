//! How a change is made.

use serde_json::{Map, Value};

use super::place::Place;
use super::{Act, Operation};
use crate::dialect::member;
use crate::filter::Operator;
use crate::path::Path;
use crate::schema::{Attribute, Kind, Mutability, Schema, coerced};
use crate::{Filter, ScimError, ScimType};

pub(super) fn operation(
    kind: &Kind,
    resource: &mut Value,
    operation: &Operation,
) -> Result<(), ScimError> {
    let nothing = Value::Null;
    let value = operation.value.as_ref().unwrap_or(&nothing);
    let schema = |path: &Path| kind.extension(&path.to_string());
    match &operation.path {
        Some(path) if let Some(schema) = schema(path) => {
            extension(kind, resource, operation.act, schema, value)
        }
        Some(path) => at(kind, resource, operation.act, path, value),
        None => everywhere(kind, resource, operation.act, value),
    }
}

/// All that a schema says besides.
fn extension(
    kind: &Kind,
    resource: &mut Value,
    act: Act,
    schema: &Schema,
    value: &Value,
) -> Result<(), ScimError> {
    if act != Act::Add
        && let Some(object) = resource.as_object_mut()
    {
        object.remove(schema.id);
    }
    if act == Act::Remove {
        return Ok(());
    }
    let members = value.as_object();
    let members = members
        .ok_or_else(|| ScimError::value(format!("what `{}` says is an object", schema.id)))?;
    for (name, value) in members {
        let path = Path::parse(&format!("{}:{name}", schema.id))?;
        member_at(kind, resource, act, &path, value)?;
    }
    Ok(())
}

/// Without a path: each member of the value is a change, and its name a path. What only this side says is passed over, as
/// Okta sends the `id` along.
fn everywhere(kind: &Kind, resource: &mut Value, act: Act, value: &Value) -> Result<(), ScimError> {
    let members = value
        .as_object()
        .ok_or_else(|| ScimError::value("without a `path` the `value` is an object"))?;
    for (name, value) in members {
        if let Some(schema) = kind.extension(name) {
            // A replacement without a path leaves what it does not name.
            extension(kind, resource, Act::Add, schema, value)?;
            continue;
        }
        member_at(kind, resource, act, &Path::parse(name)?, value)?;
    }
    Ok(())
}

fn member_at(
    kind: &Kind,
    resource: &mut Value,
    act: Act,
    path: &Path,
    value: &Value,
) -> Result<(), ScimError> {
    let found = path.attribute.find(kind);
    let ours = found.is_none_or(|found| found.attribute.mutability == Mutability::ReadOnly);
    match ours {
        true => Ok(()),
        false => at(kind, resource, act, path, value),
    }
}

fn at(
    kind: &Kind,
    resource: &mut Value,
    act: Act,
    path: &Path,
    value: &Value,
) -> Result<(), ScimError> {
    let place = Place::of(kind, path)?;
    match (act, &path.filter) {
        (Act::Remove, _) => remove(&place, resource, value),
        (_, Some(filter)) => chosen(&place, resource, act, filter, value),
        (_, None) => whole(&place, resource, act, value),
    }
}

/// An attribute, or a part of one, as a whole.
fn whole(
    place: &Place<'_>,
    resource: &mut Value,
    act: Act,
    value: &Value,
) -> Result<(), ScimError> {
    let attribute = place.attribute;
    let text = place.path.to_string();
    let Some(part) = place.part else {
        let Some(new) = coerced(attribute, &text, value)? else {
            // Nothing instead of it.
            return match act {
                Act::Replace => remove(place, resource, &Value::Null),
                _ => Ok(()),
            };
        };
        let holder = place.made(resource)?;
        let old = holder.get(attribute.name).cloned();
        let merged = match (act, old) {
            (Act::Add, Some(old)) if attribute.several => together(old, new),
            (_, Some(Value::Object(old))) => part_by_part(old, new),
            (_, _) => new,
        };
        holder.insert(attribute.name.to_owned(), merged);
        return Ok(());
    };
    let new = coerced(part, &text, value)?;
    let holder = place.made(resource)?;
    let old = holder
        .entry(attribute.name)
        .or_insert_with(|| match attribute.several {
            true => Value::Array(vec![Value::Object(Map::new())]),
            false => Value::Object(Map::new()),
        });
    let all = match old {
        Value::Array(all) => all.as_mut_slice(),
        one => std::slice::from_mut(one),
    };
    all.iter_mut()
        .for_each(|one| set(one, part.name, new.as_ref()));
    Ok(())
}

fn set(object: &mut Value, name: &str, value: Option<&Value>) {
    let Some(object) = object.as_object_mut() else {
        return;
    };
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value.clone())),
        None => drop(object.remove(name)),
    }
}

/// The old parts, and the new ones instead of those that have their names.
fn part_by_part(mut old: Map<String, Value>, new: Value) -> Value {
    match new {
        Value::Object(new) => {
            old.extend(new);
            Value::Object(old)
        }
        new => new,
    }
}

/// Old and new values, each once; if a new one is primary, no old one is any more.
fn together(old: Value, new: Value) -> Value {
    let (Value::Array(mut all), Value::Array(new)) = (old, new) else {
        return Value::Null;
    };
    for one in new {
        if all.iter().any(|old| same(old, &one)) {
            continue;
        }
        if one.get("primary") == Some(&Value::Bool(true)) {
            let off = Value::Bool(false);
            let primary = |old: &&mut Value| old.get("primary") == Some(&Value::Bool(true));
            let primary = all.iter_mut().filter(primary);
            primary.for_each(|old| set(old, "primary", Some(&off)));
        }
        all.push(one);
    }
    Value::Array(all)
}

/// The same value: all of it, or what it is named by where nothing else tells them apart.
fn same(one: &Value, other: &Value) -> bool {
    let named = |value: &Value| (value.get("value").cloned(), value.get("type").cloned());
    one == other || (named(one) == named(other) && one.get("value").is_some())
}

/// Those values that a filter chooses.
fn chosen(
    place: &Place<'_>,
    resource: &mut Value,
    act: Act,
    filter: &Filter,
    value: &Value,
) -> Result<(), ScimError> {
    let attribute = place.attribute;
    let text = place.path.to_string();
    let new = match place.part {
        Some(part) => coerced(part, &text, value)?,
        None => single(attribute, &text, value)?,
    };
    let holder = place.made(resource)?;
    let all = holder
        .entry(attribute.name)
        .or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(all) = all else {
        return Ok(());
    };
    let fits = |one: &&mut Value| filter.matches_value(attribute, one);
    let mut found = false;
    for one in all.iter_mut().filter(fits) {
        found = true;
        change(one, place.part, new.as_ref());
    }
    if found {
        return Ok(());
    }
    // Entra adds by a filter what is not there yet, and replaces it, too.
    let Some(mut made) = described(filter, attribute) else {
        let why = format!("no value of `{}` fits `{filter}`", attribute.name);
        return Err(ScimError::new(ScimType::NoTarget, why));
    };
    if act == Act::Replace && place.part.is_none() {
        let why = format!("no value of `{}` fits `{filter}`", attribute.name);
        return Err(ScimError::new(ScimType::NoTarget, why));
    }
    change(&mut made, place.part, new.as_ref());
    all.push(made);
    Ok(())
}

fn single(attribute: &Attribute, text: &str, value: &Value) -> Result<Option<Value>, ScimError> {
    let all = coerced(attribute, text, value)?;
    match all {
        Some(Value::Array(mut all)) if all.len() == 1 => Ok(all.pop()),
        None => Ok(None),
        Some(_) => Err(ScimError::value(format!("`{text}` is one value at a time"))),
    }
}

fn change(one: &mut Value, part: Option<&Attribute>, new: Option<&Value>) {
    match (part, new) {
        (Some(part), new) => set(one, part.name, new),
        (None, Some(Value::Object(new))) => {
            for (name, value) in new {
                set(one, name, Some(value));
            }
        }
        (None, _) => {}
    }
}

/// The value that satisfies the filter, if that only says what its parts are.
fn described(filter: &Filter, attribute: &Attribute) -> Option<Value> {
    match filter {
        Filter::Compare(path, Operator::Equal, value) => {
            let part = attribute.sub(&path.name)?;
            let value = coerced(part, part.name, value).ok()??;
            let mut made = Map::new();
            made.insert(part.name.to_owned(), value);
            Some(Value::Object(made))
        }
        Filter::And(one, other) => {
            let (one, other) = (described(one, attribute)?, described(other, attribute)?);
            match one {
                Value::Object(one) => Some(part_by_part(one, other)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn remove(place: &Place<'_>, resource: &mut Value, value: &Value) -> Result<(), ScimError> {
    let (attribute, filter) = (place.attribute, &place.path.filter);
    if attribute.required && filter.is_none() && place.part.is_none() {
        return Err(place.fixed("is required, and cannot be removed"));
    }
    let Some(holder) = place.holder(resource) else {
        return missed(place);
    };
    let Some(old) = holder.get_mut(attribute.name) else {
        return missed(place);
    };
    let fits = |one: &Value| match filter {
        Some(filter) => filter.matches_value(attribute, one),
        // Entra says by value which of several are to go.
        None if attribute.several => listed(value, one),
        None => true,
    };
    match (place.part, old) {
        (None, Value::Array(all)) => {
            let before = all.len();
            all.retain(|one| !fits(one));
            if all.len() == before {
                return missed(place);
            }
            if all.is_empty() {
                holder.remove(attribute.name);
            }
        }
        (None, _) => drop(holder.remove(attribute.name)),
        (Some(part), Value::Array(all)) => {
            let chosen = all.iter_mut().filter(|one| fits(one));
            chosen.for_each(|one| set(one, part.name, None));
        }
        (Some(part), one) => set(one, part.name, None),
    }
    Ok(())
}

/// Nothing was there: a mistake only if somebody chose by a filter.
fn missed(place: &Place<'_>) -> Result<(), ScimError> {
    match &place.path.filter {
        None => Ok(()),
        Some(filter) if place.attribute.name == "members" => {
            // Whoever is no member any more need not be removed: directories repeat themselves.
            let _ = filter;
            Ok(())
        }
        Some(filter) => {
            let why = format!("no value of `{}` fits `{filter}`", place.attribute.name);
            Err(ScimError::new(ScimType::NoTarget, why))
        }
    }
}

/// Whether a removal names the value; it names all if it names none.
fn listed(named: &Value, one: &Value) -> bool {
    let named = match named {
        Value::Null => return true,
        Value::Array(all) => all.as_slice(),
        single => std::slice::from_ref(single),
    };
    let called = |value: &Value| match value {
        Value::Object(_) => member(value, "value").cloned(),
        plain => Some(plain.clone()),
    };
    named.is_empty() || named.iter().any(|value| called(value) == called(one))
}
