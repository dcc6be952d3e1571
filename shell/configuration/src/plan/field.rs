//! What differs between two values, field by field.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// One field that differs. A member of a list that comes or goes has only one of the two values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// Where in the item, such as `criteria.scheme.waivable`; items of lists go by their names.
    pub field: String,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it is to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl FieldChange {
    /// Puts names of people in the place of their ids.
    pub(super) fn rename(&mut self, name: &dyn Fn(&str) -> Option<String>) {
        for value in [&mut self.before, &mut self.after].into_iter().flatten() {
            if let Some(known) = value.as_str().and_then(name) {
                *value = Value::String(known);
            }
        }
    }
}

/// What differs; without a value before, everything that says something.
pub(super) fn differences(before: Option<&Value>, after: &Value) -> Vec<FieldChange> {
    let mut all = Vec::new();
    let nothing = Value::Object(Map::new());
    compare("", Some(before.unwrap_or(&nothing)), Some(after), &mut all);
    // The name of an item stands above its fields.
    all.retain(|change| change.field != "name");
    all
}

fn compare(field: &str, before: Option<&Value>, after: Option<&Value>, all: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    match (parts(before), parts(after)) {
        (Some(one), Some(other)) if !(one.is_empty() && other.is_empty()) => {
            let mut keys: Vec<&String> = other.keys().collect();
            keys.extend(one.keys().filter(|key| !other.contains_key(*key)));
            for key in keys {
                compare(
                    &join(field, key),
                    one.get(key).copied(),
                    other.get(key).copied(),
                    all,
                );
            }
        }
        _ => all.push(FieldChange {
            field: field.to_owned(),
            before: before.filter(|value| speaks(value)).cloned(),
            after: after.filter(|value| speaks(value)).cloned(),
        }),
    }
    all.retain(|change| change.before.is_some() || change.after.is_some());
}

/// The parts of an object, or of a list by the names of its items; nothing has no parts.
fn parts(value: Option<&Value>) -> Option<BTreeMap<String, &Value>> {
    match value {
        None => Some(BTreeMap::new()),
        Some(Value::Object(fields)) => Some(
            fields
                .iter()
                .map(|(key, value)| (key.clone(), value))
                .collect(),
        ),
        Some(Value::Array(items)) => {
            let named = items.iter().map(|item| Some((label(item)?, item)));
            named.collect()
        }
        Some(_) => None,
    }
}

/// What an item of a list goes by.
fn label(item: &Value) -> Option<String> {
    let name = match item {
        Value::String(text) => text.as_str(),
        _ => item.get("name").or_else(|| item.get("date"))?.as_str()?,
    };
    Some(name.to_owned())
}

fn join(field: &str, key: &str) -> String {
    let key = key.replace('_', "-");
    if field.is_empty() {
        key
    } else {
        format!("{field}.{key}")
    }
}

/// Whether it says more than its absence.
fn speaks(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use serde_json::json;

    fn changed(before: serde_json::Value, after: serde_json::Value) -> Vec<String> {
        let all = differences(Some(&before), &after);
        let text =
            |value: Option<serde_json::Value>| value.map(|v| v.to_string()).unwrap_or_default();
        all.into_iter()
            .map(|one| format!("{} {}>{}", one.field, text(one.before), text(one.after)))
            .collect()
    }

    #[test]
    fn fields_and_items_of_lists_are_told_apart() {
        let before = json!({"name": "p", "level": "warn", "criteria": [
            {"name": "a", "ask": {"approvals": {"quorum": 1}}}, {"name": "b", "ask": "x"}]});
        let after = json!({"name": "p", "level": "enforce", "criteria": [
            {"name": "a", "ask": {"approvals": {"quorum": 2}}}]});
        assert_eq!(
            changed(before, after),
            [
                "criteria.a.ask.approvals.quorum 1>2",
                "criteria.b.ask \"x\">",
                "criteria.b.name \"b\">",
                "level \"warn\">\"enforce\""
            ]
        );
    }

    #[test]
    fn members_come_and_go() {
        let found = changed(json!({"m": ["a", "b"]}), json!({"m": ["b", "c"]}));
        assert_eq!(found, ["m.c >\"c\"", "m.a \"a\">"]);
    }

    #[test]
    fn a_new_item_says_what_it_says_and_no_more() {
        let all = differences(
            None,
            &json!({"name": "u", "title": "", "parent": "r", "flag": false}),
        );
        let fields: Vec<_> = all.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["flag", "parent"]);
    }
}
