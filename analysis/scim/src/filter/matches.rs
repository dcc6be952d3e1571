//! Whether a resource satisfies a filter.
//!
//! An attribute with several values is satisfied by any of them; a complex one stands for its part `value`. `ne` says the
//! opposite of `eq`, so that it holds of what is not there, too; nothing but `eq null` and `ne` does.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Filter, Operator};
use crate::path::AttributePath;
use crate::schema::{Attribute, Kind, Type, member};

/// Of a resource.
pub(super) fn resource(filter: &Filter, kind: &Kind, resource: &Value) -> bool {
    match filter {
        Filter::Compare(path, operator, value) => {
            let (found, case_exact) = values(path, kind, resource);
            compared(&found, *operator, value, case_exact)
        }
        Filter::Present(path) => values(path, kind, resource).0.iter().any(|one| there(one)),
        Filter::Within(path, inner) => {
            let Some(found) = path.find(kind) else {
                return false;
            };
            let place = found
                .extension
                .map_or(Some(resource), |schema| resource.get(schema));
            let elements = place.and_then(|place| place.get(found.attribute.name));
            each(elements).any(|one| element(inner, found.attribute, one))
        }
        Filter::Not(inner) => !self::resource(inner, kind, resource),
        Filter::And(one, other) => {
            self::resource(one, kind, resource) && self::resource(other, kind, resource)
        }
        Filter::Or(one, other) => {
            self::resource(one, kind, resource) || self::resource(other, kind, resource)
        }
    }
}

/// Of one value of an attribute.
pub(super) fn element(filter: &Filter, attribute: &Attribute, value: &Value) -> bool {
    let of = |path: &AttributePath| {
        let sub = attribute.sub(&path.name);
        let name = sub.map_or(path.name.as_str(), |sub| sub.name);
        let found = match value {
            // A value that has no parts stands for itself.
            Value::Object(_) => member(value, name).into_iter().collect(),
            plain if name.eq_ignore_ascii_case("value") => vec![plain],
            _ => Vec::new(),
        };
        (found, sub.is_some_and(|sub| sub.case_exact))
    };
    match filter {
        Filter::Compare(path, operator, wanted) => {
            let (found, case_exact) = of(path);
            compared(&found, *operator, wanted, case_exact)
        }
        Filter::Present(path) => of(path).0.iter().any(|one| there(one)),
        Filter::Within(..) => false,
        Filter::Not(inner) => !element(inner, attribute, value),
        Filter::And(one, other) => {
            element(one, attribute, value) && element(other, attribute, value)
        }
        Filter::Or(one, other) => {
            element(one, attribute, value) || element(other, attribute, value)
        }
    }
}

/// Each value, if there are several.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let several = match value {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    several.iter()
}

/// What stands at a path, and whether case makes a difference there.
fn values<'a>(path: &AttributePath, kind: &Kind, resource: &'a Value) -> (Vec<&'a Value>, bool) {
    let Some(found) = path.find(kind) else {
        return (Vec::new(), false);
    };
    let place = found
        .extension
        .map_or(Some(resource), |schema| resource.get(schema));
    let top = place.and_then(|place| place.get(found.attribute.name));
    let part = found.sub.map_or("value", |sub| sub.name);
    let complex = found.attribute.kind == Type::Complex;
    let inner = |one: &'a Value| match complex {
        true => one.get(part),
        false => Some(one),
    };
    let exact = match complex {
        true => found.attribute.sub(part).is_some_and(|sub| sub.case_exact),
        false => found.attribute.case_exact,
    };
    (each(top).filter_map(inner).collect(), exact)
}

fn there(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        Value::Object(all) => !all.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn compared(found: &[&Value], operator: Operator, wanted: &Value, case_exact: bool) -> bool {
    match (operator, wanted) {
        (Operator::Equal, Value::Null) => !found.iter().any(|one| there(one)),
        (Operator::NotEqual, _) => !compared(found, Operator::Equal, wanted, case_exact),
        _ => found
            .iter()
            .any(|one| holds(one, operator, wanted, case_exact)),
    }
}

fn holds(value: &Value, operator: Operator, wanted: &Value, case_exact: bool) -> bool {
    match (value, wanted) {
        (Value::String(text), Value::String(wanted)) => match case_exact {
            true => texts(text, operator, wanted),
            false => texts(&text.to_lowercase(), operator, &wanted.to_lowercase()),
        },
        (Value::Number(one), Value::Number(other)) => one
            .as_f64()
            .zip(other.as_f64())
            .and_then(|(one, other)| one.partial_cmp(&other))
            .is_some_and(|order| ordered(order, operator)),
        (Value::Bool(truth), wanted) => {
            operator == Operator::Equal && crate::dialect::truth(wanted) == Some(*truth)
        }
        _ => false,
    }
}

fn texts(text: &str, operator: Operator, wanted: &str) -> bool {
    match operator {
        Operator::Contains => text.contains(wanted),
        Operator::StartsWith => text.starts_with(wanted),
        Operator::EndsWith => text.ends_with(wanted),
        _ => ordered(order(text, wanted), operator),
    }
}

/// Moments in the order of time, other texts in that of their letters.
pub(crate) fn order(one: &str, other: &str) -> Ordering {
    let moment = |text: &str| text.to_uppercase().parse::<jiff::Timestamp>().ok();
    match moment(one).zip(moment(other)) {
        Some((one, other)) => one.cmp(&other),
        None => one.cmp(other),
    }
}

fn ordered(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::NotEqual | Operator::Contains | Operator::StartsWith | Operator::EndsWith => {
            false
        }
    }
}
