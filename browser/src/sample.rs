//! The sample organisation, made once for a run, and servers of copies of it: whatever a test changes, it changes for
//! itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::process::{Room, Running, drain};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The real program, as `cargo xtask` has built it.
pub(crate) fn holdpoint() -> Command {
    let build = std::env::var("HOLDPOINT_BUILD");
    let build = build.as_deref().unwrap_or("debug");
    Command::new(root().join("target").join(build).join("holdpoint"))
}

/// What a command prints; an error if it fails.
pub(crate) fn printed(command: &mut Command) -> Result<String> {
    let output = command.output().context("cannot start `holdpoint`")?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A data directory that others are copied from.
pub(crate) struct Sample {
    data: PathBuf,
    room: PathBuf,
}

impl Sample {
    /// The sample of `holdpoint demo`.
    pub(crate) fn demo(room: &Room) -> Result<Self> {
        Self::made(room, |data| {
            let mut command = holdpoint();
            command.arg("--data").arg(data);
            printed(command.args(["demo", "--no-serve", "--quiet"])).map(drop)
        })
    }

    /// One in which nothing has happened but its founding.
    pub(crate) fn empty(room: &Room) -> Result<Self> {
        Self::made(room, |data| {
            let configuration = data.with_file_name("holdpoint.yaml");
            std::fs::write(&configuration, "organisation:\n  name: new-house\n")?;
            let mut command = holdpoint();
            command.arg("--data").arg(data);
            printed(command.arg("apply").arg(&configuration).arg("--quiet")).map(drop)
        })
    }

    /// One that is there already.
    pub(crate) fn at(room: &Room, data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            room: room.path().to_owned(),
        }
    }

    fn made(room: &Room, make: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let data = tempfile::tempdir_in(room.path())?.keep().join("data");
        make(&data)?;
        Ok(Self::at(room, &data))
    }

    /// Serves a copy of it.
    pub(crate) fn serve(&self) -> Result<Server> {
        let data = tempfile::tempdir_in(&self.room)?.keep().join("data");
        let copied = Command::new("cp")
            .arg("-a")
            .arg(&self.data)
            .arg(&data)
            .status();
        if !copied.context("cannot start `cp`")?.success() {
            bail!("`{}` cannot be copied", self.data.display());
        }
        let mut command = holdpoint();
        command.arg("--data").arg(&data);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped());
        let (running, url, lines) = Running::start(&mut command, "listening on ", |child| {
            Some(Box::new(child.stderr.take()?))
        })?;
        drain(lines);
        Ok(Server {
            _running: running,
            url,
            data,
        })
    }
}

/// A server of a copy.
pub(crate) struct Server {
    _running: Running,
    pub(crate) url: String,
    data: PathBuf,
}

impl Server {
    /// The address of a page.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// What the command line prints, as the administrator.
    pub(crate) fn cli(&self, arguments: &[&str]) -> Result<String> {
        let mut command = holdpoint();
        printed(command.arg("--data").arg(&self.data).args(arguments))
    }

    /// Whoever founded it.
    pub(crate) fn founder(&self) -> Result<String> {
        let all: serde_json::Value =
            serde_json::from_str(&self.cli(&["person", "list", "--format", "json"])?)?;
        let handle = all
            .pointer("/people/0/handle")
            .and_then(serde_json::Value::as_str);
        handle.map(str::to_owned).context("nobody is there")
    }

    /// A link that logs somebody in once.
    pub(crate) fn link(&self, handle: &str) -> Result<String> {
        let code = self.cli(&["person", "enrol", handle])?;
        Ok(self.to(&format!("/enter?link={code}")))
    }

    /// The command line of somebody else, from another machine.
    pub(crate) fn somebody(&self, handle: &str) -> Result<Somebody> {
        let code = self.cli(&["person", "enrol", handle])?;
        let mut command = holdpoint();
        command.args([
            "--server", &self.url, "person", "redeem", &code, "--format", "json",
        ]);
        let answer: serde_json::Value = serde_json::from_str(&printed(&mut command)?)?;
        let token = answer.get("token").and_then(|token| token.as_str());
        Ok(Somebody {
            url: self.url.clone(),
            token: token.context("no token was told")?.to_owned(),
        })
    }
}

/// Somebody at a terminal of their own.
pub(crate) struct Somebody {
    url: String,
    pub(crate) token: String,
}

impl Somebody {
    /// What a command of theirs prints.
    pub(crate) fn runs(&self, arguments: &[&str]) -> Result<String> {
        let mut command = holdpoint();
        command.env("HOLDPOINT_TOKEN", &self.token);
        printed(command.args(["--server", &self.url]).args(arguments))
    }
}
