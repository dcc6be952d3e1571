//! An organisation's scheme, held against artifacts.

use holdpoint_naming::{Context, Scheme, Violation};
use proptest::prelude::*;

fn scheme(json: &str) -> Scheme {
    serde_json::from_str(json).unwrap()
}

fn broken(json: &str) -> String {
    serde_json::from_str::<Scheme>(json)
        .unwrap_err()
        .to_string()
}

fn acme() -> Scheme {
    scheme(
        r#"{
            "name": "{unit}-{component}-{version}.{extension}",
            "placeholders": {"unit": ["payments", "retail"], "extension": "jar|tar\\.gz"},
            "version": "semver",
            "repositories": ["registry.example.com/{unit}", "https://nexus.example.com/releases/"]
        }"#,
    )
}

fn context() -> Context {
    Context::new()
        .with("unit", "payments")
        .with("component", "ledger-api")
}

fn codes(found: &[Violation]) -> Vec<&'static str> {
    found
        .iter()
        .map(|violation| violation.code.as_str())
        .collect()
}

#[test]
fn a_name_that_follows_the_scheme() {
    for (name, version) in [
        ("payments-ledger-api-1.4.0.jar", "1.4.0"),
        ("payments-ledger-api-1.4.0-rc.1.tar.gz", "1.4.0-rc.1"),
    ] {
        let repository = Some("registry.example.com/payments/eu");
        assert_eq!(
            acme().check(name, Some(version), repository, &context()),
            []
        );
    }
}

#[test]
fn a_wrong_name_is_shown_its_place() {
    let found = acme().check(
        "payments-ledgerapi-1.4.0.jar",
        Some("1.4.0"),
        Some("registry.example.com/payments"),
        &context(),
    );
    assert_eq!(codes(&found), ["artifact-name"]);
    assert_eq!(
        found[0].message,
        "the name `payments-ledgerapi-1.4.0.jar` does not follow `{unit}-{component}-{version}.{extension}`: \
         expected `ledger-api` for `{component}` at column 10"
    );
    assert_eq!(
        found[0].help,
        "name it `payments-ledger-api-1.4.0.{extension}`"
    );
}

#[test]
fn expectations_name_the_allowed_values() {
    let check = |name: &str| {
        acme().check(
            name,
            Some("1.0.0"),
            Some("registry.example.com/retail"),
            &Context::new(),
        )
    };
    assert!(
        check("hr-app-1.0.0.jar")[0]
            .message
            .ends_with("expected one of `payments`, `retail` for `{unit}` at column 1")
    );
    assert!(
        check("retail-app-1.0.0.exe")[0]
            .message
            .ends_with("expected what `jar|tar\\.gz` accepts for `{extension}` at column 18")
    );
    assert!(
        check("retail-app-1.0.0.jar.asc")[0]
            .message
            .ends_with("expected the end at column 21")
    );
    assert_eq!(check("retail-app-1.0.0.jar"), []);
}

#[test]
fn repositories_are_whole_segments() {
    let check = |repository: &str| {
        codes(&acme().check(
            "payments-ledger-api-1.0.0.jar",
            Some("1.0.0"),
            Some(repository),
            &context(),
        ))
    };
    assert!(check("https://nexus.example.com/releases").is_empty());
    assert!(check("https://registry.example.com/payments/a").is_empty());
    assert_eq!(
        check("registry.example.com/payments-evil"),
        ["artifact-repository"]
    );
    assert_eq!(
        check("registry.example.com.evil.org/payments"),
        ["artifact-repository"]
    );
    assert_eq!(
        check("registry.example.com/retail"),
        ["artifact-repository"]
    );
}

