//! Reports that coverage.py 7.17 and Jest 30 (Istanbul) wrote of the same tests, run at once and one by one.

use holdpoint_coverage::{Report, compare, merge};

use crate::world::{fixture, text};

fn merged(names: &[&str]) -> Report {
    let reports: Vec<Report> = names.iter().map(|name| fixture(name)).collect();
    let merged = merge(&reports);
    assert_eq!(merged.differing, []);
    merged.report
}

/// What the writer itself counted, from an attribute of the report or a record of the tracefile.
fn declared(name: &str, keys: [&str; 4]) -> [u64; 4] {
    let text = text(name);
    keys.map(|key| {
        let rest = text.split_once(key).unwrap().1;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    })
}

fn counted(report: &Report) -> [u64; 4] {
    let totals = report.totals();
    [
        totals.lines,
        totals.lines_covered,
        totals.branches,
        totals.branches_covered,
    ]
}

const XML: [&str; 4] = [
    "lines-valid=\"",
    "lines-covered=\"",
    "branches-valid=\"",
    "branches-covered=\"",
];
const LCOV: [&str; 4] = ["\nLF:", "\nLH:", "\nBRF:", "\nBRH:"];

#[test]
fn totals_are_what_the_writers_counted() {
    for name in ["one", "two", "all"] {
        assert_eq!(
            counted(&fixture(&format!("jest-{name}.xml"))),
            declared(&format!("jest-{name}.xml"), XML),
            "{name}"
        );
        assert_eq!(
            counted(&fixture(&format!("jest-{name}.info"))),
            declared(&format!("jest-{name}.info"), LCOV),
            "{name}"
        );
    }
    for name in ["a", "b", "c", "all"] {
        assert_eq!(
            counted(&fixture(&format!("pytest-{name}.xml"))),
            declared(&format!("pytest-{name}.xml"), XML),
            "{name}"
        );
        assert_eq!(
            counted(&fixture(&format!("pytest-{name}.lcov"))),
            declared(&format!("pytest-{name}.lcov"), LCOV),
            "{name}"
        );
    }
}

/// The bar: dividing the tests costs no coverage.
#[test]
fn merged_shards_cover_what_the_undivided_run_covers() {
    for (all, shards) in [
        (
            "pytest-all.xml",
            ["pytest-a.xml", "pytest-b.xml", "pytest-c.xml"].as_slice(),
        ),
        (
            "pytest-all.lcov",
            &["pytest-a.lcov", "pytest-b.lcov", "pytest-c.lcov"],
        ),
        ("jest-all.info", &["jest-one.info", "jest-two.info"]),
    ] {
        let (whole, merged) = (fixture(all), merged(shards));
        assert_eq!(counted(&merged), counted(&whole), "{all}");
        assert!(compare(&whole, &merged).is_kept(), "{all}");
        assert!(compare(&merged, &whole).is_kept(), "{all}");
        let one = compare(&whole, &fixture(shards[0]));
        assert!(!one.is_kept(), "a shard alone covers less");
    }
}

/// Istanbul's Cobertura does not name branches, so what is merged lies between two numbers; nothing is said to be lost.
#[test]
fn branches_without_names_lie_between() {
    let (whole, merged) = (
        fixture("jest-all.xml"),
        merged(&["jest-one.xml", "jest-two.xml"]),
    );
    let (whole_totals, totals) = (whole.totals(), merged.totals());
    assert_eq!(totals.lines_covered, whole_totals.lines_covered);
    assert!(totals.branches_covered <= whole_totals.branches_covered);
    assert!(totals.branches_at_most >= whole_totals.branches_covered);
    assert!(compare(&whole, &merged).is_kept());
}

#[test]
fn both_formats_of_one_run_say_the_same() {
    for (xml, lcov) in [
        ("pytest-a.xml", "pytest-a.lcov"),
        ("jest-two.xml", "jest-two.info"),
    ] {
        assert_eq!(counted(&fixture(xml)), counted(&fixture(lcov)));
    }
}
