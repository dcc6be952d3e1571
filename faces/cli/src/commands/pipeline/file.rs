//! Files with pipelines.

use std::path::Path;
use std::sync::Arc;

use holdpoint_domain::Reason;
use holdpoint_findings::{Document, Finding, Format, Report, Source, Unreadable, render};
use holdpoint_pipelines::Definition;

use crate::commands::check::options::{TOOL, source};
use crate::error::{Failure, Place};

/// What a file defines; one pipeline at least.
pub(super) fn read(path: &Path) -> Result<Definition, Failure> {
    let source: Arc<Source> = source(path)?;
    let document = Document::read_yaml(&source).map_err(|error| wrong(&error))?;
    let definition = Definition::read(&document).map_err(|error| wrong(&error))?;
    match definition.pipelines.is_empty() {
        true => Err(none(path)),
        false => Ok(definition),
    }
}

fn none(path: &Path) -> Failure {
    let message = format!("there is no pipeline in `{}`", path.display());
    let failure = Failure::input("pipeline-none", message);
    failure.help("add one under `pipelines`; docs/pipelines.md shows how")
}

/// Every mistake, each with its lines.
pub(super) fn wrong(error: &Unreadable) -> Failure {
    let found = error.findings();
    let Some(first) = found.first() else {
        return Failure::input("pipeline-none", error);
    };
    if found.len() == 1 {
        let mut failure = Failure::input(first.rule.id, &first.message).help(&first.help);
        failure.place = Some(place(first));
        failure.excerpt = Some(excerpt(error));
        return failure;
    }
    let mut failure = Failure::input(
        first.rule.id,
        format!("the pipelines have {} mistakes", found.len()),
    );
    failure.place = Some(place(first));
    failure.excerpt = Some(excerpt(error));
    failure.reasons = found.iter().map(reason).collect();
    failure
}

fn place(finding: &Finding) -> Place {
    Place {
        file: finding.place.file.to_string(),
        line: finding.place.line,
        column: finding.place.column,
    }
}

fn reason(finding: &Finding) -> Reason {
    let at = &finding.place;
    Reason {
        code: finding.rule.id.to_owned(),
        message: format!("{}:{}:{}: {}", at.file, at.line, at.column, finding.message),
        help: finding.help.to_string(),
    }
}

/// The mistakes with the lines that they are in; what looks like a secret is not shown.
fn excerpt(error: &Unreadable) -> String {
    let mut report = Report::new(TOOL, "pipeline");
    let file = error.findings().first().map(|finding| &finding.place.file);
    let text = file.and_then(|file| error.sources().get(file));
    let again = text.map(|text| Source::new(&text.name(), text.text().as_bytes().to_vec()));
    if let Some(Ok(source)) = again {
        report.add_source(&Arc::new(source));
    }
    { error.findings().iter().cloned() }.for_each(|finding| report.add(finding));
    render(&report, Format::Human { colour: false })
}
