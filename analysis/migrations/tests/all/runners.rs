//! Who runs the files, and what follows from that.

use holdpoint_findings::Finding;
use holdpoint_migrations::{Dialect, Options, Runner, check};

use crate::world::{of, source};

fn found(files: &[(&str, &str)], options: &Options) -> Vec<Finding> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| source(name, text))
        .collect();
    check(&files, options).unwrap().findings
}

/// Files in which something is found by a rule, with the line.
fn at(files: &[(&str, &str)], rule: &str) -> Vec<String> {
    let findings = found(files, &of(Dialect::Postgres));
    let of = findings.iter().filter(|finding| finding.rule.id == rule);
    of.map(|finding| format!("{}:{}", finding.place.file, finding.place.line))
        .collect()
}

const INDEX: &str = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);";
const BOTH: &str = "SELECT 1; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);";
const REFUSED: &str = "migration-concurrently-in-transaction";

#[test]
fn a_runner_that_wraps_is_known_by_its_files() {
    let lock = ("m/1_a/metadata.toml", "run_in_transaction = false");
    let conf = ("V1__a.sql.conf", "executeInTransaction=false");
    for (files, wrapped) in [
        (vec![("V1__a.sql", BOTH)], true),
        (vec![("V1__a.sql", INDEX)], false),
        (vec![("V1__a.sql", BOTH), conf], false),
        (vec![("m/1_a/up.sql", INDEX)], true),
        (vec![("m/1_a/up.sql", INDEX), lock], false),
        (vec![("m/1_a/migration.sql", INDEX)], false),
        (vec![("m/1_a/migration.sql", BOTH)], true),
        (vec![("1_a.up.sql", INDEX)], false),
        (vec![("1_a.up.sql", BOTH)], true),
        (vec![("a.sql", BOTH)], false),
    ] {
        assert_eq!(!at(&files, REFUSED).is_empty(), wrapped, "{files:?}");
    }
}

#[test]
fn a_runner_that_wraps_is_known_by_what_is_written() {
    for (text, wrapped) in [
        ("-- +goose Up\nX\n-- +goose Down\nSELECT 2;", true),
        (
            "-- +goose NO TRANSACTION\n-- +goose Up\nX\n-- +goose Down\nSELECT 2;",
            false,
        ),
        ("-- migrate:up\nX\n-- migrate:down\nSELECT 2;", true),
        (
            "-- migrate:up transaction:false\nX\n-- migrate:down\nSELECT 2;",
            false,
        ),
        (
            "--liquibase formatted sql\n--changeset a:1\nX\n--rollback DROP INDEX i",
            true,
        ),
        (
            "--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nX\n--rollback DROP INDEX i",
            false,
        ),
        ("-- no-transaction\nX", false),
        ("BEGIN;\n-- Running upgrade  -> 1\nX\nCOMMIT;", true),
    ] {
        let text = text.replace('X', INDEX);
        assert_eq!(
            !at(&[("1_a.sql", &text)], REFUSED).is_empty(),
            wrapped,
            "{text}"
        );
    }
    let told = Options {
        runner: Some(Runner::Sqlx),
        ..of(Dialect::Postgres)
    };
    assert!(
        found(&[("1_a.sql", INDEX)], &told)
            .iter()
            .any(|finding| finding.rule.id == REFUSED)
    );
}

#[test]
fn what_goes_down_does_not_go_up() {
    let goose = "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;";
    assert!(at(&[("1_a.sql", goose)], "migration-table-dropped").is_empty());
    let files = [
        ("1_a.up.sql", "SELECT 1;"),
        ("1_a.down.sql", "DROP TABLE a;"),
    ];
    assert!(at(&files, "migration-table-dropped").is_empty());
    let up = "-- +goose Up\nSELECT 1;\nDROP TABLE a;\n-- +goose Down\nSELECT 1;";
    assert_eq!(
        at(&[("1_a.sql", up)], "migration-table-dropped"),
        ["1_a.sql:3"]
    );
    assert_eq!(
        at(
            &[("1_a.down.sql", "DROP TABLE a;")],
            "migration-table-dropped"
        ),
        ["1_a.down.sql:1"]
    );
}

#[test]
fn each_changeset_is_a_transaction_of_its_own() {
    let text = |between: &str| {
        format!(
            "--liquibase formatted sql\n--changeset a:1\nALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;\n{between}\nALTER TABLE t VALIDATE CONSTRAINT c;\n--rollback empty"
        )
    };
    let rule = "migration-constraint-validated-under-lock";
    assert_eq!(at(&[("a.sql", &text(""))], rule).len(), 1);
    assert!(
        at(
            &[("a.sql", &text("--rollback empty\n--changeset a:2"))],
            rule
        )
        .is_empty()
    );
}

