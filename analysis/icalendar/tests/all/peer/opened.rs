//! Other implementations, and what they make of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use holdpoint_schedule::Span;
use serde_json::Value;

/// Another implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    /// python-icalendar, and recurring-ical-events, which expands recurrences for it.
    Python,
    /// ical.js, which calendars in browsers and in Thunderbird are read with.
    IcalJs,
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target")
}

fn there(path: PathBuf, what: &str) -> PathBuf {
    let hint =
        format!("there is no {what} to open calendars with: `cargo xtask setup` installs it");
    assert!(path.exists(), "{hint}");
    path
}

/// The interpreter that has python-icalendar.
pub(super) fn python() -> PathBuf {
    there(
        target().join("icalendar-7.3.2/bin/python"),
        "python-icalendar",
    )
}

impl Peer {
    fn command(self) -> Command {
        let script = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{name}"));
        match self {
            Self::Python => {
                let mut command = Command::new(python());
                command.arg("-I").arg(script("peer.py"));
                command
            }
            Self::IcalJs => {
                let module = "ical.js-2.2.1/node_modules/ical.js/dist/ical.js";
                let mut command = Command::new("node");
                command.arg(script("peer.mjs"));
                command.arg(there(target().join(module), "ical.js"));
                command
            }
        }
    }
}

/// What another implementation makes of files, by their names: of what takes place within a span.
pub(super) fn opened(
    peer: Peer,
    room: &str,
    files: &BTreeMap<String, String>,
    within: Span,
) -> BTreeMap<String, Value> {
    let folder = target().join(format!("calendars/{peer:?}-{room}"));
    // What is left of an earlier run.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(format!("{name}.ics")), text).expect("a file");
    }
    let mut command = peer.command();
    command.arg(&folder);
    command.args([within.from, within.to].map(|at| at.as_second().to_string()));
    let output = command.output().expect("the interpreter starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
