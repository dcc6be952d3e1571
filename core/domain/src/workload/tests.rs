#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::pattern::{matches, says_something};
use super::{COMMANDS, Workload, WorkloadMistake, Workloads};
use crate::kernel::Actor;

#[test]
fn patterns_are_texts_with_stars() {
    for (pattern, text) in [
        ("acme/payments", "acme/payments"),
        ("acme/*", "acme/payments"),
        ("acme/*", "acme/"),
        ("*/*", "acme/payments"),
        ("refs/heads/release/*", "refs/heads/release/1.2"),
        ("refs/**", "refs/heads/release/1.2"),
        ("**/1.2", "refs/heads/release/1.2"),
        ("**", ""),
        ("*", "x"),
        ("a*b*c", "a1b2b3c"),
        ("a**/*c", "a/b/c/xc"),
        ("**a/*b", "a/a/xb"),
        ("a***b", "a/x/b"),
        ("", ""),
    ] {
        assert!(matches(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [
        ("acme/payments", "acme/payments-evil"),
        ("acme/payments", "evil-acme/payments"),
        ("acme/*", "acme/payments/fork"),
        ("acme/*", "acmeevil/payments"),
        ("*", "acme/payments"),
        ("refs/heads/*", "refs/heads/release/1.2"),
        ("acme", "ACME"),
        ("a.me", "acme"),
        ("a?me", "acme"),
        ("a*b*c", "a1b2b3d"),
        ("**a/*b", "a/a/x/b"),
        ("x", ""),
        ("", "x"),
    ] {
        assert!(!matches(pattern, text), "{pattern} {text}");
    }
    // No pattern takes long.
    let (pattern, text) = ("*a".repeat(100), "a".repeat(400) + "b");
    assert!(!matches(&pattern, &text));
    assert!(says_something("a*") && !says_something("***") && !says_something(""));
}

#[test]
fn a_workload_is_read_as_it_is_written() {
    let text = "workload/ci/wkl_00000000000000000000000001";
    assert_eq!(text.parse::<Workload>().unwrap().to_string(), text);
    assert_eq!(text.parse::<Actor>().unwrap().to_string(), text);
    for wrong in [
        "workload/",
        "workload/ci",
        "workload/ci/1",
        "workload/CI/wkl_0",
        "ci/wkl_0",
    ] {
        assert!(wrong.parse::<Actor>().is_err(), "{wrong}");
    }
}

fn workloads(changes: &[(&str, Value)]) -> Vec<WorkloadMistake> {
    let mut all = json!({
        "issuers": [{"name": "github", "url": "https://ci.example", "audience": "https://a.example"}],
        "allow": [{"name": "ci", "issuer": "github", "claims": {"repository": ["acme/api"]},
            "role": "developer", "scope": "organisation"}],
    });
    for (pointer, value) in changes {
        let (above, last) = pointer.rsplit_once('/').unwrap();
        match all.pointer_mut(above).unwrap() {
            Value::Array(items) => items.push(value.clone()),
            other => other[last] = value.clone(),
        }
    }
    serde_json::from_value::<Workloads>(all).unwrap().wrong()
}

#[test]
fn a_rule_says_whom_it_lets_in() {
    assert_eq!(workloads(&[]), []);
    let rule = |change: (&str, Value)| match workloads(&[change]).as_slice() {
        [WorkloadMistake::Rule(name, why)] => {
            assert_eq!(name, "ci");
            why.clone()
        }
        other => format!("{other:?}"),
    };
    let open = "it says of no claim what it has to be: everybody to whom the issuer gives tokens would be let in";
    for claims in [
        json!({}),
        json!({"repository": ["**"]}),
        json!({"repository": ["acme/api", "*"]}),
    ] {
        assert_eq!(rule(("/allow/0/claims", claims)), open);
    }
    assert_eq!(
        rule(("/allow/0/issuer", json!("gitlab"))),
        "there is no issuer `gitlab`"
    );
    let other = json!(["evidence.add", "approval.decide"]);
    let said = rule(("/allow/0/commands", other));
    assert!(
        said.starts_with("workloads do not do `approval.decide`, but"),
        "{said}"
    );
    for role in ["administrator", "board-member", "auditor", "change-manager"] {
        let said = rule(("/allow/0/role", json!(role)));
        assert!(
            said.starts_with(&format!("the role `{role}` attaches no evidence")),
            "{said}"
        );
    }
    let empty = json!({"repository": ["acme/api"], "ref": []});
    let said = rule(("/allow/0/claims", empty));
    assert_eq!(said, "its claims are too many, empty or too long");
    let twin = json!({"name": "ci", "issuer": "github", "claims": {"repository": ["a"]},
        "role": "developer", "scope": "organisation"});
    assert_eq!(rule(("/allow/-", twin)), "there is another of that name");
}

#[test]
fn an_issuer_is_an_address_with_keys() {
    let issuer = |change: (&str, Value)| match workloads(&[change]).as_slice() {
        [WorkloadMistake::Issuer(_, why)] => why.clone(),
        other => format!("{other:?}"),
    };
    let said = issuer(("/issuers/0/url", json!("http://ci.example")));
    assert!(
        said.starts_with("`http://ci.example` is no issuer"),
        "{said}"
    );
    let said = issuer(("/issuers/0/audience", json!("")));
    assert_eq!(said, "it has no audience that tokens could be for");
    let said = issuer(("/issuers/0/keys", json!("{\"keys\":[]}")));
    assert!(
        said.starts_with("its keys cannot be used: no key in it"),
        "{said}"
    );
    let private = json!("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}");
    let said = issuer(("/issuers/0/keys", private));
    assert!(
        said.contains("there is a private or a secret key in it"),
        "{said}"
    );
    let twin = json!({"name": "other", "url": "https://ci.example", "audience": "b"});
    assert_eq!(
        issuer(("/issuers/-", twin)),
        "`https://ci.example` has another name already"
    );
    let twin = json!({"name": "github", "url": "https://other.example", "audience": "b"});
    assert_eq!(
        issuer(("/issuers/-", twin)),
        "there is another of that name"
    );
}

#[test]
fn every_claim_has_to_fit() {
    let all: Workloads = serde_json::from_value(json!({"issuers": [], "allow": [{
        "name": "ci", "issuer": "x", "role": "developer", "scope": "organisation",
        "claims": {"repository": ["acme/api", "acme/web"], "ref": ["refs/heads/*"]}}]}))
    .unwrap();
    let rule = &all.allow[0];
    let missed = |said: Value| {
        let said: BTreeMap<String, Vec<String>> = serde_json::from_value(said).unwrap();
        rule.missed(|claim| said.get(claim).cloned().unwrap_or_default())
    };
    assert_eq!(
        missed(json!({"repository": ["acme/web"], "ref": ["refs/heads/main"]})),
        None
    );
    assert_eq!(missed(json!({"repository": ["acme/web"]})), Some("ref"));
    assert_eq!(
        missed(json!({"ref": ["refs/heads/main"]})),
        Some("repository")
    );
    let other = json!({"repository": ["acme/api-fork"], "ref": ["refs/heads/main"]});
    assert_eq!(missed(other), Some("repository"));
    let several = json!({"repository": ["x", "acme/api"], "ref": ["refs/tags/1", "refs/heads/a"]});
    assert_eq!(missed(several), None);
}

#[test]
fn what_workloads_do_decides_nothing() {
    for decided in [
        "approval",
        "waiver",
        "access",
        "person",
        "readiness",
        "deployment",
        "organisation",
    ] {
        assert!(
            !COMMANDS.iter().any(|name| name.starts_with(decided)),
            "{decided}"
        );
    }
    assert!(!COMMANDS.contains(&"release.decide") && !COMMANDS.contains(&"release.submit"));
}
