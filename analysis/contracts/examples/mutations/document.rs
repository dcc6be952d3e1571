//! Whole documents.

use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::schema::{SHARED, object, plain, schema};

const PATHS: [&str; 4] = ["/pets", "/pets/{id}", "/owners", "/owners/{id}/pets"];
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// A document of that version.
pub(crate) fn document(chance: &mut Chance, version: &str) -> Value {
    let mut paths = Map::new();
    for path in PATHS.iter().take(1 + chance.below(PATHS.len())) {
        paths.insert((*path).to_owned(), item(chance, version, path));
    }
    let mut schemas = Map::new();
    for name in SHARED {
        schemas.insert(name.to_owned(), object(chance, version, 2));
    }
    json!({
        "openapi": version,
        "info": { "title": "Pets", "version": "1.0.0" },
        "servers": [{ "url": "https://pets.example.org" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
                "login": {
                    "type": "oauth2",
                    "flows": { "clientCredentials": { "tokenUrl": "https://pets.example.org/token", "scopes": { "read": "r", "write": "w" } } },
                },
            },
        },
    })
}

fn item(chance: &mut Chance, version: &str, path: &str) -> Value {
    let mut item = Map::new();
    for method in METHODS.iter().take(1 + chance.below(METHODS.len())) {
        item.insert(
            (*method).to_owned(),
            operation(chance, version, path, method),
        );
    }
    Value::Object(item)
}

/// An operation.
pub(crate) fn operation(chance: &mut Chance, version: &str, path: &str, method: &str) -> Value {
    let mut parameters = Vec::new();
    if path.contains("{id}") {
        parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": plain(chance, version) }));
    }
    for name in ["limit", "cursor", "sort"].iter().take(chance.below(4)) {
        parameters.push(parameter(chance, version, name));
    }
    let mut operation = json!({
        "operationId": format!("{method}{}", path.replace(['/', '{', '}'], "-")),
        "parameters": parameters,
        "responses": responses(chance, version),
    });
    if matches!(method, "post" | "put") {
        operation["requestBody"] =
            json!({ "required": chance.percent(60), "content": content(chance, version) });
    }
    if chance.percent(20) {
        operation["tags"] = json!(["pets"]);
    }
    if chance.percent(20) {
        operation["security"] = json!([{ "login": ["read"] }]);
    }
    operation
}

/// A parameter.
pub(crate) fn parameter(chance: &mut Chance, version: &str, name: &str) -> Value {
    let place = *chance.one(&["query", "query", "header", "cookie"]);
    json!({ "name": name, "in": place, "required": chance.percent(20), "schema": plain(chance, version) })
}

fn content(chance: &mut Chance, version: &str) -> Value {
    let mut content = json!({ "application/json": { "schema": schema(chance, version, 3) } });
    if chance.percent(15) {
        content["application/xml"] = json!({ "schema": schema(chance, version, 2) });
    }
    content
}

fn responses(chance: &mut Chance, version: &str) -> Value {
    let mut responses =
        json!({ "200": { "description": "it", "content": content(chance, version) } });
    if chance.percent(50) {
        let schema = json!({ "$ref": "#/components/schemas/Error" });
        responses["404"] = json!({ "description": "nothing", "content": { "application/json": { "schema": schema } } });
    }
    if chance.percent(25) {
        responses["200"]["headers"] = json!({ "X-Rate": { "required": chance.percent(50), "schema": plain(chance, version) } });
    }
    responses
}
