//! What is proven to be safe, and what is not.

use holdpoint_findings::Direction;
use holdpoint_jsonschema::{Content, compare};

use crate::world::{between, found, read, said};

/// The one takes all that the other does, and not the other way round.
fn widens(base: &str, revision: &str) {
    assert_eq!(
        found(base, revision),
        Vec::<String>::new(),
        "{base} {revision}"
    );
    assert!(!found(revision, base).is_empty(), "{revision} {base}");
}

#[test]
fn what_takes_more_is_safe() {
    widens(r#"{"type": "integer"}"#, r#"{"type": "number"}"#);
    widens(
        r#"{"type": "integer", "minimum": 1}"#,
        r#"{"exclusiveMinimum": 0.5}"#,
    );
    widens(r#"{"multipleOf": 0.5}"#, r#"{"multipleOf": 0.25}"#);
    widens(
        r#"{"type": "string"}"#,
        r#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#,
    );
    widens(
        r#"{"enum": ["a", "b"]}"#,
        r#"{"type": "string", "pattern": "^[a-c]$"}"#,
    );
    widens(
        r#"{"const": 3}"#,
        r#"{"oneOf": [{"type": "integer", "maximum": 4}, {"type": "number", "minimum": 5}]}"#,
    );
    widens(
        r#"{"prefixItems": [{"type": "null"}], "items": false}"#,
        r#"{"maxItems": 1, "items": {"type": ["null", "string"]}}"#,
    );
    widens(
        r#"{"properties": {"a": {"type": "string"}}, "additionalProperties": false}"#,
        r#"{"properties": {"a": {"type": "string"}, "b": {"type": "null"}}, "additionalProperties": false}"#,
    );
    widens(
        r#"{"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false}"#,
        r#"{"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "number"}}, "additionalProperties": {"type": "null"}}"#,
    );
}

#[test]
fn the_same_said_otherwise_is_the_same() {
    let pairs = [
        (
            r#"{"allOf": [{"type": "string"}, {"maxLength": 3}]}"#,
            r#"{"type": "string", "maxLength": 3}"#,
        ),
        (
            r#"{"not": {"type": "string"}}"#,
            r#"{"type": ["null", "boolean", "number", "array", "object"]}"#,
        ),
        (
            r#"{"if": {"type": "string"}, "then": {"maxLength": 3}}"#,
            r#"{"maxLength": 3}"#,
        ),
        (
            r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            r#"{"oneOf": [{"type": "integer"}, {"type": "string"}]}"#,
        ),
        (r#"{"type": "boolean"}"#, r#"{"enum": [true, false]}"#),
        (
            r#"{"type": "integer", "exclusiveMinimum": 0}"#,
            r#"{"type": "integer", "minimum": 1}"#,
        ),
        (
            r#"{"type": "object", "required": ["a"], "properties": {"a": false}}"#,
            "false",
        ),
        (
            r##"{"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}}"##,
            r#"{"const": null}"#,
        ),
    ];
    for (one, other) in pairs {
        assert_eq!(found(one, other), Vec::<String>::new(), "{one} {other}");
        assert_eq!(found(other, one), Vec::<String>::new(), "{other} {one}");
    }
}

#[test]
fn a_property_that_is_added_to_what_is_open_may_have_been_anything() {
    let (old, new) = (
        r#"{"properties": {"a": {"type": "string"}}}"#,
        r#"{"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}"#,
    );
    assert_eq!(found(old, new), ["property-added-to-open-content $.b"]);
    // Unless nobody writes what is not described.
    let (base, revision) = (read(old).unwrap(), read(new).unwrap());
    let closed = compare(&base, &revision, Direction::Backward, Content::Closed);
    assert_eq!(said(&closed), Vec::<String>::new());
    let other = read(r#"{"properties": {"a": {"type": "integer"}}, "required": ["b"]}"#).unwrap();
    let closed = compare(&base, &other, Direction::Backward, Content::Closed);
    assert_eq!(said(&closed), ["required-added $.b", "type-narrowed $.a"]);
}

#[test]
fn schemas_within_themselves_are_compared() {
    let tree = |of: &str| {
        format!(
            r##"{{"type": "object", "properties": {{"value": {{"type": "{of}"}}, "children": {{"type": "array", "items": {{"$ref": "#"}}}}}}, "additionalProperties": false}}"##
        )
    };
    assert!(found(&tree("integer"), &tree("number")).is_empty());
    assert_eq!(
        found(&tree("number"), &tree("integer")),
        ["type-narrowed $.value"]
    );
    // Without an end there is no value, however it is asked.
    let unended = r##"{"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}"##;
    assert!(found(unended, "false").is_empty());
}

#[test]
fn a_draft_has_its_own_keywords() {
    let draft = |name: &str, rest: &str| format!(r#"{{"$schema": "{name}", {rest}}}"#);
    let seven = |rest: &str| draft("http://json-schema.org/draft-07/schema#", rest);
    let newest = |rest: &str| draft("https://json-schema.org/draft/2020-12/schema", rest);
    // Beside a reference nothing counts up to draft 7.
    let beside =
        r##""$ref": "#/definitions/a", "maxLength": 3, "definitions": {"a": {"type": "string"}}"##;
    assert!(!found(&seven(beside), r#"{"maxLength": 3}"#).is_empty());
    assert!(found(&newest(beside), r#"{"maxLength": 3}"#).is_empty());
    let depends = r#""required": ["a"], "dependentRequired": {"a": ["b"]}"#;
    assert!(!found(&seven(depends), r#"{"required": ["b"]}"#).is_empty());
    assert!(found(&newest(depends), r#"{"required": ["b"]}"#).is_empty());
    let open = r#""minimum": 1, "exclusiveMinimum": true"#;
    assert!(
        found(
            &draft("http://json-schema.org/draft-04/schema#", open),
            r#"{"exclusiveMinimum": 1}"#
        )
        .is_empty()
    );
}

#[test]
fn what_is_not_evaluated_is_looked_at() {
    let all = |inner: &str| {
        format!(
            r#"{{"allOf": [{{"properties": {{"a": {{}}{inner}}}}}], "unevaluatedProperties": false}}"#
        )
    };
    widens(&all(""), &all(r#", "b": {}"#));
    let items = r#"{"allOf": [{"prefixItems": [{}]}], "unevaluatedItems": false}"#;
    assert!(found(items, r#"{"maxItems": 1}"#).is_empty());
}

#[test]
fn both_sides_have_their_places() {
    let (old, new) = (
        "{\"properties\": {\n \"a\": {\"maxLength\": 9}}}",
        "{\"properties\": {\n\n \"a\": {\"maxLength\": 8}}}",
    );
    let found = between(old, new).findings;
    let finding = &found[0];
    assert_eq!((finding.place.line, finding.place.column), (3, 8));
    assert_eq!(finding.place.pointer, "/properties/a/maxLength");
    assert_eq!(finding.related[0].place.line, 2);
    assert_eq!(
        finding.message,
        "the new version refuses some of what the old one accepted: `$.a` may have 8 letters at most, instead of 9"
    );
}
