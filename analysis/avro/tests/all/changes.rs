//! What each change does to those who read.

use holdpoint_findings::Direction;

use crate::world::{between, found};

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Pet", "namespace": "shop", "fields": [{fields}]}}"#)
}

fn field(of: &str) -> String {
    record(&format!(r#"{{"name": "a", "type": {of}}}"#))
}

fn of(writer: &str, reader: &str) -> Vec<String> {
    found(&field(writer), &field(reader))
}

#[test]
fn plain_types_are_promoted_as_the_specification_says() {
    let all = [
        "null", "boolean", "int", "long", "float", "double", "bytes", "string",
    ];
    let promoted = [
        ("int", "long"),
        ("int", "float"),
        ("int", "double"),
        ("long", "float"),
        ("long", "double"),
        ("float", "double"),
        ("string", "bytes"),
        ("bytes", "string"),
    ];
    for writer in all {
        for reader in all {
            let fits = writer == reader || promoted.contains(&(writer, reader));
            let found = of(&format!("\"{writer}\""), &format!("\"{reader}\""));
            let expected: &[&str] = if fits {
                &[]
            } else {
                &["type-mismatch shop.Pet.a 1"]
            };
            assert_eq!(found, expected, "{writer} as {reader}");
        }
    }
}

#[test]
fn a_union_takes_what_one_of_its_branches_takes() {
    assert!(of(r#""int""#, r#"["null", "long"]"#).is_empty());
    assert!(of(r#"["int", "long"]"#, r#""double""#).is_empty());
    assert!(of(r#"["null", "int"]"#, r#"["string", "long", "null"]"#).is_empty());
    assert_eq!(
        of(r#"["null", "int"]"#, r#""int""#),
        ["type-mismatch shop.Pet.a 1"]
    );
    assert_eq!(
        of(r#"["null", "string"]"#, r#"["null", "int"]"#),
        ["union-branch-missing shop.Pet.a 1"]
    );
    assert_eq!(of("[]", "[]"), Vec::<String>::new());
    assert_eq!(of(r#""int""#, "[]"), ["union-branch-missing shop.Pet.a 1"]);
}

#[test]
fn a_branch_of_just_the_type_is_the_one_that_reads() {
    // Java's static check takes the second branch; its reader takes the first one, and fails.
    let one = |of: &str| {
        format!(
            r#"{{"type": "record", "name": "n.R", "fields": [{{"name": "b", "type": "{of}"}}]}}"#
        )
    };
    let two = one("int").replace("n.R", "m.R");
    let readers = format!("[{}, {two}]", one("string"));
    assert_eq!(
        of(&one("int"), &readers),
        ["union-branch-missing shop.Pet.a 1"]
    );
    let message = &between(&field(&one("int")), &field(&readers), Direction::Backward).findings[0];
    assert!(
        message.message.ends_with("takes: type mismatch of `n.R.b`"),
        "{}",
        message.message
    );
}

#[test]
fn fields_are_found_by_name_or_alias_and_need_a_default_else() {
    let base = record(r#"{"name": "a", "type": "int"}"#);
    let plus = |more: &str| record(&format!(r#"{{"name": "a", "type": "int"}}, {more}"#));
    assert_eq!(
        found(&base, &plus(r#"{"name": "b", "type": "int"}"#)),
        ["field-default-missing shop.Pet.b 1"]
    );
    assert!(
        found(
            &base,
            &plus(r#"{"name": "b", "type": "int", "default": 1}"#)
        )
        .is_empty()
    );
    assert!(found(&plus(r#"{"name": "b", "type": "int"}"#), &base).is_empty());
    let renamed = record(r#"{"name": "b", "aliases": ["a"], "type": "long"}"#);
    assert!(found(&base, &renamed).is_empty());
    let both = plus(r#"{"name": "b", "type": "int"}"#);
    assert_eq!(
        found(
            &both,
            &record(r#"{"name": "b", "aliases": ["a"], "type": "int"}"#)
        ),
        ["field-ambiguous shop.Pet.b 1"]
    );
    // The default of an enum is for symbols that are not known, not for fields that are not there.
    let kind =
        r#"{"name": "b", "type": {"type": "enum", "name": "E", "symbols": ["X"], "default": "X"}}"#;
    assert_eq!(
        found(&base, &plus(kind)),
        ["field-default-missing shop.Pet.b 1"]
    );
}

#[test]
fn names_count_without_their_namespaces_or_as_aliases() {
    let named = |name: &str, more: &str| {
        format!(r#"{{"type": "fixed", "name": "{name}", "size": 4 {more}}}"#)
    };
    assert_eq!(
        of(&named("n.A", ""), &named("n.B", "")),
        ["name-mismatch shop.Pet.a 1"]
    );
    assert!(of(&named("n.A", ""), &named("n.B", r#", "aliases": ["A"]"#)).is_empty());
    assert!(of(&named("n.A", ""), &named("m.B", r#", "aliases": ["n.A"]"#)).is_empty());
    assert_eq!(
        of(&named("n.A", ""), &named("m.B", r#", "aliases": ["A"]"#)),
        ["name-mismatch shop.Pet.a 1"]
    );
    let moved = between(
        &field(&named("n.A", "")),
        &field(&named("m.A", "")),
        Direction::Backward,
    )
    .findings;
    assert_eq!(moved[0].rule.id, "avro-namespace-changed");
    let longer = named("n.A", "").replace('4', "5");
    assert_eq!(
        of(&named("n.A", ""), &longer),
        ["fixed-size-mismatch shop.Pet.a 1"]
    );
}

#[test]
fn symbols_that_are_not_known_need_a_default() {
    let kind = |symbols: &str, more: &str| {
        format!(r#"{{"type": "enum", "name": "E", "symbols": [{symbols}] {more}}}"#)
    };
    let (one, two) = (kind(r#""X""#, ""), kind(r#""X", "Y""#, ""));
    assert!(of(&one, &two).is_empty());
    assert_eq!(of(&two, &one), ["enum-symbols-missing shop.Pet.a 1"]);
    let ready = kind(r#""X""#, r#", "default": "X""#);
    assert!(of(&two, &ready).is_empty());
    let told = between(&field(&two), &field(&ready), Direction::Backward).findings;
    assert_eq!(told[0].rule.id, "avro-enum-symbols-defaulted");
}

#[test]
fn what_values_stand_for_is_compared() {
    let long = |logical: &str| format!(r#"{{"type": "long", "logicalType": "{logical}"}}"#);
    let decimal = |precision: u8, scale: u8| {
        format!(
            r#"{{"type": "bytes", "logicalType": "decimal", "precision": {precision}, "scale": {scale}}}"#
        )
    };
    let cases = [
        (
            long("timestamp-millis"),
            long("timestamp-micros"),
            "logical-type-changed",
        ),
        (
            long("timestamp-millis"),
            r#""long""#.to_owned(),
            "logical-type-one-sided",
        ),
        (decimal(9, 2), decimal(9, 3), "decimal-scale-changed"),
        (decimal(9, 2), decimal(7, 2), "decimal-precision-changed"),
        (decimal(9, 2), decimal(9, 2), ""),
        // What is not valid says nothing.
        (decimal(2, 9), r#""bytes""#.to_owned(), ""),
        (long("date"), r#""long""#.to_owned(), ""),
        (long("unheard-of"), r#""long""#.to_owned(), ""),
    ];
    for (writer, reader, rule) in cases {
        let expected = format!("{rule} shop.Pet.a 1");
        let expected: &[String] = if rule.is_empty() { &[] } else { &[expected] };
        assert_eq!(of(&writer, &reader), expected, "{writer} as {reader}");
    }
}

#[test]
fn types_within_themselves_are_compared_once() {
    let list = |of: &str| {
        format!(
            r#"{{"type": "record", "name": "List", "fields": [
  {{"name": "value", "type": "{of}"}},
  {{"name": "next", "type": ["null", "List"]}}]}}"#
        )
    };
    assert!(found(&list("int"), &list("long")).is_empty());
    assert_eq!(
        found(&list("long"), &list("int")),
        [
            "type-mismatch List.value 2",
            "union-branch-missing List.next 3"
        ]
    );
    // Here nothing holds but by itself: values of it have no end, so there is none that could not be read.
    let endless = r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "R"}]}"#;
    assert!(found(endless, endless).is_empty());
}

#[test]
fn a_pair_that_was_taken_to_hold_is_looked_at_again() {
    // The record reads itself only if its field does; a union that tried it first must not believe it later.
    let schema = |of: &str| {
        format!(
            r#"{{"type": "record", "name": "T", "fields": [
  {{"name": "u", "type": [{{"type": "record", "name": "n.A", "fields": [
      {{"name": "again", "type": {{"type": "array", "items": {{"type": "record", "name": "B", "fields": [
        {{"name": "a", "type": {{"type": "array", "items": "n.A"}}}}]}}}}}},
      {{"name": "x", "type": "{of}"}}]}}, "null"]}},
  {{"name": "b", "type": "B"}}]}}"#
        )
    };
    let reader = schema("int").replace("\"B\"", "\"n.B\"");
    let writer = schema("string").replace("\"B\"", "\"n.B\"");
    let rules = found(&writer, &reader);
    assert!(
        rules
            .iter()
            .any(|rule| rule.starts_with("union-branch-missing T.u")),
        "{rules:?}"
    );
    assert!(
        rules
            .iter()
            .any(|rule| rule.starts_with("type-mismatch n.A.x")),
        "{rules:?}"
    );
}

#[test]
fn both_ways_are_told_apart() {
    let (small, large) = (record(""), record(r#"{"name": "a", "type": "int"}"#));
    let forward = between(&large, &small, Direction::Forward).findings;
    assert_eq!(forward.len(), 1);
    assert_eq!(
        forward[0].message,
        "the old version cannot read all that the new one writes: the field `shop.Pet.a` is read, but not written, and has no default"
    );
    // The place is in the new version, where something can be done.
    assert_eq!(
        (&*forward[0].place.file, forward[0].place.column),
        ("0.avsc", 28)
    );
    assert!(
        between(&large, &small, Direction::Backward)
            .findings
            .is_empty()
    );
    let backward = between(&small, &large, Direction::Backward).findings;
    assert_ne!(backward[0].fingerprint, forward[0].fingerprint);
}
