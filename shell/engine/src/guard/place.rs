//! Whether the schema of an event constrains what stands at a place in its data: ids, names of aggregates,
//! digests, times and fixed words are no free text, even if somebody is called so.

use std::collections::HashMap;
use std::sync::LazyLock;

use holdpoint_domain::EVENTS;
use serde_json::Value;

/// One step from the root of some data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// Into a member of an object.
    Member(&'a str),
    /// Into an item of an array.
    Item(usize),
}

static SCHEMAS: LazyLock<HashMap<&'static str, Value>> = LazyLock::new(|| {
    let schema = |event: &holdpoint_domain::EventType| (event.name, (event.schema)().to_value());
    EVENTS.iter().map(schema).collect()
});

/// Whether every schema that may hold for the place says more than that there is a string.
pub(super) fn constrained(event_type: &str, data: &Value, path: &[Step<'_>]) -> bool {
    let places = places(event_type, data, path);
    !places.is_empty() && places.iter().all(|schema| says_more(schema))
}

/// Whether the last step goes to a field that the schema names.
pub(super) fn field(event_type: &str, data: &Value, path: &[Step<'_>]) -> bool {
    let Some((Step::Member(name), before)) = path.split_last() else {
        return false;
    };
    let places = places(event_type, data, before);
    places.iter().any(|schema| {
        let properties = schema.get("properties");
        properties.is_some_and(|properties| properties.get(name).is_some())
    })
}

/// The place as a JSON pointer.
pub(super) fn pointer(path: &[Step<'_>]) -> String {
    let step = |step: &Step<'_>| match step {
        Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Item(at) => format!("/{at}"),
    };
    path.iter().map(step).collect()
}

fn says_more(schema: &Value) -> bool {
    let known = ["pattern", "enum", "const", "format"];
    let string = schema.get("type").is_some_and(|of| match of {
        Value::Array(types) => types.iter().any(|of| of == "string"),
        of => of == "string",
    });
    // A schema that does not let a string be there says nothing about this one.
    !string && schema.get("type").is_some() || known.iter().any(|key| schema.get(key).is_some())
}

fn places<'a>(event_type: &str, data: &Value, path: &[Step<'_>]) -> Vec<&'a Value> {
    let Some(root) = SCHEMAS.get(event_type) else {
        return Vec::new();
    };
    let mut places = alternatives(root, root, data, 0);
    let mut here = Some(data);
    for step in path {
        let next = |schema: &&'a Value| child(schema, step);
        let schemas: Vec<_> = places.iter().filter_map(next).collect();
        here = here.and_then(|value| value_at(value, step));
        let value = here.unwrap_or(&Value::Null);
        places = schemas
            .into_iter()
            .flat_map(|s| alternatives(root, s, value, 0))
            .collect();
    }
    places
}

fn value_at<'v>(value: &'v Value, step: &Step<'_>) -> Option<&'v Value> {
    match step {
        Step::Member(name) => value.get(name),
        Step::Item(at) => value.get(at),
    }
}

fn child<'a>(schema: &'a Value, step: &Step<'_>) -> Option<&'a Value> {
    match step {
        Step::Item(at) => {
            let fixed = schema.get("prefixItems").and_then(|items| items.get(at));
            fixed.or_else(|| schema.get("items"))
        }
        Step::Member(name) => {
            let named = schema.get("properties").and_then(|of| of.get(name));
            named.or_else(|| {
                schema
                    .get("additionalProperties")
                    .filter(|of| of.is_object())
            })
        }
    }
}

/// References followed and alternatives taken apart; those that cannot hold for the value left out.
fn alternatives<'a>(
    root: &'a Value,
    schema: &'a Value,
    value: &Value,
    depth: usize,
) -> Vec<&'a Value> {
    // Only a schema that refers to itself without any data between gets that deep; ours do not.
    if depth > 16 || !possible(schema, value) {
        return Vec::new();
    }
    let mut found = vec![];
    let referred = schema.get("$ref").and_then(Value::as_str);
    let referred = referred.and_then(|to| root.pointer(to.strip_prefix('#')?));
    found.extend(
        referred
            .into_iter()
            .flat_map(|to| alternatives(root, to, value, depth + 1)),
    );
    for several in ["oneOf", "anyOf", "allOf"] {
        let several = schema.get(several).and_then(Value::as_array);
        let taken = several.into_iter().flatten();
        found.extend(taken.flat_map(|one| alternatives(root, one, value, depth + 1)));
    }
    let own = ["type", "properties", "enum", "const", "pattern", "items"];
    if found.is_empty() || own.iter().any(|key| schema.get(key).is_some()) {
        found.push(schema);
    }
    found
}

/// Whether the tags that the schema asks for are there.
fn possible(schema: &Value, value: &Value) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let tags = properties.into_iter().flatten();
    tags.filter_map(|(name, of)| Some((name, of.get("const")?)))
        .all(|(name, tag)| value.get(name).is_none_or(|found| found == tag))
}
