//! The official suite of the package-url specification, and properties.

use holdpoint_naming::{Purl, PurlError, PurlParts};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

fn suite() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/purl-spec");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
    {
        let text = std::fs::read_to_string(file).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        cases.extend(
            document["tests"]
                .as_array()
                .unwrap()
                .iter()
                .map(|t| (name.clone(), t.clone())),
        );
    }
    cases
}

fn parts(value: &Value) -> PurlParts {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let qualifiers = value["qualifiers"].as_object().into_iter().flatten();
    PurlParts {
        package_type: text("type").unwrap_or_default(),
        namespace: text("namespace"),
        name: text("name").unwrap_or_default(),
        version: text("version"),
        qualifiers: qualifiers
            .map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned()))
            .collect(),
        subpath: text("subpath"),
    }
}

fn run(test: &Value) -> Result<(), String> {
    let input = &test["input"];
    let got = match input.as_str() {
        Some(text) if test["test_type"] == "validate" => Purl::normalize(text),
        Some(text) => text.parse::<Purl>(),
        None => Purl::build(parts(input)),
    };
    let expected = &test["expected_output"];
    match (got, test["expected_failure"].as_bool().unwrap()) {
        (Err(_), true) => Ok(()),
        (Ok(purl), true) => Err(format!("accepted as {purl}")),
        (Err(error), false) => Err(format!("refused: {error}")),
        (Ok(purl), false) => {
            let same = match expected.as_str() {
                Some(text) => purl.to_string() == text,
                None => *purl.parts() == parts(expected),
            };
            if same {
                Ok(())
            } else {
                Err(format!("got {purl}, expected {expected}"))
            }
        }
    }
}

#[test]
fn the_official_suite_passes() {
    let cases = suite();
    assert_eq!(cases.len(), 586, "the suite that is checked in");
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(file, test)| {
            let input = &test["input"];
            run(test)
                .err()
                .map(|why| format!("{file} {} {input}: {why}", test["test_type"]))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{}\n{} failed",
        failures.join("\n"),
        failures.len()
    );
}

#[test]
fn errors_say_what_to_write() {
    let error = |text: &str| text.parse::<Purl>().unwrap_err().to_string();
    assert_eq!(
        error("pkg:maven/commons-io@2.11"),
        "a `maven` package URL needs a namespace (the group) before the name"
    );
    assert_eq!(
        error("pkg:npm/a@1?x=%zz"),
        "`%zz` is not percent-encoded UTF-8: a `%` is followed by two hexadecimal digits"
    );
    assert_eq!(
        error("pkg:npm/a?arch=1&aRCH=2"),
        "the qualifier `arch` stands twice"
    );
    assert_eq!("npm/a".parse::<Purl>(), Err(PurlError::Scheme));
}

#[test]
fn serde_uses_the_canonical_text() {
    let purl: Purl = serde_json::from_str("\"pkg:PyPI/My_Package@1.0\"").unwrap();
    assert_eq!(
        serde_json::to_string(&purl).unwrap(),
        "\"pkg:pypi/my-package@1.0\""
    );
}

proptest! {
    #[test]
    fn canonical_text_is_a_fixed_point(text in "pkg:[a-z]{2,6}/[ -~äé]{0,30}") {
        if let Ok(purl) = text.parse::<Purl>() {
            let again: Purl = purl.to_string().parse().unwrap();
            prop_assert_eq!(&again, &purl);
            prop_assert_eq!(again.to_string(), purl.to_string());
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        let _ = text.parse::<Purl>();
    }

    #[test]
    fn what_is_built_is_parsed_back(
        namespace in proptest::option::of("[ -~]{1,12}"),
        name in "[ -~]{1,12}",
        version in proptest::option::of("[ -~]{1,12}"),
        subpath in proptest::option::of("[ -~]{1,12}"),
    ) {
        let parts = PurlParts { package_type: "generic".into(), namespace, name, version, subpath, ..Default::default() };
        if let Ok(purl) = Purl::build(parts) {
            prop_assert_eq!(purl.to_string().parse::<Purl>(), Ok(purl));
        }
    }
}
