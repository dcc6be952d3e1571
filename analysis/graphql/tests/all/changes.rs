//! How much a change weighs.

use crate::world::found;

fn field(old: &str, new: &str) -> Vec<String> {
    let schema = |field: &str| format!("type Query {{\n  {field}\n}}");
    found(&schema(old), &schema(new))
}

#[test]
fn what_is_read_may_become_narrower_and_what_is_sent_wider() {
    assert_eq!(
        field("a: Int", "a: Int!"),
        ["safe FIELD_TYPE_CHANGED Query.a 2"]
    );
    assert_eq!(
        field("a: [Int!]", "a: [Int]"),
        ["breaks FIELD_TYPE_CHANGED Query.a 2"]
    );
    assert_eq!(
        field("a(b: Int!): Int", "a(b: Int): Int"),
        ["safe FIELD_ARGUMENT_TYPE_CHANGED Query.a.b 2"]
    );
    assert_eq!(
        field("a(b: Int): Int", "a(b: Int!): Int"),
        ["breaks FIELD_ARGUMENT_TYPE_CHANGED Query.a.b 2"]
    );
}

#[test]
fn a_new_argument_breaks_if_it_has_to_be_given() {
    assert_eq!(
        field("a: Int", "a(b: Int!): Int"),
        ["breaks FIELD_ARGUMENT_ADDED Query.a.b 2"]
    );
    assert_eq!(
        field("a: Int", "a(b: Int! = 1): Int"),
        ["danger FIELD_ARGUMENT_ADDED Query.a.b 2"]
    );
}

#[test]
fn defaults_are_compared_by_what_they_are_worth() {
    assert!(field("a(b: [Float] = 1): Int", "a(b: [Float] = [1.0]): Int").is_empty());
    assert!(field("a(b: ID = 1): Int", "a(b: ID = \"1\"): Int").is_empty());
    let changed = ["danger FIELD_ARGUMENT_DEFAULT_CHANGED Query.a.b 2"];
    assert_eq!(field("a(b: Int = 1): Int", "a(b: Int = 2): Int"), changed);
    assert_eq!(field("a(b: Int): Int", "a(b: Int = null): Int"), changed);
}

#[test]
fn values_that_may_come_are_dangerous_and_those_that_go_break() {
    let schema = |values: &str| format!("enum E {{\n {values}\n}}");
    assert_eq!(
        found(&schema("A"), &schema("A B")),
        ["danger ENUM_VALUE_ADDED E.B 2"]
    );
    assert_eq!(
        found(&schema("A B"), &schema("A")),
        ["breaks ENUM_VALUE_REMOVED E.B 1"]
    );
}

#[test]
fn descriptions_are_the_same_however_they_are_indented() {
    let old = "\"\"\"\n  Says\n    what\n\"\"\"\nscalar A";
    assert!(found(old, "\"Says\\n  what\" scalar A").is_empty());
    assert_eq!(
        found(old, "scalar A"),
        ["safe TYPE_DESCRIPTION_REMOVED A 1"]
    );
}

#[test]
fn directives_belong_together_in_their_order() {
    let schema =
        |usages: &str| format!("directive @t(a: Int) repeatable on SCALAR scalar A {usages}");
    let added = found(&schema("@t"), &schema("@t(a: 1) @t"));
    assert_eq!(
        added,
        [
            "danger DIRECTIVE_USAGE_SCALAR_ADDED A.@t 1",
            "safe DIRECTIVE_USAGE_ARGUMENT_ADDED A.@t.a 1"
        ]
    );
}
