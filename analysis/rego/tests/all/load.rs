//! Loading: problems at their places, a digest, an order.

use crate::{policy, problems};
use holdpoint_rego::Policy;

#[test]
fn syntax_errors_have_a_place() {
    let found = problems("package p\n\ndeny contains x if {\n  x := \n}\n");
    assert_eq!(
        (found[0].file.as_str(), found[0].line),
        ("p.rego", 4),
        "{found:?}"
    );
    assert!(found[0].column > 0);
}

#[test]
fn all_modules_are_reported() {
    let found =
        Policy::load(&[("b.rego", "package p\nx := {"), ("a.rego", "pakage q")]).unwrap_err();
    let files: Vec<_> = found.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["a.rego", "b.rego"]);
}

#[test]
fn old_rego_is_told_what_to_write() {
    let found = problems("package p\ndeny[msg] { msg := \"x\" }");
    assert_eq!(found[0].line, 2);
    assert!(
        found[0]
            .help
            .as_deref()
            .is_some_and(|help| help.contains("Rego v1")),
        "{found:?}"
    );
}

#[test]
fn what_does_not_fit_together_is_refused() {
    for body in [
        "deny contains x if { y == 1 }",
        "deny contains x if {\n  x := z + 1\n}",
    ] {
        let found = problems(&format!("package p\n{body}"));
        assert!(!found.is_empty(), "{body}");
        assert!(found[0].line >= 2, "{found:?}");
    }
}

#[test]
fn a_policy_that_answers_nothing_is_refused() {
    let found = problems("package p\nx := 1\nwarn contains \"y\"");
    assert_eq!(
        found[0].message,
        "no module defines `deny`, `violation`, `violations` or `allow`"
    );
    let none: [(&str, &str); 0] = [];
    assert!(Policy::load(&none).is_err());
}

#[test]
fn two_modules_cannot_have_one_name() {
    let found = Policy::load(&[
        ("a", "package p\nallow if true"),
        ("a", "package q\nallow if true"),
    ])
    .unwrap_err();
    assert_eq!(found[0].to_string(), "a: two modules have this name");
}

#[test]
fn the_digest_is_of_names_and_sources() {
    let (a, b) = ("package a\nallow if true", "package b\nallow if true");
    let digest = |modules: &[(&str, &str)]| Policy::load(modules).unwrap().digest().to_owned();
    let one = digest(&[("a", a), ("b", b)]);
    assert_eq!(one, digest(&[("b", b), ("a", a)]));
    assert_ne!(one, digest(&[("a", a), ("c", b)]));
    assert_ne!(one, digest(&[("a", b), ("b", a)]));
    assert_ne!(one, digest(&[("a", a)]));
    assert_eq!(one.len(), 64);
}

#[test]
fn rules_of_all_packages() {
    let policy = Policy::load(&[
        (
            "z",
            "package z.y\ndeny contains \"m\" if false\nwarn contains \"w\" if false",
        ),
        (
            "a",
            "package a[\"b-c\"]\nallow if true\ndefault allow := false",
        ),
    ])
    .unwrap();
    let rules: Vec<_> = policy.rules().collect();
    assert_eq!(
        rules,
        ["data.a[\"b-c\"].allow", "data.z.y.deny", "data.z.y.warn"]
    );
}

#[test]
fn a_policy_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&policy("allow if true"));
}

#[test]
fn rules_cannot_need_themselves() {
    for body in [
        "f(x) := g(x)\ng(x) := f(x)\nallow if f(1)",
        "f(x) := f(x + 1)\nallow if f(1)",
        "f(x) := r + x\nr := f(1)\nallow if r",
        "f(x) := x\nr := x if { x := f(1) with f as g }\ng(x) := r\nallow if r",
        "allow if data.p.x\nx if data.p[\"allow\"]",
        "deny contains x if { some x in deny }",
        "a.b := 1\na.c := a\nallow if a.c",
        "allow if count({x | x := data[input.p]}) > 1",
    ] {
        let found = problems(&format!("package p\n{body}"));
        assert!(
            found[0].message.ends_with("needs itself"),
            "{body}: {found:?}"
        );
    }
    let found = problems("package p\nallow if f(1)\nf(x) := f(x)");
    assert_eq!(
        found[0].to_string(),
        "p.rego:3:1: the rule `p.f` needs itself"
    );
    // Through another package, under another name.
    let other = "package q\nimport data.p as back\ng(x) := back.f(x)";
    let found = Policy::load(&[
        (
            "p",
            "package p\nimport data.q\nf(x) := q.g(x)\nallow if f(1)",
        ),
        ("q", other),
    ]);
    assert!(found.is_err());
}

#[test]
fn what_only_looks_like_recursion_is_taken() {
    policy("f(x) := x\nx := f(1)\nallow if x == 1");
    policy("allow if { deny_list := [1]; count(deny_list) == 1 }\ndeny_list := 5");
    policy("a.b := 1\na.c := a.b\nallow if a.c == 1");
}

#[test]
fn chains_of_rules_are_bounded() {
    let chain = |length: usize| -> String {
        (0..length)
            .map(|n| format!("f{n}(x) := f{}(x)\n", n + 1))
            .collect::<String>()
            + &format!("f{length}(x) := x\nallow if f0(1) == 1")
    };
    assert!(
        policy(&chain(40))
            .evaluate(&serde_json::json!({}))
            .unwrap()
            .allowed
    );
    let found = problems(&format!("package p\n{}", chain(3_000)));
    assert!(
        found[0]
            .message
            .ends_with("needs others through more than 50 steps"),
        "{found:?}"
    );
}
