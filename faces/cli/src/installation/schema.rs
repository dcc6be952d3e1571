//! The JSON Schema of the file, for editors.

use serde_json::{Map, Value, json};

use super::table::{Of, SETTINGS, Setting};

/// Where it is published.
const ID: &str = "https://example.org/holdpoint/schemas/server.schema.json";

/// The JSON Schema (draft 2020-12) of a server's file of settings.
#[must_use]
pub fn schema() -> Value {
    let command = crate::arguments::command();
    let properties: Map<_, _> = SETTINGS
        .iter()
        .map(|setting| {
            let about = about(&command, setting);
            (
                setting.key.key.to_owned(),
                property(setting.key.key, &about),
            )
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Settings of a Holdpoint server",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// What the option says of itself.
fn about(command: &clap::Command, setting: &Setting) -> String {
    let owner = match setting.of {
        Of::Everywhere => Some(command),
        Of::Serve => command.find_subcommand("serve"),
    };
    let id = setting.id();
    let mut arguments = owner.into_iter().flat_map(clap::Command::get_arguments);
    let found = arguments.find(|argument| *argument.get_id() == *id);
    let help = found.and_then(|one| one.get_long_help().or(one.get_help()));
    help.map_or_else(String::new, |help| help.to_string().replace('\n', " "))
}

fn property(key: &str, about: &str) -> Value {
    let mut property = match key {
        "public-ledger" => json!({ "type": "boolean" }),
        "log-format" => json!({ "enum": ["text", "json"] }),
        "log-level" => json!({ "enum": holdpoint_logs::Level::WORDS }),
        "traces-url" => json!({ "type": "string", "pattern": "^https?://[^ ?#]+$" }),
        "traces-part" => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        "public-url" => json!({ "type": "string", "pattern": "^https://[^/ ]+/*$" }),
        "advertise" => json!({ "type": "string", "pattern": "^https?://[^/ ]+/*$" }),
        "blobs-url" => json!({ "type": "string", "pattern": "^(s3|gs|az|file)://" }),
        "database-url" | "vault-url" => json!({ "type": "string", "pattern": "^postgres(ql)?://" }),
        _ => json!({ "type": "string", "minLength": 1 }),
    };
    if let Some(fields) = property.as_object_mut() {
        fields.insert("description".to_owned(), about.into());
    }
    property
}
