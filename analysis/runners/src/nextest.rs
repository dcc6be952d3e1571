//! cargo-nextest: its JSON list (`TestListSummary` of nextest-metadata), filter sets, and JUnit reports by profile.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Document, Field, Source, Unreadable};

use crate::invocation::Invocation;
use crate::mistakes::{Listed, Mistakes};

pub(crate) fn list() -> Vec<Invocation> {
    vec![Invocation::of(&[
        "cargo",
        "nextest",
        "list",
        "--message-format",
        "json",
    ])]
}

/// Tests that a run would run: ignored ones are listed, and left out.
pub(crate) fn read(
    source: &Arc<Source>,
    mistakes: &mut Mistakes<'_>,
) -> Result<Vec<Listed>, Unreadable> {
    let document = Document::read_json(source)?;
    let root = document.root();
    let Some(suites) = root.get("rust-suites").filter(|suites| suites.is_map()) else {
        mistakes.listing(root.span(), "cargo-nextest", "there is no `rust-suites`");
        return Ok(Vec::new());
    };
    let mut listed = Vec::new();
    for suite in suites.fields() {
        let status = suite.value.get("status").and_then(|status| status.text());
        let Some(cases) = suite.value.get("testcases").filter(|cases| cases.is_map()) else {
            let what = format!("the suite `{}` has no `testcases`", suite.key);
            mistakes.listing(suite.span, "cargo-nextest", &what);
            continue;
        };
        if status.is_some_and(|status| {
            !matches!(status, "listed" | "skipped" | "skipped-default-filter")
        }) {
            mistakes.collected(
                suite.span,
                &format!("the suite `{}` was not listed", suite.key),
            );
        }
        listed.extend(
            cases
                .fields()
                .filter(|case| matches(case))
                .map(|case| one(suite.key, &case)),
        );
    }
    Ok(listed)
}

fn matches(case: &Field<'_>) -> bool {
    let status = case
        .value
        .at("/filter-match/status")
        .and_then(|status| status.text());
    status.is_none_or(|status| status == "matches")
}

fn one(binary: &str, case: &Field<'_>) -> Listed {
    Listed {
        id: format!("{binary} {}", case.key),
        span: case.span,
    }
}

/// The filter stands in the configuration, where it may be as long as it likes.
pub(crate) fn run(tests: &[String], folder: &str) -> Vec<Invocation> {
    let configuration = format!("{folder}/nextest.toml");
    let report = format!("{folder}/junit.xml");
    let text = format!(
        "[profile.holdpoint]\ndefault-filter = {}\n\n[profile.holdpoint.junit]\npath = {}\n",
        quoted(&filter(tests)),
        quoted(&report)
    );
    let run = Invocation::of(&[
        "cargo",
        "nextest",
        "run",
        "--profile",
        "holdpoint",
        "--no-fail-fast",
    ]);
    let run = run
        .and("--tool-config-file")
        .and(format!("holdpoint:{configuration}"));
    vec![run.needs(configuration, text).writes(report)]
}

/// `binary_id(=a) & (test(=x) | test(=y))` for each binary.
fn filter(tests: &[String]) -> String {
    let mut binaries: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for test in tests {
        let (binary, name) = test.split_once(' ').unwrap_or((test, ""));
        binaries
            .entry(binary)
            .or_default()
            .push(format!("test(={})", escaped(name)));
    }
    let set = |(binary, tests): (&str, Vec<String>)| {
        format!(
            "(binary_id(={}) & ({}))",
            escaped(binary),
            tests.join(" | ")
        )
    };
    binaries
        .into_iter()
        .map(set)
        .collect::<Vec<_>>()
        .join(" | ")
}

/// What would end a matcher, written so that it does not.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        if matches!(letter, '\\' | '/' | '(' | ')' | ',') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

/// A basic string of TOML 1.0.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)))
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
