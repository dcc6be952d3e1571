//! A way back for every migration, or why there is none.

use std::collections::HashSet;

use holdpoint_findings::{Finding, Level};

use super::markers::directive;
use super::{Part, Runner, Way, finding};

/// The comment that says why there is no way back.
const NONE: &str = "holdpoint:no-rollback";

/// Migrations without a way back, and ways back from nothing.
pub(super) fn judge(parts: &[Part]) -> Vec<Finding> {
    let of = |way: Way| parts.iter().filter(move |part| part.way == way);
    let downs: HashSet<_> = of(Way::Down)
        .filter(|part| says_something(&part.text))
        .map(Part::key)
        .collect();
    let ups: HashSet<_> = of(Way::Up).map(Part::key).collect();
    let mut found = Vec::new();
    for part in of(Way::Up) {
        let undone = part.undone || downs.contains(&part.key());
        found.extend(missing(part, parts, undone));
    }
    for part in of(Way::Down).filter(|part| !ups.contains(&part.key())) {
        found.extend(finding(
            "migration-rollback-alone",
            part,
            &subject(part),
            &[],
        ));
    }
    found
}

/// A way back that is missing, unless the migration says why.
fn missing(part: &Part, parts: &[Part], undone: bool) -> Option<Finding> {
    let level = expected(part, parts)?;
    match directive(&part.text, NONE).first() {
        Some((_, "")) => finding("migration-rollback-unexplained", part, &subject(part), &[]),
        None if !undone => {
            let missing = finding("migration-rollback-missing", part, &subject(part), &[])?;
            Some(missing.level(level))
        }
        _ => None,
    }
}

fn subject(part: &Part) -> String {
    match part.label.as_str() {
        "" => part
            .source
            .name()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        label => label.to_owned(),
    }
}

fn says_something(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .any(|line| !line.is_empty() && !line.starts_with("--"))
}

/// How much a missing way back weighs with a runner; nothing if it has none, or one file alone was given.
fn expected(part: &Part, parts: &[Part]) -> Option<Level> {
    let reversible = || {
        parts
            .iter()
            .any(|other| other.way == Way::Down && other.named.folder == part.named.folder)
    };
    match part.runner {
        Runner::Diesel
        | Runner::GolangMigrate
        | Runner::Goose
        | Runner::Dbmate
        | Runner::Liquibase => Some(Level::Warning),
        Runner::Sqlx | Runner::Flyway | Runner::Prisma if reversible() => Some(Level::Warning),
        Runner::Flyway => Some(Level::Info),
        _ => None,
    }
}
