//! The API against its own document: schemathesis asks a served sample what nobody thought of, and what it answers
//! must be what the document says; never a 5xx.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{program, shell};

/// Another version finds other things: it is raised on purpose, not by chance.
const VERSION: &str = "4.32.5";

/// Requests for each operation and phase: a minute or two in all.
const EXAMPLES: &str = "40";

/// The same requests in every run, so that one commit has one answer.
const SEED: &str = "1972";

/// Runs the chore.
pub fn fuzz() -> Result<()> {
    let schemathesis = installed()?;
    program::build()?;
    let room = shell::root().join("target/api-fuzz");
    // What is left of an earlier run.
    let _ = std::fs::remove_dir_all(&room);
    std::fs::create_dir_all(&room)?;
    let data = room.join("data");
    shell::status(holdpoint(&data).args(["demo", "--no-serve", "--quiet"]))?;
    let server = Server::start(&data)?;
    let token = token(&data)?;
    let mut command = Command::new(&schemathesis);
    let file = |name: &str| shell::root().join(name).to_string_lossy().into_owned();
    // What it remembers of this run lies there, too.
    command.current_dir(&room).args([
        "--config-file",
        &file("xtask/schemathesis.toml"),
        "run",
        "--url",
        &server.url,
        "--header",
        &format!("Authorization: Bearer {token}"),
        "--max-examples",
        EXAMPLES,
        "--seed",
        SEED,
        &file("schemas/openapi.json"),
    ]);
    // The token stands in the arguments, so they are not shown.
    eprintln!("\n+ schemathesis run schemas/openapi.json");
    let status = command.status().context("cannot start schemathesis")?;
    if !status.success() {
        bail!("the API does not keep to its document: {status}");
    }
    Ok(())
}

/// The program, in an environment of its own under `target/`.
fn installed() -> Result<PathBuf> {
    let place = shell::root().join(format!("target/schemathesis-{VERSION}"));
    let program = place.join("bin/schemathesis");
    if !program.exists() {
        let text = place.to_string_lossy().into_owned();
        let hint = "the API tests need Python 3.10 or newer with `venv`, and PyPI";
        shell::run("python3", &["-m", "venv", &text]).context(hint)?;
        let pip = place.join("bin/pip").to_string_lossy().into_owned();
        let wanted = format!("schemathesis=={VERSION}");
        shell::run(&pip, &["install", "--quiet", &wanted]).context(hint)?;
    }
    Ok(program)
}

pub(crate) fn holdpoint(data: &Path) -> Command {
    let mut command = Command::new(shell::root().join("target/debug/holdpoint"));
    command.arg("--data").arg(data);
    command
}

/// A token of the sample's administrator, who may do most.
fn token(data: &Path) -> Result<String> {
    printed(data, &["person", "token", "administrator"]).context("no token for the API tests")
}

/// What the program prints.
pub(crate) fn printed(data: &Path, arguments: &[&str]) -> Result<String> {
    let output = holdpoint(data).args(arguments).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A server that ends with this.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let mut child = holdpoint(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let (url, lines) = shell::listening(&mut child)?;
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(|line| eprintln!("{line}")));
        Ok(Self { child, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is a sample: nothing is lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
