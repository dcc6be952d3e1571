//! What the language allows is understood, and what it does not allow is said, all at once.

use crate::world::{found, mistakes};

#[test]
fn all_of_the_language_is_read() {
    let text = r#"{"type": "record", "name": "a.b.R", "doc": "d", "aliases": ["Old", "x.Older"], "fields": [
  {"name": "self", "type": ["null", "R"], "default": null, "order": "ignore"},
  {"name": "full", "type": {"type": "array", "items": "a.b.R"}, "default": []},
  {"name": "m", "type": {"type": "map", "values": {"type": {"type": "string"}}}, "default": {"a": "b"}},
  {"name": "e", "type": {"type": "enum", "name": "E", "namespace": "", "symbols": ["A", "B"], "default": "B"}, "default": "A"},
  {"name": "f", "type": {"type": "fixed", "name": "c.F", "size": 2}, "default": "\u0000\u00ff"},
  {"name": "again", "type": "E", "default": "B"},
  {"name": "n", "type": "double", "default": 1},
  {"name": "any", "type": ["null", "string"], "default": "second"},
  {"name": "sub", "type": {"type": "record", "name": "Sub", "fields": [{"name": "x", "type": "int", "default": 3}]}, "default": {}}
]}"#;
    assert_eq!(mistakes(text), Vec::<String>::new());
    assert!(found(text, text).is_empty());
    for text in [r#""string""#, r#"["null", "int"]"#, r#"{"type": "int"}"#] {
        assert_eq!(mistakes(text), Vec::<String>::new());
    }
}

#[test]
fn all_mistakes_are_said() {
    let text = r#"{"type": "record", "name": "R", "fields": [
  {"name": "a-b", "type": "int"},
  {"name": "b", "type": "Missing"},
  {"name": "b", "type": {"type": "array"}},
  {"name": "c", "type": [["null"], "int", "int"]},
  {"name": "d", "type": {"type": "enum", "name": "E", "symbols": ["A", "A"], "default": "C"}},
  {"name": "e", "type": {"type": "fixed", "name": "F", "size": -1}},
  {"name": "f"}, {"type": "int"}, 7,
  {"name": "g", "type": {"type": "fixed", "name": "E", "size": 1}}
]}"#;
    let said = [
        "2:12 `a-b` is no name",
        "4:34 there is no `items`",
        "4:12 the field `b` is there twice",
        "5:26 a union may not hold another one",
        "6:72 the symbol `A` is there twice",
        "6:89 `\"C\"` cannot be a default of the enum `E`",
        "7:64 a `size` is a number of bytes",
        "8:12 the field `f` has no `type`",
        "8:18 a field has a `name`",
        "8:35 a field has a `name`",
        "9:51 `E` is declared twice, and not in the same way",
        "3:25 there is no type `Missing`",
        "5:43 the union has two branches of the type `int`",
    ];
    assert_eq!(mistakes(text), said);
    assert_eq!(
        mistakes("7"),
        ["1:1 a schema is a name, a list or a map, not a number"]
    );
    assert_eq!(mistakes("{}"), ["1:1 a schema has a `type`"]);
}

#[test]
fn defaults_are_values_of_their_types() {
    let wrong = [
        (r#""int""#, "2147483648"),
        (r#""int""#, "1.5"),
        (r#""long""#, "\"1\""),
        (r#""bytes""#, "\"\u{100}\""),
        (r#""null""#, "0"),
        (r#""boolean""#, "null"),
        (r#"{"type": "array", "items": "int"}"#, "[1, \"2\"]"),
        (r#"{"type": "map", "values": "int"}"#, "[]"),
        (r#"{"type": "fixed", "name": "F", "size": 2}"#, "\"a\""),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#,
            "\"B\"",
        ),
        (
            r#"{"type": "record", "name": "S", "fields": [{"name": "x", "type": "int"}]}"#,
            "{}",
        ),
        (r#"["null", "int"]"#, "\"a\""),
        (
            r#"{"type": "record", "name": "S", "fields": [{"name": "x", "type": "S", "default": {}}]}"#,
            "{}",
        ),
    ];
    for (of, default) in wrong {
        let field = format!(r#"{{"name": "a", "type": {of}, "default": {default}}}"#);
        let text = format!(r#"{{"type": "record", "name": "R", "fields": [{field}]}}"#);
        let said = mistakes(&text);
        assert!(
            said.iter()
                .any(|one| one.contains("cannot be a default of")),
            "{of}: {said:?}"
        );
    }
}
