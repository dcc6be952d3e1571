//! The rules as such.

use std::collections::HashSet;

use holdpoint_protobuf::{Category, rules};

use crate::world::{between, found, one};

#[test]
fn every_rule_says_what_it_is() {
    let mut ids = HashSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "`{}` is there twice", rule.id);
        assert!(rule.id.starts_with("proto-"), "{}", rule.id);
        for text in [rule.message, rule.why, rule.help, rule.example] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
        assert!(
            !rule.help.contains('{') || rule.help.contains("`"),
            "{}",
            rule.id
        );
    }
    assert_eq!(ids.len(), 64 + 14);
}

/// A message that still has a place for a word says nothing.
#[test]
fn every_message_is_whole() {
    let base = "syntax = \"proto2\"; package a; option go_package = \"x\";
        message A { optional string b = 1; required int32 c = 2; reserved 5; extensions 100 to 200; oneof o { int32 p = 9; } }
        enum E { E_A = 0; E_B = 1; } service S { rpc R(A) returns (A); rpc T(A) returns (A); }";
    let revision = "syntax = \"proto3\"; package a; option go_package = \"y\";
        message A { int64 b = 1; } enum E { E_C = 0; } message N {} service S { rpc R(stream N) returns (N); }";
    let compared = between(base, revision);
    assert!(found(&compared).len() > 20, "{:?}", found(&compared));
    for finding in &compared.findings {
        let message = &finding.message;
        assert!(
            !message.contains('{') && !message.contains('}'),
            "{message}"
        );
        assert!(!finding.subject.is_empty() && !finding.help.is_empty());
    }
}

#[test]
fn a_category_asks_no_more_than_its_rules() {
    use holdpoint_protobuf::{Choice, compare};
    let base = one("syntax = \"proto3\"; message A { int32 a = 1; }").unwrap();
    let revision = one("syntax = \"proto3\"; message A { uint64 b = 1; }").unwrap();
    let by = |categories: &[Category]| found(&compare(&base, &revision, &Choice::of(categories)));
    assert!(by(&[Category::Wire]).is_empty(), "the same bytes");
    let json: Vec<_> = by(&[Category::WireJson]).into_keys().collect();
    assert_eq!(
        json,
        [
            "FIELD_SAME_JSON_NAME",
            "FIELD_SAME_NAME",
            "FIELD_WIRE_JSON_COMPATIBLE_TYPE"
        ]
    );
    assert_eq!(by(&[]), by(&[Category::File]));
    assert!(by(&[Category::File]).contains_key("FIELD_SAME_TYPE"));
}
