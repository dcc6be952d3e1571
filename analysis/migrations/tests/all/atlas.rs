//! What depends on rows and on programs, as Atlas judges it: within one file, with what earlier files made.

use holdpoint_migrations::Dialect::{self, Mariadb, Mysql, Postgres, Sqlite};

use crate::world::named;

fn codes(files: &[&str], dialect: Dialect) -> Vec<String> {
    named("atlas", files, dialect)
}

const USERS: &str =
    "CREATE TABLE users (id bigint PRIMARY KEY, name text, nick text NOT NULL, team bigint);";

#[test]
fn what_is_dropped_is_lost() {
    assert_eq!(codes(&[USERS, "DROP TABLE users;"], Postgres), ["DS102"]);
    assert_eq!(
        codes(&[USERS, "ALTER TABLE users DROP COLUMN name;"], Postgres),
        ["DS103"]
    );
    assert_eq!(codes(&["DROP SCHEMA shop;"], Postgres), ["DS101"]);
    assert_eq!(codes(&["DROP DATABASE shop;"], Mysql), ["DS101"]);
}

#[test]
fn what_comes_and_goes_in_one_file_is_not() {
    assert!(codes(&["CREATE TABLE t (a int); DROP TABLE t;"], Postgres).is_empty());
    assert!(codes(&["CREATE SCHEMA s; DROP SCHEMA s;"], Postgres).is_empty());
    assert!(
        codes(
            &[
                USERS,
                "ALTER TABLE users ADD COLUMN x text; ALTER TABLE users DROP COLUMN x;"
            ],
            Postgres
        )
        .is_empty()
    );
    let schema = "DROP TABLE shop.a; DROP SCHEMA shop;";
    assert_eq!(
        codes(
            &["CREATE SCHEMA shop; CREATE TABLE shop.a (a int);", schema],
            Postgres
        ),
        ["DS101"]
    );
}

#[test]
fn a_column_that_is_computed_loses_nothing() {
    let table = "CREATE TABLE t (a int, b int AS (a * 2) VIRTUAL, c int AS (a * 3) STORED);";
    assert!(codes(&[table, "ALTER TABLE t DROP COLUMN b;"], Mysql).is_empty());
    assert_eq!(
        codes(&[table, "ALTER TABLE t DROP COLUMN c;"], Mysql),
        ["DS103"]
    );
}

#[test]
fn rows_may_be_alike() {
    assert_eq!(
        codes(&[USERS, "CREATE UNIQUE INDEX i ON users (name);"], Postgres),
        ["MF101"]
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users ADD CONSTRAINT u UNIQUE (name);"],
            Postgres
        ),
        ["MF101"]
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users ADD UNIQUE INDEX i (nick);"],
            Mysql
        ),
        ["MF101"]
    );
    assert!(codes(&[USERS, "CREATE INDEX i ON users (name);"], Postgres).is_empty());
    let new = "ALTER TABLE users ADD COLUMN x text; CREATE UNIQUE INDEX i ON users (x);";
    assert!(codes(&[USERS, new], Postgres).is_empty());
    assert!(
        codes(
            &["CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);"],
            Postgres
        )
        .is_empty()
    );
}

#[test]
fn an_index_that_was_as_strict_takes_nothing_new() {
    let before = "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a);";
    let wider = "ALTER TABLE t DROP INDEX i, ADD UNIQUE INDEX j (a);";
    assert!(codes(&[before, wider], Mysql).is_empty());
    let other = "ALTER TABLE t DROP INDEX i, ADD UNIQUE INDEX j (b);";
    assert_eq!(codes(&[before, other], Mysql), ["MF101"]);
    let plain = "CREATE TABLE t (a int, b int, KEY i (a));";
    assert_eq!(
        codes(
            &[plain, "ALTER TABLE t DROP INDEX i, ADD UNIQUE INDEX i (a);"],
            Mysql
        ),
        ["MF102"]
    );
}

#[test]
fn rows_may_have_no_value() {
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users ADD COLUMN x int NOT NULL;"],
            Postgres
        ),
        ["MF103"]
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users ADD COLUMN x int NOT NULL;"],
            Sqlite
        ),
        ["MF103"]
    );
    assert!(
        codes(
            &[
                USERS,
                "ALTER TABLE users ADD COLUMN x int NOT NULL DEFAULT 1;"
            ],
            Postgres
        )
        .is_empty()
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"],
            Postgres
        ),
        ["MF104"]
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users MODIFY COLUMN name text NOT NULL;"],
            Mysql
        ),
        ["MF104"]
    );
    assert!(
        codes(
            &[
                USERS,
                "ALTER TABLE users MODIFY COLUMN nick varchar(20) NOT NULL;"
            ],
            Mysql
        )
        .is_empty()
    );
    let filled = "UPDATE users SET name = 'x' WHERE name IS NULL; ALTER TABLE users ALTER COLUMN name SET NOT NULL;";
    assert!(codes(&[USERS, filled], Postgres).is_empty());
    let other = "UPDATE users SET name = 'x' WHERE nick IS NULL; ALTER TABLE users ALTER COLUMN name SET NOT NULL;";
    assert_eq!(codes(&[USERS, other], Postgres), ["MF104"]);
}

