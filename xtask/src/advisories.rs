//! Known vulnerabilities of dependencies, from the RustSec advisory database.
//!
//! A digest of the database (one line an advisory) is kept in `xtask/data`, so that the check needs no
//! network; `--update` makes it anew from the database's repository, by its address or a local clone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};

use crate::{lock, shell};

/// Where the database is published.
const DATABASE: &str = "https://github.com/rustsec/advisory-db";

/// Advisories that do not concern us, with the reason.
const IGNORED: &[(&str, &str)] = &[];

#[derive(Serialize, Deserialize)]
struct Advisory {
    id: String,
    package: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    informational: Option<String>,
    #[serde(default)]
    patched: Vec<String>,
    #[serde(default)]
    unaffected: Vec<String>,
    title: String,
}

/// Runs the chore.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => check(),
        [flag] if flag == "--update" => update(DATABASE),
        [flag, from] if flag == "--update" => update(from),
        _ => bail!("usage: cargo xtask advisories [--update [REPOSITORY]]"),
    }
}

fn digest() -> PathBuf {
    shell::root().join("xtask/data/advisories.jsonl")
}

/// Checks every dependency; what is unmaintained is told, what is vulnerable or unsound fails.
pub fn check() -> Result<()> {
    let text = fs::read_to_string(digest()).context("there is no digest of the advisories")?;
    let advisories: Vec<Advisory> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let mut wrong = Vec::new();
    for package in lock::packages()? {
        for advisory in advisories
            .iter()
            .filter(|advisory| advisory.package == package.name)
        {
            if !affects(advisory, &package.version)? || ignored(advisory) {
                continue;
            }
            let line = format!(
                "  {} {}: {} {}",
                package.name, package.version, advisory.id, advisory.title
            );
            match advisory.informational.as_deref() {
                Some("unmaintained" | "notice") => eprintln!("note:{line}"),
                _ => wrong.push(line),
            }
        }
    }
    if !wrong.is_empty() {
        bail!(
            "dependencies with known vulnerabilities:\n{}",
            wrong.join("\n")
        );
    }
    eprintln!(
        "no dependency is named by any of {} advisories",
        advisories.len()
    );
    Ok(())
}

fn ignored(advisory: &Advisory) -> bool {
    IGNORED.iter().any(|(id, _)| *id == advisory.id)
}

fn affects(advisory: &Advisory, version: &Version) -> Result<bool> {
    for range in advisory.patched.iter().chain(&advisory.unaffected) {
        let wanted = VersionReq::parse(range)
            .with_context(|| format!("{} has the range `{range}`", advisory.id))?;
        if wanted.matches(version) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn update(from: &str) -> Result<()> {
    let clone = std::env::temp_dir().join(format!("advisory-db-{}", std::process::id()));
    let place = clone.to_string_lossy().into_owned();
    shell::run("git", &["clone", "--quiet", "--depth", "1", from, &place])?;
    let mut advisories = Vec::new();
    collect(&clone.join("crates"), &mut advisories)?;
    fs::remove_dir_all(&clone)?;
    advisories.sort_by(|a, b| a.id.cmp(&b.id));
    let lines: Vec<_> = advisories
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    fs::write(digest(), lines.join("\n") + "\n")?;
    eprintln!("{} advisories", advisories.len());
    Ok(())
}

fn collect(folder: &Path, into: &mut Vec<Advisory>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path)?;
            into.extend(read(&text).with_context(|| path.display().to_string())?);
        }
    }
    Ok(())
}

/// Reads an advisory: TOML in a fenced block, then a heading. A withdrawn one is nothing.
fn read(text: &str) -> Result<Option<Advisory>> {
    let front = text
        .strip_prefix("```toml")
        .and_then(|rest| rest.split_once("```"));
    let (front, body) = front.context("it has no front matter")?;
    let table: toml::Table = front.parse()?;
    let advisory = table.get("advisory").context("it has no [advisory]")?;
    let field = |name| {
        advisory
            .get(name)
            .and_then(toml::Value::as_str)
            .map(str::to_owned)
    };
    if advisory.get("withdrawn").is_some() {
        return Ok(None);
    }
    let ranges = |name| -> Vec<String> {
        let listed = table
            .get("versions")
            .and_then(|v| v.get(name))
            .and_then(|v| v.as_array());
        let ranges = listed
            .into_iter()
            .flatten()
            .filter_map(|range| range.as_str());
        ranges.map(str::to_owned).collect()
    };
    let title = body.lines().find_map(|line| line.strip_prefix("# "));
    Ok(Some(Advisory {
        id: field("id").context("it has no id")?,
        package: field("package").context("it has no package")?,
        informational: field("informational"),
        patched: ranges("patched"),
        unaffected: ranges("unaffected"),
        title: title.unwrap_or_default().to_owned(),
    }))
}
