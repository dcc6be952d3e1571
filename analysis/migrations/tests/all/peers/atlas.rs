//! What Atlas' open analyzers would say, statement by statement. Each row is written for a documented or tested behaviour of theirs.

use std::collections::BTreeSet;

use holdpoint_migrations::Dialect;

use crate::world::{found, of};

const ROWS: &str = include_str!("atlas.tsv");

/// Codes with the lines of their statements, in the second file.
fn said(dialect: Dialect, before: &str, change: &str) -> BTreeSet<String> {
    let findings = found(&[before, change], &of(dialect));
    let latest = findings.iter().filter(|one| &*one.place.file == "2.sql");
    let named = latest.flat_map(|one| {
        one.rule
            .aliases
            .iter()
            .map(|alias| (one.place.line, *alias))
    });
    named
        .filter_map(|(line, alias)| Some(format!("{line}:{}", alias.strip_prefix("atlas:")?)))
        .collect()
}

#[test]
fn every_code_is_found_at_its_statement_and_nowhere_else() {
    let (mut all, mut wrong) = (0, Vec::new());
    for row in ROWS.lines().skip(1) {
        let [case, places, codes, before, change] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let codes: BTreeSet<String> = codes
            .split(',')
            .filter(|code| *code != "-")
            .map(str::to_owned)
            .collect();
        for place in places.split(',') {
            let dialect = Dialect::ALL
                .into_iter()
                .find(|one| one.as_str() == place)
                .unwrap();
            all += 1;
            let said = said(
                dialect,
                &before.replace("\\n", "\n"),
                &change.replace("\\n", "\n"),
            );
            if said != codes {
                wrong.push(format!("{place}: {case}: {codes:?} there, {said:?} here"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
