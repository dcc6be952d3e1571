//! Predicates of unknown types: their fields, cut to size, and what they say of themselves.

use std::collections::BTreeMap;

use super::{Outcome, Summary};
use crate::text::{MAX_LIST, bounded};
use serde_json::{Map, Number, Value};

/// No more values, and no more bytes of text, are kept of one predicate, so that a summary always fits into
/// one record.
const MAX_VALUES: usize = 200;
const MAX_BYTES: usize = 16 * 1024;
/// Nothing deeper is kept.
const MAX_DEPTH: usize = 6;
/// Integers above are not exact everywhere.
const MAX_INTEGER: u64 = 1 << 53;

pub(super) fn summarise(predicate: &Value) -> Summary {
    let mut cut = Cut {
        left: MAX_VALUES,
        bytes: MAX_BYTES,
        truncated: false,
    };
    let fields = cut.value(predicate, 0);
    Summary::Other {
        fields,
        truncated: cut.truncated,
    }
}

struct Cut {
    left: usize,
    bytes: usize,
    truncated: bool,
}

impl Cut {
    fn value(&mut self, value: &Value, depth: usize) -> Value {
        if self.left == 0 || depth > MAX_DEPTH {
            self.truncated = true;
            return Value::Null;
        }
        self.left -= 1;
        match value {
            Value::Null | Value::Bool(_) => value.clone(),
            Value::Number(number) => plain_number(number),
            Value::String(text) => Value::String(self.kept(text)),
            Value::Array(items) => {
                self.truncated |= items.len() > MAX_LIST;
                items
                    .iter()
                    .take(MAX_LIST)
                    .map(|item| self.value(item, depth + 1))
                    .collect()
            }
            Value::Object(fields) => {
                self.truncated |= fields.len() > MAX_LIST;
                // The first by name, in whatever order the map keeps them.
                let fields: BTreeMap<_, _> = fields.iter().collect();
                let kept: Map<String, Value> = fields
                    .into_iter()
                    .take(MAX_LIST)
                    .map(|(name, field)| (self.kept(name), self.value(field, depth + 1)))
                    .collect();
                Value::Object(kept)
            }
        }
    }

    fn kept(&mut self, text: &str) -> String {
        let kept = bounded(text);
        self.truncated |= kept.ends_with('…') && !text.ends_with('…');
        match self.bytes.checked_sub(kept.len()) {
            Some(bytes) => {
                self.bytes = bytes;
                kept
            }
            None => {
                self.truncated = true;
                "…".to_owned()
            }
        }
    }
}

fn plain_number(number: &Number) -> Value {
    let exact = match (number.as_u64(), number.as_i64()) {
        (Some(positive), _) => positive <= MAX_INTEGER,
        (None, Some(negative)) => negative.unsigned_abs() <= MAX_INTEGER,
        (None, None) => false,
    };
    if exact {
        Value::Number(number.clone())
    } else {
        Value::String(number.to_string())
    }
}

/// What a predicate says of itself in `result`, `verificationResult`, `outcome`, `status` or `passed`.
///
/// Anything but a clear word is neither for nor against; of two words that disagree, the failure counts.
pub(super) fn outcome(predicate: &Value) -> Outcome {
    let words = [
        "result",
        "verificationResult",
        "outcome",
        "status",
        "conclusion",
    ];
    let said = words
        .iter()
        .filter_map(|name| predicate.get(*name))
        .filter_map(Value::as_str)
        .map(word);
    let flags = ["passed", "success"]
        .iter()
        .filter_map(|name| predicate.get(*name)?.as_bool());
    let flags = flags.map(|good| {
        if good {
            Outcome::Passed
        } else {
            Outcome::Failed
        }
    });
    let all: Vec<Outcome> = said.chain(flags).collect();
    [Outcome::Failed, Outcome::Passed]
        .into_iter()
        .find(|o| all.contains(o))
        .unwrap_or(Outcome::None)
}

pub(super) fn word(text: &str) -> Outcome {
    match text.trim().to_ascii_lowercase().as_str() {
        "pass" | "passed" | "success" | "succeeded" | "successful" | "ok" | "warned"
        | "approved" => Outcome::Passed,
        "fail" | "failed" | "failure" | "error" | "rejected" | "denied" => Outcome::Failed,
        _ => Outcome::None,
    }
}
