//! A comment on a change.

use std::collections::BTreeSet;
use std::fmt::{Result, Write as _};

use super::human::plural;
use crate::{Finding, Fingerprint, Level, Report, Verdict};

/// Findings in a comment; forges refuse longer ones.
const SHOWN: usize = 100;

/// The end of a comment whose findings are not all shown.
const ROOM_FOR_END: usize = 64;

pub(super) fn render(report: &Report) -> String {
    page(report, &BTreeSet::new(), usize::MAX)
}

/// The comment on a change, of at most so many bytes; findings that stand at their lines are only counted.
pub(super) fn page(report: &Report, at_lines: &BTreeSet<Fingerprint>, bytes: usize) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = head(&mut text, report).and_then(|()| table(&mut text, report, at_lines, bytes));
    text
}

fn head(text: &mut String, report: &Report) -> Result {
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
    match &report.hold {
        Some(why) => writeln!(text, "On hold: {}\n", cell(why)),
        None => Ok(()),
    }
}

fn table(
    text: &mut String,
    report: &Report,
    at_lines: &BTreeSet<Fingerprint>,
    bytes: usize,
) -> Result {
    let findings = report.findings().iter();
    let (there, mut rows): (Vec<_>, Vec<_>) =
        findings.partition(|finding| at_lines.contains(&finding.fingerprint));
    if !there.is_empty() {
        writeln!(text, "{} more at the lines\n", there.len())?;
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "| | rule | subject | what | where |\n|---|---|---|---|---|"
    )?;
    // The heaviest first, as the end may not be shown.
    rows.sort_by_key(|finding| (!finding.counts(), std::cmp::Reverse(finding.level)));
    let mut shown = 0;
    for finding in rows.iter().take(SHOWN) {
        let mut line = String::new();
        row(&mut line, finding)?;
        if text.len() + line.len() > bytes.saturating_sub(ROOM_FOR_END) {
            break;
        }
        text.push_str(&line);
        shown += 1;
    }
    match rows.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(text, "\n… and {more} more"),
    }
}

/// What is said of a finding at its line.
pub(super) fn remark(finding: &Finding) -> String {
    let (rule, message) = (finding.rule.id, cell(&finding.message));
    let sign = sign(finding);
    let mut text = format!("{sign} `{rule}`: {message}\n");
    if !finding.subject.is_empty() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{}", cell(&finding.subject));
    }
    if !finding.help.is_empty() {
        let _ = writeln!(text, "\n*{}*", cell(&finding.help));
    }
    text
}

fn sign(finding: &Finding) -> &'static str {
    match (finding.counts(), finding.level) {
        (false, _) => "waived",
        (true, Level::Error) => "❌ error",
        (true, Level::Warning) => "⚠️ warning",
        (true, Level::Info) => "ℹ️ info",
    }
}

fn row(text: &mut String, finding: &Finding) -> Result {
    let sign = sign(finding);
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
