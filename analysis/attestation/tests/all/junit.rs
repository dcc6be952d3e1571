//! The dialects of JUnit reports, each as its tool writes it.

use holdpoint_attestation::junit::{Counts, Options, TestReport, TestStatus};
use holdpoint_attestation::{Outcome, Place};

fn read(xml: &str) -> TestReport {
    TestReport::read(xml.as_bytes(), Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn surefire_with_reruns() {
    let report = read(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2" name="com.acme.LedgerTest" time="1,234.567" tests="4" errors="1" skipped="0" failures="1" flakes="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="com.acme.LedgerTest" time="0.25"/>
  <testcase name="wobbles" classname="com.acme.LedgerTest" time="0.1">
    <flakyFailure message="expected: &lt;1&gt;" type="org.opentest4j.AssertionFailedError"><stackTrace><![CDATA[at com.acme…]]></stackTrace><system-out>x</system-out></flakyFailure>
  </testcase>
  <testcase name="fails" classname="com.acme.LedgerTest" time="0.1">
    <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="AssertionFailedError"><![CDATA[stack]]></failure>
    <rerunFailure message="again" type="AssertionFailedError"><stackTrace>x</stackTrace></rerunFailure>
  </testcase>
  <testcase name="breaks" classname="com.acme.LedgerTest" time="0.1"><error type="java.lang.NullPointerException">java.lang.NullPointerException
	at com.acme.LedgerTest</error></testcase>
</testsuite>"#,
    );
    let counts = Counts {
        tests: 4,
        passed: 1,
        failed: 1,
        errors: 1,
        skipped: 0,
        flaky: 1,
    };
    assert_eq!(report.counts(), counts);
    assert_eq!(report.duration_ms, 1_234_567);
    assert_eq!(report.discrepancy, None);
    assert_eq!(
        report.cases[2].message.as_deref(),
        Some("expected: <1> but was: <2>")
    );
    assert_eq!(
        report.cases[3].message.as_deref(),
        Some("java.lang.NullPointerException at com.acme.LedgerTest")
    );
    assert_eq!(
        (report.cases[2].line, report.cases[2].full_name().as_str()),
        (8, "com.acme.LedgerTest.fails")
    );
}

#[test]
fn pytest() {
    let report = read(
        r#"<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.046" timestamp="2026-11-24T10:00:00.123456+01:00" hostname="h"><testcase classname="tests.test_a" name="test_ok[1-x]" time="9.5e-05" /><testcase classname="tests.test_a" name="test_bad" time="0.001"><failure message="assert 1 == 2">def test_bad():
&gt;       assert 1 == 2</failure></testcase><testcase classname="tests.test_a" name="test_skip" time="0"><skipped type="pytest.skip" message="later">x</skipped></testcase></testsuite></testsuites>"#,
    );
    assert_eq!(
        report.counts(),
        Counts {
            tests: 3,
            passed: 1,
            failed: 1,
            skipped: 1,
            ..Counts::default()
        }
    );
    assert_eq!(
        (report.duration_ms, report.name.as_deref()),
        (46, Some("pytest tests"))
    );
    assert_eq!(
        report.timestamp.as_deref(),
        Some("2026-11-24T10:00:00.123456+01:00")
    );
}

#[test]
fn gotestsum_and_nested_suites() {
    let report = read(
        r#"<testsuites tests="3" failures="1" errors="0" time="0.5">
	<testsuite tests="2" failures="1" time="0.400000" name="example.com/app" timestamp="2026-11-24T10:00:00Z">
		<properties><property name="go.version" value="go1.25"></property></properties>
		<testcase classname="example.com/app" name="TestA" time="0.1"></testcase>
		<testcase classname="example.com/app" name="TestB/sub" time="0.2"><failure message="Failed" type="">=== RUN TestB/sub</failure></testcase>
		<testsuite name="inner" time="7"><testcase name="deep"/></testsuite>
	</testsuite>
	<testsuite name="empty" tests="0"/>
</testsuites>"#,
    );
    assert_eq!(
        report.counts(),
        Counts {
            tests: 3,
            passed: 2,
            failed: 1,
            ..Counts::default()
        }
    );
    assert_eq!(
        (report.duration_ms, report.suites),
        (500, 2),
        "the outer time holds the inner ones'"
    );
}

#[test]
fn status_attributes() {
    let report = read(
        r#"<testsuite name="(empty)" tests="5" failures="0" disabled="1">
  <testcase name="ctest" status="run"/><testcase name="ctest2" status="fail"/>
  <testcase name="off" status="notrun" result="suppressed"/><testcase name="g" status="run" result="completed"/>
  <testcase name="b" status="run"><error message="exited with error code 1"/></testcase>
</testsuite>"#,
    );
    let counts = Counts {
        tests: 5,
        passed: 2,
        failed: 1,
        errors: 1,
        skipped: 1,
        flaky: 0,
    };
    assert_eq!(report.counts(), counts);
}

#[test]
fn errors_outside_tests_fail() {
    let report = read(
        r#"<testsuite name="s"><testcase name="a"/><error message="setup broke"/></testsuite>"#,
    );
    assert_eq!(
        (report.outcome(), report.counts().errors),
        (Outcome::Failed, 1)
    );
    assert_eq!(report.suite_errors, ["setup broke"]);
}

#[test]
fn a_suite_that_counts_more_failures_than_it_shows_fails() {
    let report = read(
        r#"<testsuites><testsuite name="s" failures="2" errors="1"><testcase name="a"><failure/></testcase></testsuite></testsuites>"#,
    );
    assert_eq!(
        report.discrepancy.as_deref(),
        Some("the suite `s` counts 3 failures and errors, its tests show 1")
    );
    let hidden = read(r#"<testsuite name="s" failures="1"><testcase name="a"/></testsuite>"#);
    assert_eq!(hidden.outcome(), Outcome::Failed);
}

#[test]
fn reruns_are_merged_only_on_request() {
    let xml = r#"<testsuite name="s" failures="1"><testcase classname="c" name="a"><failure message="x"/></testcase>
        <testcase classname="c" name="a"/><testcase classname="c" name="b"/></testsuite>"#;
    assert_eq!(
        read(xml).outcome(),
        Outcome::Failed,
        "a failure never hides behind another test's pass"
    );
    let merged = TestReport::read(
        xml.as_bytes(),
        Options {
            merge_reruns: true,
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(
        merged.counts(),
        Counts {
            tests: 2,
            passed: 1,
            flaky: 1,
            ..Counts::default()
        }
    );
    assert_eq!(merged.outcome(), Outcome::Passed);
    let worse = xml.replace(
        "<testcase classname=\"c\" name=\"a\"/>",
        "<testcase classname=\"c\" name=\"a\"><error/></testcase>",
    );
    let merged = TestReport::read(
        worse.as_bytes(),
        Options {
            merge_reruns: true,
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(merged.cases[0].status, TestStatus::Failed);
}

#[test]
fn what_is_skipped_alone_is_no_pass() {
    assert_eq!(
        read(r#"<testsuite><testcase name="a"><skipped/></testcase></testsuite>"#).outcome(),
        Outcome::None
    );
}

#[test]
fn output_that_looks_like_tests_is_none() {
    let report = read(
        r#"<testsuite><testcase name="a"><system-out><testcase name="b"><failure/></testcase></system-out></testcase>
        <properties><testcase name="c"/></properties></testsuite>"#,
    );
    assert_eq!(
        report.counts(),
        Counts {
            tests: 1,
            passed: 1,
            ..Counts::default()
        }
    );
}

#[test]
fn broken_reports_are_shown_at_their_place() {
    let error = |xml: &str| TestReport::read(xml.as_bytes(), Options::default()).unwrap_err();
    let cut = error("<testsuite>\n  <testcase name=\"a\">");
    assert_eq!(cut.message, "the document ends before its elements do");
    assert_eq!(
        cut.place,
        Some(Place {
            line: 2,
            column: 22
        })
    );
    let crossed = error("<testsuite>\n<testcase></testsuite>");
    assert_eq!(crossed.place.map(|place| place.line), Some(2), "{crossed}");
    let other = error("<html>\n</html>");
    assert_eq!(other.message, "the document begins with <html>");
    assert_eq!(
        other.help,
        "a JUnit report begins with <testsuites> or <testsuite>"
    );
}

#[test]
fn names_are_kept_whole_for_whoever_runs_by_name() {
    let long = "x".repeat(300);
    let xml = format!(
        r#"<testsuite name="a  b" time="1.5"><testcase classname="c  d" name="{long}  [1]" time="0.0004"/></testsuite>"#
    );
    let whole = Options {
        whole_names: true,
        ..Options::default()
    };
    let report = TestReport::read(xml.as_bytes(), whole).unwrap();
    let case = &report.cases[0];
    assert_eq!(case.class.as_deref(), Some("c  d"));
    assert_eq!(case.name, format!("{long}  [1]"));
    assert_eq!((case.duration_ms, case.duration_us), (0, 400));
    let timed = &report.timed[0];
    assert_eq!(
        (timed.name.as_str(), timed.duration_us),
        ("a  b", 1_500_000)
    );
    assert!(read(&xml).cases[0].name.ends_with('…'));
}
