//! The rules as such, and that each of them is found.

use std::collections::BTreeSet;

use holdpoint_jsonschema::rules;

use crate::world::between;

const PAIRS: [(&str, &str, &str); 41] = [
    (
        "type-narrowed",
        r#"{"type": ["string", "null"]}"#,
        r#"{"type": "string"}"#,
    ),
    (
        "enum-narrowed",
        r#"{"enum": ["cat", "dog"]}"#,
        r#"{"enum": ["cat"]}"#,
    ),
    (
        "nothing-accepted",
        r#"{"properties": {"a": true}}"#,
        r#"{"properties": {"a": false}}"#,
    ),
    (
        "minimum-added",
        r#"{"type": "number"}"#,
        r#"{"type": "number", "minimum": 0}"#,
    ),
    (
        "minimum-increased",
        r#"{"minimum": 0}"#,
        r#"{"exclusiveMinimum": 0}"#,
    ),
    (
        "maximum-added",
        r#"{"type": "number"}"#,
        r#"{"type": "number", "maximum": 1.5}"#,
    ),
    (
        "maximum-decreased",
        r#"{"maximum": 10}"#,
        r#"{"maximum": 9}"#,
    ),
    (
        "multiple-of-added",
        r#"{"type": "integer"}"#,
        r#"{"type": "integer", "multipleOf": 2}"#,
    ),
    (
        "multiple-of-changed",
        r#"{"multipleOf": 2}"#,
        r#"{"multipleOf": 4}"#,
    ),
    (
        "min-length-added",
        r#"{"type": "string"}"#,
        r#"{"type": "string", "minLength": 1}"#,
    ),
    (
        "min-length-increased",
        r#"{"minLength": 1}"#,
        r#"{"minLength": 2}"#,
    ),
    (
        "max-length-added",
        r#"{"type": "string"}"#,
        r#"{"type": "string", "maxLength": 9}"#,
    ),
    (
        "max-length-decreased",
        r#"{"maxLength": 9}"#,
        r#"{"maxLength": 8}"#,
    ),
    (
        "pattern-added",
        r#"{"type": "string"}"#,
        r#"{"type": "string", "pattern": "a"}"#,
    ),
    (
        "pattern-changed",
        r#"{"pattern": "a"}"#,
        r#"{"pattern": "b"}"#,
    ),
    (
        "format-changed",
        r#"{"type": "string"}"#,
        r#"{"type": "string", "format": "email"}"#,
    ),
    (
        "item-not-covered",
        r#"{"prefixItems": [{}]}"#,
        r#"{"prefixItems": [{}, {"type": "null"}]}"#,
    ),
    (
        "item-removed",
        r#"{"prefixItems": [{}, {}], "items": false}"#,
        r#"{"prefixItems": [{}], "items": false}"#,
    ),
    (
        "items-narrowed",
        r#"{"type": "array"}"#,
        r#"{"type": "array", "items": {"type": "null"}}"#,
    ),
    (
        "min-items-added",
        r#"{"type": "array"}"#,
        r#"{"type": "array", "minItems": 1}"#,
    ),
    (
        "min-items-increased",
        r#"{"minItems": 1}"#,
        r#"{"minItems": 2}"#,
    ),
    (
        "max-items-added",
        r#"{"type": "array"}"#,
        r#"{"type": "array", "maxItems": 1}"#,
    ),
    (
        "max-items-decreased",
        r#"{"maxItems": 2}"#,
        r#"{"maxItems": 1}"#,
    ),
    (
        "unique-items-added",
        r#"{"type": "array"}"#,
        r#"{"type": "array", "uniqueItems": true}"#,
    ),
    (
        "contains-narrowed",
        r#"{"type": "array"}"#,
        r#"{"type": "array", "contains": {"type": "null"}}"#,
    ),
    (
        "required-added",
        r#"{"properties": {"a": {}}}"#,
        r#"{"properties": {"a": {"default": 1}}, "required": ["a"]}"#,
    ),
    (
        "property-added-to-open-content",
        r#"{"properties": {}}"#,
        r#"{"properties": {"a": {"type": "null"}}}"#,
    ),
    (
        "property-added-not-covered",
        r#"{"additionalProperties": {"type": "string"}}"#,
        r#"{"properties": {"a": {"type": "null"}}}"#,
    ),
    (
        "property-removed-from-closed-content",
        r#"{"properties": {"a": {}}, "additionalProperties": false}"#,
        r#"{"additionalProperties": false}"#,
    ),
    (
        "property-removed-not-covered",
        r#"{"properties": {"a": {}}, "additionalProperties": {"type": "null"}}"#,
        r#"{"additionalProperties": {"type": "null"}}"#,
    ),
    (
        "additional-properties-narrowed",
        r#"{"type": "object"}"#,
        r#"{"type": "object", "additionalProperties": false}"#,
    ),
    (
        "property-names-narrowed",
        r#"{"type": "object"}"#,
        r#"{"type": "object", "propertyNames": {"maxLength": 3}}"#,
    ),
    (
        "min-properties-added",
        r#"{"type": "object"}"#,
        r#"{"type": "object", "minProperties": 1}"#,
    ),
    (
        "min-properties-increased",
        r#"{"minProperties": 1}"#,
        r#"{"minProperties": 2}"#,
    ),
    (
        "max-properties-added",
        r#"{"type": "object"}"#,
        r#"{"type": "object", "maxProperties": 1}"#,
    ),
    (
        "max-properties-decreased",
        r#"{"maxProperties": 2}"#,
        r#"{"maxProperties": 1}"#,
    ),
    (
        "dependency-added",
        r#"{"type": "object"}"#,
        r#"{"type": "object", "dependentRequired": {"a": ["b"]}}"#,
    ),
    (
        "alternatives-narrowed",
        r#"{"type": ["string", "null"]}"#,
        r#"{"anyOf": [{"type": "string"}]}"#,
    ),
    (
        "alternatives-overlap",
        r#"{"type": "integer"}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#,
    ),
    (
        "not-extended",
        r#"{"not": {"const": 1}}"#,
        r#"{"not": {"type": "integer"}}"#,
    ),
    (
        "undecided",
        r##"{"$dynamicRef": "#n", "$defs": {"a": {"$dynamicAnchor": "n"}, "b": {"$id": "b.json", "$dynamicAnchor": "n"}}}"##,
        r##"{"$dynamicRef": "#n", "$defs": {"a": {"$dynamicAnchor": "n"}, "b": {"$id": "b.json", "$dynamicAnchor": "n"}}}"##,
    ),
];

