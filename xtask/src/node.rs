//! Packages of npm for the tests, each in a place of its own under `target/`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::shell;

/// What opens calendars beside python-icalendar. Another version finds other things: it is raised on purpose, not by chance.
const CALENDARS: &str = "2.2.1";

/// A second implementation that opens calendars.
pub fn calendars() -> Result<PathBuf> {
    installed("ical.js", CALENDARS).context("the calendar tests need ical.js")
}

/// The folder of a package in that version.
pub fn installed(name: &str, version: &str) -> Result<PathBuf> {
    let place = shell::root().join(format!("target/{name}-{version}"));
    let package = place.join("node_modules").join(name);
    if !package.join("package.json").exists() {
        let (place, wanted) = (
            place.to_string_lossy().into_owned(),
            format!("{name}@{version}"),
        );
        let line = [
            "install",
            "--prefix",
            &place,
            "--no-save",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            &wanted,
        ];
        let hint = "packages of npm need `npm`, and its registry";
        shell::run("npm", &line).context(hint)?;
    }
    Ok(package)
}
