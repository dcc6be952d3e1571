//! Trying the package: what is in it, and that what it installs starts with the files that it brings.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::shell;

/// How exposed a service may be, by `systemd-analyze security`, in tenths: 0 is not at all, 100 entirely.
const EXPOSURE: &str = "20";

/// Tries it.
pub fn of(package: &Path) -> Result<()> {
    let room = shell::root().join("target/package/trial");
    // What an earlier run has left.
    let _ = std::fs::remove_dir_all(&room);
    std::fs::create_dir_all(&room)?;
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (root, control) = (room.join("root"), room.join("control"));
    shell::run("dpkg-deb", &["-x", &text(package), &text(&root)])?;
    shell::run("dpkg-deb", &["-e", &text(package), &text(&control)])?;
    for script in ["postinst", "prerm", "postrm"] {
        shell::run("sh", &["-n", &text(&control.join(script))])?;
    }
    conffiles(&root, &control)?;
    for unit in ["holdpoint.service", "holdpoint-witness.service"] {
        let unit = text(&root.join("usr/lib/systemd/system").join(unit));
        let threshold = format!("--threshold={EXPOSURE}");
        let line = [
            "security",
            "--offline=true",
            "--no-pager",
            &threshold,
            &unit,
        ];
        shell::output("systemd-analyze", &line)?;
    }
    let mut measured = starts(&root, &room, "server.env", &["serve"])?;
    let program = root.join("usr/bin/holdpoint");
    let mut begin = Command::new(program);
    let begin = begin.args(["witness", "init", "--name", "witness.example.org/trial"]);
    shell::status(begin.env("HOLDPOINT_DATA", room.join("witness.env.data")))?;
    measured.extend(starts(&root, &room, "witness.env", &["witness", "serve"])?);
    let watched = root.join("usr/share/doc/holdpoint");
    for file in ["prometheus/rules.yaml", "grafana/dashboard.json"] {
        watches(&watched.join(file), &measured)?;
    }
    let rules = text(&shell::root().join("packaging/prometheus/rules.test.yaml"));
    shell::run("promtool", &["test", "rules", &rules])
}

/// Every file that belongs to whoever runs the machine is there.
fn conffiles(root: &Path, control: &Path) -> Result<()> {
    let listed = std::fs::read_to_string(control.join("conffiles"))?;
    for path in listed.lines() {
        let here = root.join(path.trim_start_matches('/'));
        ensure!(here.is_file(), "`{path}` is listed, and not there");
    }
    Ok(())
}

/// A service starts with its environment file, says that it is ready, and ends when it is told to. What it measures.
fn starts(root: &Path, room: &Path, file: &str, command: &[&str]) -> Result<BTreeSet<String>> {
    let mut measured = BTreeSet::new();
    let supervisor = room.join("notify");
    // That of the service before.
    let _ = std::fs::remove_file(&supervisor);
    let heard = UnixDatagram::bind(&supervisor)?;
    heard.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut service = Command::new(root.join("usr/bin/holdpoint"));
    service.args(command).env_clear();
    for (name, value) in environment(&root.join("etc/holdpoint").join(file))? {
        service.env(name, value);
    }
    // Not where a real one lies, and on whatever port is free.
    service
        .env("HOLDPOINT_CONFIG", root.join("etc/holdpoint/server.yaml"))
        .env("HOLDPOINT_DATA", room.join(format!("{file}.data")))
        .env("HOLDPOINT_LISTEN", "127.0.0.1:0")
        .env("HOLDPOINT_WITNESS_LISTEN", "127.0.0.1:0")
        .env("NOTIFY_SOCKET", &supervisor)
        .stderr(Stdio::piped());
    let mut running = Running(service.spawn()?);
    let told = |what: &str| -> Result<()> {
        let mut bytes = [0; 64];
        let length = heard.recv(&mut bytes).context("nothing was told")?;
        let said = bytes.get(..length).unwrap_or_default();
        ensure!(said == what.as_bytes(), "`{what}` was not told");
        Ok(())
    };
    told("READY=1")?;
    let (url, said) = shell::listening(&mut running.0)?;
    measures(url.trim_start_matches("http://"), &mut measured)?;
    let id = running.0.id().to_string();
    shell::run("kill", &["-TERM", &id])?;
    told("STOPPING=1")?;
    let status = running.0.wait()?;
    if !status.success() {
        bail!("{status}: {}", said.collect::<Vec<_>>().join("\n"));
    }
    Ok(measured)
}

/// Adds the names of what a service measures, once it has answered something.
fn measures(address: &str, names: &mut BTreeSet<String>) -> Result<()> {
    get(address, "/healthz")?;
    let page = get(address, "/metrics")?;
    let kinds = page.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    names.extend(kinds.filter_map(|line| Some(line.split_once(' ')?.0.to_owned())));
    ensure!(!names.is_empty(), "nothing is measured: {page}");
    Ok(())
}

fn get(address: &str, path: &str) -> Result<String> {
    let mut line = TcpStream::connect(address)?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    line.write_all(request.as_bytes())?;
    let mut answer = String::new();
    line.read_to_string(&mut answer)?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    Ok(answer)
}

/// Rules and dashboards ask only for what is measured.
fn watches(file: &Path, measured: &BTreeSet<String>) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "_:".contains(c)));
    let asked = words.filter(|word| word.starts_with("holdpoint_"));
    for word in asked {
        let parts = ["_bucket", "_count", "_sum"];
        let whole = parts.iter().find_map(|part| word.strip_suffix(part));
        let known = |name: &str| measured.contains(name);
        ensure!(
            known(word) || whole.is_some_and(known),
            "`{}` asks for `{word}`, which nobody measures",
            file.display()
        );
    }
    Ok(())
}

/// What an environment file sets.
fn environment(file: &Path) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(file)?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pairs = lines.map(|line| {
        let (name, value) = line.split_once('=').context("no `NAME=value`")?;
        Ok((name.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

/// Ends with whoever has started it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
