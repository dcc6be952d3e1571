//! A plan for people.

use std::fmt;

use serde_json::Value;

use super::{Action, FieldChange, Plan, Planned};

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add => "+",
            Self::Change => "~",
            Self::Remove => "-",
        })
    }
}

impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                write!(f, "{}: {} → {}", self.field, plain(before), plain(after))
            }
            (None, Some(after)) => write!(f, "{}: {}", self.field, plain(after)),
            (Some(before), None) => write!(f, "{}: {} → nothing", self.field, plain(before)),
            (None, None) => f.write_str(&self.field),
        }
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {} {}", self.action, self.kind, self.name)?;
        self.fields
            .iter()
            .try_for_each(|field| writeln!(f, "    {field}"))
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "nothing to change");
        }
        self.items.iter().try_for_each(|item| write!(f, "{item}"))?;
        let (added, changed, removed) = self.counts();
        writeln!(
            f,
            "{added} to add, {changed} to change, {removed} to remove"
        )
    }
}

/// A value as people write it: text without quotes, lists with commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(plain).collect();
            items.join(", ")
        }
        Value::Object(fields) if fields.is_empty() => "yes".to_owned(),
        Value::Object(fields) => {
            // By name: the map itself may keep them as they came.
            let fields: std::collections::BTreeMap<_, _> = fields.iter().collect();
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(key, value)| format!("{} {}", key.replace('_', "-"), plain(value)))
                .collect();
            fields.join(", ")
        }
        other => other.to_string(),
    }
}
