//! What pytest 9.2, Jest 30.5 with jest-junit 16, Go 1.26 with gotestsum 1.13, cargo-nextest 0.9.148 and Surefire 3.5 wrote when
//! `examples/against.rs` listed the tests of a folder and ran every other one. What .NET writes is by its documentation.

use holdpoint_attestation::junit::{TestReport, TestStatus};
use holdpoint_runners::{LinedUp, Runner};

use crate::world::{fixture, listed, report};

/// The list, and the reports lined up with every other test of it.
fn against(runner: Runner, reports: usize) -> (Vec<String>, LinedUp) {
    let name = runner.name();
    let collected = listed(runner, &fixture(&format!("{name}.list")));
    let ran: Vec<String> = collected.iter().step_by(2).cloned().collect();
    let reports: Vec<TestReport> = (0..reports)
        .map(|at| report(&fixture(&format!("{name}-{at}.xml"))))
        .collect();
    let up = runner.line_up(&ran, &reports);
    assert!(up.is_exact(), "{up:#?}");
    assert_eq!(
        up.seen
            .keys()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>(),
        ran.into_iter().collect()
    );
    // Whoever was to run all of them would know which are missing.
    let all = runner.line_up(&collected, &reports);
    assert_eq!(all.missing.len(), collected.len() - up.seen.len());
    (collected, up)
}

#[test]
fn pytest() {
    let (collected, up) = against(Runner::Pytest, 1);
    assert_eq!(collected.len(), 22);
    assert!(collected.contains(&"tests/unit/test_other.py::test_param[\\xfc]".to_owned()));
    assert_eq!(
        up.seen["tests/unit/test_other.py::test_fails"].status,
        TestStatus::Failed
    );
    assert_eq!(
        up.seen["tests/unit/test_sums.py::test_skipped"].status,
        TestStatus::Skipped
    );
}

#[test]
fn jest() {
    let (collected, up) = against(Runner::Jest, 1);
    assert!(collected.contains(&"src/deep/we ird[1](x).test.js".to_owned()));
    // A file takes longer than the tests in it, and one that cannot be run is an error.
    assert!(up.seen["src/b.test.js"].duration_us > 400_000);
    assert_eq!(up.seen["src/broken.test.js"].status, TestStatus::Error);
}

#[test]
fn go() {
    let (collected, up) = against(Runner::Go, 2);
    assert_eq!(collected.len(), 15);
    let one = up.seen["example.com/my.mod/b.TestOne"];
    assert_eq!(
        (one.cases, one.duration_us),
        (2, 10_000),
        "the time of a subtest is part of its test's"
    );
}

#[test]
fn nextest() {
    let (collected, up) = against(Runner::Nextest, 1);
    assert_eq!(collected.len(), 10, "ignored tests are not run");
    assert!(collected.contains(&"a-crate tests::über::größe".to_owned()));
    assert!(collected.contains(&"a-crate::integration deep::r#fn".to_owned()));
    assert_eq!(up.seen["b-crate tests::fails"].status, TestStatus::Failed);
}

#[test]
fn maven() {
    let (collected, up) = against(Runner::Maven, 2);
    assert_eq!(collected, ["com.acme.CartTest", "com.acme.LedgerTest"]);
    assert_eq!(
        up.seen["com.acme.CartTest"].cases, 5,
        "nested classes belong to it"
    );
}

#[test]
fn dotnet() {
    let collected = listed(Runner::DotNet, &fixture("dotnet.list"));
    assert_eq!(
        collected,
        [
            "Acme.LedgerTests.Adds",
            "Acme.LedgerTests.Each",
            "Acme.More.CartTests.Fills"
        ]
    );
    let up = Runner::DotNet.line_up(&collected, &[report(&fixture("dotnet-0.xml"))]);
    assert_eq!(
        (up.missing.as_slice(), up.foreign.as_slice()),
        (
            ["Acme.More.CartTests.Fills".to_owned()].as_slice(),
            [].as_slice()
        )
    );
    let each = up.seen["Acme.LedgerTests.Each"];
    assert_eq!(
        (each.status, each.cases, each.duration_us),
        (TestStatus::Failed, 2, 11_000)
    );
}
