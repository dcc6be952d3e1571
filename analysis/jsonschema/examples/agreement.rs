//! How far findings agree with those of the schema registry of Confluent, on its own cases.
//!
//! ```text
//! cargo run --release -p holdpoint-jsonschema --example agreement -- FILE…
//! ```
//!
//! `FILE`s are its `diff-*-examples*.json`: a list of pairs, with the changes that it finds and whether they are compatible.
#![allow(clippy::print_stdout, reason = "it is run by hand")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "it is run by hand"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdpoint_findings::{Direction, Level, Source};
use holdpoint_jsonschema::{Content, Missing, Schema, compare};
use serde_json::Value;

fn read(schema: &Value) -> Option<Schema> {
    let source = Source::new("schema.json", schema.to_string().into_bytes()).ok()?;
    let mut none = |_: &str| Err(Missing::Absent("there is one file".to_owned()));
    Schema::read(&Arc::new(source), &mut none).ok()
}

/// Rules that are broken, with their aliases; none if it cannot be read.
fn ours(case: &Value) -> Option<(BTreeSet<&'static str>, BTreeSet<&'static str>, bool)> {
    let (base, revision) = (
        read(&case["original_schema"])?,
        read(&case["update_schema"])?,
    );
    let compared = compare(&base, &revision, Direction::Backward, Content::AsWritten);
    let broken = compared
        .findings
        .iter()
        .filter(|one| one.level == Level::Error);
    let rules: BTreeSet<_> = broken.map(|one| one.rule.id).collect();
    let all = compared
        .findings
        .iter()
        .filter(|one| one.level == Level::Error);
    let aliases = all.flat_map(|one| one.rule.aliases).copied().collect();
    Some((rules, aliases, compared.incomplete))
}

fn main() {
    let mut counts = BTreeMap::<&str, usize>::new();
    for file in std::env::args().skip(1) {
        // They have commas that do not belong there.
        let text = std::fs::read_to_string(&file).unwrap();
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        for case in &cases {
            let breaks = !case["compatible"].as_bool().unwrap();
            let Some((rules, aliases, incomplete)) = ours(case) else {
                println!("refused here: {}", case["description"]);
                *counts.entry("refused here").or_default() += 1;
                continue;
            };
            let changes = case["changes"].as_array().into_iter().flatten();
            let kinds = changes.filter_map(|one| one.as_str()?.split(' ').next());
            let same = { kinds }.any(|kind| aliases.contains(&*format!("confluent:{kind}")));
            let what = match (breaks, !rules.is_empty()) {
                (true, true) if same => "breaks by both, one of its kinds at least",
                (true, true) => "breaks by both, other kinds",
                (false, false) => "compatible by both",
                (true, false) => "breaks only there",
                (false, true) => "breaks only here",
            };
            *counts.entry(what).or_default() += 1;
            if incomplete || what.contains("only") || what.contains("other") {
                println!(
                    "{what}: {} {}\n  {}\n  {}\n  {rules:?} {incomplete}",
                    case["description"],
                    case["changes"],
                    case["original_schema"],
                    case["update_schema"]
                );
            }
        }
    }
    counts
        .iter()
        .for_each(|(what, count)| println!("{count:6} {what}"));
}
