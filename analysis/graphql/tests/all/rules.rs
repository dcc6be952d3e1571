//! The rules as such, and that each of them is found.

use std::collections::BTreeSet;

use holdpoint_graphql::rules;

use crate::world::between;

const OLD: &str = r#"
"a" directive @live("a" every: Int = 1, gone: Int) repeatable on FIELD | QUERY
directive @gone on FIELD
directive @loose on FIELD
directive @tag(of: String) repeatable on OBJECT
schema @tag { query: Query mutation: M subscription: S }
type Query { a("a" first: Int = 1, last: Int, id: ID): String  b: String "a" c: Int "a" d: Int e: Int
  f: Int @deprecated g: Int @deprecated(reason: "a") h: Int @deprecated i: Int @deprecated(reason: "a") j: Int @tag(of: "a") k(l: Int @tag): Int }
type M { a: Int } type S { a: Int } type Other { a: Int }
interface I { a: Int } interface J @tag { a: Int }
type Cat implements I @tag { a: Int }
type Fish { a: Int }
"a" scalar One "a" scalar Two scalar Three
scalar Four @tag
scalar Gone
union Pet @tag = Cat | Fish
enum Kind @tag { CAT "a" DOG FISH @deprecated(reason: "a") BIRD COW @deprecated(reason: "a") OWL @tag }
input In @tag { a: Int "a" b: Int "a" c: Int d: Int = 1 e: Int f: Int @tag g: Int }
type Turns { a: Int }
"#;

#[test]
fn every_rule_finds_something() {
    let new = r#"
"b" directive @live("b" every: Int! = 2, more: Int!) on FIELD | MUTATION
directive @fresh on FIELD
directive @loose repeatable on FIELD
directive @tag(of: String) repeatable on OBJECT
schema { query: Other mutation: Other subscription: Other }
type Query { a("b" first: Int! = 2, id: String, new: Int): Int "b" c: Int d: Int "b" e: Int n: Int
  f: Int g: Int @deprecated(reason: "b") h: Int @deprecated(reason: "b") i: Int @deprecated j: Int @tag(more: "a") k(l: Int): Int @tag }
type M { a: Int @deprecated } type S { a: Int } type Other @tag { a: Int }
interface I @tag { a: Int } interface J { a: Int }
type Cat implements J { a: Int }
type Fish { a: Int }
"b" scalar One scalar Two "b" scalar Three @tag
scalar Four
union Pet = Cat | M
enum Kind { "b" DOG FISH @deprecated(reason: "b") BIRD @deprecated(reason: "b") COW NEW OWL }
input In { "b" a: Int b: Int "b" c: Int d: Int = 2 e: Int! f: Int h: Int! }
type Fresh { a: Int }
scalar Turns
"#;
    let mut seen = BTreeSet::new();
    for (old, new) in [(OLD, new), (new, OLD)] {
        for finding in between(old, new).findings {
            assert!(!finding.message.contains('{'), "{}", finding.message);
            assert!(finding.place.line > 0 && !finding.help.is_empty());
            seen.insert(finding.rule.id);
        }
    }
    // Directives on fields of queries are in no schema.
    let never = [
        "graphql-directive-usage-field-added",
        "graphql-directive-usage-field-removed",
    ];
    let all = rules().filter(|rule| !rule.aliases.is_empty());
    let missed: Vec<_> = all
        .map(|rule| rule.id)
        .filter(|id| !seen.contains(id))
        .collect();
    assert_eq!(missed, never);
    assert!(between(OLD, OLD).findings.is_empty() && between(new, new).findings.is_empty());
}

#[test]
fn every_rule_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(
            ids.insert(rule.id) && rule.id.starts_with("graphql-"),
            "{}",
            rule.id
        );
        for text in [rule.message, rule.why, rule.help, rule.example] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
    }
    assert_eq!(ids.len(), 80 + 5);
}
