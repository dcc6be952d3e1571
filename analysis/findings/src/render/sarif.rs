//! SARIF 2.1.0 (OASIS), in the shape that GitHub's code scanning accepts: every result has a location with a relative
//! address, a rule with its page, and a fingerprint.

mod address;
mod rules;

use serde_json::{Map, Value as Json, json};

use crate::{Finding, Level, Place, Report};
pub(crate) use address::address;
use rules::Rules;

pub(crate) const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The whole log.
pub(super) fn log(report: &Report) -> Json {
    let rules = Rules::of(report);
    let results: Vec<_> = { report.findings().iter() }
        .map(|finding| result(finding, &rules))
        .collect();
    let tool = report.tool;
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool.name,
                "semanticVersion": tool.version,
                "informationUri": tool.page,
                "rules": rules.descriptors(),
            }},
            "automationDetails": { "id": format!("{}/{}/", tool.name, report.check) },
            "columnKind": "unicodeCodePoints",
            "properties": { "verdict": report.verdict() },
            "results": results,
        }],
    })
}

pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn result(finding: &Finding, rules: &Rules) -> Json {
    let fingerprint = finding.fingerprint.to_string();
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rules.index(finding.rule.id),
        "level": level(finding.level),
        "message": { "text": said(finding) },
        "locations": [location(&finding.place, None)],
        "partialFingerprints": {
            "primaryLocationLineHash": format!("{fingerprint}:1"),
            "finding/v1": fingerprint,
        },
        "properties": properties(finding),
    });
    let Json::Object(fields) = &mut result else {
        return result;
    };
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(at, related)| {
            let mut location = location(&related.place, Some(&related.message));
            if let Json::Object(fields) = &mut location {
                fields.insert("id".to_owned(), json!(at + 1));
            }
            location
        });
        fields.insert("relatedLocations".to_owned(), related.collect());
    }
    if let Some(waiver) = &finding.waiver {
        let (approver, owner) = (&waiver.approver, &waiver.owner);
        let (until, reason) = (waiver.expires, &waiver.reason);
        let why = format!("{reason} (approved by {approver}, owned by {owner}, until {until})");
        let suppression =
            json!([{ "kind": "external", "status": "accepted", "justification": why }]);
        fields.insert("suppressions".to_owned(), suppression);
    }
    result
}

fn said(finding: &Finding) -> String {
    match finding.subject.as_str() {
        "" => format!("{}. {}", finding.message, finding.help),
        subject => format!("{subject}: {}. {}", finding.message, finding.help),
    }
}

fn properties(finding: &Finding) -> Map<String, Json> {
    let own = finding.properties.iter();
    let mut all: Map<_, _> = own
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    if !finding.subject.is_empty() {
        all.insert("subject".to_owned(), json!(finding.subject));
    }
    all
}

fn location(place: &Place, message: Option<&str>) -> Json {
    let mut region = json!({ "startLine": place.line, "startColumn": place.column });
    if let (Json::Object(fields), Some(end)) = (&mut region, place.end) {
        fields.insert("endLine".to_owned(), json!(end.line));
        fields.insert("endColumn".to_owned(), json!(end.column));
    }
    let mut location = json!({
        "physicalLocation": { "artifactLocation": address(&place.file), "region": region },
    });
    let Json::Object(fields) = &mut location else {
        return location;
    };
    if !place.pointer.is_empty() {
        let logical = json!([{ "fullyQualifiedName": place.pointer }]);
        fields.insert("logicalLocations".to_owned(), logical);
    }
    if let Some(text) = message {
        fields.insert("message".to_owned(), json!({ "text": text }));
    }
    location
}
