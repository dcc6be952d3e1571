//! What the tests need besides Rust.

use anyhow::{Context, Result, bail};

use crate::{node, providers, python, scim, shell, storages};

/// Programs, with the Debian package that has them.
const PROGRAMS: &[(&str, &str)] = &[
    ("git", "git"),
    ("strace", "strace"),
    ("ssh-keygen", "openssh-client"),
    ("curl", "curl"),
    ("cc", "build-essential"),
    ("python3", "python3-venv"),
    ("dpkg-deb", "dpkg"),
    ("systemd-analyze", "systemd"),
    ("promtool", "prometheus"),
    ("go", "golang"),
    ("npm", "npm"),
];

/// The same for what drives a browser.
const BROWSER: &[(&str, &str)] = &[
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("npm", "npm"),
];

/// Installs what is missing; an error, naming it, if that cannot be done.
pub fn install() -> Result<()> {
    present(PROGRAMS)?;
    postgres()?;
    browser()?;
    storages::install()?;
    scim::installed()?;
    python::calendars()?;
    node::calendars()?;
    providers::install()
}

/// What the browser tests need.
pub fn browser() -> Result<()> {
    present(BROWSER)
}

/// A PostgreSQL server, which the tests start themselves. Debian does not put its programs on the path.
fn postgres() -> Result<()> {
    let there = "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb";
    let is_there = || shell::output("sh", &["-c", there]).is_ok();
    if !is_there() {
        packages(&["postgresql"])?;
    }
    match is_there() {
        true => Ok(()),
        false => bail!("the tests need PostgreSQL, and there is no `initdb`: install it"),
    }
}

fn present(programs: &[(&str, &'static str)]) -> Result<()> {
    let missing: Vec<_> = programs
        .iter()
        .filter(|(program, _)| !shell::present(program))
        .map(|(_, package)| *package)
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => packages(&missing),
    }
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
        let hint = format!("install as root: apt-get install {}", missing.join(" "));
        shell::run(program, rest).context(hint)
    };
    call(&["update", "-q"])?;
    call(&[&["install", "-q", "-y", "--no-install-recommends"], missing].concat())
}

/// What looking for new inputs needs; the tests only replay those that were kept.
pub fn cargo_fuzz() -> Result<()> {
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
