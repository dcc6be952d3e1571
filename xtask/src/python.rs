//! Python packages for the tests, each set in an environment of its own under `target/`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::shell;

/// What opens calendars: python-icalendar, and what expands their recurrences. The place has the version in its name.
const CALENDARS: (&str, [&str; 2]) = (
    "icalendar-7.3.2",
    ["icalendar==7.3.2", "recurring-ical-events==3.8.2"],
);

/// A Python that opens calendars.
pub fn calendars() -> Result<PathBuf> {
    let (place, packages) = CALENDARS;
    with(place, &packages).context("the calendar tests need python-icalendar")
}

/// A Python that has some packages, in an environment of that name.
pub fn with(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let place = shell::root().join("target").join(name);
    let python = place.join("bin/python");
    let hint = "Python packages need Python 3.10 or newer with `venv`, and PyPI";
    if !place.join("installed").exists() {
        let text = place.to_string_lossy().into_owned();
        shell::run("python3", &["-m", "venv", &text]).context(hint)?;
        let pip = place.join("bin/pip").to_string_lossy().into_owned();
        let line = [&["install", "--quiet"], packages].concat();
        shell::run(&pip, &line).context(hint)?;
        std::fs::write(place.join("installed"), "")?;
    }
    Ok(python)
}
