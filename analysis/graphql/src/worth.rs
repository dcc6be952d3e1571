//! What values are worth, so that two ways to write the same are the same.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::model::{Kind, Of, Type, Value};
use crate::parse::DEPTH;
use crate::schema::Schema;

/// What a value is worth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Worth {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
}

/// What a value is worth as one of a type; none if it is no value of it.
///
/// Inputs may be within themselves, and defaults of inputs be made of those of others: `steps` says how many values may
/// be looked at.
pub(crate) fn worth(schema: &Schema, of: &Of, value: &Value, steps: &Cell<usize>) -> Option<Worth> {
    coerced(schema, of, value, (DEPTH, steps))
}

/// How deep it may go on, and how far.
type Left<'s> = (usize, &'s Cell<usize>);

fn coerced(schema: &Schema, of: &Of, value: &Value, left: Left<'_>) -> Option<Worth> {
    let (depth, steps) = left;
    steps.set(steps.get().checked_sub(1)?);
    let left = (depth.checked_sub(1)?, steps);
    match (of, value) {
        (Of::Required(_), Value::Null) => None,
        (Of::Required(inner), _) => coerced(schema, inner, value, left),
        (_, Value::Null) => Some(Worth::Null),
        (Of::List(inner), Value::List(items)) => {
            let items = items.iter().map(|item| coerced(schema, inner, item, left));
            Some(Worth::List(items.collect::<Option<_>>()?))
        }
        (Of::List(inner), _) => Some(Worth::List(vec![coerced(schema, inner, value, left)?])),
        (Of::Named(name), _) => named(schema, name, value, left),
    }
}

fn named(schema: &Schema, name: &str, value: &Value, left: Left<'_>) -> Option<Worth> {
    match (name, value) {
        ("Int", Value::Int(text)) | ("Float", Value::Int(text) | Value::Float(text)) => {
            text.parse().ok().map(Worth::Number)
        }
        ("ID", Value::Int(text)) | ("ID" | "String", Value::Text(text)) => {
            Some(Worth::Text(text.to_string()))
        }
        ("Boolean", Value::Flag(flag)) => Some(Worth::Flag(*flag)),
        ("Int" | "Float" | "ID" | "String" | "Boolean", _) => None,
        _ => {
            let declared = schema.types.get(name)?;
            match (declared.kind, value) {
                (Kind::Enum, Value::Word(word)) => {
                    let mut values = declared.members.iter();
                    let there = values.any(|value| value.name.text == *word);
                    there.then(|| Worth::Text(word.to_string()))
                }
                (Kind::Input, Value::Map(fields)) => input(schema, declared, fields, left),
                (Kind::Scalar, _) => Some(untyped(value)),
                _ => None,
            }
        }
    }
}

fn input(
    schema: &Schema,
    declared: &Type,
    fields: &[(Box<str>, Value)],
    left: Left<'_>,
) -> Option<Worth> {
    let mut worths = BTreeMap::new();
    for field in &declared.members {
        let name = &field.name.text;
        let given = fields.iter().find(|(given, _)| given == name);
        let given = given.map(|(_, value)| value).or(field.default.as_ref());
        let Some(value) = given else {
            // What has to be given is not.
            if field.of.is_required() {
                return None;
            }
            continue;
        };
        let worth = coerced(schema, &field.of, value, left)?;
        worths.insert(name.to_string(), worth);
    }
    let mut usages = declared.usages.iter();
    let one = usages.any(|usage| &*usage.name.text == "oneOf");
    let single = worths.len() == 1 && !worths.values().any(|worth| *worth == Worth::Null);
    (!one || single).then_some(Worth::Map(worths))
}

fn untyped(value: &Value) -> Worth {
    match value {
        Value::Null => Worth::Null,
        Value::Flag(flag) => Worth::Flag(*flag),
        Value::Int(text) | Value::Float(text) => Worth::Number(text.parse().unwrap_or(0.0)),
        Value::Text(text) | Value::Word(text) => Worth::Text(text.to_string()),
        Value::List(items) => Worth::List(items.iter().map(untyped).collect()),
        Value::Map(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.to_string(), untyped(value)));
            Worth::Map(fields.collect())
        }
    }
}
