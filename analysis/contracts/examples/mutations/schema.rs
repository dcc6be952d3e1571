//! Schemas.

use serde_json::{Map, Value, json};

use crate::chance::Chance;

pub(crate) const TYPES: [&str; 4] = ["string", "integer", "number", "boolean"];
pub(crate) const NAMES: [&str; 6] = ["id", "name", "kind", "weight", "born", "note"];
pub(crate) const SHARED: [&str; 4] = ["Pet", "Owner", "Error", "Page"];

/// A schema that is at most so deep.
pub(crate) fn schema(chance: &mut Chance, version: &str, depth: usize) -> Value {
    match chance.below(12) {
        0 | 1 if depth > 0 => object(chance, version, depth),
        2 if depth > 0 => json!({ "type": "array", "items": schema(chance, version, depth - 1) }),
        3 if depth > 0 => reference(chance, version),
        4 if depth > 0 => {
            let word = *chance.one(&["allOf", "oneOf", "anyOf"]);
            let parts: Vec<_> = (0..=chance.below(3))
                .map(|_| schema(chance, version, depth - 1))
                .collect();
            json!({ word: parts })
        }
        _ => plain(chance, version),
    }
}

/// A reference; since 3.1 something may stand beside it.
pub(crate) fn reference(chance: &mut Chance, version: &str) -> Value {
    let mut reference = json!({ "$ref": format!("#/components/schemas/{}", chance.one(&SHARED)) });
    if !version.starts_with("3.0") && chance.percent(30) {
        let (key, value) = match chance.below(4) {
            0 => ("description", json!("beside")),
            1 => ("required", json!(["id"])),
            2 => ("type", json!("string")),
            _ => ("maxLength", json!(chance.below(50))),
        };
        reference[key] = value;
    }
    reference
}

pub(crate) fn object(chance: &mut Chance, version: &str, depth: usize) -> Value {
    let mut properties = Map::new();
    for name in NAMES.iter().take(1 + chance.below(NAMES.len())) {
        properties.insert((*name).to_owned(), schema(chance, version, depth - 1));
    }
    let required: Vec<_> = properties
        .keys()
        .filter(|_| chance.percent(40))
        .cloned()
        .collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// A schema of one value, with limits.
pub(crate) fn plain(chance: &mut Chance, version: &str) -> Value {
    let kind = *chance.one(&TYPES);
    let mut schema = json!({ "type": kind });
    for (key, value) in limits(chance, kind) {
        schema[key] = value;
    }
    if version.starts_with("3.0") && chance.percent(15) {
        schema["nullable"] = json!(true);
    } else if chance.percent(10) {
        schema["type"] = match version.starts_with("3.0") {
            true => json!(kind),
            false => json!([kind, "null"]),
        };
    }
    if chance.percent(10) {
        schema[*chance.one(&["readOnly", "writeOnly"])] = json!(true);
    }
    schema
}

fn limits(chance: &mut Chance, kind: &str) -> Vec<(&'static str, Value)> {
    let mut limits = Vec::new();
    match kind {
        "string" => match chance.below(5) {
            0 => limits.push(("enum", json!(["a", "b", "c"]))),
            1 => limits.push(("format", json!(*chance.one(&["date", "uuid", "email"])))),
            2 => limits.extend([("minLength", json!(1)), ("maxLength", json!(40))]),
            3 => limits.push(("pattern", json!("^[a-z]+$"))),
            _ => {}
        },
        "integer" | "number" => {
            if chance.percent(40) {
                limits.extend([("minimum", json!(1)), ("maximum", json!(100))]);
            }
            if kind == "integer" && chance.percent(20) {
                limits.push(("format", json!("int32")));
            }
        }
        _ => {}
    }
    if chance.percent(15) {
        let default = match kind {
            "string" => json!("a"),
            "boolean" => json!(true),
            _ => json!(7),
        };
        limits.push(("default", default));
    }
    limits
}
