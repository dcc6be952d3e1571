//! SCIM against what everybody takes it for: scim2-tester asks a served sample what it asks of any directory's other end.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::api::{Server, holdpoint, printed};
use crate::{program, python, shell};

/// Other versions find other things: they are raised on purpose, not by chance.
const WANTED: [&str; 3] = [
    "scim2-tester==0.5.2",
    "scim2-client==0.13.2",
    "httpx2==2.16.2",
];

/// Runs the chore.
pub fn check() -> Result<()> {
    let python = installed()?;
    program::build()?;
    let room = shell::root().join("target/scim-check");
    // What is left of an earlier run.
    let _ = std::fs::remove_dir_all(&room);
    std::fs::create_dir_all(&room)?;
    let data = room.join("data");
    shell::status(holdpoint(&data).args(["demo", "--no-serve", "--quiet"]))?;
    let token = token(&data).context("no token for the directory")?;
    let server = Server::start(&data)?;
    eprintln!("\n+ scim2-tester {}/scim/v2", server.url);
    let mut command = Command::new(&python);
    command.arg(shell::root().join("xtask/check_scim.py"));
    command.env("SCIM_URL", format!("{}/scim/v2", server.url));
    // The token stands in the environment, so that it is not shown.
    let status = command.env("SCIM_TOKEN", token).status();
    let status = status.context("cannot start scim2-tester")?;
    if !status.success() {
        bail!("SCIM is not what others take it for: {status}");
    }
    Ok(())
}

/// A Python that has it.
pub fn installed() -> Result<PathBuf> {
    python::with("scim2-tester-0.5.2", &WANTED).context("the SCIM tests need scim2-tester")
}

/// The token of somebody who is the directory.
fn token(data: &Path) -> Result<String> {
    printed(data, &["person", "add", "directory", "--name", "Entra ID"])?;
    printed(data, &["access", "grant", "directory", "provisioner"])?;
    let code = printed(data, &["person", "enrol", "directory", "--format", "json"])?;
    let code = word(&code, "hpl_")?;
    let told = printed(data, &["person", "redeem", &code, "--format", "json"])?;
    word(&told, "hp_")
}

/// The word of a text that begins so.
fn word(text: &str, begins: &str) -> Result<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let found = words.find(|word| word.starts_with(begins));
    Ok(found.context("nothing was told")?.to_owned())
}
