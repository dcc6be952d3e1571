//! What the tests need besides Rust.

use anyhow::{Context, Result, bail};

use crate::shell;

/// Programs, with the Debian package that has them.
const PROGRAMS: &[(&str, &str)] = &[
    ("git", "git"),
    ("strace", "strace"),
    ("cc", "build-essential"),
    ("python3", "python3-venv"),
];

/// Installs what is missing; an error, naming it, if that cannot be done.
pub fn install() -> Result<()> {
    let missing: Vec<_> = PROGRAMS
        .iter()
        .filter(|(program, _)| !shell::present(program))
        .map(|(_, p)| *p)
        .collect();
    if !missing.is_empty() {
        packages(&missing)?;
    }
    cargo_fuzz()
}

fn packages(missing: &[&str]) -> Result<()> {
    if !shell::present("apt-get") {
        bail!("the tests need {}: install them", missing.join(", "));
    }
    let sudo: &[&str] = if shell::present("sudo") {
        &["sudo"]
    } else {
        &[]
    };
    let call = |arguments: &[&str]| {
        let line = [sudo, &["apt-get"], arguments].concat();
        let (program, rest) = line.split_first().context("an empty command")?;
        shell::run(program, rest)
    };
    call(&["update", "-q"])?;
    call(&[&["install", "-q", "-y", "--no-install-recommends"], missing].concat())
}

fn cargo_fuzz() -> Result<()> {
    if shell::output("cargo", &["+nightly", "--version"]).is_err() {
        shell::run(
            "rustup",
            &["toolchain", "install", "nightly", "--profile", "minimal"],
        )
        .context("fuzzing needs a nightly toolchain: `rustup toolchain install nightly`")?;
    }
    if shell::output("cargo", &["fuzz", "--version"]).is_err() {
        shell::run(
            "cargo",
            &["install", "cargo-fuzz", "--locked", "--version", "0.13.1"],
        )?;
    }
    Ok(())
}
