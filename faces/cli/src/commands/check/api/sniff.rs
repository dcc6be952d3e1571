//! What kind of contract a text looks like.

use std::sync::Arc;

use holdpoint_findings::{Document, Source, Value};

use super::Kind;

/// Where a description of an API says what it is, and a schema by which draft.
const HEAD: usize = 2_000;

/// Words that stand at the top of a schema.
const SCHEMA: [&str; 15] = [
    "type",
    "properties",
    "$ref",
    "$defs",
    "definitions",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "const",
    "items",
    "required",
    "not",
    "patternProperties",
    "additionalProperties",
];

/// The kind of contract that a text looks like, if it looks like any.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Option<Kind> {
    if name.ends_with(".schema.json") {
        return Some(Kind::JsonSchema);
    }
    let text = std::str::from_utf8(bytes).ok()?.trim_start();
    let head: String = text.chars().take(HEAD).collect();
    if ["openapi", "swagger"]
        .iter()
        .any(|word| head.contains(word))
    {
        return None;
    }
    if !text.starts_with(['{', '[', '"']) {
        let draft = head.contains("$schema:") && head.contains("json-schema.org");
        return draft.then_some(Kind::JsonSchema);
    }
    let source = Arc::new(Source::new(name, bytes.to_vec()).ok()?);
    let document = Document::read_json(&source).ok()?;
    of_json(document.root())
}

fn of_json(root: Value<'_>) -> Option<Kind> {
    if is_avro(root) {
        return Some(Kind::Avro);
    }
    let has = |key: &str| root.get(key).is_some();
    let draft = root.get("$schema").is_some();
    (draft || SCHEMA.iter().any(|key| has(key))).then_some(Kind::JsonSchema)
}

fn is_avro(root: Value<'_>) -> bool {
    let named = |key: &str| root.get(key).and_then(Value::text).is_some();
    match root.get("type").and_then(Value::text) {
        _ if root.is_list() || root.text().is_some() => true,
        Some("record" | "error" | "fixed" | "enum") => named("name"),
        Some("array") => named("items"),
        Some("map") => root.get("values").is_some(),
        _ => root.get("protocol").is_some() && root.get("types").is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn what_a_text_is_shows() {
        let cases = [
            (r#"{"openapi": "3.1.0"}"#, None),
            (
                r#"{"type": "record", "name": "A", "fields": []}"#,
                Some(Kind::Avro),
            ),
            (r#"["null", "string"]"#, Some(Kind::Avro)),
            (r#"{"type": "array", "items": "string"}"#, Some(Kind::Avro)),
            (
                r#"{"type": "array", "items": {"type": "string"}}"#,
                Some(Kind::JsonSchema),
            ),
            (r#"{"type": "object"}"#, Some(Kind::JsonSchema)),
            (r#"{"enum": [1]}"#, Some(Kind::JsonSchema)),
            (
                "$schema: https://json-schema.org/draft/2020-12/schema",
                Some(Kind::JsonSchema),
            ),
            ("paths: {}", None),
            (r#"{"paths": {}}"#, None),
            ("{", None),
        ];
        for (text, expected) in cases {
            assert_eq!(kind("a.json", text.as_bytes()), expected, "{text}");
        }
        assert_eq!(kind("a.schema.json", b"true"), Some(Kind::JsonSchema));
    }
}
