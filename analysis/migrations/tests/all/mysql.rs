//! MySQL and its sister.

use holdpoint_migrations::Dialect::{self, Mysql};

use crate::world::named;

fn strong(sql: &str) -> Vec<String> {
    named("strong_migrations", &[sql], Mysql)
}

#[test]
fn how_it_is_done_can_be_asked_for() {
    assert_eq!(
        strong("ALTER TABLE t ADD COLUMN a text, ALGORITHM=COPY;"),
        ["copy_algorithm"]
    );
    assert_eq!(
        strong("CREATE INDEX i ON t (a) ALGORITHM=COPY;"),
        ["copy_algorithm"]
    );
    assert_eq!(
        strong("CREATE INDEX i ON t (a) LOCK=SHARED;"),
        ["lock_option"]
    );
    assert_eq!(
        strong("ALTER TABLE t ADD INDEX i (a), LOCK = EXCLUSIVE;"),
        ["lock_option"]
    );
    for safe in [
        "ALTER TABLE t ADD COLUMN a text, ALGORITHM=INSTANT;",
        "CREATE INDEX i ON t (a) LOCK=NONE;",
        "CREATE INDEX i ON t (a);",
    ] {
        assert!(strong(safe).is_empty(), "{safe}");
    }
}

#[test]
fn constraints_read_every_row() {
    let check = strong("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);");
    assert_eq!(
        check,
        ["add_check_constraint", "add_check_constraint_mysql"]
    );
    let key = "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (id);";
    assert_eq!(strong(key), ["add_foreign_key", "add_foreign_key_mysql"]);
    assert!(strong(&format!("SET SESSION foreign_key_checks = 0; {key}")).is_empty());
}

#[test]
fn a_default_that_is_computed_copies() {
    assert_eq!(
        strong("ALTER TABLE t ADD a binary(16) DEFAULT (uuid());"),
        ["add_column_default", "add_column_default_callable"]
    );
    assert!(strong("ALTER TABLE t ADD a datetime DEFAULT CURRENT_TIMESTAMP;").is_empty());
    assert!(strong("ALTER TABLE t ADD a int DEFAULT 3;").is_empty());
}

#[test]
fn without_its_strict_mode_nulls_become_something() {
    let set = "ALTER TABLE t MODIFY a int NOT NULL;";
    let before = "CREATE TABLE t (a int);";
    assert!(named("strong_migrations", &[before, set], Mysql).is_empty());
    let lax = format!("SET SESSION sql_mode = ''; {set}");
    assert_eq!(
        named("strong_migrations", &[before, &lax], Mysql),
        ["change_column_null", "change_column_null_mysql"]
    );
}

#[test]
fn whose_sql_it_is_can_be_seen() {
    for (text, whose) in [
        ("CREATE TABLE `t` (a int) ENGINE=InnoDB;", Dialect::Mysql),
        (
            "CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT);",
            Dialect::Sqlite,
        ),
        ("PRAGMA foreign_keys = OFF;", Dialect::Sqlite),
        (
            "CREATE TABLE t (a int) WITH SYSTEM VERSIONING;",
            Dialect::Mariadb,
        ),
        ("CREATE TABLE t (a int);", Dialect::Postgres),
        (
            "-- `a`\n/* `b` **/ SELECT '`c` ENGINE=x';",
            Dialect::Postgres,
        ),
        ("/* a */ SELECT `b`;", Dialect::Mysql),
    ] {
        assert_eq!(Dialect::guess(text), whose, "{text}");
    }
}
