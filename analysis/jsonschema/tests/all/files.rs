//! Schemas are found by pointers, names and anchors, in this file and beside it.

use holdpoint_findings::Direction;
use holdpoint_jsonschema::{Content, compare};

use crate::world::{mistakes, read, read_all, said};

fn found(base: &[(&str, &str)], revision: &str) -> Vec<String> {
    let (base, revision) = (read_all(base).unwrap(), read(revision).unwrap());
    said(&compare(
        &base,
        &revision,
        Direction::Backward,
        Content::AsWritten,
    ))
}

#[test]
fn references_lead_to_other_files() {
    let files = [
        ("a/order.json", r##"{"$ref": "../b/pet.json#/$defs/name"}"##),
        (
            "b/pet.json",
            r##"{"$defs": {"name": {"$ref": "text.json"}}}"##,
        ),
        ("b/text.json", r#"{"type": "string"}"#),
    ];
    assert_eq!(found(&files, r#"{"type": "null"}"#), ["type-narrowed $"]);
    assert!(found(&files, r#"{"type": "string"}"#).is_empty());
}

#[test]
fn references_lead_to_names_and_anchors() {
    for (reference, defs) in [
        ("#here", r#"{"a": {"$anchor": "here", "type": "string"}}"#),
        (
            "other.json",
            r#"{"a": {"$id": "other.json", "type": "string"}}"#,
        ),
        (
            "https://x.org/s/other.json",
            r#"{"a": {"$id": "other.json", "type": "string"}}"#,
        ),
        (
            "other.json#here",
            r#"{"a": {"$id": "other.json", "$defs": {"b": {"$anchor": "here", "type": "string"}}}}"#,
        ),
        (
            "other.json#/$defs/b",
            r#"{"a": {"$id": "other.json", "$defs": {"b": {"type": "string"}}}}"#,
        ),
        ("#/$defs/a%20b~1c", r#"{"a b/c": {"type": "string"}}"#),
    ] {
        let base = format!(
            r#"{{"$id": "https://x.org/s/first.json", "$ref": "{reference}", "$defs": {defs}}}"#
        );
        assert!(
            found(&[("first.json", &base)], r#"{"type": "string"}"#).is_empty(),
            "{reference}"
        );
        assert_eq!(
            found(&[("first.json", &base)], r#"{"type": "null"}"#),
            ["type-narrowed $"]
        );
    }
}

#[test]
fn all_mistakes_are_said() {
    let text = r##"{
  "type": "strin",
  "properties": {"a": {"maxLength": "ten"}, "b": 7},
  "allOf": {},
  "required": "a",
  "pattern": 1,
  "multipleOf": 0,
  "not": {"$ref": "#/$defs/Missing"}
}"##;
    let mut said = mistakes(text);
    said.sort();
    let expected = [
        "2:11 there is no type `strin`",
        "3:37 `maxLength` is a number that counts",
        "3:50 a schema is a map or a truth value, not a number",
        "4:12 `allOf` is a list of schemas",
        "5:15 `required` is a list of names",
        "6:14 `pattern` is a text",
        "7:17 `multipleOf` is more than zero",
        "8:19 the reference `#/$defs/Missing` leads nowhere: there is nothing there",
    ];
    assert_eq!(said, expected);
    let absent = mistakes(r#"{"$ref": "other.json"}"#);
    assert_eq!(
        absent,
        ["1:1 the reference `other.json` leads nowhere: there is no such file"]
    );
    let far = mistakes(r#"{"$ref": "https://example.org/x.json"}"#);
    assert!(far[0].ends_with("checks do not use the network"), "{far:?}");
}

#[test]
fn what_leads_back_to_itself_is_refused() {
    for text in [
        r##"{"$ref": "#"}"##,
        r##"{"allOf": [{"$ref": "#"}, {"type": "string"}]}"##,
        r##"{"items": {"anyOf": [{"not": {"$ref": "#/items"}}]}}"##,
        r##"{"dependentSchemas": {"a": {"if": {"$ref": "#"}}}}"##,
    ] {
        let said = mistakes(text);
        assert!(
            said[0].ends_with("without going into a part of the value"),
            "{text}: {said:?}"
        );
    }
    assert!(
        read(r##"{"properties": {"a": {"$ref": "#"}}, "items": {"anyOf": [{"$ref": "#"}]}}"##)
            .is_ok()
    );
}
