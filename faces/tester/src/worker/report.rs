//! Reports of runners.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use holdpoint_attestation::junit::{Options, TestReport, TestStatus};
use holdpoint_splitting::queue::Outcome;

/// Says something to whoever reads the log of the step.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// An empty folder.
pub(super) fn fresh(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(folder),
    }
}

/// Removes what an earlier run has left.
pub(super) fn remove(pattern: &str) -> io::Result<()> {
    found(pattern)?.into_iter().try_for_each(fs::remove_file)
}

/// All that are there; one that is damaged says nothing of its tests.
pub(super) fn read(pattern: &str) -> io::Result<Vec<TestReport>> {
    let options = Options {
        merge_reruns: false,
        whole_names: true,
    };
    let mut reports = Vec::new();
    for path in found(pattern)? {
        match TestReport::read(&fs::read(&path)?, options) {
            Ok(report) => reports.push(report),
            Err(error) => say(&format!("holdpoint: {}: {error}", path.display())),
        }
    }
    Ok(reports)
}

/// The files that a pattern stands for, in order.
fn found(pattern: &str) -> io::Result<Vec<PathBuf>> {
    let parts: Vec<&str> = pattern.split('/').collect();
    let plain = parts.iter().take_while(|part| !part.contains('*')).count();
    if plain == parts.len() {
        let path = PathBuf::from(pattern);
        return Ok(path.is_file().then_some(path).into_iter().collect());
    }
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    let glob = glob.map_err(io::Error::other)?.compile_matcher();
    let root = parts.get(..plain).unwrap_or_default().join("/");
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(root)];
    while let Some(folder) = open.pop() {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &folder
        };
        let entries = match fs::read_dir(here) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (folder.join(entry.file_name()), entry.file_type()?);
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() && glob.is_match(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What a report says of a test, as queues count it. One that passed at last by itself has passed.
pub(super) fn outcome(status: TestStatus) -> Outcome {
    match status {
        TestStatus::Passed | TestStatus::Flaky => Outcome::Passed,
        TestStatus::Skipped => Outcome::Skipped,
        TestStatus::Failed | TestStatus::Error => Outcome::Failed,
    }
}
