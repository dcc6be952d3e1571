//! Annotations of GitHub Actions: lines that the runner takes as commands.

use std::fmt::Write as _;

use crate::{Finding, Level, Report};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let counted = report.findings().iter().filter(|finding| finding.counts());
    for finding in counted {
        // Writing to a string does not fail.
        let _ = annotation(&mut text, finding);
    }
    text
}

fn annotation(text: &mut String, finding: &Finding) -> std::fmt::Result {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let place = &finding.place;
    let file = property(&place.file);
    write!(
        text,
        "::{command} file={file},line={},col={}",
        place.line, place.column
    )?;
    if let Some(end) = place.end {
        write!(text, ",endLine={},endColumn={}", end.line, end.column)?;
    }
    let title = property(finding.rule.id);
    let subject = match finding.subject.as_str() {
        "" => String::new(),
        subject => format!("{subject}: "),
    };
    let said = message(&format!("{subject}{}\n{}", finding.message, finding.help));
    writeln!(text, ",title={title}::{said}")
}

/// What would end the message is escaped.
fn message(text: &str) -> String {
    let text = text.trim_end().replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// What would end a property, too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
