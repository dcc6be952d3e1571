//! How far `check api` agrees with oasdiff.
//!
//! `agreement ORACLE FOLDER…` compares, for each folder below, `base.*` with `revision.*` (JSON or YAML), here and by
//! `ORACLE changelog`, and prints where they differ: the verdict (something breaks or not), and ids with the operation.
//! What the oracle refuses to read is not counted.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use holdpoint_contracts::{Files, Missing, openapi};
use holdpoint_findings::{Level, Source};
use serde_json::Value;

type Found = BTreeMap<(String, String), usize>;

#[derive(Default)]
struct Totals {
    pairs: usize,
    refused: usize,
    unread: usize,
    verdicts: usize,
    missed: usize,
    alarms: usize,
    same: usize,
    ids: [usize; 3],
    breaking: [usize; 3],
}

fn load(path: &Path) -> Result<Files, Box<dyn Error>> {
    let source = |name: &str| -> std::io::Result<_> {
        let file = std::fs::File::open(name)?;
        Source::from_reader(name, file)
    };
    let first = Arc::new(source(&path.display().to_string())??);
    Ok(Files::read(&first, &mut |name| match source(name) {
        Ok(Ok(source)) => Ok(Arc::new(source)),
        Ok(Err(error)) => Err(Missing::Unreadable(error)),
        Err(error) => Err(Missing::Absent(error.to_string())),
    })?)
}

fn ours(base: &Path, revision: &Path) -> Result<(Found, Found), Box<dyn Error>> {
    let (base, revision) = (load(base)?, load(revision)?);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let now = jiff::Timestamp::from_second(i64::try_from(now.as_secs())?)?;
    let today = now.to_string().get(..10).unwrap_or_default().parse()?;
    let found = openapi::compare(&base, &revision, &openapi::Options::on(today))?;
    let (mut all, mut breaking) = (Found::new(), Found::new());
    for finding in found.findings {
        // What the oracle has no word for counts by its own name.
        let alias = finding.rule.aliases.first().copied();
        let alias = alias.unwrap_or(finding.rule.id);
        let id = alias.trim_start_matches("oasdiff:").to_owned();
        let operation = finding.subject.contains(" /") || finding.subject.contains(" webhook:");
        let subject = if operation {
            finding.subject
        } else {
            String::new()
        };
        let key = (id, subject);
        if finding.level > Level::Info {
            *breaking.entry(key.clone()).or_default() += 1;
        }
        *all.entry(key).or_default() += 1;
    }
    Ok((all, breaking))
}

fn theirs(oracle: &str, base: &Path, revision: &Path) -> Option<(Found, Found)> {
    let mut command = Command::new(oracle);
    let output = command
        .arg("changelog")
        .arg(base)
        .arg(revision)
        .args(["-f", "json"])
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let text = output.stdout;
    let changes: Vec<Value> = match text.trim_ascii().is_empty() {
        true => Vec::new(),
        false => serde_json::from_slice(&text).ok()?,
    };
    let (mut all, mut breaking) = (Found::new(), Found::new());
    for change in changes {
        let text = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
        let subject = format!("{} {}", text("operation"), text("path"));
        let key = (text("id"), subject.trim().to_owned());
        if change["level"].as_u64() > Some(1) {
            *breaking.entry(key.clone()).or_default() += 1;
        }
        *all.entry(key).or_default() += 1;
    }
    Some((all, breaking))
}

/// How many both have, only the first, only the second.
fn overlap(ours: &Found, theirs: &Found) -> [usize; 3] {
    let mut counts = [0; 3];
    for key in ours
        .keys()
        .chain(theirs.keys().filter(|key| !ours.contains_key(*key)))
    {
        let (a, b) = (ours.get(key).unwrap_or(&0), theirs.get(key).unwrap_or(&0));
        let both = *a.min(b);
        for (count, more) in counts.iter_mut().zip([both, a - both, b - both]) {
            *count += more;
        }
    }
    counts
}

fn one(folder: &Path, name: &str) -> Option<PathBuf> {
    ["json", "yaml", "yml"]
        .iter()
        .map(|ending| folder.join(format!("{name}.{ending}")))
        .find(|path| path.exists())
}

fn show(folder: &Path, ours: &Found, theirs: &Found) {
    println!("{}", folder.display());
    for key in ours
        .keys()
        .chain(theirs.keys().filter(|key| !ours.contains_key(*key)))
    {
        let (a, b) = (ours.get(key).unwrap_or(&0), theirs.get(key).unwrap_or(&0));
        if a != b {
            println!("  {} {} (here {a}, there {b})", key.0, key.1);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [oracle, folders @ ..] = arguments.as_slice() else {
        return Err("agreement ORACLE FOLDER…".into());
    };
    let mut totals = Totals::default();
    for folder in folders {
        let mut inside: Vec<_> = std::fs::read_dir(folder)?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        inside.sort();
        for pair in inside {
            let (Some(base), Some(revision)) = (one(&pair, "base"), one(&pair, "revision")) else {
                continue;
            };
            totals.pairs += 1;
            let Some((all, breaking)) = theirs(oracle, &base, &revision) else {
                totals.refused += 1;
                continue;
            };
            let (own, own_breaking) = match ours(&base, &revision) {
                Ok(found) => found,
                Err(error) => {
                    totals.unread += 1;
                    println!("{}\n  {error}", pair.display());
                    continue;
                }
            };
            let verdict = breaking.is_empty() == own_breaking.is_empty();
            totals.verdicts += usize::from(verdict);
            totals.missed += usize::from(!verdict && own_breaking.is_empty());
            totals.alarms += usize::from(!verdict && breaking.is_empty());
            totals.same += usize::from(own == all);
            let counts = [
                (&mut totals.ids, overlap(&own, &all)),
                (&mut totals.breaking, overlap(&own_breaking, &breaking)),
            ];
            for (total, more) in counts {
                total
                    .iter_mut()
                    .zip(more)
                    .for_each(|(total, more)| *total += more);
            }
            if own != all {
                show(&pair, &own, &all);
            }
        }
    }
    let judged = totals.pairs - totals.refused;
    println!(
        "pairs {} (the oracle refused {}, unread here {})",
        totals.pairs, totals.refused, totals.unread
    );
    println!(
        "verdicts {} of {judged} (breaking there and safe here {}, safe there and breaking here {})",
        totals.verdicts, totals.missed, totals.alarms
    );
    println!(
        "pairs with exactly the same findings {} of {judged}",
        totals.same
    );
    for (name, [both, here, there]) in [("all", totals.ids), ("breaking", totals.breaking)] {
        let all = both + here + there;
        println!(
            "{name} findings {both} of {all} ({:.2} %); only here {here}, only there {there}",
            100.0 * both as f64 / all.max(1) as f64
        );
    }
    Ok(())
}
