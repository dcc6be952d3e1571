//! What `buf.yaml` says holds.

use holdpoint_protobuf::{Choice, Configuration, compare};

use crate::world::{found, read, source};

fn configured(text: &str) -> Result<Configuration, String> {
    Configuration::read(&source("buf.yaml", text)).map_err(|error| error.to_string())
}

fn with(text: &str) -> Vec<&'static str> {
    asked(&configured(text).unwrap().choice)
}

fn asked(choice: &Choice) -> Vec<&'static str> {
    let side = |folder: &str, kind: &str| {
        let text = |package: &str| {
            format!(
                "syntax = \"proto2\"; package {package}; message A {{ optional {kind} a = 1 [default = 1]; }}"
            )
        };
        let files = [
            ("a/a.proto", text("a.v1")),
            ("b/b.proto", text("b.v1beta1")),
        ];
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        read(folder, &files).unwrap()
    };
    let (base, revision) = (side("old", "int32"), side("new", "uint64"));
    let found = found(&compare(&base, &revision, choice));
    { found.into_iter() }
        .flat_map(|(rule, count)| vec![rule; count])
        .collect()
}

#[test]
fn rules_are_used_and_excepted() {
    assert_eq!(with("version: v2"), ["FIELD_SAME_TYPE"; 2]);
    assert!(with("version: v2\nbreaking: {use: [WIRE]}").is_empty());
    let json = ["FIELD_WIRE_JSON_COMPATIBLE_TYPE"; 2];
    assert_eq!(with("version: v2\nbreaking: {use: [WIRE_JSON]}"), json);
    assert_eq!(
        with("version: v1beta1\nbreaking: {use: [WIRE]}"),
        ["FIELD_SAME_TYPE"; 2]
    );
    assert!(with("version: v1\nbreaking: {use: [FILE], except: [FIELD_SAME_TYPE]}").is_empty());
    assert_eq!(
        with("version: v1\nbreaking: {use: [FIELD_SAME_LABEL, FIELD_SAME_TYPE]}").len(),
        2
    );
}

#[test]
fn policies_ask_besides() {
    let told =
        "version: v2\nbreaking: {disable_builtin: true}\npolicies: [{policy: buf.policy.yaml}]";
    assert!(with(told).is_empty());
    let mut configured = configured(told).unwrap();
    assert_eq!(configured.policies, ["buf.policy.yaml"]);
    let policy = "version: v2\nbreaking: {use: [WIRE_JSON], ignore: [a]}";
    configured.add_policy(&self::configured(policy).unwrap());
    assert_eq!(
        asked(&configured.choice),
        ["FIELD_WIRE_JSON_COMPATIBLE_TYPE"]
    );
    let mut other =
        self::configured("version: v2\nbreaking: {use: [WIRE_JSON], ignore: [b]}").unwrap();
    other.add_policy(&self::configured(policy).unwrap());
    assert_eq!(asked(&other.choice), ["FIELD_WIRE_JSON_COMPATIBLE_TYPE"; 2]);
}

#[test]
fn files_and_unstable_packages_may_be_passed_over() {
    assert_eq!(with("version: v2\nbreaking: {ignore: [a]}").len(), 1);
    assert_eq!(
        with("version: v2\nbreaking: {ignore: [a/a.proto, b]}").len(),
        0
    );
    assert_eq!(
        with("version: v2\nbreaking: {ignore_only: {FIELD_SAME_TYPE: [b]}}").len(),
        1
    );
    assert_eq!(
        with("version: v2\nbreaking: {ignore_only: {WIRE: [b]}}").len(),
        2
    );
    assert_eq!(
        with("version: v2\nbreaking: {ignore_unstable_packages: true}").len(),
        1
    );
}

#[test]
fn folders_are_known() {
    let found =
        configured("version: v2\nmodules: [{path: proto, excludes: [proto/x]}, {path: more/}]")
            .unwrap();
    assert_eq!(
        (found.roots, found.excluded),
        (vec!["proto".into(), "more".into()], vec!["proto/x".into()])
    );
    assert_eq!(
        configured("version: v1beta1\nbuild: {roots: [p]}")
            .unwrap()
            .roots,
        ["p"]
    );
}

#[test]
fn what_does_not_exist_is_refused() {
    let wrong = configured("version: v2\nbreaking:\n  use: [FIEL]\n").unwrap_err();
    assert_eq!(wrong, "buf.yaml:3:3: there is no rule or category `FIEL`");
    assert!(
        configured("version: v3")
            .unwrap_err()
            .contains("`version` has to be")
    );
}
