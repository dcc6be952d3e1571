//! Migrations that are made to break whoever reads them.

use std::time::{Duration, Instant};

use holdpoint_findings::Source;
use holdpoint_migrations::{Dialect, check};

use crate::world::{found, of, source};

/// Generous, as tests run beside others, without optimisation.
const SOON: Duration = Duration::from_secs(20);

fn refused(text: &str, dialect: Dialect) -> (&'static str, usize, usize) {
    let start = Instant::now();
    let error = check(&[source("a.sql", text)], &of(dialect)).unwrap_err();
    assert!(start.elapsed() < SOON);
    let first = &error.findings()[0];
    (first.rule.id, first.place.line, first.place.column)
}

#[test]
fn what_is_not_closed_is_refused_where_it_begins() {
    for text in [
        "SELECT 1;\n 'a",
        "SELECT 1;\n \"a",
        "SELECT 1;\n /* a",
        "SELECT 1;\n $$ a",
        "SELECT 1;\n $x$ $$ $y$",
    ] {
        assert_eq!(
            refused(text, Dialect::Postgres),
            ("migration-unclosed", 2, 2),
            "{text}"
        );
    }
    assert_eq!(
        refused("SELECT `a", Dialect::Mysql),
        ("migration-unclosed", 1, 8)
    );
    assert_eq!(
        refused("SELECT [a", Dialect::Sqlite),
        ("migration-unclosed", 1, 8)
    );
}

#[test]
fn nesting_beyond_measure_is_refused() {
    let deep = [
        format!("SELECT {}1", "(".repeat(10_000)),
        format!("SELECT {}1", "- ".repeat(100_000)),
        format!("SELECT {}true", "NOT ".repeat(100_000)),
        format!("SELECT 1{}", " + 1".repeat(100_000)),
        format!("SELECT {}1", "CASE WHEN ".repeat(100_000)),
        format!("SELECT {}1", "(1, - ".repeat(10_000)),
        format!("SELECT 1 {}", "UNION SELECT 1 ".repeat(100_000)),
        format!("SELECT a{}", "[1".repeat(100_000)),
        format!("DO $$ BEGIN x := {}1; END $$", "(".repeat(100_000)),
        format!(
            "CREATE FUNCTION f() RETURNS int AS 'SELECT {}1' LANGUAGE sql",
            "(".repeat(100_000)
        ),
    ];
    for text in deep {
        let start: String = text.chars().take(40).collect();
        assert_eq!(
            refused(&text, Dialect::Postgres).0,
            "migration-too-deep",
            "{start}"
        );
    }
}

#[test]
fn nesting_within_measure_is_read() {
    let deep = [
        format!("SELECT {}1{};", "(".repeat(450), ")".repeat(450)),
        format!("SELECT {}1;", "- ".repeat(4_000)),
        format!("SELECT 1{};", " + 1".repeat(4_000)),
        format!(
            "SELECT {}1{};",
            "CASE WHEN true THEN ".repeat(900),
            " END".repeat(900)
        ),
        format!("SELECT 1{};", " UNION SELECT 1".repeat(1_500)),
        format!(
            "DO $$ BEGIN x := {}1{}; END $$;",
            "(".repeat(450),
            ")".repeat(450)
        ),
    ];
    for text in deep {
        found(&[&text], &of(Dialect::Postgres));
    }
}

#[test]
fn a_long_list_of_rows_is_not_deep() {
    let rows = "(1, 'a (b', 2.5, - 1, NULL),\n".repeat(50_000);
    let text = format!("INSERT INTO t VALUES {rows}(1, 'a', 2, 3, NULL);\nDROP TABLE t;");
    let start = Instant::now();
    let findings = found(&[&text], &of(Dialect::Postgres));
    assert!(
        findings
            .iter()
            .any(|found| found.place.line == 50_002 && found.rule.id == "migration-table-dropped")
    );
    assert!(start.elapsed() < SOON);
}

#[test]
fn what_is_no_text_or_has_no_end_is_not_read() {
    assert!(Source::new("a.sql", vec![b'S', 0xff, 0xfe]).is_err());
    let endless = std::io::repeat(b' ');
    assert!(Source::from_reader("a.sql", endless).unwrap().is_err());
}

#[test]
fn nonsense_is_read_to_its_end() {
    for text in [
        "",
        ";;;",
        "ALTER TABLE",
        "ALTER TABLE t ADD",
        "CREATE TABLE t (",
        "ALTER TABLE t ADD (a int",
        ")))",
        "DROP",
        "CREATE UNIQUE",
        "UPDATE t SET",
        "ALTER TABLE t ADD CONSTRAINT",
        "RENAME TABLE a",
        "ALTER TABLE t ,,,) (",
        "\u{feff}SELECT 1",
        "SET",
    ] {
        for dialect in Dialect::ALL {
            found(&[text], &of(dialect));
        }
    }
}

#[test]
fn many_statements_take_no_longer_than_they_are_many() {
    let text = "ALTER TABLE t ADD COLUMN a int NOT NULL;\n".repeat(5_000);
    let start = Instant::now();
    assert!(found(&[&text], &of(Dialect::Postgres)).len() > 5_000);
    assert!(start.elapsed() < SOON);
}
