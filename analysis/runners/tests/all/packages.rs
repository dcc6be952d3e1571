//! Go's patterns go for all packages of a command; every test is run once all the same, and no other.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_runners::Runner;
use proptest::collection::btree_set;
use proptest::prelude::*;

/// What `go test -run PATTERN PACKAGES…` would run of what there is.
fn executed(argv: &[String], collected: &BTreeSet<String>) -> Vec<String> {
    let at = argv.iter().position(|word| word == "-run").unwrap();
    let names = argv[at + 1]
        .strip_prefix("^(")
        .unwrap()
        .strip_suffix(")$")
        .unwrap();
    let names: BTreeSet<&str> = names.split('|').collect();
    let packages: BTreeSet<&str> = argv[at + 2..].iter().map(String::as_str).collect();
    let runs = |id: &&String| {
        let (package, name) = id.rsplit_once('.').unwrap();
        packages.contains(package) && names.contains(name)
    };
    collected.iter().filter(runs).cloned().collect()
}

proptest! {
    #[test]
    fn every_test_once_and_no_other(collected in btree_set("[pqr](\\.v2)?\\.Test[A-D]", 1..16), picked in proptest::collection::vec(any::<bool>(), 16)) {
        let all: Vec<String> = collected.iter().cloned().collect();
        let tests: Vec<String> = all.iter().zip(picked).filter(|(_, picked)| *picked).map(|(id, _)| id.clone()).collect();
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for run in Runner::Go.run(&tests, &all, "/room") {
            for test in executed(&run.argv, &collected) {
                *count.entry(test).or_default() += 1;
            }
        }
        prop_assert_eq!(count, tests.into_iter().map(|test| (test, 1)).collect());
    }
}

#[test]
fn whole_packages_share_a_command() {
    let tests: Vec<String> = ["a.TestX", "a.TestY", "b.TestX", "c.TestZ"]
        .map(str::to_owned)
        .into();
    let runs = Runner::Go.run(&tests, &tests, "/room");
    assert_eq!(runs.len(), 1);
    let expected = [
        "gotestsum",
        "--junitfile",
        "/room/junit-1.xml",
        "--",
        "-count=1",
        "-run",
        "^(TestX|TestY|TestZ)$",
        "a",
        "b",
        "c",
    ];
    assert_eq!(runs[0].argv, expected);
}
