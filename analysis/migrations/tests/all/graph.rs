//! Several applications that share a database.

use holdpoint_migrations::{Dialect, check, order};

use crate::world::{of, source};

fn ordered(files: &[(&str, &str)]) -> (Vec<String>, Vec<Vec<String>>) {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| source(name, text))
        .collect();
    let order = order(&files, &of(Dialect::Postgres)).unwrap();
    (
        order.steps.into_iter().map(|step| step.migration).collect(),
        order.cycles,
    )
}

fn said(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| source(name, text))
        .collect();
    let findings = check(&files, &of(Dialect::Postgres)).unwrap().findings;
    let of = findings
        .iter()
        .filter(|found| found.rule.id.contains("-needs-") || found.rule.id.contains("-phase"));
    of.map(|found| {
        format!(
            "{} {}:{} {}",
            found.rule.id.trim_start_matches("migration-"),
            found.place.file,
            found.place.line,
            found.message
        )
    })
    .collect()
}

const ORDERS: (&str, &str) = (
    "shop/1_a.sql",
    "CREATE TABLE orders (id bigint PRIMARY KEY);",
);

#[test]
fn who_uses_a_table_comes_after_who_makes_it() {
    let uses = (
        "crm/1_a.sql",
        "CREATE TABLE calls (orders_id bigint REFERENCES orders (id));",
    );
    let (order, cycles) = ordered(&[uses, ORDERS]);
    assert_eq!(order, ["shop/1_a.sql", "crm/1_a.sql"]);
    assert!(cycles.is_empty());
    assert_eq!(
        said(&[uses, ORDERS]),
        [
            "needs-later crm/1_a.sql:1 it needs `shop/1_a.sql`, which comes after it here: it makes `orders`"
        ]
    );
    assert!(said(&[ORDERS, uses]).is_empty());
}

#[test]
fn who_drops_a_table_comes_after_who_uses_it() {
    let drops = ("shop/2_b.sql", "DROP TABLE orders;");
    let uses = ("crm/1_a.sql", "UPDATE orders SET id = 2 WHERE id = 1;");
    assert_eq!(
        ordered(&[ORDERS, drops, uses]).0,
        ["shop/1_a.sql", "crm/1_a.sql", "shop/2_b.sql"]
    );
}

#[test]
fn what_is_said_counts_by_file_or_version() {
    for name in ["crm/1_b.sql", "1_b.sql", "crm/1_b", "crm/1"] {
        let text = format!("-- holdpoint:requires {name}\nSELECT 1;");
        let (order, _) = ordered(&[("shop/1_a.sql", &text), ("crm/1_b.sql", "SELECT 1;")]);
        assert_eq!(order, ["crm/1_b.sql", "shop/1_a.sql"], "{name}");
    }
    let files = [("shop/1_a.sql", "-- holdpoint:requires crm/9\nSELECT 1;")];
    assert_eq!(
        said(&files),
        ["needs-unknown shop/1_a.sql:2 it needs `crm/9`, which is not there"]
    );
    let named = [
        ("a.sql", "-- holdpoint:application crm\nSELECT 1;"),
        ("shop/1_a.sql", "SELECT 1;"),
    ];
    let files: Vec<_> = named
        .iter()
        .map(|(name, text)| source(name, text))
        .collect();
    let order = order(&files, &of(Dialect::Postgres)).unwrap();
    assert_eq!(order.steps[0].application, "crm");
    assert_eq!(order.steps[1].application, "shop");
}

#[test]
fn what_needs_itself_has_no_order() {
    let files = [
        ("shop/1_a.sql", "-- holdpoint:requires crm/2\nSELECT 1;"),
        ("crm/1_a.sql", "SELECT 1;"),
        ("crm/2_b.sql", "-- holdpoint:requires shop/1\nSELECT 1;"),
    ];
    let (order, cycles) = ordered(&files);
    assert_eq!(order.len(), 3);
    assert_eq!(cycles, [["crm/2_b.sql", "shop/1_a.sql"]]);
    assert_eq!(
        said(&files),
        ["needs-itself crm/2_b.sql:2 these need each other: `crm/2_b.sql`, `shop/1_a.sql`"]
    );
}

#[test]
fn a_migration_that_expands_takes_nothing_away() {
    let expand = |text: &str| said(&[("1_a.sql", &format!("-- holdpoint:phase expand\n{text}"))]);
    assert!(expand("ALTER TABLE t ADD COLUMN a text;").is_empty());
    for text in [
        "DROP TABLE t;",
        "ALTER TABLE t DROP COLUMN a;",
        "ALTER TABLE t RENAME a TO b;",
        "ALTER TABLE t ALTER a SET NOT NULL;",
        "ALTER TABLE t ALTER a TYPE text;",
    ] {
        assert_eq!(expand(text).len(), 1, "{text}");
    }
    assert_eq!(
        said(&[("db/V1__expand_orders.sql", "DROP TABLE t;")]).len(),
        1
    );
    assert!(said(&[("db/V1__contract_orders.sql", "DROP TABLE t;")]).is_empty());
    assert!(said(&[("db/V1__remove_auto_expand.sql", "DROP TABLE t;")]).is_empty());
    assert_eq!(said(&[("expand/V1__a.sql", "DROP TABLE t;")]).len(), 1);
    let wrong = said(&[("1_a.sql", "-- holdpoint:phase extend\nSELECT 1;")]);
    assert_eq!(wrong, ["phase-unknown 1_a.sql:2 `extend` is no phase"]);
}

#[test]
fn expanding_and_contracting_are_two_releases() {
    let expand = ("1_expand.sql", "ALTER TABLE t ADD COLUMN b text;");
    let contract = ("2_contract.sql", "ALTER TABLE t DROP COLUMN a;");
    assert_eq!(
        said(&[expand, contract]),
        [
            "phases-together 2_contract.sql:1 `t` is contracted in the same release in which `1_expand.sql` expands it"
        ]
    );
    assert!(said(&[expand, ("2_contract.sql", "ALTER TABLE u DROP COLUMN a;")]).is_empty());
    assert!(said(&[contract]).is_empty());
}
