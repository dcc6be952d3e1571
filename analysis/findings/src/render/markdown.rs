//! A comment on a change.

use std::fmt::{Result, Write as _};

use super::human::plural;
use crate::{Finding, Level, Report, Verdict};

/// Findings in a comment; forges refuse longer ones.
const SHOWN: usize = 100;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = page(&mut text, report);
    text
}

fn page(text: &mut String, report: &Report) -> Result {
    let sign = match report.verdict() {
        Verdict::Go => "✅",
        Verdict::NoGo => "❌",
        Verdict::Hold => "✋",
    };
    let (tool, check, verdict) = (report.tool.name, report.check, report.verdict());
    writeln!(text, "### {sign} {tool} check {check}: {verdict}\n")?;
    let summary = report.summary();
    let error = plural(summary.error, "error");
    let warning = plural(summary.warning, "warning");
    let (info, waived) = (summary.info, summary.waived);
    writeln!(text, "{error}, {warning}, {info} info, {waived} waived\n")?;
    if let Some(why) = &report.hold {
        writeln!(text, "On hold: {}\n", cell(why))?;
    }
    if report.findings().is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "| | rule | subject | what | where |\n|---|---|---|---|---|"
    )?;
    // The heaviest first, as the end may not be shown.
    let mut findings: Vec<_> = report.findings().iter().collect();
    findings.sort_by_key(|finding| (!finding.counts(), std::cmp::Reverse(finding.level)));
    for finding in findings.iter().take(SHOWN) {
        row(text, finding)?;
    }
    match findings.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(text, "\n… and {more} more"),
    }
}

fn row(text: &mut String, finding: &Finding) -> Result {
    let sign = match (finding.counts(), finding.level) {
        (false, _) => "waived",
        (true, Level::Error) => "❌ error",
        (true, Level::Warning) => "⚠️ warning",
        (true, Level::Info) => "ℹ️ info",
    };
    let place = &finding.place;
    let at = cell(&format!("{}:{}", place.file, place.line));
    let mut said = cell(&finding.message);
    if let Some(waiver) = &finding.waiver {
        let (approver, until) = (cell(&waiver.approver), waiver.expires);
        write!(
            said,
            "<br>waived by {approver} until {until}: {}",
            cell(&waiver.reason)
        )?;
    } else if !finding.help.is_empty() {
        write!(said, "<br>*{}*", cell(&finding.help))?;
    }
    let (rule, subject) = (finding.rule.id, cell(&finding.subject));
    writeln!(text, "| {sign} | `{rule}` | {subject} | {said} | {at} |")
}

/// Text that stays within its cell and mentions nobody. What stands in backticks stays code.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' => safe.push_str("\\|"),
            '<' => safe.push_str("&lt;"),
            '@' => safe.push_str("&#64;"),
            '\n' | '\r' => safe.push(' '),
            '[' | ']' | '*' | '_' | '\\' if !in_code(&safe) => {
                safe.push('\\');
                safe.push(character);
            }
            other => safe.push(other),
        }
    }
    safe
}

/// Whether a backtick is open.
fn in_code(before: &str) -> bool {
    before.matches('`').count() % 2 == 1
}
