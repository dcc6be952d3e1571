//! JUnit XML: a test for each finding, failed if it fails the check, skipped if it is waived.

use std::fmt::{Result, Write as _};

use crate::{Finding, Report};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = suites(&mut text, report);
    text
}

fn suites(text: &mut String, report: &Report) -> Result {
    let findings = report.findings();
    let failures = findings
        .iter()
        .filter(|finding| report.fails(finding))
        .count();
    let skipped = report.summary().waived;
    // A suite without tests is taken for one that did not run.
    let tests = findings.len().max(1);
    let name = escaped(&format!("{} check {}", report.tool.name, report.check));
    let counts = format!(r#"tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}""#);
    writeln!(text, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(text, r#"<testsuites name="{name}" {counts}>"#)?;
    writeln!(text, r#"  <testsuite name="{name}" {counts} time="0">"#)?;
    if findings.is_empty() {
        writeln!(
            text,
            r#"    <testcase classname="{name}" name="nothing found" time="0"/>"#
        )?;
    }
    for finding in findings {
        case(text, report, finding)?;
    }
    writeln!(text, "  </testsuite>\n</testsuites>")
}

fn case(text: &mut String, report: &Report, finding: &Finding) -> Result {
    let class = escaped(finding.rule.id);
    let place = &finding.place;
    let file = escaped(&place.file);
    let name = match finding.subject.as_str() {
        "" => escaped(&finding.message),
        subject => escaped(&format!("{subject}: {}", finding.message)),
    };
    let line = place.line;
    writeln!(
        text,
        r#"    <testcase classname="{class}" name="{name}" file="{file}" line="{line}" time="0">"#
    )?;
    let at = format!("{}:{}:{}", place.file, place.line, place.column);
    let said = escaped(&format!("{at}\n{}", finding.help));
    let (level, message) = (finding.level, escaped(&finding.message));
    if report.fails(finding) {
        writeln!(
            text,
            r#"      <failure type="{level}" message="{message}">{said}</failure>"#
        )?;
    } else if let Some(waiver) = &finding.waiver {
        let until = format!(
            "waived by {} until {}: {}",
            waiver.approver, waiver.expires, waiver.reason
        );
        writeln!(text, r#"      <skipped message="{}"/>"#, escaped(&until))?;
    } else {
        writeln!(text, "      <system-out>{level}: {said}</system-out>")?;
    }
    writeln!(text, "    </testcase>")
}

/// Text within an element or an attribute; what XML 1.0 has no way to write is replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