#[test]
fn versions() {
    let check = |rule: &str, version: Option<&str>| {
        let scheme = scheme(&format!(r#"{{"version": {rule}}}"#));
        codes(&scheme.check("x", version, None, &Context::new()))
    };
    assert!(check(r#""maven""#, Some("1.0-jre")).is_empty());
    assert_eq!(check(r#""maven""#, None), ["artifact-version-missing"]);
    assert_eq!(
        check(r#""maven""#, Some("1.0-SNAPSHOT")),
        ["artifact-version-moving"]
    );
    assert_eq!(
        check(r#""any""#, Some("latest")),
        ["artifact-version-moving"]
    );
    assert_eq!(
        check(r#"{"kind":"pep440","prerelease":false}"#, Some("1.0rc1")),
        ["artifact-version-prerelease"]
    );
    let regex = r#"{"kind":"regex","pattern":"r[0-9]+|beta"}"#;
    assert!(check(regex, Some("r12")).is_empty());
    assert_eq!(
        check(regex, Some("r12x")),
        ["artifact-version"],
        "the whole version is meant"
    );
    let calver = r#"{"kind":"calver","pattern":"YYYY.0M.MICRO"}"#;
    assert!(check(calver, Some("2026.04.1")).is_empty());
    assert_eq!(check(calver, Some("2026.4.1")), ["artifact-version"]);
}

#[test]
fn moving_versions_may_be_allowed() {
    let scheme = scheme(r#"{"moving": true}"#);
    assert_eq!(scheme.check("x", Some("latest"), None, &Context::new()), []);
}

#[test]
fn broken_schemes_are_refused() {
    for (json, expected) in [
        (
            r#"{"name": "{unit"}"#,
            "the pattern `{unit` is broken at column 1: the placeholder is not closed: put `}` behind its name",
        ),
        (
            r#"{"name": "a}"}"#,
            "the pattern `a}` is broken at column 2: no placeholder is open",
        ),
        (
            r#"{"name": ""}"#,
            "the pattern `` is broken at column 1: it is empty",
        ),
        (
            r#"{"name": "{a}", "placeholders": {"b": ["x"]}}"#,
            "the placeholder `b` is described, but no pattern has `{b}`",
        ),
        (
            r#"{"name": "{a}", "placeholders": {"a": []}}"#,
            "the placeholder `a` allows no value at all: list at least one",
        ),
        (
            r#"{"version": "regex"}"#,
            "a version of kind `regex` needs a `pattern`",
        ),
        (
            r#"{"version": {"kind": "semver", "pattern": "x"}}"#,
            "a version of kind `semver` has no `pattern`; use kind `regex`, or `calver` with a format",
        ),
    ] {
        assert_eq!(broken(json), expected);
    }
    assert!(broken(r#"{"names": "x"}"#).contains("unknown field `names`"));
    assert!(
        broken(r#"{"version": {"kind": "regex", "pattern": "a)(b"}}"#)
            .starts_with("the regular expression `a)(b` of `version` is broken")
    );
}

#[test]
fn a_scheme_is_written_as_it_was_read() {
    let written = serde_json::to_string(&acme()).unwrap();
    assert_eq!(scheme(&written), acme());
}

proptest! {
    #[test]
    fn any_artifact_is_answered(name in "\\PC{0,60}", version in proptest::option::of("\\PC{0,20}"), repository in proptest::option::of("\\PC{0,40}")) {
        let found = acme().check(&name, version.as_deref(), repository.as_deref(), &context());
        prop_assert_eq!(&found, &acme().check(&name, version.as_deref(), repository.as_deref(), &context()));
    }

    #[test]
    fn the_help_can_be_followed(unit in "[a-z]{1,8}", component in "[a-z-]{1,8}", patch in 0u32..99) {
        let scheme = scheme(r#"{"name": "{unit}-{component}-{version}"}"#);
        let context = Context::new().with("unit", &unit).with("component", &component);
        let version = format!("1.0.{patch}");
        let found = scheme.check("?", Some(&version), None, &context);
        let name = found[0].help.strip_prefix("name it `").unwrap().strip_suffix('`').unwrap();
        prop_assert_eq!(scheme.check(name, Some(&version), None, &context), []);
    }
}
