//! SARIF 2.1.0 of a result that was kept.

use serde_json::{Value as Json, json};

use super::{Kept, KeptFinding};
use crate::render::{SCHEMA, address, level};

pub(super) fn log(kept: &Kept) -> Json {
    let mut rules: Vec<&str> = kept.findings.iter().map(|one| one.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let descriptors = rules.iter().map(|rule| descriptor(kept, rule));
    let results = kept.findings.iter().map(|one| result(one, &rules));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": kept.tool,
                "semanticVersion": kept.version,
                "rules": descriptors.collect::<Vec<_>>(),
            }},
            "automationDetails": { "id": format!("{}/{}/", kept.tool, kept.check) },
            "columnKind": "unicodeCodePoints",
            "properties": { "verdict": kept.verdict },
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn descriptor(kept: &Kept, rule: &str) -> Json {
    let found = kept.findings.iter().find(|one| one.rule == rule);
    let help = found.map_or("", |one| one.help.as_str());
    json!({ "id": rule, "shortDescription": { "text": rule }, "help": { "text": help } })
}

fn result(one: &KeptFinding, rules: &[&str]) -> Json {
    let text = match one.subject.as_str() {
        "" => format!("{}. {}", one.message, one.help),
        subject => format!("{subject}: {}. {}", one.message, one.help),
    };
    let mut region =
        json!({ "startLine": one.place.line.max(1), "startColumn": one.place.column.max(1) });
    if let (Some(excerpt), Json::Object(fields)) = (&one.excerpt, &mut region) {
        let at = one.place.line.checked_sub(excerpt.first);
        if let Some(line) = at.and_then(|at| excerpt.lines.get(at)) {
            fields.insert("snippet".to_owned(), json!({ "text": line }));
        }
    }
    let mut result = json!({
        "ruleId": one.rule,
        "ruleIndex": rules.binary_search(&one.rule.as_str()).unwrap_or_default(),
        "level": level(one.level),
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": address(&one.place.file),
            "region": region,
        }}],
        "partialFingerprints": { "primaryLocationLineHash": format!("{}:1", one.fingerprint), "finding/v1": one.fingerprint },
    });
    if let (Some(waiver), Json::Object(fields)) = (&one.waiver, &mut result) {
        let why = format!(
            "{} (approved by {}, owned by {}, until {})",
            waiver.reason, waiver.approver, waiver.owner, waiver.expires
        );
        let suppression =
            json!([{ "kind": "external", "status": "accepted", "justification": why }]);
        fields.insert("suppressions".to_owned(), suppression);
    }
    result
}
