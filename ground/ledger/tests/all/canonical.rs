//! RFC 8785 against its own examples, and what is refused.

use holdpoint_ledger::canonical::{Numbers, canonicalize, check, is_canonical, parse, to_vec};
use proptest::prelude::*;
use serde_json::{Value, json};

/// RFC 8785, section 3.2.2: the sample object, in the order of section 3.2.3.
#[test]
fn the_sample_of_rfc_8785_is_written_byte_for_byte() {
    let sample = r#"{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"#;
    // Section 3.2.4: the same as bytes in hexadecimal.
    let expected = "
        7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
        75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
        5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
        65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
        5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
        30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d";
    let expected: Vec<u8> = expected
        .split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect();
    let written = canonicalize(sample.as_bytes(), Numbers::Any).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&written),
        String::from_utf8_lossy(&expected)
    );
    check(&written, Numbers::Any).unwrap();
    assert!(canonicalize(sample.as_bytes(), Numbers::Integers).is_err());
}

/// RFC 8785, section 3.2.3: the object that shows the order of keys.
#[test]
fn keys_are_in_the_order_of_their_utf_16_code_units() {
    let sample = r#"{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }"#;
    let written =
        String::from_utf8(canonicalize(sample.as_bytes(), Numbers::Integers).unwrap()).unwrap();
    let order = [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small",
        "Euro",
        "Emoji",
        "Hebrew",
    ];
    let places: Vec<_> = order
        .iter()
        .map(|value| written.find(value).unwrap())
        .collect();
    assert!(places.is_sorted(), "{written}");
    assert!(is_canonical(written.as_bytes()));
    // In UTF-8 the emoji comes after the Hebrew letter: that order is not canonical.
    assert!(!is_canonical("{\"\u{fb33}\":1,\"\u{1f600}\":2}".as_bytes()));
    assert!(is_canonical("{\"\u{1f600}\":2,\"\u{fb33}\":1}".as_bytes()));
}

/// RFC 8785, appendix B: floats by their bits.
#[test]
fn floats_are_written_as_ecmascript_does() {
    let table: [(u64, &str); 26] = [
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7fefffffffffffff, "1.7976931348623157e+308"),
        (0xffefffffffffffff, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xc340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44b52d02c7e14af5, "9.999999999999997e+22"),
        (0x44b52d02c7e14af6, "1e+23"),
        (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
        (0x444b1ae4d6e2ef4e, "999999999999999700000"),
        (0x444b1ae4d6e2ef4f, "999999999999999900000"),
        (0x444b1ae4d6e2ef50, "1e+21"),
        (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
        (0x3eb0c6f7a0b5ed8d, "0.000001"),
        (0x41b3de4355555553, "333333333.3333332"),
        (0x41b3de4355555554, "333333333.33333325"),
        (0x41b3de4355555555, "333333333.3333333"),
        (0x41b3de4355555556, "333333333.3333334"),
        (0x41b3de4355555557, "333333333.33333343"),
        (0xbecbf647612f3696, "-0.0000033333333333333333"),
        (0x43143ff3c1cb0959, "1424953923781206.2"),
        (0x3ff0000000000000, "1"),
        (0x4024000000000000, "10"),
    ];
    for (bits, expected) in table {
        let value = json!(f64::from_bits(bits));
        let mut written = Vec::new();
        holdpoint_ledger::canonical::write(&value, Numbers::Any, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), expected, "{bits:016x}");
    }
}

