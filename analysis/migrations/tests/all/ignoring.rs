//! Comments for other tools hold here, too.

use holdpoint_migrations::Dialect::{Mysql, Postgres};

use crate::world::{found, of};

fn ids(text: &str) -> Vec<&'static str> {
    let mut ids: Vec<_> = found(&[text], &of(Postgres))
        .iter()
        .map(|found| found.rule.id)
        .collect();
    ids.retain(|id| id.contains("dropped") || id.contains("ignore"));
    ids
}

#[test]
fn squawk_is_told_by_the_line_before() {
    let drop = "ALTER TABLE t DROP COLUMN a;";
    assert_eq!(ids(drop), ["migration-column-dropped"]);
    assert!(ids(&format!("-- squawk-ignore ban-drop-column\n{drop}")).is_empty());
    assert!(
        ids(&format!(
            "/* squawk-ignore ban-drop-column, renaming-column */\n{drop}"
        ))
        .is_empty()
    );
    assert_eq!(
        ids(&format!("-- squawk-ignore renaming-column\n{drop}")),
        ["migration-column-dropped"]
    );
    assert_eq!(
        ids(&format!("-- squawk-ignore ban-drop-column\n\n\n{drop}")),
        ["migration-column-dropped"]
    );
    let far = format!("-- squawk-ignore-file ban-drop-column\nSELECT 1;\n\n{drop}");
    assert!(ids(&far).is_empty());
    assert_eq!(
        ids("-- squawk-ignore nonsense\nSELECT 1;"),
        ["migration-ignore-unused"]
    );
}

#[test]
fn atlas_is_told_by_code_or_group_for_a_statement_or_a_file() {
    let drop = "DROP TABLE a;\nDROP TABLE b;";
    let left = |text: &str| {
        let findings = found(&[text], &of(Mysql));
        findings
            .iter()
            .map(|found| found.subject.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(left(drop), ["a", "b"]);
    assert_eq!(left(&format!("-- atlas:nolint\n{drop}")), ["b"]);
    assert_eq!(left(&format!("-- atlas:nolint destructive\n{drop}")), ["b"]);
    assert_eq!(left(&format!("-- atlas:nolint DS102\n{drop}")), ["b"]);
    assert_eq!(left(&format!("-- atlas:nolint DS103\n{drop}")), ["a", "b"]);
    assert!(left(&format!("-- atlas:nolint\n\n{drop}")).is_empty());
}
