//! The Debian package: the program with its manual pages, completions and services. The same commit makes the same bytes.

mod control;
mod tree;
mod trial;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{program, shell};

/// Makes it from an optimised build; with `--trial`, from a build for tests, and tries it.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => {
            let package = made(true)?;
            println!("{}", package.display());
            Ok(())
        }
        [one] if one == "--trial" => trial(),
        _ => bail!("`cargo xtask package [--trial]`"),
    }
}

/// Makes it from a build for tests, looks at what is in it, and starts what it installs.
pub fn trial() -> Result<()> {
    let package = made(false)?;
    trial::of(&package)
}

fn made(optimised: bool) -> Result<PathBuf> {
    let profile = if optimised { "release" } else { "debug" };
    match optimised {
        true => shell::run(
            "cargo",
            &["build", "--locked", "--release", "-p", "holdpoint"],
        )?,
        false => program::build()?,
    }
    let program = shell::root().join("target").join(profile).join("holdpoint");
    let room = shell::root().join("target/package");
    packed(&program, &room)
}

/// Packs a program as a Debian package in that directory.
fn packed(program: &Path, room: &Path) -> Result<PathBuf> {
    let stage = room.join("tree");
    // What an earlier run has left.
    let _ = std::fs::remove_dir_all(&stage);
    tree::fill(program, &stage)?;
    let about = control::About::of(program, &stage)?;
    control::write(&about, &stage.join("DEBIAN"))?;
    let package = room.join(format!(
        "holdpoint_{}_{}.deb",
        about.version, about.architecture
    ));
    let mut build = shell::command("dpkg-deb", &["--root-owner-group", "-Zxz", "--build"]);
    build.arg(&stage).arg(&package);
    build.env("SOURCE_DATE_EPOCH", commit_time()?);
    shell::status(&mut build)?;
    Ok(package)
}

/// When what is packed was committed, in seconds since 1970: files bear this time.
fn commit_time() -> Result<String> {
    let time = shell::output("git", &["log", "-1", "--format=%ct"]);
    Ok(time.context("not a git checkout")?.trim().to_owned())
}
