//! What a piece of evidence says, in a line.

use holdpoint_domain::evidence::Outcome;
use serde_json::Value;

use crate::words::{Language, messages};

messages! {
    /// What evidence says.
    pub(super) EvidenceWords {
        tests(passed, failed, skipped): "{passed} passed, {failed} failed, {skipped} skipped" | "{passed} bestanden, {failed} gescheitert, {skipped} ausgelassen";
        flaky(n): "{n} flaky" | "{n} wackelig";
        components[n]: "{n} component" / "{n} components" | "{n} Bestandteil" / "{n} Bestandteile";
        vulnerabilities[n]: "{n} vulnerability" / "{n} vulnerabilities" | "{n} Schwachstelle" / "{n} Schwachstellen";
        unlicensed(n): "{n} without a licence" | "{n} ohne Lizenz";
        errors[n]: "{n} error" / "{n} errors" | "{n} Fehler" / "{n} Fehler";
        warnings[n]: "{n} warning" / "{n} warnings" | "{n} Warnung" / "{n} Warnungen";
        waived(n): "{n} waived" | "{n} ausgenommen";
        clean: "nothing found" | "nichts gefunden";
        unfinished: "could not be examined as a whole" | "nicht ganz zu prüfen";
        foremost(counts, finding): "{counts}: {finding}" | "{counts}: {finding}";
        built_by(who): "built by {who}" | "gebaut von {who}";
        verified_by(who): "verified by {who}" | "geprüft von {who}";
        passed: "passed" | "bestanden";
        failed: "failed" | "gescheitert";
        recorded: "recorded" | "erfasst";
    }
}

/// What it says: what matters of its kind, or else whether it has passed.
pub(super) fn says(summary: &Value, outcome: Outcome, language: Language) -> String {
    let t = EvidenceWords(language);
    let count = |name: &str| summary.get(name).and_then(Value::as_u64).unwrap_or(0);
    let text = |name: &str| summary.get(name).and_then(Value::as_str);
    let said = match text("kind") {
        Some("tests") => tests(t, count),
        Some("sbom") => bill(t, count),
        Some("check") => Some(check(t, summary, count)),
        Some("provenance") => text("builder").map(|who| t.built_by(who)),
        Some("verification") => text("verifier").map(|who| t.verified_by(who)),
        _ => None,
    };
    let plain = match outcome {
        Outcome::Passed => t.passed(),
        Outcome::Failed => t.failed(),
        _ => t.recorded(),
    };
    said.unwrap_or_else(|| plain.to_owned())
}

/// Reports that only say how many there were have passed but for what they name.
fn tests(t: EvidenceWords, count: impl Fn(&str) -> u64) -> Option<String> {
    let failed = count("failed").saturating_add(count("errors"));
    let (skipped, flaky) = (count("skipped"), count("flaky"));
    let others = failed.saturating_add(skipped).saturating_add(flaky);
    let passed = count("passed").max(count("tests").saturating_sub(others));
    let mut said = t.tests(passed, failed, skipped);
    if flaky > 0 {
        said = format!("{said}, {}", t.flaky(flaky));
    }
    Some(said)
}

/// How much a check has found, and the gravest of it.
fn check(t: EvidenceWords, summary: &Value, count: impl Fn(&str) -> u64) -> String {
    let (errors, warnings, waived) = (count("error"), count("warning"), count("waived"));
    let held = summary.get("verdict").and_then(Value::as_str) == Some("hold");
    let said = [
        held.then(|| t.unfinished().to_owned()),
        (errors > 0).then(|| t.errors(errors)),
        (warnings > 0).then(|| t.warnings(warnings)),
        (waived > 0).then(|| t.waived(waived)),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let counts = match said.is_empty() {
        true => return t.clean().to_owned(),
        false => said.join(", "),
    };
    let first = summary.pointer("/findings/0/message");
    match first
        .and_then(Value::as_str)
        .filter(|_| errors + warnings > 0)
    {
        Some(finding) => t.foremost(&counts, finding),
        None => counts,
    }
}

fn bill(t: EvidenceWords, count: impl Fn(&str) -> u64) -> Option<String> {
    let mut said = vec![t.components(count("components"))];
    let (vulnerabilities, unlicensed) = (count("vulnerabilities"), count("without_licence"));
    if vulnerabilities > 0 {
        said.push(t.vulnerabilities(vulnerabilities));
    }
    if unlicensed > 0 {
        said.push(t.unlicensed(unlicensed));
    }
    Some(said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Language, Outcome, says};
    use serde_json::json;

    fn english(summary: &serde_json::Value) -> String {
        says(summary, Outcome::Passed, Language::English)
    }

    #[test]
    fn what_passed_comes_first() {
        let tests = json!({
            "kind": "tests", "duration_ms": 9, "errors": 1, "failed": 1, "flaky": 0,
            "passed": 412, "skipped": 3, "tests": 417,
        });
        assert_eq!(english(&tests), "412 passed, 2 failed, 3 skipped");
        assert_eq!(
            says(&tests, Outcome::Failed, Language::German),
            "412 bestanden, 2 gescheitert, 3 ausgelassen"
        );
        let only = json!({ "kind": "tests", "passed": 0, "tests": 849, "flaky": 2 });
        assert_eq!(english(&only), "847 passed, 0 failed, 0 skipped, 2 flaky");
    }

    #[test]
    fn a_bill_says_what_it_lists_and_the_rest_whether_it_passed() {
        let bill = json!({ "kind": "sbom", "components": 15, "without_licence": 2 });
        assert_eq!(english(&bill), "15 components, 2 without a licence");
        let provenance = json!({ "kind": "provenance", "builder": "https://ci.example" });
        assert_eq!(english(&provenance), "built by https://ci.example");
        let found = json!({
            "kind": "check", "check": "api", "verdict": "no-go", "error": 1, "warning": 2, "info": 4, "waived": 1,
            "findings": [{ "rule": "r", "level": "error", "message": "`a` is gone", "subject": "GET /a" }],
        });
        assert_eq!(
            english(&found),
            "1 error, 2 warnings, 1 waived: `a` is gone"
        );
        let clean = json!({ "kind": "check", "verdict": "go", "error": 0, "warning": 0, "info": 2, "waived": 0 });
        assert_eq!(english(&clean), "nothing found");
        assert_eq!(english(&json!({ "kind": "other", "fields": {} })), "passed");
    }
}
