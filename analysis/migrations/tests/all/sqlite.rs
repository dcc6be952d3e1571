//! What SQLite does not do, and what it does besides.

use holdpoint_migrations::Dialect::Sqlite;
use holdpoint_migrations::Options;

use crate::world::{found, of};

const REFUSED: &str = "migration-sqlite-refused";

fn ids(files: &[&str], version: &str) -> Vec<&'static str> {
    let options = Options {
        version: version.parse().ok(),
        ..of(Sqlite)
    };
    found(files, &options)
        .iter()
        .map(|finding| finding.rule.id)
        .collect()
}

#[test]
fn only_some_changes_of_a_table_are_known() {
    for sql in [
        "ALTER TABLE t ALTER COLUMN a TYPE text;",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);",
        "ALTER TABLE t DROP CONSTRAINT c;",
        "ALTER TABLE t ADD COLUMN a integer PRIMARY KEY;",
        "ALTER TABLE t ADD COLUMN a integer UNIQUE;",
        "ALTER TABLE t ADD COLUMN a text DEFAULT CURRENT_TIMESTAMP;",
        "ALTER TABLE t ADD COLUMN a integer REFERENCES u (id) DEFAULT 1;",
    ] {
        assert!(ids(&[sql], "3.40").contains(&REFUSED), "{sql}");
    }
    for sql in [
        "ALTER TABLE t ADD COLUMN a text DEFAULT 'x';",
        "ALTER TABLE t RENAME TO u;",
        "ALTER TABLE t RENAME COLUMN a TO b;",
        "ALTER TABLE t DROP COLUMN a;",
    ] {
        assert!(!ids(&[sql], "3.40").contains(&REFUSED), "{sql}");
    }
}

#[test]
fn a_column_goes_when_nothing_holds_it() {
    let drop = "ALTER TABLE t DROP COLUMN a;";
    assert!(ids(&[drop], "3.34").contains(&REFUSED));
    for table in [
        "CREATE TABLE t (a integer PRIMARY KEY, b);",
        "CREATE TABLE t (a UNIQUE, b);",
        "CREATE TABLE t (a, b); CREATE INDEX i ON t (a);",
    ] {
        assert!(ids(&[table, drop], "3.40").contains(&REFUSED), "{table}");
    }
    assert!(!ids(&["CREATE TABLE t (a, b);", drop], "3.40").contains(&REFUSED));
}

#[test]
fn dropping_the_old_table_deletes_what_refers_to_it() {
    let rebuild = "CREATE TABLE new_t (a); INSERT INTO new_t SELECT a FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t;";
    assert_eq!(
        ids(&[rebuild], "3.40"),
        ["migration-sqlite-rebuild-cascades"]
    );
    assert!(ids(&[&format!("PRAGMA foreign_keys = OFF; {rebuild}")], "3.40").is_empty());
    let late = format!("BEGIN; PRAGMA foreign_keys = OFF; {rebuild} COMMIT;");
    assert!(ids(&[&late], "3.40").contains(&"migration-sqlite-pragma-unheard"));
}
