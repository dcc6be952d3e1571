//! The OpenAPI 3.1 document, written from the commands and queries themselves.

use holdpoint_domain::Command;
use holdpoint_service::{
    AccountRequest, ConfigurationFile, PersonalRequest, PlanView, QUERIES, QueryType, Receipt, Undo,
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::problem::Problem;

/// The document. What is checked in as `schemas/openapi.json` must be the same.
#[must_use]
pub fn openapi() -> Value {
    let mut paths = Map::new();
    paths.insert("/api/v1/commands".to_owned(), commands());
    paths.insert("/api/v1/accounts".to_owned(), accounts());
    paths.insert("/api/v1/personal".to_owned(), personal());
    paths.insert("/api/v1/me".to_owned(), me());
    paths.insert("/api/v1/blobs".to_owned(), put_blob());
    paths.insert("/api/v1/blobs/{digest}".to_owned(), get_blob());
    paths.insert(
        "/api/v1/comments/{comment}/attachments/{index}".to_owned(),
        attachment(),
    );
    paths.insert("/api/v1/plan".to_owned(), plan());
    paths.insert(
        "/api/v1/audit/verify".to_owned(),
        audit("verify", "Check all of the ledger."),
    );
    paths.insert(
        "/api/v1/audit/replay".to_owned(),
        audit("replay", "Judge every verdict again."),
    );
    paths.insert("/api/v1/audit/export".to_owned(), export());
    paths.insert("/ledger/checkpoint".to_owned(), checkpoint());
    paths.insert("/ledger/tile/{path}".to_owned(), tile());
    for query in QUERIES {
        paths.insert(format!("/api/v1/query/{}", query.name), ask(query));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Holdpoint",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Release and deployment management on a provable ledger.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } }
        }
    })
}

/// The schema of a type, with everything that it refers to inside.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
    schema.to_value()
}

fn answers(schema: Value) -> Value {
    json!({
        "200": {
            "description": "Done, or answered.",
            "headers": { "Holdpoint-Position": {
                "description": "The newest entry that the answer has seen.",
                "schema": { "type": "integer" }
            } },
            "content": { "application/json": { "schema": schema } }
        },
        "default": problem()
    })
}

fn problem() -> Value {
    json!({
        "description": "A problem.",
        "content": { "application/problem+json": { "schema": schema::<Problem>() } }
    })
}

fn parameter(name: &str, place: &str, schema: Value, description: &str) -> Value {
    json!({
        "name": name, "in": place, "required": place == "path",
        "schema": schema, "description": description
    })
}

fn position() -> Value {
    let description = "Wait for this entry before answering.";
    parameter(
        "Holdpoint-Position",
        "header",
        json!({ "type": "integer" }),
        description,
    )
}

