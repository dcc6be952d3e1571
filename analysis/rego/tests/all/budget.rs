//! A policy that does too much gives no answer.

use crate::{policy, problems};
use holdpoint_rego::{Budget, Policy, RegoError};
use proptest::prelude::*;
use serde_json::json;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[test]
fn a_time_out_is_no_verdict() {
    let body = "deny contains \"never\" if { some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); some c in numbers.range(1, 3000); a * b * c == -1 }";
    let limit = Duration::from_millis(50);
    let policy = policy(body).with_budget(Budget {
        limit,
        ..Budget::default()
    });
    let begun = Instant::now();
    let error = policy.evaluate(&json!({})).unwrap_err();
    assert_eq!(error, RegoError::Timeout { limit });
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        error.to_string(),
        "the policy was not done after 50 ms, which is no verdict; make it do less, or try again"
    );
    assert!(
        !error.is_lasting(),
        "another machine might have been faster"
    );
}

/// How many steps a policy takes: the least budget that it has an answer within.
fn steps_of(policy: &Policy) -> u32 {
    let answers = |steps: u32| {
        let budget = Budget {
            steps: NonZeroU32::new(steps).unwrap(),
            ..Budget::default()
        };
        match policy.clone().with_budget(budget).evaluate(&json!({})) {
            Ok(outcome) => outcome.allowed,
            Err(error) => {
                assert_eq!(error, RegoError::TooMuch { limit: steps });
                assert!(error.is_lasting(), "it is so on every machine");
                false
            }
        }
    };
    let (mut low, mut high) = (1, 1 << 16);
    assert!(answers(high));
    while low < high {
        let middle = u32::midpoint(low, high);
        match answers(middle) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    low
}

#[test]
fn steps_do_not_depend_on_the_machine() {
    let policy = policy("deny contains \"never\" if { some a in numbers.range(1, 300); a == -1 }");
    let alone = steps_of(&policy);
    assert!((300..10_000).contains(&alone), "{alone}");
    let stop = Arc::new(AtomicBool::new(false));
    let busy: Vec<_> = (0..8)
        .map(|_| {
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || while !stop.load(Ordering::Relaxed) {})
        })
        .collect();
    assert_eq!(steps_of(&policy), alone, "on a machine that has no time");
    stop.store(true, Ordering::Relaxed);
    busy.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn what_never_ends_is_too_much_whatever_the_time() {
    let body = "deny contains \"never\" if { some a in numbers.range(1, 90000); some b in numbers.range(1, 90000); a * b == -1 }";
    let budget = Budget {
        steps: NonZeroU32::new(20_000).unwrap(),
        limit: Duration::from_secs(600),
    };
    let error = policy(body)
        .with_budget(budget)
        .evaluate(&json!({}))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the policy takes more than 20000 steps, which is no verdict; make it do less"
    );
}

#[test]
fn negation_does_not_hide_that_it_is_too_much() {
    let body = "slow if { some a in numbers.range(1, 9000); some b in numbers.range(1, 9000); a * b == -1 }\nallow if not slow";
    let policy = policy(body).with_budget(Budget {
        steps: NonZeroU32::new(5_000).unwrap(),
        ..Budget::default()
    });
    assert!(matches!(
        policy.evaluate(&json!({})),
        Err(RegoError::TooMuch { .. })
    ));
}

#[test]
fn functions_cannot_take_all_memory() {
    for call in [
        "numbers.range(1, 1000000000000)",
        "numbers.range_step(0, 9000000000000000000, 1)",
        "numbers.range(-9223372036854775808, 9223372036854775807)",
        "bits.lsh(1, 1000000000000)",
        "sprintf(\"%1000000000d\", [1])",
        "sprintf(\"%.1000000000f\", [1.5])",
        "sprintf(\"%*d\", [1000000000, 1])",
        "sprintf(concat(\"\", [\"%\", \"999999999s\"]), [1])",
        "format_int(1e300, 2)",
        "units.parse(\"1e999999999\")",
        "to_number(\"1e999999999\")",
        "1e999999999 + 1",
        "round(1e300)",
        "regex.match(\"((a{1000}){1000}){1000}\", \"a\")",
        "regex.match(\"(a*)*b\", concat(\"\", [\"a\" | some _ in numbers.range(1, 1000)]))",
        "strings.count(\"aaa\", \"\")",
        "replace(\"aaa\", \"\", \"b\")",
        "split(\"aaa\", \"\")",
        "json.unmarshal(\"1e400\")",
        "yaml.unmarshal(\"a: &a [1]\\nb: &b [*a,*a]\\nc: [*b,*b]\")",
        "time.parse_rfc3339_ns(\"9999-12-31T00:00:00Z\")",
        "glob.match(\"{a,{b,{c,{d}}}}\", [], \"x\")",
        "substring(\"é\", 1, 5)",
        "indexof_n(\"aaa\", \"\")",
        "hex.decode(\"é\")",
        "array.slice([1], -5, 1000000000000)",
        "semver.compare(\"1.0.0\", \"99999999999999999999.0.0\")",
    ] {
        let source = format!("package p\ndeny contains x if {{ x := {call} }}");
        let begun = Instant::now();
        if let Ok(policy) = Policy::load(&[("p.rego", source)]) {
            let _ = policy.evaluate(&json!({}));
        }
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{call}: {:?}",
            begun.elapsed()
        );
    }
    let error = policy("deny contains x if { x := numbers.range(1, 1000000) }")
        .evaluate(&json!({}))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the range has more than 100000 numbers"),
        "{error}"
    );
}