#[test]
fn bytes_that_are_not_canonical_are_refused_with_the_place() {
    let refused = [
        (r#"{"b":1,"a":2}"#, 7, "order"),
        (r#"{"a":1,"a":2}"#, 7, "repeated"),
        (r#"{"a": 1}"#, 5, "value"),
        (r#"{"a" :1}"#, 4, "`:`"),
        (r#" {}"#, 0, "value"),
        ("{}\n", 2, "follow"),
        (r#"{"a":1,}"#, 7, "key"),
        (r#"[1,]"#, 3, "value"),
        (r#"[1 ,2]"#, 2, "`]`"),
        (r#"1.0"#, 0, "integer"),
        (r#"1e2"#, 0, "integer"),
        (r#"-0"#, 0, "integer"),
        (r#"01"#, 0, "integer"),
        (r#"9007199254740993"#, 0, "integer"),
        (r#"-9007199254740993"#, 0, "integer"),
        (r#""\u0041""#, 1, "escape"),
        (r#""\/""#, 1, "escape"),
        (r#""\u000a""#, 1, "escape"),
        (r#""\u000F""#, 1, "escape"),
        (r#""\ud83d\ude00""#, 1, "escape"),
        ("\"a\nb\"", 2, "control"),
        (r#""a"#, 1, "closed"),
        (r#"nul"#, 0, "value"),
        ("", 0, "value"),
    ];
    for (json, offset, reason) in refused {
        let error = check(json.as_bytes(), Numbers::Integers).unwrap_err();
        assert_eq!(error.offset, offset, "{json}: {error}");
        assert!(error.reason.contains(reason), "{json}: {error}");
    }
    assert_eq!(check(b"\"\xff\"", Numbers::Integers).unwrap_err().offset, 1);
}

#[test]
fn the_limits_are_where_they_are_said_to_be() {
    assert!(is_canonical(b"9007199254740992") && is_canonical(b"-9007199254740992"));
    assert!(to_vec(&(1_i64 << 53)).is_ok() && to_vec(&((1_i64 << 53) + 1)).is_err());
    assert!(to_vec(&1.5).unwrap_err().to_string().contains("`1.5`"));
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (depth, accepted) in [(100, true), (101, false)] {
        assert_eq!(is_canonical(nested(depth).as_bytes()), accepted, "{depth}");
        assert_eq!(
            canonicalize(nested(depth).as_bytes(), Numbers::Any).is_ok(),
            accepted,
            "{depth}"
        );
    }
    assert!(!is_canonical("[".repeat(1_000_000).as_bytes()));
    assert!(canonicalize("[".repeat(1_000_000).as_bytes(), Numbers::Any).is_err());
}

#[test]
fn a_repeated_key_is_refused_in_any_spelling() {
    let error = parse(br#"{ "a": 1, "\u0061": 2 }"#, Numbers::Integers).unwrap_err();
    assert!(error.to_string().contains("key `a` is repeated"), "{error}");
    assert!(parse(br#"{"a":1e400}"#, Numbers::Any).is_err());
    assert!(parse(br#"{"a":"\ud800"}"#, Numbers::Any).is_err());
    assert!(parse(b"{} {}", Numbers::Any).is_err());
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53)..=1 << 53).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(".{0,6}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_canonical_and_reads_back(value in values()) {
        let written = to_vec(&value).unwrap();
        prop_assert!(is_canonical(&written));
        prop_assert_eq!(&parse(&written, Numbers::Integers).unwrap(), &value);
        let spaced = serde_json::to_vec_pretty(&value).unwrap();
        prop_assert_eq!(canonicalize(&spaced, Numbers::Integers).unwrap(), written);
    }

    #[test]
    fn floats_read_back_as_they_were(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        prop_assume!(float.is_finite());
        let mut written = Vec::new();
        holdpoint_ledger::canonical::write(&json!(float), Numbers::Any, &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        prop_assert_eq!(text.parse::<f64>().unwrap(), float);
        prop_assert!(check(text.as_bytes(), Numbers::Any).is_ok());
    }

    #[test]
    fn text_is_canonical_exactly_when_rewriting_does_not_change_it(text in r#"[\[\]{}:,"\\a0-9e.\-u ]{0,14}"#) {
        let rewritten = canonicalize(text.as_bytes(), Numbers::Integers);
        prop_assert_eq!(is_canonical(text.as_bytes()), rewritten.is_ok_and(|bytes| bytes == text.as_bytes()));
    }
}
