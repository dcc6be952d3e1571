//! Reports that are not what was to run.

use holdpoint_attestation::junit::TestStatus;
use holdpoint_runners::Runner;

use crate::world::report;

#[test]
fn what_is_missing_and_what_is_foreign_is_named() {
    let tests = ["a/test_x.py::one".to_owned(), "a/test_x.py::two".to_owned()];
    let xml = r#"<testsuite><testcase classname="a.test_x" name="one"/><testcase classname="a.test_x" name="other"><error message="x"/></testcase></testsuite>"#;
    let up = Runner::Pytest.line_up(&tests, &[report(xml)]);
    assert!(!up.is_exact());
    assert_eq!(up.missing, ["a/test_x.py::two"]);
    assert_eq!(
        up.foreign,
        [("a.test_x.other".to_owned(), TestStatus::Error)]
    );
}

#[test]
fn tests_that_reports_cannot_tell_apart_are_named() {
    let tests = ["a/b.py::t".to_owned(), "a.b.py::t".to_owned()];
    let up = Runner::Pytest.line_up(&tests, &[]);
    assert_eq!(up.ambiguous, ["a.b.py::t"]);
}

#[test]
fn a_package_that_cannot_be_built_belongs_to_no_test() {
    let xml = r#"<testsuites><testsuite name="p"><testcase classname="" name="TestMain"><failure message="Failed"/></testcase></testsuite></testsuites>"#;
    let up = Runner::Go.line_up(&["p.TestA".to_owned()], &[report(xml)]);
    assert_eq!(
        (up.missing.len(), up.foreign.as_slice()),
        (1, [("TestMain".to_owned(), TestStatus::Failed)].as_slice())
    );
}

#[test]
fn of_several_cases_the_worst_counts() {
    let xml = r#"<testsuite name="s"><testcase classname="C" name="a"><skipped/></testcase><testcase classname="C$In" name="b" time="1"/><testcase classname="C" name="c" time="0.5"><flakyFailure/></testcase></testsuite>"#;
    let up = Runner::Maven.line_up(&["C".to_owned()], &[report(xml)]);
    assert_eq!(
        (up.seen["C"].status, up.seen["C"].duration_us),
        (TestStatus::Flaky, 1_500_000)
    );
}

#[test]
fn durations_are_means_over_reports() {
    let tests = [
        "p.TestA".to_owned(),
        "p.TestB".to_owned(),
        "p.TestC".to_owned(),
    ];
    let of = |a: &str| {
        report(&format!(
            r#"<testsuite name="p"><testcase classname="p" name="TestA" time="{a}"/><testcase classname="p" name="TestA/sub" time="9"/><testcase classname="p" name="TestB" time="0.0005"/></testsuite>"#
        ))
    };
    let durations = Runner::Go.durations(&tests, &[of("1"), of("2")]);
    let expected = [
        ("p.TestA".to_owned(), 1_500_000),
        ("p.TestB".to_owned(), 500),
    ];
    assert_eq!(durations.into_iter().collect::<Vec<_>>(), expected);
}