#[test]
fn sources_cannot_nest_without_end() {
    let pairs = [
        ("(", ")"),
        ("[", "]"),
        ("{\"a\": ", "}"),
        ("count(", ")"),
        ("{x | x := ", "}"),
        ("-", ""),
        ("not ", ""),
        ("1 + ", ""),
        ("1 == ", ""),
        ("x[", "]"),
        ("x.", ""),
        ("every y in [1] {", "}"),
        ("1 | ", ""),
        ("{x | not ", "}"),
        ("", "[0]"),
        ("", "(0)"),
        ("", " + f(1, 2)"),
        ("f(1, 2) + ", ""),
        ("x := ", ""),
        ("1 in ", ""),
        ("", " with x as 1"),
    ];
    for (open, close) in pairs {
        for start in ["", "x := ", "count("] {
            for end in ["", "\n", " # comment\n"] {
                for depth in [12, 150, 3_000] {
                    let nested = format!(
                        "{}1{}",
                        format!("{open}{end}").repeat(depth),
                        format!("{close}{end}").repeat(depth)
                    );
                    let source = format!("package p\nallow if {{ {start}{nested} }}");
                    if depth > 100 && end.is_empty() {
                        assert!(!problems(&source).is_empty(), "{start}{open}{close}");
                    } else {
                        let _ = Policy::load(&[("p.rego", source)]);
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_refused_for_nesting_is_shown_its_place() {
    let found = problems(&format!(
        "package p\nallow if {{\n  x := {}1\n}}",
        "1 + ".repeat(120)
    ));
    assert_eq!(
        (found[0].line, found[0].message.as_str()),
        (3, "the expression nests more than 100 deep")
    );
}

#[test]
fn long_modules_are_not_deep_ones() {
    let rules: String = (0..400)
        .map(|n| format!("deny contains msg if {{\n  input.a.b[\"c\"] == {n} # (((\n  not input.x in [1, 2, {n}]\n  y := {{\"k\": [f(1, {n}), \"((((\"]}}; z := `[[[`\n  msg := sprintf(\"%v\", [y.k + z])\n}}\n"))
        .collect();
    let items: Vec<String> = (0..500).map(|n| format!("{{\"a\": -{n}}}")).collect();
    policy(&format!(
        "f(x, y) := x + y\nlist := [\n{}\n]\n{rules}",
        items.join(",\n")
    ));
}

#[test]
fn inputs_may_nest() {
    let mut input = json!(1);
    for _ in 0..100 {
        input = json!([input]);
    }
    assert!(
        policy("allow if is_array(input)")
            .evaluate(&input)
            .unwrap()
            .allowed
    );
}

fn rego_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("deny"),
        Just(" contains "),
        Just(" if "),
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("x"),
        Just(":="),
        Just("="),
        Just("\"a\""),
        Just("`"),
        Just("\n"),
        Just("some "),
        Just(" in "),
        Just("every "),
        Just("with "),
        Just(" as "),
        Just("input"),
        Just("."),
        Just("not "),
        Just("import data.q"),
        Just("default "),
        Just("1"),
        Just("é"),
        Just("#"),
        Just("|"),
        Just(","),
        Just(";"),
        Just("count"),
        Just("else "),
        Just("allow"),
    ];
    proptest::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_source_is_answered(body in prop_oneof![rego_soup(), "\\PC*"]) {
        if let Ok(policy) = Policy::load(&[("p", format!("package p\nallow if true\n{body}"))]) {
            let _ = policy.evaluate(&json!({"x": 1}));
        }
    }
}
