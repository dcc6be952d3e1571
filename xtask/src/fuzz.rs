//! Fuzzing: every target, from its kept corpus, on a nightly toolchain. What is found is kept, and replayed by every `cargo test`.

use anyhow::{Context, Result, bail};

use crate::{prerequisites, shell};

/// Runs the chore.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [flag, seconds, targets @ ..] if flag == "--seconds" => some(
            targets,
            seconds.parse().context("`--seconds` takes a number")?,
        ),
        targets => some(targets, 60),
    }
}

fn some(named: &[String], seconds: u64) -> Result<()> {
    prerequisites::cargo_fuzz()?;
    let listed = shell::output("cargo", &["+nightly", "fuzz", "list"])?;
    let all: Vec<&str> = listed.lines().collect();
    if all.is_empty() {
        bail!("there are no fuzz targets");
    }
    if let Some(unknown) = named.iter().find(|name| !all.contains(&name.as_str())) {
        bail!(
            "there is no fuzz target `{unknown}`; there are {}",
            all.join(", ")
        );
    }
    let chosen = all
        .iter()
        .filter(|name| named.is_empty() || named.iter().any(|n| n == *name));
    for target in chosen {
        one(target, seconds)?;
    }
    Ok(())
}

/// What a target finds goes to a folder outside the tree; the kept corpus is only read.
fn one(target: &str, seconds: u64) -> Result<()> {
    let root = shell::root();
    let found = root.join("fuzz/target/corpus").join(target);
    let kept = root.join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&found)?;
    let (found, kept) = (found.to_string_lossy(), kept.to_string_lossy());
    let time = format!("-max_total_time={seconds}");
    let limits = [
        time.as_str(),
        "-max_len=65536",
        "-rss_limit_mb=4096",
        "-timeout=20",
    ];
    let mut line = vec!["+nightly", "fuzz", "run", target, &found];
    if std::path::Path::new(kept.as_ref()).is_dir() {
        line.push(&kept);
    }
    line.push("--");
    line.extend(limits);
    shell::run("cargo", &line)
}
