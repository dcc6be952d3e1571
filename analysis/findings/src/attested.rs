//! A report as it is kept: as programs read it, with the lines that findings are about.

use serde_json::{Value as Json, json};

use crate::render::{Format, plain, render};
use crate::{Place, Report};

/// Lines before and after the one that a finding is about.
const AROUND: usize = 2;
/// Characters of a line.
const LINE: usize = 160;
/// Findings that come with their lines: no page shows more of them at once.
const MOST: usize = 2_000;

/// The report as programs read it, with a few lines around each finding where the text is at hand: whoever looks at it
/// later does not have the file.
#[must_use]
pub fn attested(report: &Report) -> Json {
    let text = render(report, Format::Json);
    let mut document: Json = serde_json::from_str(&text).unwrap_or_default();
    let findings = document.get_mut("findings").and_then(Json::as_array_mut);
    let pairs = findings.into_iter().flatten().zip(report.findings());
    for (written, finding) in pairs.take(MOST) {
        if let (Json::Object(fields), Some(lines)) = (written, excerpt(report, &finding.place)) {
            fields.insert("excerpt".to_owned(), lines);
        }
    }
    document
}

fn excerpt(report: &Report, place: &Place) -> Option<Json> {
    let source = report.sources().get(&place.file)?;
    let first = place.line.saturating_sub(AROUND).max(1);
    let lines = (first..=place.line + AROUND).map_while(|line| source.line(line));
    let lines: Vec<String> = lines.map(cut).collect();
    (!lines.is_empty()).then(|| json!({ "first": first, "lines": lines }))
}

fn cut(line: &str) -> String {
    let kept: String = line.chars().take(LINE).collect();
    plain(&kept.replace('\t', "    ")).into_owned()
}
