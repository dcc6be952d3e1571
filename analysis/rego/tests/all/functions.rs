//! What rules may call.

use crate::{policy, problems};
use holdpoint_rego::{Policy, allowed_functions};
use regorus::unstable::BUILTINS;
use serde_json::json;

/// Calls whose answer depends on more than their arguments, in every way that Rego has to make them.
#[test]
fn nothing_may_know_more_than_its_arguments() {
    for (call, reason) in [
        ("time.now_ns()", "the clock"),
        ("rand.intn(\"x\", 5)", "chance"),
        ("uuid.rfc4122(\"x\")", "chance"),
        (
            "http.send({\"method\": \"get\", \"url\": \"http://x\"})",
            "the network",
        ),
        ("net.lookup_ip_addr(\"x\")", "the network"),
        ("opa.runtime()", "the machine"),
        ("io.jwt.decode_verify(\"x\", {})", "the clock"),
        ("rego.parse_module(\"x\", \"y\")", "other policies"),
    ] {
        let name = call.split('(').next().unwrap();
        for body in [
            format!("deny contains x if {{\n  x := {call}\n}}"),
            format!("allow if\n  {call}"),
            format!("deny contains x if {{ x :=\n  [1 | {call}][0] }}"),
            format!("f(y) := {{\"a\": [\n  {call}]}}\ndeny contains 1 if f(1)"),
            format!("deny contains 1 if every y in [1] {{\n  {call} == y }}"),
            format!("deny contains 1 if not\n  {call}"),
            format!("deny contains 1 if {{ 1 == 2 }} else := 5 if {{\n  {call} }}"),
            format!("deny[\n  {call}] := 1 if true"),
        ] {
            let Err(found) = Policy::load(&[("p.rego", format!("package p\n{body}"))]) else {
                panic!("taken: {body}");
            };
            // Some of these bodies are refused by the parser before the call is seen; that is as good.
            let refused = format!(
                "`{name}` depends on {reason}, so that its answer could not be checked again"
            );
            let parser = !body.contains(':') || body.contains("else") || body.contains("deny[");
            assert!(
                parser || found.iter().any(|problem| problem.message == refused),
                "{body}: {found:?}"
            );
        }
    }
}

#[test]
fn a_refused_call_is_shown_at_its_place() {
    let found = problems("package p\n\ndeny contains x if {\n    x := time.now_ns()\n}");
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].to_string(),
        "p.rego:4:10: `time.now_ns` depends on the clock, so that its answer could not be checked again"
    );
    assert_eq!(
        found[0].help.as_deref(),
        Some("pass what the rule needs in with the input")
    );
}

#[test]
fn functions_cannot_be_brought_in_by_the_back_door() {
    // A replacement calls without a call.
    let found = problems(
        "package p\nf(x, y) := 1\ndeny contains x if { x := f(\"a\", 2) with f as rand.intn }",
    );
    assert!(
        found[0]
            .message
            .starts_with("`rand.intn` depends on chance"),
        "{found:?}"
    );
    let found =
        problems("package p\ndeny contains x if { x := count([1]) with count as http.send }");
    assert!(
        found[0]
            .message
            .starts_with("`http.send` depends on the network"),
        "{found:?}"
    );
    // Names may be written in brackets.
    let found = problems("package p\ndeny contains x if { x := time[\"now_ns\"]() }");
    assert!(!found.is_empty());
    // An alias does not help, nor does a function of one's own with that name.
    let found = problems(
        "package p\nimport data.q as rand\ndeny contains x if { x := rand.intn(\"a\", 2) }",
    );
    assert!(
        found[0]
            .message
            .starts_with("`rand.intn` depends on chance"),
        "{found:?}"
    );
    // The replacement of a forbidden function is no call of it, and is not needed either.
    assert!(
        !problems("package p\ndeny contains x if { x := time.now_ns() with time.now_ns as 5 }")
            .is_empty()
    );
}

