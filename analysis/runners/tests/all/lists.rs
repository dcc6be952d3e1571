//! Lists that are none, or not whole.

use holdpoint_runners::{ALL, Runner};

use crate::world::{fixture, listed, wrong};

#[test]
fn a_list_whose_end_is_missing_is_refused() {
    let whole = fixture("pytest.list");
    let (half, _) = whole.split_at(whole.find("tests/unit/test_sums").unwrap());
    assert_eq!(
        wrong(Runner::Pytest, half),
        [
            "12:1 test-listing-unreadable this is not what pytest --collect-only -q writes: the line `N tests collected` is missing"
        ]
    );
    let less = whole.replacen("tests/unit/test_other.py::test_plain\n", "", 1);
    assert_eq!(
        wrong(Runner::Pytest, &less),
        ["23:1 test-collection-failed pytest says that it collected 22 tests, and lists 21"]
    );
    let picked = "a.py::b\n\n1/3 tests collected (2 deselected) in 0.01s\n";
    assert_eq!(listed(Runner::Pytest, picked), ["a.py::b"]);
    assert_eq!(
        listed(
            Runner::Pytest,
            "a.py::b\n\n======== 1 test collected in 1s ========\n"
        ),
        ["a.py::b"]
    );
}

#[test]
fn what_could_not_be_collected_is_said() {
    let text = "a.py::b\nwhat\n\nERROR c.py - SyntaxError\n1 test collected, 1 error in 0.05s\n";
    let expected = [
        "2:1 test-listing-unreadable this is not what pytest --collect-only -q writes: `what` is no node id",
        "4:1 test-collection-failed pytest says `ERROR c.py - SyntaxError`",
    ];
    assert_eq!(wrong(Runner::Pytest, text), expected);
    let go = "{\"Action\":\"output\",\"Package\":\"p\",\"Output\":\"TestA\\n\"}\nnot json\n{\"Action\":\"fail\",\"Package\":\"q\"}\n";
    let expected = [
        "2:1 test-listing-unreadable this is not what go test -json -list writes: expected ident",
        "3:1 test-collection-failed the tests of `q` could not be listed",
    ];
    assert_eq!(wrong(Runner::Go, go), expected);
    let dotnet = "x.cs(1,2): error CS1002: ; expected\n";
    let expected = [
        "1:1 test-collection-failed the build says `x.cs(1,2): error CS1002: ; expected`",
        "1:1 test-listing-unreadable this is not what dotnet test --list-tests writes: the line `The following Tests are available:` is missing",
    ];
    assert_eq!(wrong(Runner::DotNet, dotnet), expected);
}

#[test]
fn other_json_is_no_list() {
    assert_eq!(
        wrong(Runner::Nextest, "{}"),
        [
            "1:1 test-listing-unreadable this is not what cargo-nextest writes: there is no `rust-suites`"
        ]
    );
    assert!(
        wrong(
            Runner::Nextest,
            "{\"rust-suites\": {\"a\": {\"status\": \"broken\", \"testcases\": {}}, \"b\": 1}}"
        )
        .len()
            == 2
    );
    assert_eq!(
        wrong(Runner::Jest, "{}"),
        [
            "1:1 test-listing-unreadable this is not what jest --listTests --json writes: it is a map"
        ]
    );
    assert_eq!(wrong(Runner::Jest, "[\"/elsewhere/a.js\", 1]").len(), 2);
    assert_eq!(
        wrong(Runner::Jest, "[\"/projects/a.js\"]").len(),
        1,
        "a folder whose name only begins alike"
    );
    assert_eq!(wrong(Runner::Nextest, "{").len(), 1);
}

#[test]
fn two_tests_of_one_name_are_told() {
    let text = "./one/target/test-classes/a/BTest.class\n./two/target/test-classes/a/BTest.class\n./one/target/test-classes/a/BTest$In.class\n./one/target/test-classes/a/Help.class\n";
    assert_eq!(
        wrong(Runner::Maven, text),
        ["2:1 test-listed-again `a.BTest` is listed twice"]
    );
    assert_eq!(
        wrong(Runner::Maven, "./a.class\n"),
        [
            "1:1 test-listing-unreadable this is not what find writes: `./a.class` is no class below `test-classes`"
        ]
    );
}

#[test]
fn no_runner_takes_nothing_for_a_list() {
    for runner in ALL {
        for text in ["", "\n", "[]"] {
            assert!(!wrong(runner, text).is_empty(), "{runner:?} {text:?}");
        }
    }
}
