//! Whether what a filter compares can be compared so.

use serde_json::Value;

use super::{Filter, Operator};
use crate::schema::{Attribute, Kind, Type};
use crate::{ScimError, ScimType};

/// Checks a filter of a resource, or of values of the attribute.
pub(super) fn check(
    filter: &Filter,
    kind: &Kind,
    within: Option<&Attribute>,
) -> Result<(), ScimError> {
    let attribute = |path: &crate::AttributePath| match within {
        Some(attribute) => attribute.sub(&path.name),
        None => {
            let found = path.find(kind)?;
            Some(found.sub.unwrap_or(found.attribute))
        }
    };
    match filter {
        Filter::Compare(path, operator, value) => match attribute(path) {
            Some(found) => comparable(found, *operator, value)
                .map_err(|why| ScimError::new(ScimType::InvalidFilter, format!("`{path}` {why}"))),
            // What nobody knows, nobody has.
            None => Ok(()),
        },
        Filter::Present(_) => Ok(()),
        Filter::Within(path, inner) => match attribute(path) {
            Some(found) => check(inner, kind, Some(found)),
            None => Ok(()),
        },
        Filter::Not(inner) => check(inner, kind, within),
        Filter::And(one, other) | Filter::Or(one, other) => {
            check(one, kind, within)?;
            check(other, kind, within)
        }
    }
}

fn comparable(attribute: &Attribute, operator: Operator, value: &Value) -> Result<(), String> {
    let parts = matches!(
        operator,
        Operator::Contains | Operator::StartsWith | Operator::EndsWith
    );
    match attribute.kind {
        Type::Boolean if parts || operator.orders() => {
            Err("is true or false, which has neither order nor parts".to_owned())
        }
        _ if parts && !value.is_string() => {
            Err(format!("cannot be compared with `{value}` by parts of it"))
        }
        _ if operator.orders() && (value.is_boolean() || value.is_null()) => {
            Err(format!("is neither more nor less than `{value}`"))
        }
        _ => Ok(()),
    }
}
