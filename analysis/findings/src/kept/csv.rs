//! Comma-separated values (RFC 4180).

use super::{Kept, KeptFinding};

const NAMES: [&str; 10] = [
    "level",
    "rule",
    "subject",
    "message",
    "file",
    "line",
    "column",
    "help",
    "fingerprint",
    "waived",
];

pub(super) fn table(kept: &Kept) -> String {
    let mut text = NAMES.join(",");
    text.push_str("\r\n");
    for finding in &kept.findings {
        let cells = cells(finding).map(|cell| quoted(&cell));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn cells(finding: &KeptFinding) -> [String; 10] {
    let place = &finding.place;
    let waiver = finding.waiver.as_ref();
    [
        finding.level.to_string(),
        finding.rule.clone(),
        finding.subject.clone(),
        finding.message.clone(),
        place.file.clone(),
        place.line.to_string(),
        place.column.to_string(),
        finding.help.clone(),
        finding.fingerprint.clone(),
        waiver
            .map(|waiver| format!("until {}", waiver.expires))
            .unwrap_or_default(),
    ]
}

/// What begins like a formula would be one in a spreadsheet.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}
