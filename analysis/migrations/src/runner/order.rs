//! Versions: twice, out of order, left out.

use std::collections::BTreeMap;

use holdpoint_findings::{Finding, Place};

use super::{Part, Way, finding};

/// What is wrong with the versions of a history.
pub(super) fn judge(parts: &[Part]) -> Vec<Finding> {
    let mut histories: BTreeMap<&str, Vec<&Part>> = BTreeMap::new();
    for part in parts
        .iter()
        .filter(|part| part.way == Way::Up && !part.named.version.is_empty())
    {
        let history = histories.entry(part.named.folder.as_str()).or_default();
        // Several changesets of one file have one version.
        if history
            .last()
            .is_none_or(|last| last.source.name() != part.source.name())
        {
            history.push(part);
        }
    }
    histories
        .values()
        .flat_map(|history| one(history))
        .collect()
}

fn shown(version: &[u128]) -> String {
    let numbers: Vec<String> = version.iter().map(u128::to_string).collect();
    numbers.join(".")
}

fn one(history: &[&Part]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<&[u128], &Part> = BTreeMap::new();
    for part in history {
        let version = trimmed(&part.named.version);
        let words = shown(version);
        if let Some(first) = seen.get(version) {
            let twice = finding(
                "migration-version-twice",
                part,
                &words,
                &[("version", &words)],
            );
            found.extend(twice.map(|twice| {
                twice.related(Place::whole(first.source.name()), "the first is here")
            }));
            continue;
        }
        if let Some((highest, _)) = seen
            .last_key_value()
            .filter(|(highest, _)| **highest > version)
        {
            let words = [("version", words.as_str()), ("before", &shown(highest))];
            found.extend(finding("migration-out-of-order", part, words[0].1, &words));
        }
        seen.insert(version, part);
    }
    found.extend(gaps(&seen));
    found
}

/// `1.0` is `1`.
fn trimmed(version: &[u128]) -> &[u128] {
    let end = version
        .iter()
        .rposition(|number| *number != 0)
        .map_or(1, |at| at + 1);
    version.get(..end).unwrap_or(version)
}

/// Counted versions, of which one is missing. Times have gaps by nature.
fn gaps(seen: &BTreeMap<&[u128], &Part>) -> Vec<Finding> {
    const COUNTED: u128 = 100_000;
    let counted = seen
        .keys()
        .all(|version| matches!(version, [number] if *number < COUNTED));
    if !counted {
        return Vec::new();
    }
    let numbers: Vec<(u128, &&Part)> = seen
        .iter()
        .filter_map(|(version, part)| Some((*version.first()?, part)))
        .collect();
    let gap = |pair: &[(u128, &&Part)]| match pair {
        [(before, _), (number, part)] if *number > before + 1 => missing(*before, *number, part),
        _ => None,
    };
    let found: Vec<Finding> = numbers.windows(2).filter_map(gap).collect();
    // Tens or hundreds that leave room for others are no gaps.
    match found.len() * 2 > numbers.len() {
        true => Vec::new(),
        false => found,
    }
}

fn missing(before: u128, number: u128, part: &Part) -> Option<Finding> {
    let missing = match number - before {
        2 => (before + 1).to_string(),
        _ => format!("{} to {}", before + 1, number - 1),
    };
    finding(
        "migration-version-gap",
        part,
        &number.to_string(),
        &[("missing", &missing)],
    )
}