#[test]
fn every_rule_finds_something() {
    let mut seen = BTreeSet::new();
    for (rule, base, revision) in PAIRS {
        let compared = between(base, revision);
        let found: Vec<_> = compared.findings.iter().map(|one| one.rule.id).collect();
        assert_eq!(found, [format!("json-schema-{rule}")], "{base} {revision}");
        assert_eq!(compared.incomplete, rule == "undecided");
        for finding in &compared.findings {
            assert!(
                !finding.message.contains('{') && finding.place.line == 1,
                "{}",
                finding.message
            );
            assert_eq!(finding.properties["direction"], "backward");
            seen.insert(finding.rule.id);
        }
        if rule != "undecided" {
            assert!(
                between(base, base).findings.is_empty()
                    && between(revision, revision).findings.is_empty()
            );
        }
    }
    // That a schema is gone is seen between folders only.
    let pairs = rules().filter(|rule| rule.id != "json-schema-removed");
    let all: BTreeSet<_> = pairs.take(41).map(|rule| rule.id).collect();
    assert_eq!(seen, all);
}

#[test]
fn every_rule_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(
            ids.insert(rule.id) && rule.id.starts_with("json-schema-"),
            "{}",
            rule.id
        );
        for text in [rule.message, rule.why, rule.help, rule.example] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
    }
    assert_eq!(ids.len(), 41 + 1 + 4);
}