#[test]
fn unknown_functions_are_refused_at_load() {
    let found = problems("package p\ndeny contains x if { x := cuont([1]) }");
    assert_eq!(
        found[0].to_string(),
        "p.rego:2:27: there is no function `cuont`"
    );
    assert_eq!(found[0].help.as_deref(), Some("did you mean `count`?"));
}

#[test]
fn own_functions_of_the_same_and_other_packages() {
    let library = "package lib.text\nshout(x) := upper(x)";
    let user = "package p\nimport data.lib.text\nimport data.lib.text as t\n\
        deny contains text.shout(\"a\")\ndeny contains t.shout(\"b\")\ndeny contains data.lib.text.shout(\"c\")\ndeny contains helper(\"d\")";
    let helper = "package p\nhelper(x) := x";
    let policy = Policy::load(&[
        ("lib.rego", library),
        ("p.rego", user),
        ("helper.rego", helper),
    ])
    .unwrap();
    assert_eq!(
        policy.evaluate(&json!({})).unwrap().messages,
        ["A", "B", "C", "d"]
    );
}

#[test]
fn the_list_is_what_the_engine_has() {
    let own = [
        "numbers.range",
        "numbers.range_step",
        "print",
        "time.parse_rfc3339_ns",
    ];
    let missing: Vec<_> = allowed_functions()
        .iter()
        .filter(|name| !own.contains(name) && !BUILTINS.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let mut sorted = allowed_functions().to_vec();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        allowed_functions(),
        "the list is searched by halves"
    );
    for name in ["rand.intn", "trace", "json.match_schema"] {
        assert!(!allowed_functions().contains(&name));
    }
}

#[test]
fn moments_are_read() {
    let read = |text: &str| {
        let body = "deny contains sprintf(\"%v\", [time.parse_rfc3339_ns(input)])";
        policy(body).evaluate(&json!(text)).unwrap().messages
    };
    // Python: datetime.fromisoformat(text).timestamp()
    assert_eq!(read("1970-01-01T00:00:00Z"), ["0"]);
    assert_eq!(read("2026-11-24T10:00:00+01:00"), ["1795510800000000000"]);
    assert_eq!(read("2024-02-29T23:59:59.5-00:30"), ["1709252999500000000"]);
    assert_eq!(read("1969-12-31T23:59:59Z"), ["-1000000000"]);
    for bad in [
        "2026-02-29T00:00:00Z",
        "2026-11-24",
        "2026-11-24T10:00:00",
        "2026-11-24T10:00:00+24:00",
        "é",
        "9999-12-31T00:00:00Z",
    ] {
        assert!(read(bad).is_empty(), "{bad}");
    }
}

#[test]
fn formats_are_written_as_go_writes_them() {
    for (format, arguments, expected) in [
        ("%d", json!([-1]), "-1"),
        ("%d|%v|%s|%d", json!([-12, -12, "x", 3]), "-12|-12|x|3"),
        ("100%% of %d", json!([-5]), "100% of -5"),
        ("%.2f%%", json!([12.345]), "12.35%"),
        ("%s %d", json!(["%d", -2]), "%d -2"),
        ("é%dé", json!([-7]), "é-7é"),
    ] {
        let input = json!({"format": format, "arguments": arguments});
        let outcome =
            policy("deny contains sprintf(input.format, input.arguments)").evaluate(&input);
        assert_eq!(outcome.unwrap().messages, [expected], "{format}");
    }
    // Digits of other scripts would make the engine panic.
    for format in ["%½d", "%٣d", "%1001d", "%.9999f", "%*d", "%", "%5"] {
        let input = json!({"format": format, "arguments": [1]});
        let outcome =
            policy("deny contains sprintf(input.format, input.arguments)").evaluate(&input);
        let error = outcome.unwrap_err().to_string();
        assert!(!error.contains("could not run"), "{format}: {error}");
    }
}