#[test]
fn mysql_puts_in_what_nobody_chose() {
    let add = |ty: &str| format!("ALTER TABLE users ADD COLUMN x {ty} NOT NULL;");
    let mysql = |ty: &str| codes(&[USERS, &add(ty)], Mysql);
    let maria = |ty: &str| codes(&[USERS, &add(ty)], Mariadb);
    for ty in [
        "int",
        "bool",
        "decimal(10, 2)",
        "varchar(10)",
        "enum('a', 'b')",
        "time",
        "year",
        "timestamp",
    ] {
        assert_eq!(mysql(ty), ["MY101"], "{ty}");
    }
    for ty in ["date", "datetime", "point"] {
        assert_eq!(
            (mysql(ty), maria(ty)),
            (vec!["MF103".to_owned()], vec!["MY101".to_owned()]),
            "{ty}"
        );
    }
    for ty in ["text", "json"] {
        assert_eq!(
            (mysql(ty), maria(ty)),
            (vec![], vec!["MY101".to_owned()]),
            "{ty}"
        );
    }
    assert!(mysql("int AUTO_INCREMENT").is_empty());
    let filled = format!("{} UPDATE users SET x = 7 WHERE x = 0;", add("int"));
    assert!(codes(&[USERS, &filled], Mysql).is_empty());
}

#[test]
fn programs_know_the_old_name() {
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users RENAME COLUMN name TO label;"],
            Postgres
        ),
        ["BC102"]
    );
    assert_eq!(
        codes(
            &[USERS, "ALTER TABLE users CHANGE COLUMN name label text;"],
            Mysql
        ),
        ["BC102"]
    );
    assert_eq!(
        codes(&[USERS, "ALTER TABLE users RENAME TO people;"], Postgres),
        ["BC101"]
    );
    assert_eq!(
        codes(&[USERS, "RENAME TABLE users TO people;"], Mysql),
        ["BC101"]
    );
    let back =
        "ALTER TABLE users RENAME COLUMN name TO label; ALTER TABLE users ADD COLUMN name text;";
    assert!(codes(&[USERS, back], Postgres).is_empty());
    let view = "ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people;";
    assert!(codes(&[USERS, view], Postgres).is_empty());
    assert!(
        codes(
            &["CREATE TABLE t (a int); ALTER TABLE t RENAME COLUMN a TO b;"],
            Postgres
        )
        .is_empty()
    );
}

#[test]
fn a_foreign_key_goes_with_its_columns_or_is_missed() {
    let keyed = "CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES users (id));";
    assert_eq!(
        codes(
            &[USERS, keyed, "ALTER TABLE t DROP CONSTRAINT k;"],
            Postgres
        ),
        ["CD101"]
    );
    assert_eq!(
        codes(&[USERS, keyed, "ALTER TABLE t DROP FOREIGN KEY k;"], Mysql),
        ["CD101"]
    );
    assert_eq!(
        codes(
            &[
                USERS,
                keyed,
                "ALTER TABLE t DROP CONSTRAINT k, DROP COLUMN a;"
            ],
            Postgres
        ),
        ["DS103"]
    );
    let check = "CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));";
    assert!(codes(&[check, "ALTER TABLE t DROP CONSTRAINT k;"], Postgres).is_empty());
}

#[test]
fn mysql_forgets_references_beside_columns() {
    let table = "CREATE TABLE t (a int REFERENCES users (id));";
    assert_eq!(codes(&[table], Mysql), ["MY102"]);
    assert!(codes(&[table], Postgres).is_empty());
}

#[test]
fn a_table_of_sqlite_is_made_anew() {
    let before = "CREATE TABLE t (a int, b int);";
    let rebuild = |columns: &str, fill: &str| {
        format!(
            "{fill} CREATE TABLE new_t ({columns}); INSERT INTO new_t SELECT a, b FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t;"
        )
    };
    assert_eq!(
        codes(&[before, &rebuild("a int NOT NULL, b int", "")], Sqlite),
        ["LT101"]
    );
    assert!(codes(&[before, &rebuild("a int, b int", "")], Sqlite).is_empty());
    assert!(
        codes(
            &[before, &rebuild("a int NOT NULL DEFAULT 1, b int", "")],
            Sqlite
        )
        .is_empty()
    );
    let fill = "UPDATE t SET a = 1 WHERE a IS NULL;";
    assert!(codes(&[before, &rebuild("a int NOT NULL, b int", fill)], Sqlite).is_empty());
}
