//! How far `check migrations` agrees with squawk.
//!
//! `agreement ORACLE FOLDER…` compares, for each `.sql` below, what is found here with what `ORACLE --reporter json` finds:
//! ids with their lines, of the rules that it has, alone and as if a runner wrapped the file in a transaction. It prints where they differ.
#![allow(clippy::print_stdout, reason = "a tool for developers")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_migrations::{Dialect, Options, check};
use serde_json::Value;

type Found = BTreeMap<(String, u64), usize>;

/// The rules of ours that this version of squawk has, too.
fn known(oracle: &str, file: &Path) -> Result<BTreeSet<&'static str>, Box<dyn Error>> {
    let aliases = holdpoint_migrations::rules().flat_map(|rule| rule.aliases.iter());
    let mut known = BTreeSet::new();
    for name in aliases.filter_map(|alias| alias.strip_prefix("squawk:")) {
        let output = Command::new(oracle)
            .args(["--exclude", name])
            .arg(file)
            .output()?;
        // Anything but an argument that it does not understand.
        if matches!(name, "syntax-error" | "unused-ignore") || output.status.code() != Some(2) {
            known.insert(name);
        }
    }
    Ok(known)
}

fn ours(
    path: &Path,
    in_transaction: bool,
    known: &BTreeSet<&str>,
) -> Result<Found, Box<dyn Error>> {
    let source = Arc::new(Source::new(
        &path.display().to_string(),
        std::fs::read(path)?,
    )?);
    let options = Options {
        dialect: Some(Dialect::Postgres),
        in_transaction,
        ..Options::default()
    };
    let mut found = Found::new();
    let checked = check(&[source], &options)?;
    if let Some(why) = &checked.incomplete {
        println!("{}: {why}", path.display());
    }
    for finding in checked.findings {
        let named = finding
            .rule
            .aliases
            .iter()
            .filter_map(|alias| alias.strip_prefix("squawk:"));
        for name in named.filter(|name| known.contains(name) && *name != "require-timeout-settings")
        {
            *found
                .entry((name.to_owned(), finding.place.line as u64))
                .or_default() += 1;
        }
    }
    Ok(found)
}

fn theirs(oracle: &str, path: &Path, in_transaction: bool) -> Result<Found, Box<dyn Error>> {
    let mut command = Command::new(oracle);
    command.args(["--reporter", "json"]).arg(path);
    if in_transaction {
        command.arg("--assume-in-transaction");
    }
    let said: Value = serde_json::from_slice(&command.output()?.stdout)?;
    let mut found = Found::new();
    for one in said.as_array().ok_or("no list")? {
        let name = one
            .get("rule_name")
            .and_then(Value::as_str)
            .ok_or("no name")?;
        let line = one.get("line").and_then(Value::as_u64).ok_or("no line")? + 1;
        *found.entry((name.to_owned(), line)).or_default() += 1;
    }
    Ok(found)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => files(&path, found)?,
            false if path.extension().is_some_and(|ext| ext == "sql") => found.push(path),
            false => {}
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let oracle = arguments.next().ok_or("agreement ORACLE FOLDER…")?;
    let mut all = Vec::new();
    for folder in arguments {
        files(Path::new(&folder), &mut all)?;
    }
    all.sort();
    let known = known(&oracle, all.first().ok_or("no file")?)?;
    let (mut same, mut runs, mut unread) = (0, 0, 0);
    let [mut both, mut here, mut there] = [0_usize; 3];
    for (path, wrapped) in all.iter().flat_map(|path| [(path, false), (path, true)]) {
        runs += 1;
        let expected = theirs(&oracle, path, wrapped)?;
        let found = match ours(path, wrapped, &known) {
            Ok(found) => found,
            Err(error) => {
                unread += 1;
                println!(
                    "{} ({wrapped}): {error}; there {expected:?}",
                    path.display()
                );
                continue;
            }
        };
        same += usize::from(found == expected);
        for key in found
            .keys()
            .chain(expected.keys().filter(|key| !found.contains_key(key)))
        {
            let count = |found: &Found| found.get(key).copied().unwrap_or(0);
            let (own, other) = (count(&found), count(&expected));
            both += own.min(other);
            here += own.saturating_sub(other);
            there += other.saturating_sub(own);
            if own != other {
                println!(
                    "{} ({wrapped}): {} in line {}: {own} here, {other} there",
                    path.display(),
                    key.0,
                    key.1
                );
            }
        }
    }
    let all = both + here + there;
    println!("{runs} runs, {same} with exactly the same findings, {unread} not read here");
    println!(
        "{both} of {all} findings ({:.2} %); {here} only here, {there} only there",
        100.0 * both as f64 / all.max(1) as f64
    );
    Ok(())
}
