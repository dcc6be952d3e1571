//! Whether a type changes without a rewrite is known from the history.

use holdpoint_migrations::Dialect::{Mysql, Postgres};

use crate::world::named;

fn rewrites(from: &str, to: &str) -> bool {
    let table = format!("CREATE TABLE t (a {from});");
    let alter = format!("ALTER TABLE t ALTER COLUMN a TYPE {to};");
    named("strong_migrations", &[&table, &alter], Postgres) == ["change_column"]
}

#[test]
fn what_holds_no_less_needs_no_rewrite() {
    for (from, to) in [
        ("varchar(20)", "text"),
        ("varchar(20)", "varchar(21)"),
        ("varchar(20)", "character varying"),
        ("character varying (20)", "varchar(20)"),
        ("text", "varchar"),
        ("text", "citext"),
        ("citext", "text"),
        ("numeric(10, 2)", "numeric(12, 2)"),
        ("decimal(10, 2)", "numeric"),
        ("timestamp(3)", "timestamp(6)"),
        ("timestamp with time zone", "timestamptz"),
        ("time(3)", "time"),
        ("interval(0)", "interval(6)"),
        ("cidr", "inet"),
        ("int", "integer"),
    ] {
        assert!(!rewrites(from, to), "{from} to {to}");
        assert!(
            rewrites(to, from)
                || ["text", "citext", "varchar", "int", "integer", "timestamptz"].contains(&to)
                || from.contains("varying"),
            "{to} to {from}"
        );
    }
}

#[test]
fn what_holds_less_or_otherwise_does() {
    for (from, to) in [
        ("int", "bigint"),
        ("varchar(20)", "varchar(19)"),
        ("varchar", "varchar(20)"),
        ("text", "varchar(20)"),
        ("numeric(10, 2)", "numeric(12, 3)"),
        ("inet", "cidr"),
        ("timestamp", "timestamptz"),
        ("int", "int[]"),
    ] {
        assert!(rewrites(from, to), "{from} to {to}");
    }
}

#[test]
fn of_what_is_not_known_the_worst_is_taken() {
    let alter = "ALTER TABLE t ALTER COLUMN a TYPE text;";
    assert_eq!(
        named("strong_migrations", &[alter], Postgres),
        ["change_column"]
    );
}

#[test]
fn an_index_compares_its_column_otherwise() {
    let table = "CREATE TABLE t (a text); CREATE INDEX i ON t (lower(a));";
    let alter = "ALTER TABLE t ALTER COLUMN a TYPE citext;";
    assert!(
        named("strong_migrations", &[table, alter], Postgres).contains(&"change_column".to_owned())
    );
}

#[test]
fn a_check_of_the_column_reads_every_row() {
    let table = "CREATE TABLE t (a varchar(5), b text, CONSTRAINT c CHECK (length(a) > 1));";
    let alter = "ALTER TABLE t ALTER COLUMN a TYPE text;";
    assert_eq!(
        named("strong_migrations", &[table, alter], Postgres),
        ["change_column_constraint"]
    );
    let other = table.replace("length(a)", "length(b)");
    assert!(named("strong_migrations", &[&other, alter], Postgres).is_empty());
}

#[test]
fn a_zone_that_is_utc_changes_no_time() {
    let table = "CREATE TABLE t (a timestamp);";
    let alter = "SET timezone = 'UTC'; ALTER TABLE t ALTER COLUMN a TYPE timestamptz;";
    assert!(named("strong_migrations", &[table, alter], Postgres).is_empty());
}

#[test]
fn mysql_counts_the_bytes_of_a_length() {
    let change = |from: u32, to: u32, rest: &str| {
        let table = format!("CREATE TABLE t (a varchar({from}) {rest});");
        let alter = format!("ALTER TABLE t MODIFY a varchar({to}) {rest};");
        named("strong_migrations", &[&table, &alter], Mysql)
    };
    assert!(change(20, 63, "").is_empty());
    assert_eq!(change(20, 64, ""), ["change_column"]);
    assert!(change(64, 255, "").is_empty());
    assert!(change(20, 255, "CHARACTER SET latin1").is_empty());
    assert_eq!(change(20, 19, ""), ["change_column"]);
    let table = "CREATE TABLE t (a varchar(20));";
    let alter = "ALTER TABLE t MODIFY a varchar(21) NOT NULL;";
    assert_eq!(
        named("strong_migrations", &[table, alter], Mysql),
        ["change_column_with_not_null"]
    );
}
