//! Everything that has to hold on main, in one run.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::{
    advisories, api, browser, licences, package, prerequisites, program, scim, shell, tidy,
};

/// Generated histories in the property tests of the domain, unless `HOLDPOINT_HISTORIES` says otherwise: ten thousand take a
/// quarter of an hour on two cores.
const HISTORIES: &str = "1500";
/// How many edits of a witnessed ledger are tried.
const EDITS: &str = "10000";
/// What is generated is the same in every run, so that one commit has one answer; a plain `cargo test` tries something new.
const SEED: &str = "1972";

type Stage = (&'static str, fn() -> Result<()>);

const STAGES: &[Stage] = &[
    ("prerequisites", prerequisites::install),
    ("format", || {
        shell::run("cargo", &["fmt", "--all", "--check"])
    }),
    ("tidy", tidy::check),
    ("licences", licences::check),
    ("advisories", advisories::check),
    ("lints", lints),
    ("tests", tests),
    ("documentation", documentation),
    ("package", package::trial),
    ("api", api::fuzz),
    ("scim", scim::check),
    ("browser", browser::all),
];

/// Runs every stage; stops at the first that fails.
pub fn all() -> Result<()> {
    let begun = Instant::now();
    for (name, stage) in STAGES {
        let stage_begun = Instant::now();
        eprintln!("\n== {name}");
        stage().with_context(|| format!("stage `{name}` failed"))?;
        eprintln!("== {name}: {} s", stage_begun.elapsed().as_secs());
    }
    eprintln!("\nall stages passed in {} s", begun.elapsed().as_secs());
    println!("{} passed, 0 failed", STAGES.len());
    Ok(())
}

fn lints() -> Result<()> {
    let line = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    shell::run("cargo", &line)
}

fn tests() -> Result<()> {
    // Without `browser`, which has a stage of its own: features are then those of the program that ships.
    let mut command = shell::command(
        "cargo",
        &[
            "test",
            "--locked",
            "--workspace",
            "--exclude",
            "holdpoint-browser",
        ],
    );
    let histories = std::env::var("HOLDPOINT_HISTORIES").unwrap_or_else(|_| HISTORIES.to_owned());
    let command = command
        .env("HOLDPOINT_HISTORIES", histories)
        .env("PROPTEST_RNG_SEED", SEED);
    shell::status(command.env("HOLDPOINT_EDITS", EDITS))?;
    program::built_by_tests();
    Ok(())
}

fn documentation() -> Result<()> {
    let mut command = shell::command(
        "cargo",
        &["doc", "--workspace", "--no-deps", "--locked", "--quiet"],
    );
    shell::status(command.env("RUSTDOCFLAGS", "-D warnings"))
}
