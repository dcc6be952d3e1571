//! What holds of every fact: it is bounded, has whole numbers only, and reads back as it was.

use holdpoint_domain::Fact;
use serde_json::Value;

/// The most that an entry may have.
const MOST: usize = 65_535;

/// What an entry has around the data, at most: type, time, actor, subject and references.
const AROUND: usize = 2_000;

fn whole(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_some_and(|n| n.unsigned_abs() <= 1 << 53),
        Value::Array(items) => items.iter().all(whole),
        Value::Object(fields) => fields.values().all(whole),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// Checks one.
pub fn check(fact: &Fact) {
    let data = fact.data().unwrap();
    assert!(whole(&data), "{data}");
    let text = data.to_string();
    assert!(text.len() + AROUND <= MOST, "{} bytes: {text}", text.len());
    let read = Fact::parse(fact.event_type(), &text).unwrap();
    assert_eq!(read, *fact);
    for key in fact.references().into_iter().chain([fact.subject()]) {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
}