#[test]
fn every_migration_has_a_way_back_or_says_why_not() {
    let rule = "migration-rollback-missing";
    assert_eq!(at(&[("1_a.up.sql", "SELECT 1;")], rule), ["1_a.up.sql:1"]);
    assert!(
        at(
            &[("1_a.up.sql", "SELECT 1;"), ("1_a.down.sql", "SELECT 2;")],
            rule
        )
        .is_empty()
    );
    assert_eq!(
        at(
            &[
                ("1_a.up.sql", "SELECT 1;"),
                ("1_a.down.sql", "-- nothing\n")
            ],
            rule
        )
        .len(),
        1
    );
    assert!(
        at(
            &[(
                "1_a.up.sql",
                "-- holdpoint:no-rollback rows are merged\nSELECT 1;"
            )],
            rule
        )
        .is_empty()
    );
    let silent = [("1_a.up.sql", "-- holdpoint:no-rollback\nSELECT 1;")];
    assert_eq!(at(&silent, "migration-rollback-unexplained").len(), 1);
    assert_eq!(
        at(&[("1_a.sql", "-- +goose Up\nSELECT 1;\n")], rule),
        ["1_a.sql:1"]
    );
    assert!(
        at(
            &[(
                "1_a.sql",
                "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;"
            )],
            rule
        )
        .is_empty()
    );
    let changes = "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--rollback SELECT 2;\n--changeset a:2\nSELECT 3;";
    assert_eq!(at(&[("a.sql", changes)], rule), ["a.sql:5"]);
    assert!(at(&[("a.sql", "SELECT 1;")], rule).is_empty());
}

#[test]
fn flyway_may_go_without() {
    let findings = |files: &[(&str, &str)]| {
        let found = found(files, &of(Dialect::Postgres));
        let of = found
            .iter()
            .filter(|finding| finding.rule.id == "migration-rollback-missing");
        of.map(|finding| (finding.level.as_str(), finding.subject.clone()))
            .collect::<Vec<_>>()
    };
    let first = ("V1__a.sql", "SELECT 1;");
    assert_eq!(findings(&[first]), [("info", "V1__a.sql".to_owned())]);
    let some = [
        first,
        ("V2__b.sql", "SELECT 1;"),
        ("U2__b.sql", "SELECT 1;"),
    ];
    assert_eq!(findings(&some), [("warning", "V1__a.sql".to_owned())]);
}

#[test]
fn a_way_back_belongs_to_a_migration() {
    let files = [
        ("1_a.up.sql", "SELECT 1;"),
        ("1_a.down.sql", "SELECT 1;"),
        ("2_b.down.sql", "SELECT 1;"),
    ];
    assert_eq!(at(&files, "migration-rollback-alone"), ["2_b.down.sql:1"]);
}

#[test]
fn versions_are_there_once_in_order_and_without_gaps() {
    let named = |names: &[&str], rule: &str| {
        let files: Vec<_> = names.iter().map(|name| (*name, "SELECT 1;")).collect();
        at(&files, rule)
    };
    assert_eq!(
        named(&["V1__a.sql", "V1.0__b.sql"], "migration-version-twice"),
        ["V1.0__b.sql:1"]
    );
    assert_eq!(
        named(&["V3__a.sql", "V2__b.sql"], "migration-out-of-order"),
        ["V2__b.sql:1"]
    );
    assert!(named(&["V2__a.sql", "V10__b.sql"], "migration-out-of-order").is_empty());
    assert!(named(&["a/1_a.sql", "b/1_a.sql"], "migration-version-twice").is_empty());
    assert_eq!(
        named(
            &["1_a.sql", "2_b.sql", "4_c.sql", "5_d.sql"],
            "migration-version-gap"
        ),
        ["4_c.sql:1"]
    );
    assert!(
        named(
            &["20261127_a.sql", "20261128_b.sql"],
            "migration-version-gap"
        )
        .is_empty()
    );
    assert!(
        named(
            &["10_a.sql", "20_b.sql", "30_c.sql"],
            "migration-version-gap"
        )
        .is_empty()
    );
}

#[test]
fn what_is_there_already_is_in_use() {
    let base = Options {
        base: vec!["schema.sql".to_owned()],
        ..of(Dialect::Postgres)
    };
    let schema = (
        "schema.sql",
        "DROP TABLE IF EXISTS a; CREATE TABLE t (a varchar(5));",
    );
    let files = [
        schema,
        (
            "1.sql",
            "CREATE INDEX i ON t (a); ALTER TABLE t ALTER COLUMN a TYPE text;",
        ),
    ];
    let findings = found(&files, &base);
    assert!(
        findings
            .iter()
            .all(|finding| &*finding.place.file == "1.sql")
    );
    let level = |rule: &str| {
        findings
            .iter()
            .find(|finding| finding.rule.id == rule)
            .map(|finding| finding.level.as_str())
    };
    assert_eq!(level("migration-index-blocks-writes"), Some("error"));
    assert_eq!(level("migration-column-type-changed"), Some("info"));
}

#[test]
fn a_runner_knows_whose_sql_it_is() {
    let lock = ("m/migration_lock.toml", "provider = \"mysql\"");
    let files = [
        (
            "m/1_a/migration.sql",
            "CREATE TABLE t (a int REFERENCES b (c));",
        ),
        lock,
    ];
    let findings = found(&files, &Options::default());
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect::<Vec<_>>(),
        ["migration-inline-reference-ignored"]
    );
}
