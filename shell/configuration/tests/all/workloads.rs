//! Which programs are let in.

use holdpoint_configuration::{Configuration, Diagnostics, Source};

use crate::world::{codes, read};

const GOOD: &str = "organisation: {name: acme}
units: {payments: {}}
workloads:
  issuers:
    github: {url: https://ci.example, audience: https://a.example}
  allow:
    ci:
      issuer: github
      claims: {repository: acme/api, ref: [refs/heads/*, refs/tags/*]}
      role: developer
      scope: unit/payments
      commands: evidence.add
";

/// What is wrong with the file, each with its line.
fn said(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let found = read(&GOOD.replacen(from, to, 1)).unwrap_err();
    let line = |one: &holdpoint_configuration::Diagnostic| {
        let line = one.source.position(one.span.start).line;
        format!("{line}: {}", one.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn issuers_and_rules_are_read_in_the_order_of_the_file() {
    let workloads = read(GOOD).unwrap().workloads.unwrap().unwrap();
    assert_eq!(workloads.issuers[0].url, "https://ci.example");
    let rule = &workloads.allow[0];
    assert_eq!((rule.name.as_str(), rule.issuer.as_str()), ("ci", "github"));
    assert_eq!(rule.claims["ref"].len(), 2);
    assert_eq!(
        (rule.role.as_str(), rule.scope.to_string().as_str()),
        ("developer", "unit/payments")
    );
    assert!(rule.lets("evidence.add") && !rule.lets("release.create"));
    assert_eq!(read("organisation: {name: acme}").unwrap().workloads, None);
    let none = read("organisation: {name: acme}\nworkloads: {}").unwrap();
    assert_eq!(none.workloads, Some(None), "nobody is let in any more");
}

#[test]
fn what_lets_in_too_much_is_a_mistake_at_its_place() {
    assert_eq!(
        said(
            "{repository: acme/api, ref: [refs/heads/*, refs/tags/*]}",
            "{repository: \"**\"}"
        ),
        [
            "7: workload `ci`: it says of no claim what it has to be: everybody to whom the issuer gives tokens would be let in"
        ]
    );
    assert_eq!(
        said("role: developer", "role: auditor"),
        [
            "7: workload `ci`: the role `auditor` attaches no evidence; `developer`, `deployer`, `sre`, `component-owner` and `release-manager` do"
        ]
    );
    assert_eq!(
        said("commands: evidence.add", "commands: approval.decide"),
        [
            "7: workload `ci`: workloads do not do `approval.decide`, but `evidence.add`, `release.create`, `release.add-artifacts`, `release.add-commits`"
        ]
    );
    let http = said("https://ci.example", "http://ci.example");
    assert!(
        http[0].starts_with("5: issuer `github`: `http://ci.example` is no issuer"),
        "{http:?}"
    );
    assert_eq!(
        said("issuer: github", "issuer: gitlab"),
        ["7: workload `ci`: there is no issuer `gitlab`"]
    );
}

#[test]
fn what_is_misspelt_is_said_with_what_was_meant() {
    assert_eq!(
        said("scope: unit/payments", "scope: unit/payment"),
        ["11: there is no unit `payment`"]
    );
    assert_eq!(
        said("scope: unit/payments", "scope: payments"),
        ["11: `payments` is not a value that can stand here"]
    );
    assert_eq!(
        said("claims:", "claim:"),
        [
            "7: workload `ci` lacks the key `claims`",
            "9: workload `ci` has no key `claim`",
        ]
    );
    assert_eq!(
        codes("workloads: {issuers: {}, allow: {}}"),
        ["configuration-misplaced-section"]
    );
    assert_eq!(
        codes(&GOOD.replacen(
            "{repository: acme/api, ref: [refs/heads/*, refs/tags/*]}",
            "[a]",
            1
        )),
        ["configuration-wrong-shape"]
    );
}

fn with_keys(text: &'static str) -> Result<Configuration, Diagnostics> {
    let file = GOOD.replacen(
        "audience: https://a.example",
        "audience: a, keys: keys/ci.json",
        1,
    );
    Configuration::parse(Source::new("holdpoint.yaml", file), &|path| match path {
        "keys/ci.json" => Ok(text.as_bytes().to_vec()),
        other => Err(format!("there is no `{other}`")),
    })
}

#[test]
fn keys_may_be_in_a_file_beside() {
    let good = r#"{ "keys": [{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}] }"#;
    let read = with_keys(good).unwrap().workloads.unwrap().unwrap();
    let keys = read.issuers[0].keys.as_deref().unwrap();
    assert!(keys.starts_with(r#"{"keys":[{"#), "{keys}");
    let said = |text| {
        let found = with_keys(text).unwrap_err();
        found
            .iter()
            .map(|one| one.message.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said("nonsense"),
        ["`keys/ci.json` is no JSON: expected ident at line 1 column 2"]
    );
    assert_eq!(
        said(r#"{"keys":[{"kty":"oct","k":"AA"}]}"#),
        [
            "issuer `github`: its keys cannot be used: there is a private or a secret key in it: whoever has that is the issuer"
        ]
    );
}
