//! How far findings agree with those of `@graphql-inspector/core`: the kind of change, how much it weighs, and of what.
//!
//! ```text
//! node analysis/graphql/examples/peer.cjs DIR
//! cargo run --release -p holdpoint-graphql --example agreement -- DIR
//! ```
//!
//! `DIR` holds a folder for each pair, with `old.graphql` and `new.graphql`.
#![allow(clippy::print_stdout, reason = "it is run by hand")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "it is run by hand"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::{Level, Source};
use holdpoint_graphql::{Schema, compare};
use serde_json::Value;

fn read(path: &Path) -> Option<Schema> {
    let name = path.display().to_string();
    let source = Source::new(&name, std::fs::read(path).unwrap()).unwrap();
    Schema::read(&[Arc::new(source)]).ok()
}

fn ours(folder: &Path) -> Option<Vec<String>> {
    let (old, new) = (
        read(&folder.join("old.graphql"))?,
        read(&folder.join("new.graphql"))?,
    );
    let compared = compare(&old, &new);
    let each = compared.findings.iter().map(|finding| {
        let level = match finding.level {
            Level::Error => "BREAKING",
            Level::Warning => "DANGEROUS",
            Level::Info => "NON_BREAKING",
        };
        let peer = finding.rule.aliases[0].trim_start_matches("graphql-inspector:");
        let root = peer.starts_with("SCHEMA_");
        let path = if root { "" } else { &finding.subject };
        format!("{peer} {level} {path}")
    });
    Some(each.collect())
}

fn theirs(folder: &Path) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let said: Value = serde_json::from_str(&text).unwrap();
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let each = said.as_array()?.iter();
    Some(
        each.map(|one| {
            format!(
                "{} {} {}",
                word(one, "type"),
                word(one, "level"),
                word(one, "path")
            )
        })
        .collect(),
    )
}

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let (mut agree, mut kinds, mut apart) = (0, BTreeSet::new(), Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        let Some(theirs) = theirs(&folder) else {
            println!("{}: refused there", folder.display());
            continue;
        };
        let Some(mut ours) = ours(&folder) else {
            println!("{}: refused here", folder.display());
            continue;
        };
        for one in theirs {
            match ours.iter().position(|other| *other == one) {
                Some(at) => {
                    ours.remove(at);
                    agree += 1;
                    kinds.insert(one.split(' ').next().unwrap().to_owned());
                }
                None => apart.push(format!("{}: only there {one}", folder.display())),
            }
        }
        apart.extend(
            ours.iter()
                .map(|one| format!("{}: only here {one}", folder.display())),
        );
    }
    println!(
        "agree: {agree}, apart: {}, kinds: {}",
        apart.len(),
        kinds.len()
    );
    apart.iter().take(40).for_each(|line| println!("{line}"));
}
