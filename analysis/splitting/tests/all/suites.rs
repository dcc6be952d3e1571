//! Suites: order, digest, estimates, groups, mistakes.

use holdpoint_splitting::{Basis, Micros, Suite, Test, groups};

fn timed(id: &str, micros: u64) -> Test {
    Test::new(id, Some(Micros(micros)))
}

#[test]
fn a_digest_is_what_sort_and_sha256sum_say() {
    let suite = Suite::new(vec![timed("b", 1), timed("a", 2)]).unwrap();
    // printf 'b\na\n' | LC_ALL=C sort | sha256sum
    let sum = "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2";
    assert_eq!(suite.digest().to_string(), sum);
    assert_eq!(
        suite.digest(),
        Suite::new(vec![timed("a", 7), Test::new("b", None)])
            .unwrap()
            .digest()
    );
    assert_ne!(
        suite.digest(),
        Suite::new(vec![timed("a", 7)]).unwrap().digest()
    );
}

#[test]
fn what_was_not_timed_is_the_median_of_what_is_nearest() {
    let tests = vec![
        timed("f.py::A::one", 10),
        timed("f.py::A::two", 30),
        Test::new("f.py::A::new", None),
        timed("f.py::plain", 1),
        Test::new("f.py::B::new", None),
        timed("g.py::one", 1000),
        Test::new("h.py::new", None),
    ];
    let suite = Suite::new(tests).unwrap();
    let of = |id| {
        let test = &suite.tests()[suite.find(id).unwrap()];
        (test.cost.0, test.basis)
    };
    assert_eq!(of("f.py::A::new"), (20, Basis::Class));
    assert_eq!(of("f.py::B::new"), (10, Basis::File));
    assert_eq!(of("h.py::new"), (20, Basis::All));
    assert_eq!(of("g.py::one"), (1000, Basis::Measured));
    let none = Suite::new(vec![Test::new("x", None)]).unwrap();
    assert_eq!(
        (none.tests()[0].cost.0, none.tests()[0].basis),
        (1_000_000, Basis::Assumed)
    );
}

#[test]
fn files_and_classes_of_ids() {
    for (id, file, class) in [
        (
            "tests/test_a.py::test_one",
            "tests/test_a.py",
            "tests/test_a.py",
        ),
        (
            "tests/test_a.py::Box::test_in[a::b c]",
            "tests/test_a.py",
            "tests/test_a.py::Box",
        ),
        ("shop::api cart::adds", "shop::api", "shop::api cart"),
        ("shop adds", "shop", "shop"),
        (
            "com.acme.LedgerTest.adds(int, String)",
            "com.acme.LedgerTest",
            "com.acme.LedgerTest",
        ),
        (
            "com.acme.LedgerTest$Open#adds",
            "com.acme.LedgerTest",
            "com.acme.LedgerTest$Open",
        ),
        (
            "example.com/shop.v2/cart.TestAdd",
            "example.com/shop.v2/cart",
            "example.com/shop.v2/cart",
        ),
        ("src/cart.test.js", "src/cart.test.js", "src/cart.test.js"),
        ("plain", "plain", "plain"),
        ("[odd", "[odd", "[odd"),
        ("", "", ""),
    ] {
        assert_eq!((groups::file(id), groups::class(id)), (file, class), "{id}");
    }
}

#[test]
fn tests_that_are_no_suite_are_all_said() {
    let tests = vec![timed("a", 1), timed("", 1), timed("a", 1), timed("b\n", 1)];
    let error = Suite::new(tests).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`` is empty; `a` is there twice; `b\n` has a control character"
    );
    assert_eq!(
        error.0.iter().map(|wrong| wrong.at).collect::<Vec<_>>(),
        [1, 2, 3]
    );
}

#[test]
fn sets_are_compared() {
    let planned = Suite::new(vec![timed("a", 1), timed("b", 1), timed("d", 1)]).unwrap();
    let found = Suite::new(vec![timed("b", 1), timed("c", 1)]).unwrap();
    let difference = planned.difference(&found);
    assert_eq!(
        (difference.missing, difference.added),
        (vec!["a".to_owned(), "d".to_owned()], vec!["c".to_owned()])
    );
}
