//! The OpenAPI 3.1 document, written from the routes, the commands and the queries themselves.

mod operation;

use std::sync::OnceLock;

use holdpoint_service::{QUERIES, QueryType};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

pub(crate) use operation::Operation;

use crate::layers::scim::of_scim;
use crate::problem::Problem;
use crate::route::Route;
use crate::routes::ROUTES;

/// The document as it is served: made once.
pub(crate) fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| openapi().to_string())
}

/// The document. What is checked in as `schemas/openapi.json` must be the same.
#[must_use]
pub fn openapi() -> Value {
    let mut paths = Map::new();
    // SCIM tells of itself, in its own words.
    let ours = |route: &&Route| !of_scim(route.path);
    for route in ROUTES.iter().copied().flatten().filter(ours) {
        if route.name == "query" {
            for query in QUERIES {
                let path = format!("/api/v1/query/{}", query.name);
                put(&mut paths, path, "get", ask(route, query));
            }
            continue;
        }
        // The router's sign for all that follows is not OpenAPI's.
        let path = route.path.replace("{*", "{");
        let operation = (route.describe)(Operation::of(route));
        put(&mut paths, path, route.method, operation.done());
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Holdpoint",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": { "schemas": { "Problem": schema::<Problem>() }, "responses": operation::problems(),
        "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer", "description": "An API token." },
            "session": {
                "type": "apiKey", "in": "cookie", "name": "__Host-holdpoint",
                "description": "A signed-in browser; `holdpoint` on a loopback address. Changes bear `X-CSRF-Token`."
            }
        } }
    });
    document.sort_all_objects();
    document
}

const DESCRIPTION: &str = "Release and deployment management on a provable ledger.\n\n\
    Lists have pages: `limit` says how many at most (50 if it is not said, never more than 1,000), and `next` of a \
    page is `after` of the one that follows; the last page has no `next`. A cursor stays right whatever is added \
    meanwhile.\n\n\
    `Holdpoint-Position` in an answer is the newest entry that it has seen. Sent with a request, it makes the server \
    wait for that entry first.\n\n\
    Errors are problem details (RFC 9457); `code` has a page that `holdpoint explain CODE` shows.";

fn put(paths: &mut Map<String, Value>, path: String, method: &str, operation: Value) {
    let place = paths.entry(path).or_insert_with(|| json!({}));
    if let Some(methods) = place.as_object_mut() {
        methods.insert(method.to_owned(), operation);
    }
}

/// The schema of a type, with everything that it refers to inside.
pub(crate) fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
    schema.to_value()
}

/// An object's schema with one more property.
pub(crate) fn with(mut object: Value, name: &str, schema: Value) -> Value {
    let properties = object.get_mut("properties");
    if let Some(properties) = properties.and_then(Value::as_object_mut) {
        properties.insert(name.to_owned(), schema);
    }
    object
}

fn ask(route: &Route, query: &QueryType) -> Value {
    let mut arguments = (query.arguments)().to_value();
    // Parameters come by name.
    arguments.sort_all_objects();
    let summary = arguments.get("description").and_then(Value::as_str);
    let mut operation = Operation::named(route, query.name, summary.unwrap_or_default());
    let fields = arguments.get("properties").and_then(Value::as_object);
    let required = arguments.get("required").and_then(Value::as_array);
    for (name, schema) in fields.into_iter().flatten() {
        let description = schema.get("description").and_then(Value::as_str);
        let needed = required.is_some_and(|all| all.iter().any(|one| one == name));
        operation = operation.argument(
            name,
            in_address(schema),
            description.unwrap_or_default(),
            needed,
        );
    }
    operation
        .query(
            "at",
            json!({ "type": "string" }),
            "As of this position or time.",
        )
        .header(
            "If-None-Match",
            json!({ "type": "string" }),
            "The `ETag` of an answer that is known already.",
        )
        .answers("The answer.", without_tuples((query.inlined_view)()))
        .tagged()
        .refuses(&[404, 409])
        .done()
}

/// The schema with arrays of one of several items for tuples: not every reader of the document knows `prefixItems`.
fn without_tuples(schema: Value) -> Value {
    match schema {
        Value::Array(all) => all.into_iter().map(without_tuples).collect(),
        Value::Object(mut fields) => {
            if let Some(items) = fields.remove("prefixItems") {
                fields.insert("items".to_owned(), json!({ "anyOf": items }));
            }
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, without_tuples(value)))
                .collect()
        }
        plain => plain,
    }
}

/// In an address all values are text.
fn in_address(schema: &Value) -> Value {
    let of = |name: &str| match name {
        "integer" => Some(json!({ "type": "integer", "minimum": 0 })),
        "boolean" => Some(json!({ "type": "boolean" })),
        _ => None,
    };
    let named = match schema.get("type") {
        Some(Value::String(kind)) => of(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find_map(of),
        _ => None,
    };
    named.unwrap_or_else(|| json!({ "type": "string" }))
}
