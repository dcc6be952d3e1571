//! Changes, as people make them.

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::document::{operation, parameter};
use crate::schema::{NAMES, TYPES, plain, reference, schema};

/// Changes one thing at random.
pub(crate) fn change(chance: &mut Chance, document: &mut Value, version: &str) {
    match chance.below(10) {
        0 => of_paths(chance, document, version),
        1 | 2 => of_operation(chance, document, version),
        3 => of_parameter(chance, document, version),
        _ => of_schema(chance, document, version),
    }
}

fn of_paths(chance: &mut Chance, document: &mut Value, version: &str) {
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    let names: Vec<_> = paths.keys().cloned().collect();
    let name = chance.one(&names).clone();
    match chance.below(3) {
        0 if names.len() > 1 => drop(paths.remove(&name)),
        1 => drop(paths.insert(
            "/new".to_owned(),
            json!({ "get": operation(chance, version, "/new", "get") }),
        )),
        _ => {
            let methods: Vec<_> = paths[&name]
                .as_object()
                .into_iter()
                .flat_map(|item| item.keys().cloned())
                .collect();
            if methods.len() > 1 {
                let gone = chance.one(&methods).clone();
                paths[&name].as_object_mut().map(|item| item.remove(&gone));
            }
        }
    }
}

/// Pointers to all values for which something holds.
fn pointers(
    value: &Value,
    at: &str,
    wanted: &dyn Fn(&str, &Value) -> bool,
    found: &mut Vec<String>,
) {
    if wanted(at, value) {
        found.push(at.to_owned());
    }
    let each: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in each {
        pointers(value, &format!("{at}/{key}"), wanted, found);
    }
}

fn any<'d>(
    chance: &mut Chance,
    document: &'d mut Value,
    wanted: &dyn Fn(&str, &Value) -> bool,
) -> Option<&'d mut Value> {
    let mut found = Vec::new();
    pointers(document, "", wanted, &mut found);
    if found.is_empty() {
        return None;
    }
    let at = chance.one(&found).clone();
    document.pointer_mut(&at)
}

fn of_operation(chance: &mut Chance, document: &mut Value, version: &str) {
    let is_operation = |_: &str, value: &Value| value.get("responses").is_some();
    let Some(operation) = any(chance, document, &is_operation) else {
        return;
    };
    match chance.below(9) {
        0 => operation["deprecated"] = json!(true),
        1 => operation["operationId"] = json!("other"),
        2 => operation["tags"] = json!(["others"]),
        3 => operation["security"] = json!([{ "key": [] }]),
        4 => operation["security"] = json!([{ "login": ["read", "write"] }]),
        5 => {
            let added = parameter(chance, version, "added");
            if let Some(list) = operation["parameters"].as_array_mut() {
                list.push(added);
            }
        }
        6 => drop(operation["parameters"].as_array_mut().and_then(Vec::pop)),
        7 => operation["responses"]["500"] = json!({ "description": "broken" }),
        _ => {
            let responses = operation["responses"].as_object_mut();
            responses.map(|responses| responses.remove("404"));
        }
    }
}

fn of_parameter(chance: &mut Chance, document: &mut Value, version: &str) {
    let is_parameter = |_: &str, value: &Value| {
        value.get("in").is_some_and(|place| place != "path") && value.get("schema").is_some()
    };
    let Some(parameter) = any(chance, document, &is_parameter) else {
        return;
    };
    match chance.below(4) {
        0 => parameter["required"] = json!(parameter["required"] != json!(true)),
        1 => parameter["deprecated"] = json!(true),
        2 => parameter["schema"] = plain(chance, version),
        _ => parameter["in"] = json!(*chance.one(&["query", "header", "cookie"])),
    }
}

/// Whether a schema stands there: below a word that is followed by one.
fn is_schema(at: &str, value: &Value) -> bool {
    let steps: Vec<&str> = at.split('/').collect();
    let last = steps.last().copied().unwrap_or_default();
    let above = steps.len().checked_sub(2).map_or("", |at| steps[at]);
    let shared = at.starts_with("/components/schemas/") && steps.len() == 4;
    let named = matches!(last, "schema" | "items") || shared;
    value.is_object() && (named || matches!(above, "properties" | "allOf" | "oneOf" | "anyOf"))
}

fn of_schema(chance: &mut Chance, document: &mut Value, version: &str) {
    let Some(found) = any(chance, document, &is_schema) else {
        return;
    };
    if found.get("$ref").is_some() {
        *found = match chance.percent(50) {
            true => reference(chance, version),
            false => plain(chance, version),
        };
    } else if found.get("properties").is_some() {
        of_object(chance, found, version);
    } else if let Some(word) = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .find(|word| found.get(word).is_some())
    {
        of_parts(chance, &mut found[word], version);
    } else if found.get("items").is_some() {
        found[*chance.one(&["minItems", "maxItems"])] = json!(1 + chance.below(5));
    } else {
        of_value(chance, found, version);
    }
}

fn of_object(chance: &mut Chance, object: &mut Value, version: &str) {
    let name = *chance.one(&NAMES);
    match chance.below(5) {
        0 => {
            object["properties"]
                .as_object_mut()
                .map(|all| all.remove(name));
            if let Some(required) = object["required"].as_array_mut() {
                required.retain(|one| one != name);
            }
        }
        1 => object["properties"]["added"] = schema(chance, version, 1),
        2 if object["properties"].get(name).is_some() => {
            let mut required = object["required"].as_array().cloned().unwrap_or_default();
            match required.iter().position(|one| one == name) {
                Some(at) => drop(required.remove(at)),
                None => required.push(json!(name)),
            }
            object["required"] = json!(required);
            if required.is_empty() {
                object.as_object_mut().map(|all| all.remove("required"));
            }
        }
        3 => object["properties"][name] = plain(chance, version),
        _ => object["description"] = json!("another"),
    }
}

fn of_parts(chance: &mut Chance, parts: &mut Value, version: &str) {
    let Some(parts) = parts.as_array_mut() else {
        return;
    };
    match chance.below(2) {
        0 if parts.len() > 1 => drop(parts.pop()),
        _ => parts.push(plain(chance, version)),
    }
}

fn of_value(chance: &mut Chance, found: &mut Value, version: &str) {
    match chance.below(9) {
        0 => found["type"] = json!(*chance.one(&TYPES)),
        1 => found["enum"] = json!(["a", "b", "d"]),
        2 => drop(found.as_object_mut().and_then(|all| all.remove("enum"))),
        3 => found[*chance.one(&["minLength", "maxLength"])] = json!(chance.below(60)),
        4 => found[*chance.one(&["minimum", "maximum"])] = json!(chance.below(200)),
        5 => found["format"] = json!(*chance.one(&["date", "uuid", "int64"])),
        6 => found["default"] = json!("b"),
        7 if version.starts_with("3.0") => {
            found["nullable"] = json!(found["nullable"] != json!(true))
        }
        _ => found[*chance.one(&["readOnly", "writeOnly", "deprecated"])] = json!(true),
    }
}
