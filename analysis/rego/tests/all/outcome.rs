//! What rules answer, and how it is put together.

use crate::policy;
use holdpoint_rego::{Outcome, RegoError};
use serde_json::{Value, json};

fn evaluate(body: &str, input: &Value) -> Outcome {
    policy(body)
        .evaluate(input)
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn deny_gives_messages_in_order() {
    let body = r#"
deny contains msg if { some x in input.xs; x > 1; msg := sprintf("%d is too much", [x]) }
deny contains "always"
warn contains {"msg": "careful", "level": 2}
"#;
    let outcome = evaluate(body, &json!({"xs": [3, 1, 2, 3]}));
    assert_eq!(
        outcome.messages,
        ["2 is too much", "3 is too much", "always"]
    );
    assert_eq!(
        (outcome.warnings, outcome.allowed),
        (vec!["careful".to_owned()], false)
    );
}

#[test]
fn forms_of_messages() {
    for (body, expected) in [
        ("deny := [\"b\", \"a\"]", vec!["a", "b"]),
        ("deny := \"one\"", vec!["one"]),
        ("deny if true", vec!["`data.p.deny` is true"]),
        ("deny if false", vec![]),
        (
            "deny := {\"x\": \"from x\", \"y\": {\"message\": \"from y\"}}",
            vec!["from x", "from y"],
        ),
        (
            "violation contains {\"msg\": \"m\", \"details\": {}}",
            vec!["m"],
        ),
        ("violations contains {\"code\": 7}", vec!["{\"code\":7}"]),
        ("allow if true", vec![]),
        ("allow if input.x", vec!["`data.p.allow` is not true"]),
        ("default allow := false", vec!["`data.p.allow` is not true"]),
        ("allow := \"yes\"", vec!["`data.p.allow` is not true"]),
        ("allow if true\ndeny contains \"but\"", vec!["but"]),
    ] {
        let outcome = evaluate(body, &json!({}));
        assert_eq!(outcome.messages, expected, "{body}");
        assert_eq!(outcome.allowed, expected.is_empty(), "{body}");
    }
}

#[test]
fn warnings_do_not_refuse() {
    let outcome = evaluate("allow if true\nwarn contains \"w\"", &json!({}));
    assert!(outcome.allowed);
    assert_eq!(outcome.warnings, ["w"]);
}

#[test]
fn data_is_seen() {
    let policy = policy("deny contains name if { some name in data.banned; name in input.names }");
    let data = json!({"banned": ["left-pad"]});
    let outcome = policy
        .evaluate_with(&json!({"names": ["left-pad", "x"]}), Some(&data))
        .unwrap();
    assert_eq!(outcome.messages, ["left-pad"]);
    // Data of one evaluation is not there in the next.
    assert!(
        policy
            .evaluate(&json!({"names": ["left-pad"]}))
            .unwrap()
            .allowed
    );
    let error = policy
        .evaluate_with(&json!({}), Some(&json!([1])))
        .unwrap_err();
    assert!(matches!(error, RegoError::Input(_)), "{error}");
}

#[test]
fn a_wrong_argument_stops_the_policy() {
    // Undefined, it would make this `deny` say nothing.
    let error = policy("deny contains \"x\" if {\n  count(input.n) > 1\n}")
        .evaluate(&json!({"n": 5}))
        .unwrap_err();
    let RegoError::Failed(problem) = error else {
        panic!("{error}")
    };
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("p.rego", 3),
        "{problem:?}"
    );
}

#[test]
fn rules_that_conflict_are_an_error() {
    let error = policy("allow := x if { some x in [true, false] }")
        .evaluate(&json!({}))
        .unwrap_err();
    assert!(matches!(error, RegoError::Failed(_)), "{error}");
}

#[test]
fn the_same_input_gives_the_same_answer() {
    let body = "deny contains sprintf(\"%v\", [x]) if { some k, v in input; x := {k: v, \"n\": count(input)} }";
    let input: Value = (0..200)
        .map(|n| (format!("key{n}"), json!({"a": n, "b": [n, {"c": 0.1}]})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let policy = policy(body);
    let first = policy.evaluate(&input).unwrap();
    assert_eq!(first.messages.len(), 200);
    for _ in 0..5 {
        assert_eq!(policy.evaluate(&input).unwrap(), first);
    }
}
