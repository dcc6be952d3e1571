//! What earlier statements and files say about later ones.

use holdpoint_migrations::Dialect::Postgres;
use holdpoint_migrations::Options;

use crate::world::{found, levels, named, of};

const TABLE: &str = "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, note text);";

fn strong(files: &[&str]) -> Vec<String> {
    named("strong_migrations", files, Postgres)
}

#[test]
fn nobody_waits_for_a_table_that_is_new() {
    let index = "CREATE INDEX i ON orders (customer);";
    let rule = "migration-index-blocks-writes";
    assert_eq!(levels(&[index], rule), ["error 1.sql:1"]);
    assert_eq!(levels(&[TABLE, index], rule), ["info 2.sql:1"]);
    let both = format!("{TABLE}\n{index}");
    assert!(
        levels(&[&both], rule)
            .iter()
            .all(|level| level.starts_with("info"))
    );
    let finding = found(&[TABLE, index], &of(Postgres))
        .into_iter()
        .find(|found| found.rule.id == rule)
        .unwrap();
    assert!(finding.help.contains("`1.sql`"), "{}", finding.help);
}

#[test]
fn a_foreign_key_needs_both_tables_to_be_new() {
    let key =
        "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (customer) REFERENCES customers (id);";
    let rule = "migration-foreign-key-blocks";
    assert_eq!(levels(&[TABLE, key], rule), ["error 2.sql:1"]);
    let customers = "CREATE TABLE customers (id bigint PRIMARY KEY);";
    assert_eq!(levels(&[TABLE, customers, key], rule), ["info 3.sql:1"]);
}

#[test]
fn what_is_lost_is_lost_whoever_made_it() {
    assert_eq!(
        levels(&[TABLE, "DROP TABLE orders;"], "migration-table-dropped"),
        ["error 2.sql:1"]
    );
}

#[test]
fn a_check_that_was_validated_makes_not_null_quick() {
    let set = "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;";
    assert_eq!(
        strong(&[set]),
        ["change_column_null", "change_column_null_postgresql"]
    );
    let check = "ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID;";
    assert_eq!(
        strong(&[check, set]),
        ["change_column_null", "change_column_null_postgresql"]
    );
    assert!(strong(&[check, "ALTER TABLE orders VALIDATE CONSTRAINT c;", set]).is_empty());
    let quoted = "ALTER TABLE orders ADD CONSTRAINT c CHECK ((\"note\" IS NOT NULL)) NOT VALID;";
    assert!(strong(&[quoted, "ALTER TABLE orders VALIDATE CONSTRAINT c;", set]).is_empty());
}

#[test]
fn validating_under_a_lock_is_as_bad_as_never_having_put_it_off() {
    let add = "ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID;";
    let validate = "ALTER TABLE orders VALIDATE CONSTRAINT c;";
    assert_eq!(
        strong(&[&format!("BEGIN; {add} {validate} COMMIT;")]),
        ["validate_check_constraint"]
    );
    assert!(strong(&[&format!("BEGIN; {add} COMMIT; {validate}")]).is_empty());
    let wrapped = Options {
        in_transaction: true,
        ..of(Postgres)
    };
    let together = format!("{add} {validate}");
    let ids: Vec<_> = found(&[&together], &wrapped)
        .into_iter()
        .map(|found| found.rule.id)
        .collect();
    assert!(
        ids.contains(&"migration-constraint-validated-under-lock"),
        "{ids:?}"
    );
    let apart: Vec<_> = found(&[add, validate], &wrapped)
        .into_iter()
        .map(|found| found.rule.id)
        .collect();
    assert!(
        !apart.contains(&"migration-constraint-validated-under-lock"),
        "{apart:?}"
    );
}

#[test]
fn concurrently_is_refused_where_the_runner_wraps() {
    let index = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (customer);";
    let rule = "migration-concurrently-in-transaction";
    assert!(levels(&[index], rule).is_empty());
    let wrapped = Options {
        in_transaction: true,
        ..of(Postgres)
    };
    let findings = found(&[index], &wrapped);
    let finding = findings.iter().find(|found| found.rule.id == rule).unwrap();
    assert!(
        finding.message.contains("its runner"),
        "{}",
        finding.message
    );
}

#[test]
fn timeouts_that_are_set_are_seen() {
    let alter = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS x text;";
    let set = "SET lock_timeout = '1s'; SET statement_timeout = '5s';";
    assert_eq!(levels(&[alter], "migration-lock-timeout-missing").len(), 1);
    assert!(
        levels(
            &[&format!("{set} {alter}")],
            "migration-lock-timeout-missing"
        )
        .is_empty()
    );
}

#[test]
fn one_change_is_one_finding_under_all_its_names() {
    let findings = found(&["ALTER TABLE orders DROP COLUMN note;"], &of(Postgres));
    let dropped: Vec<_> = findings
        .iter()
        .filter(|found| found.rule.id == "migration-column-dropped")
        .collect();
    assert_eq!(dropped.len(), 1);
    assert_eq!(
        dropped[0].rule.aliases,
        [
            "squawk:ban-drop-column",
            "strong_migrations:remove_column",
            "atlas:DS103"
        ]
    );
    assert_eq!(dropped[0].subject, "orders.note");
}

#[test]
fn what_is_safe_in_postgres_is_not_found() {
    for safe in [
        "ALTER TABLE orders ADD COLUMN x bigint DEFAULT 5;",
        "ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT now();",
        "ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID;",
        "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i;",
        "CREATE INDEX CONCURRENTLY i ON orders (customer);",
        "DROP INDEX CONCURRENTLY i;",
        "ALTER TYPE state ADD VALUE 'x' AFTER 'y';",
    ] {
        assert!(strong(&[safe]).is_empty(), "{safe}");
    }
}

#[test]
fn what_is_not_is() {
    for (unsafely, name) in [
        (
            "ALTER TABLE orders ADD COLUMN x uuid DEFAULT gen_random_uuid();",
            "add_column_default",
        ),
        ("ALTER TABLE orders ADD COLUMN x json;", "add_column_json"),
        (
            "ALTER TABLE orders ADD COLUMN x bigint GENERATED ALWAYS AS (id) STORED;",
            "add_column_generated_stored",
        ),
        (
            "ALTER TABLE orders ADD COLUMN x bigserial;",
            "add_column_auto_incrementing",
        ),
        (
            "ALTER TABLE orders ADD COLUMN c bigint; CREATE INDEX i ON orders (c);",
            "add_reference",
        ),
        (
            "ALTER TABLE orders ADD COLUMN c bigint REFERENCES customers (id);",
            "add_reference",
        ),
        (
            "DROP TABLE IF EXISTS orders CASCADE; CREATE TABLE orders (id bigint);",
            "create_table",
        ),
        ("DO $$ BEGIN END $$;", "execute"),
        ("ALTER SCHEMA a RENAME TO b;", "rename_schema"),
    ] {
        assert!(
            strong(&[unsafely]).contains(&name.to_owned()),
            "{unsafely}: {:?}",
            strong(&[unsafely])
        );
    }
}
