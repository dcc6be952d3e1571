//! The pages in a real browser: what the tests of `browser/` need is installed, and what was asked for is run.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{node, prerequisites, program, shell};

/// What judges accessibility. Another version finds other things: it is raised on purpose, not by chance.
const AXE: &str = "4.14.1";

/// Every test of the browser.
pub fn all() -> Result<()> {
    shell::run("cargo", &["test", "--locked", "-p", "holdpoint-browser"])?;
    run("test", &[])
}

/// Runs the program with a wish of its own: `test`, `pictures`, `look` or `paint`; with `--release` as people get it.
pub fn run(wish: &str, rest: &[String]) -> Result<()> {
    prerequisites::browser()?;
    let axe = axe()?;
    let release = rest.iter().any(|word| word == "--release");
    match release {
        true => shell::run(
            "cargo",
            &["build", "--locked", "--release", "-p", "holdpoint"],
        )?,
        false => program::build()?,
    }
    let mut command = shell::command(
        "cargo",
        &["run", "--locked", "-q", "-p", "holdpoint-browser", "--"],
    );
    command
        .env("HOLDPOINT_BUILD", if release { "release" } else { "debug" })
        .arg(wish)
        .arg(format!("--axe={}", axe.display()))
        .args(rest.iter().filter(|word| *word != "--release"));
    shell::status(&mut command)
}

/// The script of axe-core, in a place of its own under `target/`.
fn axe() -> Result<PathBuf> {
    let package =
        node::installed("axe-core", AXE).context("the accessibility tests need axe-core")?;
    Ok(package.join("axe.min.js"))
}
