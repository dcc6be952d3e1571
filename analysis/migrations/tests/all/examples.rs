//! Every rule finds something in its example, and can be explained.

use std::collections::BTreeSet;

use holdpoint_findings::find;
use holdpoint_migrations::{Dialect, Options, examples, rules};

use crate::world::found;

#[test]
fn every_rule_finds_its_example() {
    let mut missed = Vec::new();
    for (rule, whose, quiet) in examples() {
        let (dialect, version) = whose.split_once('-').unwrap_or((whose, ""));
        let Some(dialect) = Dialect::ALL
            .into_iter()
            .find(|known| known.as_str() == dialect)
        else {
            continue;
        };
        let options = Options {
            dialect: Some(dialect),
            version: version.parse().ok(),
            all_rules: quiet,
            ..Options::default()
        };
        let files: Vec<&str> = rule.example.split("-- next file\n").collect();
        let findings = found(&files, &options);
        if !findings.iter().any(|finding| finding.rule.id == rule.id) {
            let others: Vec<_> = findings.iter().map(|finding| finding.rule.id).collect();
            missed.push(format!("{}: {others:?}", rule.id));
        }
        for finding in &findings {
            assert!(!finding.message.contains('{'), "{}", finding.message);
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn renamed_schemas_and_values_have_rules_of_their_own() {
    for (sql, rule) in [
        (
            "ALTER SCHEMA shop RENAME TO store;",
            "migration-schema-renamed",
        ),
        (
            "ALTER TYPE state RENAME VALUE 'a' TO 'b';",
            "migration-enum-value-renamed",
        ),
        (
            "ALTER VIEW orders RENAME TO bills;",
            "migration-object-renamed",
        ),
    ] {
        let options = Options {
            dialect: Some(Dialect::Postgres),
            ..Options::default()
        };
        let findings = found(&[sql], &options);
        let renamed = findings
            .iter()
            .filter(|one| one.rule.aliases.contains(&"squawk:renaming-object"));
        let ids: Vec<_> = renamed.map(|finding| finding.rule.id).collect();
        assert_eq!(ids, [rule], "{sql}");
    }
}

#[test]
fn all_that_others_know_has_a_rule() {
    let aliases: BTreeSet<&str> = rules()
        .flat_map(|rule| rule.aliases.iter().copied())
        .collect();
    let of = |tool: &str| {
        aliases
            .iter()
            .filter(|alias| alias.starts_with(tool))
            .count()
    };
    // The two names of squawk's timeouts have a common one; a mistake in the syntax has a name, too.
    assert_eq!(of("squawk:"), 79);
    assert_eq!(of("atlas:"), 13);
    assert!(of("strong_migrations:") >= 24);
    assert_eq!(
        find(rules(), "atlas:MF103").map(|rule| rule.id),
        Some("migration-column-required")
    );
}

#[test]
fn every_rule_says_what_why_and_what_to_do() {
    for rule in rules() {
        assert!(rule.id.starts_with("migration-"), "{}", rule.id);
        let texts = [rule.message, rule.why, rule.help, rule.example];
        assert!(texts.iter().all(|text| !text.is_empty()), "{}", rule.id);
    }
}
