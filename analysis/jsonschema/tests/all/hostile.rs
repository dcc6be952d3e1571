//! Whoever writes a file does not decide how long or how much its reader needs.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::world::{between, mistakes, read};

fn in_time(what: impl FnOnce()) {
    let start = Instant::now();
    what();
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn ten_thousand_levels_are_too_many() {
    for (open, close) in [("{\"not\":", "}"), ("[", "]"), ("{\"items\":", "}")] {
        let text = open.repeat(10_000) + "true" + &close.repeat(10_000);
        assert!(mistakes(&text)[0].contains("nested more than 256 deep"));
    }
}

/// A chain of references; the last one is of that type.
fn chain(length: usize, of: &str) -> String {
    let mut text = String::from("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
    for at in 0..length {
        write!(
            text,
            "\"d{at}\": {{\"properties\": {{\"a\": {{\"$ref\": \"#/$defs/d{}\"}}}}}},",
            at + 1
        )
        .unwrap();
    }
    write!(text, "\"d{length}\": {{\"type\": \"{of}\"}}}}}}").unwrap();
    text
}

#[test]
fn what_is_too_deep_is_not_decided() {
    in_time(|| {
        let compared = between(&chain(10_000, "string"), &chain(10_000, "null"));
        assert!(compared.incomplete);
    });
    let compared = between(&chain(20, "string"), &chain(20, "null"));
    assert!(!compared.incomplete && compared.findings.len() == 1);
}

#[test]
fn deep_compositions_end() {
    in_time(|| {
        // Each has both of the next in every kind of composition.
        let tower = |last: &str| {
            let mut text = String::from("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
            for at in 0..24 {
                let next = at + 1;
                let kind = ["allOf", "anyOf", "oneOf"][at % 3];
                write!(text, "\"d{at}\": {{\"{kind}\": [{{\"$ref\": \"#/$defs/d{next}\"}}, {{\"not\": {{\"$ref\": \"#/$defs/d{next}\"}}}}]}},").unwrap();
            }
            text + "\"d24\": " + last + "}}"
        };
        let (one, other) = (tower(r#"{"type": "string"}"#), tower(r#"{"maxLength": 2}"#));
        // Whatever has to be something and its opposite is nothing, so nothing of it is refused.
        assert!(between(&one, &other).findings.is_empty());
        let compared = between(r#"{"type": "string"}"#, &other);
        assert!(compared.incomplete || !compared.findings.is_empty());
    });
}

#[test]
fn many_alternatives_end() {
    in_time(|| {
        let many = |count: usize, shift: usize| {
            let each = (0..count).map(|at| {
                format!(
                    r#"{{"properties": {{"k": {{"minimum": {}}}, "n": {{"maxLength": {at}}}}}, "required": ["k{}"]}}"#,
                    at + shift,
                    at % 7
                )
            });
            format!(r#"{{"oneOf": [{}]}}"#, each.collect::<Vec<_>>().join(","))
        };
        let compared = between(&many(60, 0), &many(60, 1));
        assert!(compared.incomplete || !compared.findings.is_empty());
    });
    in_time(|| {
        let conditions: Vec<_> = (0..40)
            .map(|at| {
                format!(r#"{{"if": {{"required": ["a{at}"]}}, "then": {{"required": ["b{at}"]}}}}"#)
            })
            .collect();
        let text = format!(r#"{{"allOf": [{}]}}"#, conditions.join(","));
        let other = text.replace("\"b39\"", "\"c39\"");
        let compared = between(&text, &other);
        assert!(compared.incomplete || !compared.findings.is_empty());
    });
}

#[test]
fn what_is_no_schema_is_refused() {
    for text in [
        "",
        "{",
        "nul",
        "7",
        "[]",
        "{\"type\": [[]]}",
        "{\"$ref\": 7}",
        "{\"$ref\": \"#%zz\"}",
    ] {
        assert!(!mistakes(text).is_empty(), "{text}");
    }
    assert!(holdpoint_findings::Source::new("a.json", vec![0xff, 0xfe]).is_err());
    let many = "{\"maxLength\": -1},".repeat(5_000);
    let found = mistakes(&format!("{{\"allOf\": [{many} true]}}"));
    assert!(found.len() <= 101);
    // Numbers of any length are read, but not reckoned with.
    let long = format!("{{\"minimum\": 1{}}}", "0".repeat(5_000));
    assert!(read(&long).is_ok());
    assert!(between(&long, &long).incomplete);
}
