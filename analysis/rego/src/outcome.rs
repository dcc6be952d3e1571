//! What a policy answers.

use crate::package::{Entry, Verdict};
use regorus::Value;
use serde::{Deserialize, Serialize};

/// The answer of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether nothing speaks against: no `deny`, and every `allow` that is defined is true.
    pub allowed: bool,
    /// What speaks against, sorted, each once.
    pub messages: Vec<String>,
    /// What only warns, sorted, each once.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// Puts together what the rules gave.
    pub(crate) fn of(answers: impl IntoIterator<Item = (Entry, Value)>) -> Self {
        let mut outcome = Self::default();
        for (entry, value) in answers {
            match entry.verdict {
                Verdict::Deny => messages(&entry.path, &value, &mut outcome.messages),
                Verdict::Warn => messages(&entry.path, &value, &mut outcome.warnings),
                Verdict::Allow if value == Value::from(true) => {}
                Verdict::Allow => outcome
                    .messages
                    .push(format!("`{}` is not true", entry.path)),
            }
        }
        for list in [&mut outcome.messages, &mut outcome.warnings] {
            list.sort();
            list.dedup();
        }
        outcome.allowed = outcome.messages.is_empty();
        outcome
    }
}

/// A set or list of messages, one message, or true; nothing and false say nothing.
fn messages(path: &str, value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Undefined | Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => into.push(format!("`{path}` is true")),
        Value::Set(items) => into.extend(items.iter().map(message)),
        Value::Array(items) => into.extend(items.iter().map(message)),
        // `deny[id] := message`: the keys only tell messages apart.
        Value::Object(fields) if text_of(value).is_none() => {
            into.extend(fields.values().map(message))
        }
        other => into.push(message(other)),
    }
}

/// A text is its own message; an object has one in `msg` or `message`; anything else is shown as JSON.
fn message(value: &Value) -> String {
    text_of(value)
        .unwrap_or_else(|| serde_json::to_string(value).unwrap_or_else(|_| "a value".to_owned()))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Object(fields) => {
            let field = ["msg", "message"]
                .iter()
                .find_map(|name| fields.get(&Value::from(*name)))?;
            field.as_string().ok().map(ToString::to_string)
        }
        _ => None,
    }
}
