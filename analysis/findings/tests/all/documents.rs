//! YAML and JSON become the same tree, and every value knows its place.

use holdpoint_findings::{Document, Value};
use proptest::prelude::*;

use crate::world::{read, source, wrong};

fn at(value: Value<'_>) -> (usize, usize) {
    let place = value.place("");
    (place.line, place.column)
}

#[test]
fn every_key_and_value_knows_its_place() {
    let text = "# a comment\npaths:\n  /pets:\n    get: {summary: \"ä ö\", tags: [a, b]}\n";
    let document = read("api.yaml", text).unwrap();
    let get = document.root().at("/paths/~1pets/get").unwrap();
    let key = document
        .root()
        .at("/paths")
        .unwrap()
        .field("/pets")
        .unwrap();
    assert_eq!((key.place("").line, key.place("").column), (3, 3));
    assert_eq!(at(get.get("summary").unwrap()), (4, 20));
    let tags = get.get("tags").unwrap();
    assert_eq!(at(tags.items().nth(1).unwrap()), (4, 37));
    let end = tags.items().nth(1).unwrap().place("").end.unwrap();
    assert_eq!((end.line, end.column), (4, 38));
}

#[test]
fn json_and_yaml_give_the_same_tree() {
    let json =
        r#"{"a": [1, 2.50, true, null, "x\u00e4\ud83d\ude00\n"], "b": {"c": "no"}, "d": -1e3}"#;
    let yaml = "b: {c: no}\nd: -1000\na:\n- 1\n- 2.5\n- true\n-\n- \"xä😀\\n\"\n";
    let (json, yaml) = (read("a.json", json).unwrap(), read("a.yaml", yaml).unwrap());
    assert!(
        json.root().same(yaml.root()),
        "{}\n{}",
        json.root(),
        yaml.root()
    );
    let edge = read("a.json", r#"["\ud800\udc00\udbff\udfff\ud7ff\ue000"]"#).unwrap();
    let edge = edge.root().items().next().unwrap();
    assert_eq!(edge.text(), Some("\u{10000}\u{10ffff}\u{d7ff}\u{e000}"));
    assert!(
        !json
            .root()
            .get("a")
            .unwrap()
            .same(yaml.root().get("b").unwrap())
    );
}

#[test]
fn what_looks_like_json_may_be_yaml() {
    let document = read("api", "{openapi: 3.0.0, # the version\n info: {}}").unwrap();
    assert_eq!(
        document.root().get("openapi").unwrap().text(),
        Some("3.0.0")
    );
    let said = wrong("api.json", "{openapi: 1}");
    assert_eq!(
        said,
        ["1:2 document-syntax this is not JSON: a key in quotes is expected"]
    );
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    let text = "base: &b {type: string, format: uuid}\na: *b\nc:\n  <<: *b\n  format: date\nd: {<<: [*b, {x: 1}]}\n\"<<\": text\n";
    let document = read("a.yaml", text).unwrap();
    let root = document.root();
    assert!(root.get("a").unwrap().same(root.get("base").unwrap()));
    assert_eq!(
        root.get("c").unwrap().to_string(),
        r#"{"format":"date","type":"string"}"#
    );
    assert_eq!(
        root.get("d").unwrap().to_string(),
        r#"{"type":"string","format":"uuid","x":1}"#
    );
    assert_eq!(root.get("<<").unwrap().text(), Some("text"));
}

#[test]
fn a_file_may_hold_several_documents() {
    let document = read("a.yaml", "a: &x 1\n---\nb: 2\n---\n- c\n").unwrap();
    let roots: Vec<_> = document.roots().map(|root| root.to_string()).collect();
    assert_eq!(roots, [r#"{"a":1}"#, r#"{"b":2}"#, r#"["c"]"#]);
    let said = wrong("a.yaml", "a: &x 1\n---\nb: *x\n");
    assert_eq!(
        said,
        ["3:4 document-alias there is no anchor `x` before this"]
    );
}

#[test]
fn every_twin_of_a_key_is_reported() {
    let said = wrong("a.yaml", "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n");
    assert_eq!(
        said,
        [
            "2:11 document-duplicate-key `c` stands here a second time; the first is on line 2",
            "3:1 document-duplicate-key `a` stands here a second time; the first is on line 1",
            "4:1 document-duplicate-key `a` stands here a second time; the first is on line 1",
        ]
    );
    let many: String = (0..40)
        .map(|n| format!("\"k{}\": {n},\n", n % 39))
        .collect();
    let said = wrong("a.json", &format!("{{{} \"z\": 0}}", many));
    assert_eq!(
        said,
        ["40:1 document-duplicate-key `k0` stands here a second time; the first is on line 1"]
    );
}

#[test]
fn keys_are_found_among_few_and_among_many() {
    for count in [3, 12, 13, 500] {
        let text: String = (0..count).map(|n| format!("key{n}: {n}\n")).collect();
        let document = read("a.yaml", &text).unwrap();
        let root = document.root();
        for n in 0..count {
            let found = root.get(&format!("key{n}")).unwrap();
            assert_eq!(found.written(), Some(n.to_string().as_str()));
        }
        assert!(root.get("key").is_none() && root.get(&format!("key{count}")).is_none());
    }
}

#[test]
fn what_is_wrong_with_json_is_said_where_it_stands() {
    for (text, said) in [
        (
            "{\"a\": 1,}",
            "1:9 document-syntax this is not JSON: a key in quotes is expected",
        ),
        (
            "[1 2]",
            "1:4 document-syntax this is not JSON: a comma or `]` is expected",
        ),
        (
            "{\"a\" 1}",
            "1:6 document-syntax this is not JSON: a colon is expected",
        ),
        (
            "[01]",
            "1:2 document-syntax this is not JSON: a number has one digit at least, and no zero before others",
        ),
        (
            "[\"a\nb\"]",
            "1:4 document-syntax this is not JSON: a line break or control character within quotes has to be escaped",
        ),
        (
            "[\"\\ud800\"]",
            "1:3 document-syntax this is not JSON: this is no character",
        ),
        (
            "[\"a",
            "1:2 document-syntax this is not JSON: the quote is never closed",
        ),
        (
            "[1] x",
            "1:5 document-syntax this is not JSON: the file should end here",
        ),
        (
            "[nul]",
            "1:2 document-syntax this is not JSON: a value is expected",
        ),
        (
            "",
            "1:1 document-syntax this is not JSON: a value is expected",
        ),
    ] {
        assert_eq!(wrong("a.json", text), [said], "{text}");
    }
    assert_eq!(
        wrong("a.yaml", "# nothing\n"),
        ["1:1 document-empty the file says nothing"]
    );
}

/// Any JSON of a few levels.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e9..1e9f64).prop_map(Into::into),
        ".*".prop_map(serde_json::Value::String),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::hash_map(".*", inner, 0..20)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_as_serde_reads_it(value in json()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let document = read("a.json", &text).unwrap();
        let written: serde_json::Value = serde_json::from_str(&document.root().to_string()).unwrap();
        prop_assert_eq!(written, value);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"'&*<! \n#a-c0-9.|>-]{0,60}") {
        for name in ["a.json", "a.yaml", "a"] {
            let source = source(name, &text);
            if let Err(error) = Document::read(&source) {
                prop_assert!(!error.findings().is_empty());
            }
        }
    }
}

#[test]
fn values_on_lines_of_their_own_know_their_lines() {
    let read = |text: &str| Document::read_json_lines(&source("a.jsonl", text));
    let document = read("\n{\"a\": 1}\n\n  [\n 2]\r\n3\n").unwrap();
    let places: Vec<_> = document.roots().map(at).collect();
    assert_eq!(places, [(2, 1), (4, 3), (6, 1)]);
    let said = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(
        said("{} {}\n"),
        "a.jsonl:1:4: this is not JSON: the line should end here"
    );
    assert!(said("{}\n{\n").starts_with("a.jsonl:3:1: "));
    assert!(said("\n \n").contains("the file says nothing"));
}
