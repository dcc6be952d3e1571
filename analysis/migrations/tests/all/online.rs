//! What MySQL and MariaDB do without stopping writers.

use holdpoint_migrations::Dialect::{self, Mariadb, Mysql};
use holdpoint_migrations::Options;

use crate::world::{found, of};

fn ids(sql: &str, dialect: Dialect, version: &str) -> Vec<&'static str> {
    let options = Options {
        version: version.parse().ok(),
        ..of(dialect)
    };
    let mut ids: Vec<_> = found(&[sql], &options)
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_copies_the_table_is_found() {
    for sql in [
        "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4;",
        "ALTER TABLE t ENGINE=InnoDB;",
        "ALTER TABLE t DROP PRIMARY KEY;",
        "ALTER TABLE t ORDER BY a;",
    ] {
        assert_eq!(ids(sql, Mysql, "8.0"), ["migration-table-copied"], "{sql}");
    }
    assert!(
        ids(
            "ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a);",
            Mysql,
            "8.0"
        )
        .is_empty()
    );
    assert_eq!(
        ids("CREATE FULLTEXT INDEX i ON t (a);", Mysql, "8.0"),
        ["migration-special-index-blocks"]
    );
    assert_eq!(
        ids("ALTER TABLE t ADD SPATIAL INDEX i (a);", Mysql, "8.0"),
        ["migration-special-index-blocks"]
    );
    assert!(
        ids(
            "CREATE TABLE t (a text); ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4;",
            Mysql,
            "8.0"
        )
        .is_empty()
    );
}

#[test]
fn an_instant_depends_on_the_version() {
    let refused = "migration-algorithm-refused";
    for (change, dialect, version, fails) in [
        ("ADD COLUMN a text", Mysql, "8.0.11", true),
        ("ADD COLUMN a text", Mysql, "8.0.12", false),
        ("ADD COLUMN a text AFTER b", Mysql, "8.0.28", true),
        ("ADD COLUMN a text FIRST", Mysql, "8.0.29", false),
        ("ADD COLUMN a text AFTER b", Mariadb, "10.3.2", true),
        ("ADD COLUMN a text AFTER b", Mariadb, "10.4", false),
        ("DROP COLUMN a", Mysql, "8.0.28", true),
        ("DROP COLUMN a", Mysql, "8.4", false),
        ("DROP COLUMN a", Mariadb, "10.3.9", true),
        ("DROP COLUMN a", Mariadb, "10.6", false),
        ("ADD INDEX i (a)", Mysql, "8.4", true),
        ("ADD COLUMN a int AUTO_INCREMENT", Mysql, "8.4", true),
        ("ADD COLUMN a int AS (b) STORED", Mysql, "8.4", true),
        ("ADD COLUMN a int AS (b) VIRTUAL", Mysql, "8.4", false),
    ] {
        let sql = format!("ALTER TABLE t {change}, ALGORITHM=INSTANT;");
        assert_eq!(
            ids(&sql, dialect, version).contains(&refused),
            fails,
            "{change} {dialect} {version}"
        );
        let unasked = format!("ALTER TABLE t {change};");
        assert!(!ids(&unasked, dialect, version).contains(&refused));
    }
}

#[test]
fn every_change_of_the_schema_commits() {
    let commits = "migration-commits-itself";
    let begun = "START TRANSACTION; CREATE TABLE t (a int); COMMIT;";
    assert_eq!(ids(begun, Mysql, "8.0"), [commits]);
    assert!(ids("CREATE TABLE t (a int);", Mysql, "8.0").is_empty());
    assert!(
        ids(
            "BEGIN; UPDATE t SET a = 1 WHERE b = 1; COMMIT;",
            Mysql,
            "8.0"
        )
        .is_empty()
    );
    assert!(
        ids(
            "BEGIN; CREATE TEMPORARY TABLE t (a int); COMMIT;",
            Mysql,
            "8.0"
        )
        .is_empty()
    );
}
