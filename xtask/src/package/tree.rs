//! The files of the package, as they lie on a machine.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell;

/// Files of the repository with their place on the machine.
const FILES: &[(&str, &str)] = &[
    ("packaging/server.env", "etc/holdpoint/server.env"),
    ("packaging/server.yaml", "etc/holdpoint/server.yaml"),
    ("packaging/witness.env", "etc/holdpoint/witness.env"),
    ("packaging/agent.env", "etc/holdpoint/agent.env"),
    (
        "packaging/systemd/holdpoint.service",
        "usr/lib/systemd/system/holdpoint.service",
    ),
    (
        "packaging/systemd/holdpoint-witness.service",
        "usr/lib/systemd/system/holdpoint-witness.service",
    ),
    (
        "packaging/systemd/holdpoint-agent.service",
        "usr/lib/systemd/system/holdpoint-agent.service",
    ),
    (
        "packaging/systemd/holdpoint.sysusers",
        "usr/lib/sysusers.d/holdpoint.conf",
    ),
    (
        "packaging/prometheus/rules.yaml",
        "usr/share/doc/holdpoint/prometheus/rules.yaml",
    ),
    (
        "packaging/prometheus/dashboard.json",
        "usr/share/doc/holdpoint/grafana/dashboard.json",
    ),
    ("LICENSE", "usr/share/doc/holdpoint/copyright"),
];

/// Where each shell looks for completions.
const COMPLETIONS: &[(&str, &str)] = &[
    ("bash", "usr/share/bash-completion/completions/holdpoint"),
    ("zsh", "usr/share/zsh/vendor-completions/_holdpoint"),
    ("fish", "usr/share/fish/vendor_completions.d/holdpoint.fish"),
];

/// Puts them all there.
pub fn fill(program: &Path, stage: &Path) -> Result<()> {
    place(program, &stage.join("usr/bin/holdpoint"), 0o755)?;
    for (from, to) in FILES {
        place(&shell::root().join(from), &stage.join(to), 0o644)?;
    }
    for (shell, to) in COMPLETIONS {
        let written = Command::new(program).args(["completions", shell]).output();
        let written = written.context("the program does not start")?;
        write(&stage.join(to), &written.stdout)?;
    }
    manual(program, &stage.join("usr/share/man/man1"))
}

fn manual(program: &Path, place: &Path) -> Result<()> {
    std::fs::create_dir_all(place)?;
    let mut write = Command::new(program);
    shell::status(write.args(["man", "--directory"]).arg(place))?;
    // Without a name and a time in them, the same pages have the same bytes.
    let pages = std::fs::read_dir(place)?;
    let pages = pages.map(|page| Ok(page?.path()));
    let mut pages = pages.collect::<Result<Vec<_>>>()?;
    pages.sort();
    shell::status(Command::new("gzip").args(["-9n", "--"]).args(&pages))
}

fn place(from: &Path, to: &Path, mode: u32) -> Result<()> {
    let content = std::fs::read(from).with_context(|| format!("no `{}`", from.display()))?;
    write(to, &content)?;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(mode))?;
    Ok(())
}

fn write(to: &Path, content: &[u8]) -> Result<()> {
    let directory = to.parent().context("a file lies in a directory")?;
    std::fs::create_dir_all(directory)?;
    std::fs::write(to, content).with_context(|| format!("cannot write `{}`", to.display()))
}
