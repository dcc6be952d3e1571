//! What is read: lists, timings, reports.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_attestation::ReadError;
use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_findings::Source;
use holdpoint_runners::Runner;
use holdpoint_splitting::read_list;

use crate::commands::check::options::unreadable;
use crate::error::{Failure, Place};
use crate::files;

/// What every JUnit report has.
const SUITE: &[u8] = b"<testsuite";

/// A file, as text that knows its lines.
pub(super) fn source(path: &Path) -> Result<Arc<Source>, Failure> {
    let bytes = files::read(path)?;
    let source = Source::new(&path.display().to_string(), bytes);
    source.map(Arc::new).map_err(|error| unreadable(&error))
}

/// The tests of a list.
pub(super) fn tests(path: &Path, runner: Option<Runner>) -> Result<Vec<String>, Failure> {
    let source = source(path)?;
    let tests = match runner {
        Some(runner) => {
            let here = std::env::current_dir().unwrap_or_default();
            runner.read_list(&source, &here.to_string_lossy())
        }
        None => read_list(&source),
    };
    tests.map_err(|error| unreadable(&error))
}

/// Reports of a folder, and files of it that are something else.
#[derive(Debug, Default)]
pub(super) struct Reports {
    pub(super) reports: Vec<TestReport>,
    pub(super) others: Vec<PathBuf>,
}

/// All JUnit reports in a folder and those below, in the order of their paths.
pub(super) fn reports(folder: &Path) -> Result<Reports, Failure> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    files.sort();
    let mut found = Reports::default();
    let mut wrong = Vec::new();
    for path in files {
        let bytes = files::read(&path)?;
        // Coverage, static analysis: other tools write XML there, too.
        if !bytes.windows(SUITE.len()).any(|part| part == SUITE) {
            found.others.push(path);
            continue;
        }
        match report(&bytes) {
            Ok(report) => found.reports.push(report),
            Err(error) => wrong.push((path, error)),
        }
    }
    malformed(&wrong).map_or(Ok(()), Err)?;
    match found.reports.is_empty() {
        false => Ok(found),
        true => {
            let message = format!("there is no JUnit report in `{}`", folder.display());
            let failure = Failure::input("timings-missing", message);
            Err(failure.help("name the folder into which the runner writes its reports (`*.xml`)"))
        }
    }
}

/// One report.
pub(super) fn report(bytes: &[u8]) -> Result<TestReport, ReadError> {
    let options = Options {
        merge_reruns: true,
        whole_names: true,
    };
    TestReport::read(bytes, options)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file("read", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
        let is_xml = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("xml"));
        if kind.is_dir() {
            walk(&path, files)?;
        } else if is_xml {
            files.push(path);
        }
    }
    Ok(())
}

/// What is wrong with reports: the first with its place, and the others.
pub(super) fn malformed(wrong: &[(PathBuf, ReadError)]) -> Option<Failure> {
    let ((path, first), others) = wrong.split_first()?;
    let mut failure = Failure::input("timings-malformed", &first.message).help(&first.help);
    failure.place = first.place.map(|place| Place {
        file: path.display().to_string(),
        line: place.line,
        column: place.column,
    });
    let cause = |(path, error): &(PathBuf, ReadError)| match error.place {
        Some(place) => format!(
            "{}:{}:{}: {}",
            path.display(),
            place.line,
            place.column,
            error.message
        ),
        None => format!("{}: {}", path.display(), error.message),
    };
    failure.causes = others.iter().map(cause).collect();
    Some(failure)
}
