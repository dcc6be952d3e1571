//! Timings and lists as files.

use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};
use holdpoint_splitting::{Micros, read_list, read_timings};

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("given", text.as_bytes().to_vec()).unwrap())
}

fn said(wrong: Unreadable) -> Vec<String> {
    let line = |finding: &holdpoint_findings::Finding| {
        format!(
            "{}:{} {} {}",
            finding.place.line, finding.place.column, finding.rule.id, finding.message
        )
    };
    wrong.findings().iter().map(line).collect()
}

#[test]
fn timings_are_exact() {
    let timings = read_timings(&source(r#"{"a": 0.25, "b": 1e-3, "c": 0.1}"#)).unwrap();
    let expected = [("a", 250_000), ("b", 1_000), ("c", 100_000)];
    assert_eq!(
        timings.into_iter().collect::<Vec<_>>(),
        expected.map(|(id, micros)| (id.to_owned(), Micros(micros)))
    );
}

#[test]
fn all_that_is_wrong_with_timings_is_said_at_its_place() {
    let text = "{\n  \"a\": \"fast\",\n  \"b\": -1,\n  \"\": 2,\n  \"c\": 1e12,\n  \"d\": null\n}";
    let expected = [
        "2:8 timings-not-seconds `a` has text where seconds are expected",
        "3:8 timings-not-seconds `b` has `-1` where seconds are expected",
        "4:3 test-name-wrong `` is empty",
        "5:8 timings-not-seconds `c` has `1e12` where seconds are expected",
        "6:8 timings-not-seconds `d` has nothing where seconds are expected",
    ];
    assert_eq!(said(read_timings(&source(text)).unwrap_err()), expected);
    let list = said(read_timings(&source("[1]")).unwrap_err());
    assert_eq!(
        list,
        ["1:1 timings-not-a-map timings are a JSON object from test to seconds; this is a list"]
    );
    assert_eq!(
        said(read_timings(&source("{\"a\": 1")).unwrap_err()).len(),
        1
    );
}

#[test]
fn lists_have_one_test_a_line() {
    assert_eq!(read_list(&source("b\r\n\na x\n")).unwrap(), ["b", "a x"]);
    let wrong = said(read_list(&source("a\nb\ta\n\na\n")).unwrap_err());
    let expected = [
        "2:1 test-name-wrong `b\ta` has a control character",
        "4:1 test-listed-twice `a` is in the list twice; first in line 1",
    ];
    assert_eq!(wrong, expected);
    assert_eq!(
        said(read_list(&source("\n\n")).unwrap_err()),
        ["1:1 test-list-empty there is no test in the list"]
    );
}
