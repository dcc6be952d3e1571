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
    /// What comes, or else what goes, if that is a text.
    fn said(&self) -> &str {
        let said = self.after.as_ref().or(self.before.as_ref());
        said.and_then(Value::as_str).unwrap_or_default()
    }

    /// Where it stands in a list: what comes is before what goes.
    pub(super) fn place(&self) -> (bool, &str) {
        (self.after.is_none(), self.said())
    }

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
    all.retain(|change| !repeats(change));
    all
}

/// Whether it only says the name that stands in its own path, or above all fields.
fn repeats(change: &FieldChange) -> bool {
    let said = change.said();
    let item = change
        .field
        .strip_suffix(".name")
        .or(change.field.strip_suffix(".date"));
    change.field == "name" || item.is_some_and(|item| !said.is_empty() && item.ends_with(said))
}

fn compare(field: &str, before: Option<&Value>, after: Option<&Value>, all: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    let whole = |all: &mut Vec<FieldChange>| {
        all.push(FieldChange {
            field: field.to_owned(),
            before: before.filter(|value| speaks(value)).cloned(),
            after: after.filter(|value| speaks(value)).cloned(),
        });
    };
    let known = all.len();
    let lists = [before, after].into_iter().flatten().all(Value::is_array);
    match (parts(before), parts(after)) {
        // The words of a command are one thing; members of other lists come and go.
        (Some(one), Some(other))
            if !(field.ends_with(".command") || one.is_empty() && other.is_empty()) =>
        {
            let mut keys: Vec<&String> = other.keys().collect();
            keys.extend(one.keys().filter(|key| !other.contains_key(*key)));
            for key in keys {
                let (one, other) = (one.get(key).copied(), other.get(key).copied());
                let word = [one, other].into_iter().flatten().all(Value::is_string);
                let inner = if word && lists {
                    field.to_owned()
                } else {
                    join(field, key)
                };
                compare(&inner, one, other, all);
            }
        }
        _ => whole(all),
    }
    if all.len() == known && before.is_some() && after.is_some() {
        // The same members in another order.
        whole(all);
    }
    if all.len() == known && before.is_some() && after.is_some() {
        // The same members in another order.
        whole(all);
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
        _ => item.get("date").or_else(|| item.get("name"))?.as_str()?,
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
                "level \"warn\">\"enforce\""
            ]
        );
    }

    #[test]
    fn members_come_and_go() {
        let found = changed(json!({"m": ["a", "b"]}), json!({"m": ["b", "c"]}));
        assert_eq!(found, ["m >\"c\"", "m \"a\">"]);
    }

    #[test]
    fn words_of_a_command_and_an_order_are_one_thing() {
        let before = json!({"steps": [{"name": "s", "command": ["a", "b"]}], "m": ["x", "y"]});
        let after = json!({"steps": [{"name": "s", "command": ["a", "c"]}], "m": ["y", "x"]});
        let expected = [
            "m [\"x\",\"y\"]>[\"y\",\"x\"]",
            "steps.s.command [\"a\",\"b\"]>[\"a\",\"c\"]",
        ];
        assert_eq!(changed(before, after), expected);
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
