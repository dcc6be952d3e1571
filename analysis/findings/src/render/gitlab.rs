//! A code quality report of GitLab: a list of issues in the format of Code Climate.

use serde_json::{Value as Json, json};

use crate::{Finding, Level, Report};

pub(super) fn issues(report: &Report) -> Json {
    let counted = report.findings().iter().filter(|finding| finding.counts());
    counted.map(issue).collect()
}

fn issue(finding: &Finding) -> Json {
    let severity = match finding.level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    };
    let end = finding.place.end.map_or(finding.place.line, |end| end.line);
    let subject = match finding.subject.as_str() {
        "" => String::new(),
        subject => format!("{subject}: "),
    };
    json!({
        "description": format!("{subject}{}", finding.message),
        "check_name": finding.rule.id,
        "fingerprint": finding.fingerprint,
        "severity": severity,
        "location": {
            // GitLab takes paths from the top of the repository only.
            "path": finding.place.file.trim_start_matches("./"),
            "lines": { "begin": finding.place.line, "end": end },
        },
    })
}
