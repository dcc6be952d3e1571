//! The rules as such, and that each of them is found.

use std::collections::BTreeSet;

use holdpoint_avro::{compare, rules};
use holdpoint_findings::Direction;

use crate::world::{between, read};

const OLD: &str = r#"{"type": "record", "name": "Pet", "fields": [
  {"name": "type", "type": "string"},
  {"name": "name", "type": {"type": "fixed", "name": "n.A", "size": 4}},
  {"name": "size", "type": {"type": "fixed", "name": "n.C", "size": 4}},
  {"name": "symbols", "type": {"type": "enum", "name": "D", "symbols": ["X", "Y"]}},
  {"name": "branch", "type": ["null", "string"]},
  {"name": "one", "type": "int"}, {"name": "two", "type": "int"},
  {"name": "scale", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
  {"name": "precision", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
  {"name": "logical", "type": {"type": "int", "logicalType": "date"}},
  {"name": "sided", "type": {"type": "int", "logicalType": "date"}},
  {"name": "space", "type": {"type": "enum", "name": "n.E", "symbols": ["X"]}},
  {"name": "inexact", "type": "long"},
  {"name": "defaulted", "type": {"type": "enum", "name": "F", "symbols": ["X", "Y"]}}
]}"#;
const NEW: &str = r#"{"type": "record", "name": "Pet", "fields": [
  {"name": "type", "type": "boolean"},
  {"name": "name", "type": {"type": "fixed", "name": "n.B", "size": 4}},
  {"name": "size", "type": {"type": "fixed", "name": "n.C", "size": 5}},
  {"name": "symbols", "type": {"type": "enum", "name": "D", "symbols": ["X"]}},
  {"name": "branch", "type": ["null", "int"]},
  {"name": "three", "aliases": ["one", "two"], "type": "int"},
  {"name": "default", "type": "int"},
  {"name": "scale", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}},
  {"name": "precision", "type": {"type": "bytes", "logicalType": "decimal", "precision": 7, "scale": 2}},
  {"name": "logical", "type": {"type": "int", "logicalType": "time-millis"}},
  {"name": "sided", "type": "int"},
  {"name": "space", "type": {"type": "enum", "name": "m.E", "symbols": ["X"]}},
  {"name": "inexact", "type": "double"},
  {"name": "defaulted", "type": {"type": "enum", "name": "F", "symbols": ["X"], "default": "X"}}
]}"#;

#[test]
fn every_rule_finds_something() {
    let mut seen = BTreeSet::new();
    let two = |text: &str| read(&[text, r#"{"type": "fixed", "name": "Id", "size": 1}"#]).unwrap();
    let gone = compare(&two(OLD), &two(r#""int""#), Direction::Backward).findings;
    let all = between(OLD, NEW, Direction::Backward).findings;
    for finding in all.iter().chain(&gone) {
        assert!(!finding.message.contains('{'), "{}", finding.message);
        assert!(finding.place.line > 0 && !finding.help.is_empty());
        assert_eq!(finding.properties["direction"], "backward");
        seen.insert(finding.rule.id);
    }
    let wanted: BTreeSet<_> = rules().take(15).map(|rule| rule.id).collect();
    assert_eq!(seen, wanted);
    assert!(between(OLD, OLD, Direction::Backward).findings.is_empty());
}

#[test]
fn every_rule_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(
            ids.insert(rule.id) && rule.id.starts_with("avro-"),
            "{}",
            rule.id
        );
        for text in [rule.message, rule.why, rule.help, rule.example] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
    }
    assert_eq!(ids.len(), 15 + 7);
}