fn commands() -> Value {
    let request = json!({
        "type": "object",
        "required": ["command", "arguments"],
        "properties": {
            "command": { "type": "string", "enum": Command::NAMES },
            "arguments": { "type": "object" }
        },
        "additionalProperties": false
    });
    let key = "Repeat a request under its key, and it is not done again.";
    let dry = "Only say what would come of it.";
    json!({ "post": {
        "operationId": "submit",
        "summary": "Submit a command.",
        "parameters": [
            parameter("Idempotency-Key", "header", json!({ "type": "string" }), key),
            parameter("dry_run", "query", json!({ "type": "boolean" }), dry),
            position(),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": answers(schema::<Receipt>())
    } })
}

fn ask(query: &QueryType) -> Value {
    let arguments = (query.arguments)().to_value();
    let fields = arguments.get("properties").and_then(Value::as_object);
    let mut parameters: Vec<_> = fields
        .into_iter()
        .flatten()
        .map(|(name, schema)| {
            let description = schema.get("description").and_then(Value::as_str);
            let mut text = parameter(
                name,
                "query",
                schema_of(schema),
                description.unwrap_or_default(),
            );
            let required = arguments.get("required").and_then(Value::as_array);
            let needed = required.is_some_and(|all| all.iter().any(|one| one == name));
            if let Some(object) = text.as_object_mut() {
                object.insert("required".to_owned(), Value::Bool(needed));
            }
            text
        })
        .collect();
    let at = "As of this position or time.";
    parameters.push(parameter("at", "query", json!({ "type": "string" }), at));
    parameters.push(position());
    let summary = arguments.get("description").cloned().unwrap_or_default();
    json!({ "get": {
        "operationId": query.name,
        "summary": summary,
        "parameters": parameters,
        "responses": answers((query.inlined_view)())
    } })
}

/// In an address all values are text.
fn schema_of(schema: &Value) -> Value {
    match schema.get("type") {
        Some(Value::String(kind)) if kind == "integer" => json!({ "type": "integer" }),
        _ => json!({ "type": "string" }),
    }
}

fn accounts() -> Value {
    let request = schema::<AccountRequest>();
    json!({ "post": {
        "operationId": "account",
        "summary": "Issue and revoke tokens, and map system users. Changes the vault only.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": answers(json!({ "type": "object" }))
    } })
}

fn personal() -> Value {
    let request = schema::<PersonalRequest>();
    json!({ "post": {
        "operationId": "personal",
        "summary": "Change settings, saved views, and what was seen of the inbox. Changes the vault only.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": answers(json!({ "type": "object" }))
    } })
}

fn plan() -> Value {
    let request = json!({
        "type": "object", "minProperties": 1, "maxProperties": 1,
        "properties": {
            "configuration": schema::<ConfigurationFile>(),
            "changes": { "type": "array", "items": { "type": "object" } },
            "import": { "type": "object" },
            "undo": schema::<Undo>()
        },
        "additionalProperties": false
    });
    json!({ "post": {
        "operationId": "plan",
        "summary": "What a configuration, an import or an undoing would change.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": answers(schema::<PlanView>())
    } })
}

fn audit(what: &str, summary: &str) -> Value {
    json!({ "get": {
        "operationId": format!("audit.{what}"),
        "summary": summary,
        "responses": answers(json!({ "type": "object" }))
    } })
}

fn export() -> Value {
    let release = json!({ "type": "string" });
    json!({ "get": {
        "operationId": "audit.export",
        "summary": "A bundle that verifies offline, as a tar archive.",
        "parameters": [parameter("release", "query", release, "Add proof files for its entries.")],
        "responses": bytes("The bundle.")
    } })
}

fn me() -> Value {
    json!({ "get": {
        "operationId": "me",
        "summary": "Who asks.",
        "responses": answers(json!({}))
    } })
}

fn put_blob() -> Value {
    let bytes = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
    let kept = json!({ "type": "object", "properties": {
        "digest": { "type": "string" }, "size": { "type": "integer" }
    } });
    json!({ "put": {
        "operationId": "blob.put",
        "summary": "Keep content, named by its digest.",
        "requestBody": { "required": true, "content": bytes },
        "responses": answers(kept)
    } })
}

fn get_blob() -> Value {
    let digest = json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" });
    json!({ "get": {
        "operationId": "blob.get",
        "summary": "The content of a digest.",
        "parameters": [parameter("digest", "path", digest, "Its digest.")],
        "responses": bytes("The content.")
    } })
}

fn attachment() -> Value {
    let comment = json!({ "type": "string", "pattern": "^com_[0-9A-HJKMNP-TV-Z]{26}$" });
    let index = json!({ "type": "integer", "minimum": 0 });
    json!({ "get": {
        "operationId": "comment.attachment",
        "summary": "What was attached to a comment.",
        "parameters": [
            parameter("comment", "path", comment, "Which comment."),
            parameter("index", "path", index, "Which attachment, counted from 0."),
        ],
        "responses": bytes("The content.")
    } })
}

fn checkpoint() -> Value {
    json!({ "get": {
        "operationId": "ledger.checkpoint",
        "summary": "The newest signed checkpoint (C2SP tlog-checkpoint 1.0.0).",
        "security": [],
        "responses": {
            "200": { "description": "The note.", "content": { "text/plain": { "schema": { "type": "string" } } } },
            "default": problem()
        }
    } })
}

fn tile() -> Value {
    json!({ "get": {
        "operationId": "ledger.tile",
        "summary": "A tile, or a bundle of entries (C2SP tlog-tiles 0.1.0).",
        "security": [{}, { "token": [] }],
        "parameters": [parameter("path", "path", json!({ "type": "string" }), "Such as `0/x001/234.p/5`.")],
        "responses": bytes("The tile or bundle.")
    } })
}

fn bytes(description: &str) -> Value {
    json!({
        "200": {
            "description": description,
            "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }
        },
        "default": problem()
    })
}
