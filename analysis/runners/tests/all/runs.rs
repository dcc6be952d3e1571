//! Commands that run a set of tests.

use holdpoint_runners::{ALL, Invocation, Runner};
use proptest::collection::vec;
use proptest::prelude::*;

fn run(runner: Runner, tests: &[&str]) -> Vec<Invocation> {
    let tests: Vec<String> = tests.iter().map(|&test| test.to_owned()).collect();
    runner.run(&tests, &tests, "/room")
}

#[test]
fn nothing_is_run_for_nothing() {
    for runner in ALL {
        assert_eq!(run(runner, &[]), []);
    }
}

#[test]
fn filters_of_nextest() {
    let runs = run(Runner::Nextest, &["b x", "a y(1), z", "a \"q\\"]);
    assert_eq!(runs[0].argv[..3], ["cargo", "nextest", "run"]);
    assert_eq!(
        runs[0].files[0].text,
        "[profile.holdpoint]\ndefault-filter = \"(binary_id(=a) & (test(=y\\\\(1\\\\)\\\\, z) | test(=\\\"q\\\\\\\\))) | (binary_id(=b) & (test(=x)))\"\n\n[profile.holdpoint.junit]\npath = \"/room/junit.xml\"\n"
    );
    assert_eq!(runs[0].reports.as_deref(), Some("/room/junit.xml"));
}

#[test]
fn filters_of_dotnet() {
    let runs = run(Runner::DotNet, &["A.B<C>.D", "A.E|F"]);
    let filter = "<TestCaseFilter>FullyQualifiedName=A.B&lt;C&gt;.D|FullyQualifiedName=A.E\\|F</TestCaseFilter>";
    assert!(
        runs[0].files[0].text.contains(filter),
        "{}",
        runs[0].files[0].text
    );
    assert_eq!(
        runs[0].argv.last().unwrap(),
        "junit;LogFilePath=/room/{assembly}.xml"
    );
}

#[test]
fn long_sets_are_several_commands_or_one_file() {
    let tests: Vec<String> = (0..5_000)
        .map(|at| format!("src/part/file_{at:05}.test.js"))
        .collect();
    for runner in ALL {
        let runs = runner.run(&tests, &tests, "/room");
        let longest = runs
            .iter()
            .map(|run| run.argv.iter().map(String::len).sum::<usize>())
            .max();
        assert!(
            longest.unwrap() < 32_000,
            "{runner:?} is too long for Windows"
        );
        let mut reports: Vec<_> = runs
            .iter()
            .map(|run| run.reports.clone().unwrap())
            .collect();
        reports.dedup();
        assert_eq!(reports.len(), runs.len(), "{runner:?} writes over a report");
    }
}

proptest! {
    /// What is in a file of arguments is the set, whatever is in the names.
    #[test]
    fn files_have_one_test_a_line(tests in vec("[a-z:\\[\\] /\"']{1,12}", 1..20)) {
        for runner in [Runner::Pytest, Runner::Maven] {
            let run = &runner.run(&tests, &tests, "/room")[0];
            prop_assert_eq!(run.files[0].text.lines().collect::<Vec<_>>(), tests.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
