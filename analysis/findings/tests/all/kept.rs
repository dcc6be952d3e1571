//! Results that were kept are read back as they were written, compared, and written for others.

use std::sync::Arc;

use holdpoint_findings::kept::Kept;
use holdpoint_findings::{Finding, Level, Place, Report, Rule, Source, Span, Tool, attested};
use serde_json::{Value, json};

static RULE: Rule = Rule {
    id: "thing-gone",
    level: Level::Error,
    message: "`{name}` is gone",
    why: "w",
    help: "keep it",
    example: "e",
    aliases: &["other:thing"],
};

fn report(names: &[&str]) -> Report {
    let tool = Tool {
        name: "tool",
        version: "1.2.3",
        page: "https://example.org",
    };
    let mut report = Report::new(tool, "api");
    let text = "one\ntwo\n\tthree\nfour\nfive\nsix\n";
    let source = Arc::new(Source::new("a.yaml", text.as_bytes().to_vec()).unwrap());
    report.add_source(&source);
    for name in names {
        let place = Place::of(&source, Span::new(9, 14), "/x");
        report.add(Finding::new(&RULE, place, "GET /a", &[("name", name)]));
    }
    report.failing = Level::Warning;
    report.settle();
    report
}

fn kept(names: &[&str]) -> Kept {
    Kept::read(&attested(&report(names))).unwrap()
}

#[test]
fn what_is_kept_says_what_was_found_with_the_lines_around_it() {
    let kept = kept(&["a"]);
    let found = &kept.findings[0];
    assert_eq!(
        (found.rule.as_str(), found.message.as_str()),
        ("thing-gone", "`a` is gone")
    );
    assert_eq!(kept.fail_on, Some(Level::Warning));
    assert!(kept.fails(found));
    let excerpt = found.excerpt.as_ref().unwrap();
    assert_eq!(excerpt.first, 1);
    assert_eq!(excerpt.lines, ["one", "two", "    three", "four", "five"]);
    assert_eq!(
        found.fingerprint,
        report(&["a"]).findings()[0].fingerprint.to_string()
    );
}

#[test]
fn what_has_changed_is_told_by_what_findings_are_recognised_by() {
    let (earlier, now) = (kept(&["a", "b"]), kept(&["b", "c", "d"]));
    let trend = now.since(&earlier);
    assert_eq!((trend.new, trend.same, trend.fixed.len()), (2, 1, 1));
    assert_eq!(trend.fixed[0].message, "`a` is gone");
    let new = now.findings.iter().filter(|one| trend.is_new(one));
    let mut new: Vec<_> = new.map(|one| one.message.as_str()).collect();
    new.sort_unstable();
    assert_eq!(new, ["`c` is gone", "`d` is gone"]);
}

#[test]
fn a_cell_is_no_formula_and_stays_one_cell() {
    let kept = kept(&["=1+1, \"x\""]);
    let mut formula = kept.clone();
    formula.findings[0].subject = "=cmd()".to_owned();
    let csv = formula.csv();
    let mut lines = csv.split("\r\n");
    assert_eq!(
        lines.next(),
        Some("level,rule,subject,message,file,line,column,help,fingerprint,waived")
    );
    let row = lines.next().unwrap();
    assert!(
        row.starts_with(
            "error,thing-gone,'=cmd(),\"`=1+1, \"\"x\"\"` is gone\",a.yaml,3,2,keep it,"
        ),
        "{row}"
    );
}

#[test]
fn sarif_of_what_was_kept_is_valid_and_has_the_same_fingerprints() {
    let kept = kept(&["a", "b"]);
    let log: Value = serde_json::from_str(&kept.sarif()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(
        log["runs"][0]["tool"]["driver"]["rules"][0]["id"],
        "thing-gone"
    );
    let original: Value = serde_json::from_str(&holdpoint_findings::render(
        &report(&["a", "b"]),
        holdpoint_findings::Format::Sarif,
    ))
    .unwrap();
    let prints = |log: &Value| -> Vec<Value> {
        let results = log["runs"][0]["results"].as_array().unwrap();
        results
            .iter()
            .map(|one| one["partialFingerprints"].clone())
            .collect()
    };
    assert_eq!(prints(&log), prints(&original));
    assert_eq!(
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["snippet"]["text"],
        "    three"
    );
}

#[test]
fn what_is_no_result_is_refused() {
    let error = Kept::read(&json!({ "check": "api" })).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the result of the check cannot be read: missing field `tool`"
    );
}
