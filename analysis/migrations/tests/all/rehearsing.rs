//! Rehearsals, on a stage that only knows which tables there are.

use std::collections::BTreeSet;

use holdpoint_migrations::{Dialect, Rehearsed, Stage, rehearse};

use crate::world::{of, source};

/// CREATE and DROP of words; a transaction is a copy.
#[derive(Default)]
struct Toy {
    there: BTreeSet<String>,
    kept: Option<BTreeSet<String>>,
    ran: Vec<String>,
}

impl Stage for Toy {
    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.ran.push(sql.to_owned());
        let words: Vec<&str> = sql.split_whitespace().collect();
        match words.as_slice() {
            ["BEGIN"] => self.kept = Some(self.there.clone()),
            ["COMMIT"] => self.kept = None,
            ["ROLLBACK"] => self.there = self.kept.take().unwrap_or_else(|| self.there.clone()),
            ["CREATE", "TABLE", "IF", _, _, name, ..] => self.there.extend([(*name).to_owned()]),
            ["CREATE", _, name, ..] if !self.there.insert((*name).to_owned()) => {
                return Err(format!("{name} is there"));
            }
            ["DROP", _, name] if !self.there.remove(*name) => {
                return Err(format!("{name} is not there"));
            }
            _ => {}
        }
        Ok(())
    }

    fn schema(&mut self) -> Result<Vec<String>, String> {
        Ok(self.there.iter().cloned().collect())
    }
}

fn played(files: &[(&str, &str)]) -> (Rehearsed, Toy) {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| source(name, text))
        .collect();
    let mut toy = Toy::default();
    let rehearsed = rehearse(&files, &of(Dialect::Postgres), &mut toy).unwrap();
    (rehearsed, toy)
}

fn said(files: &[(&str, &str)]) -> Vec<String> {
    let (rehearsed, _) = played(files);
    let line = |finding: &holdpoint_findings::Finding| {
        format!(
            "{} {}:{} {}",
            finding.rule.id.trim_start_matches("migration-rehearsal-"),
            finding.place.file,
            finding.place.line,
            finding.message
        )
    };
    rehearsed.findings.iter().map(line).collect()
}

#[test]
fn what_goes_up_goes_down_and_up_again() {
    let files = [
        ("1_a/up.sql", "CREATE TABLE a (b int);"),
        ("1_a/down.sql", "DROP TABLE a;"),
    ];
    let (rehearsed, toy) = played(&files);
    assert!(rehearsed.findings.is_empty(), "{:?}", rehearsed.findings);
    assert_eq!((rehearsed.migrations, rehearsed.returned), (1, 1));
    let up = ["BEGIN", "CREATE TABLE a (b int)", "COMMIT"];
    let down = ["BEGIN", "DROP TABLE a", "COMMIT"];
    assert_eq!(toy.ran, [up, down, up].concat());
}

#[test]
fn what_cannot_be_undone_is_named() {
    let up = "CREATE TABLE a (b int);\nCREATE INDEX c ON a (b);";
    assert_eq!(
        said(&[("1_a.up.sql", up), ("1_a.down.sql", "\nDROP TABLE a;")]),
        [
            "not-undone 1_a.down.sql:2 going back does not lead to the schema before: `c` is left",
            "again-failed 1_a.up.sql:2 after going back, it fails: c is there",
        ]
    );
    let hidden = "CREATE TABLE IF NOT EXISTS a (b int);";
    let left = said(&[("1_a.up.sql", hidden), ("1_a.down.sql", "SELECT 1;")]);
    assert_eq!(
        left,
        ["not-undone 1_a.down.sql:1 going back does not lead to the schema before: `a` is left"]
    );
}

#[test]
fn what_fails_is_shown_where_it_fails() {
    let files = [
        ("1_a.up.sql", "CREATE TABLE a (b int);\nDROP TABLE x;"),
        ("2_b.up.sql", "CREATE TABLE y (b int);"),
    ];
    let (rehearsed, toy) = played(&files);
    assert_eq!(rehearsed.findings[0].place.line, 2);
    assert_eq!(rehearsed.findings.len(), 1);
    assert!(!toy.there.contains("y"), "what follows was played");
    let down = said(&[
        ("1_a/up.sql", "CREATE TABLE a (b int);"),
        ("1_a/down.sql", "DROP TABLE a; DROP TABLE x;"),
        ("2_b/up.sql", "DROP TABLE a;"),
    ]);
    assert_eq!(
        down,
        ["down-failed 1_a/down.sql:1 going back fails: x is not there"]
    );
}

#[test]
fn rows_do_not_come_back() {
    let files = [
        (
            "1_a.up.sql",
            "UPDATE a SET b = 1;\nALTER TABLE a DROP COLUMN c;\nDELETE FROM d;",
        ),
        ("1_a.down.sql", "SELECT 1;"),
    ];
    assert_eq!(
        said(&files),
        [
            "rows-lost 1_a.up.sql:1 going back does not bring back what was in `b` of `a`",
            "rows-lost 1_a.up.sql:2 going back does not bring back what was in `a.c`",
            "rows-lost 1_a.up.sql:3 going back does not bring back rows of `d`",
        ]
    );
}

#[test]
fn nothing_beyond_the_scratch_database_is_touched() {
    for sql in [
        "DROP DATABASE shop",
        "create  role x",
        "ALTER SYSTEM SET a = 1",
        "CREATE USER x",
        "COPY t FROM PROGRAM 'rm'",
    ] {
        let (rehearsed, toy) = played(&[("1.sql", "CREATE TABLE a (b int);"), ("2.sql", sql)]);
        assert_eq!(rehearsed.findings.len(), 1, "{sql}");
        assert!(toy.ran.is_empty(), "{sql}");
    }
    let (rehearsed, _) = played(&[("1.sql", "CREATE USER MAPPING FOR a SERVER b;")]);
    assert!(rehearsed.findings.is_empty());
}

#[test]
fn changesets_are_taken_back_by_their_own_lines() {
    let text = "--liquibase formatted sql\n--changeset x:1\nCREATE TABLE a (b int);\n--rollback DROP TABLE a;\n--changeset x:2\nSELECT 1;\n--rollback empty\n";
    let (rehearsed, toy) = played(&[("a.sql", text)]);
    assert!(rehearsed.findings.is_empty(), "{:?}", rehearsed.findings);
    assert_eq!(
        toy.ran.iter().filter(|sql| *sql == "DROP TABLE a").count(),
        1
    );
    assert!(toy.there.contains("a"));
}
