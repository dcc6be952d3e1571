//! Running programs, in the root of the workspace.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use anyhow::{Context, Result, bail};

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A command that starts in the root.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a program and shows what it says; an error if it fails.
pub fn run(program: &str, arguments: &[&str]) -> Result<()> {
    status(&mut command(program, arguments))
}

/// Runs a prepared command and shows what it says; an error if it fails.
pub fn status(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    eprintln!("\n+ {}", shown.replace('"', ""));
    let status = command
        .status()
        .with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown} failed: {status}");
    }
    Ok(())
}

/// What a program prints; an error if it fails.
pub fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = command(program, arguments)
        .output()
        .with_context(|| format!("cannot start `{program}`"))?;
    if !output.status.success() {
        bail!(
            "`{program}` failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{program}` printed no UTF-8"))
}

/// Whether a program is there.
pub fn present(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    found.is_ok_and(|output| output.status.success())
}

/// Where a program that was started with its standard error piped says that it listens, and the lines that follow.
pub fn listening(
    child: &mut Child,
) -> Result<(String, impl Iterator<Item = String> + Send + use<>)> {
    let lines = child.stderr.take().context("the server says nothing")?;
    let mut lines = BufReader::new(lines).lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    let url = url.context("the server did not say where it listens")?;
    Ok((url, lines))
}
