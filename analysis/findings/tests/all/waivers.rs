//! Exceptions hold until their day, for what they name, and are never forgotten.

use holdpoint_findings::{Report, Verdict, Waivers};
use jiff::civil::{Date, date};

use crate::world::{check, source};

const NAMES: &str = "names: [good, bad-a, bad-b, odd-c]\n";
const TODAY: Date = date(2026, 11, 28);

fn waiver(lines: &str) -> String {
    format!("  - {lines}\n    owner: names\n    approver: anna\n    reason: it moves\n")
}

fn waived(list: &str, today: Date) -> Report {
    let mut report = check("shop.yaml", NAMES);
    let waivers = Waivers::read(&source("waivers.yaml", &format!("waivers:\n{list}"))).unwrap();
    waivers.apply(&mut report, today);
    report
}

fn rules(report: &Report) -> Vec<(&str, bool)> {
    let findings = report.findings().iter();
    findings
        .map(|finding| (finding.rule.id, finding.counts()))
        .collect()
}

#[test]
fn a_waiver_excuses_what_it_names() {
    let report = waived(
        &waiver("rule: name-bad\n    subject: name bad-*\n    expires: 2026-11-28"),
        TODAY,
    );
    assert_eq!(
        rules(&report),
        [("name-bad", false), ("name-bad", false), ("name-odd", true)]
    );
    assert_eq!(report.verdict(), Verdict::Go);
    assert_eq!(report.summary().waived, 2);
    let applied = report.findings()[0].waiver.as_ref().unwrap();
    assert_eq!(
        (applied.approver.as_str(), applied.reason.as_str()),
        ("anna", "it moves")
    );
}

#[test]
fn a_rule_may_be_named_as_other_tools_do_and_a_finding_by_its_fingerprint() {
    let print = check("shop.yaml", NAMES).findings()[1]
        .fingerprint
        .to_string();
    let list = format!("rule: other:bad-name\n    fingerprint: {print}\n    expires: 2027-01-01");
    let report = waived(&waiver(&list), TODAY);
    assert_eq!(
        rules(&report),
        [("name-bad", true), ("name-bad", false), ("name-odd", true)]
    );
    assert_eq!(report.verdict(), Verdict::NoGo);
}

#[test]
fn an_expired_waiver_excuses_nothing_and_fails_itself() {
    let report = waived(
        &waiver("rule: name-odd\n    subject: \"*\"\n    expires: 2026-11-27"),
        TODAY,
    );
    let said = &report.findings()[3];
    assert_eq!(said.rule.id, "check-waiver-expired");
    assert_eq!(
        said.message,
        "the waiver of `name-odd` for `*` expired on 2026-11-27; names was to mend it"
    );
    assert_eq!(
        (&*said.place.file, said.place.line, said.place.column),
        ("waivers.yaml", 2, 5)
    );
    assert!(report.fails(said) && report.findings()[2].counts());
}

#[test]
fn a_waiver_for_nothing_is_reported() {
    let report = waived(
        &waiver("rule: name-bad\n    file: other.yaml\n    expires: 2027-01-01"),
        TODAY,
    );
    let said = report.findings().last().unwrap();
    assert_eq!(
        said.message,
        "the waiver of `name-bad` for `other.yaml` matches no finding"
    );
    assert_eq!(said.rule.id, "check-waiver-unused");
    assert!(!report.fails(said));
}

#[test]
fn all_that_is_wrong_with_waivers_is_said_at_once() {
    let text = "waivers:\n  - rule: name-bad\n    owners: x\n    reason: [a]\n    expires: tomorrow\nother: 1\n";
    let error = Waivers::read(&source("w.yaml", text)).unwrap_err();
    let said: Vec<_> = { error.findings().iter() }
        .map(|one| format!("{}:{} {}", one.place.line, one.place.column, one.message))
        .collect();
    assert_eq!(
        said,
        [
            "6:1 there is no key `other`",
            "3:5 there is no key `owners`; did you mean `owner`?",
            "2:5 the waiver has no `owner`",
            "2:5 the waiver has no `approver`",
            "4:5 `reason` is a list, not text",
            "5:14 `tomorrow` is no day such as `2027-03-31`",
            "2:5 a waiver of a whole rule has to say `subject: \"*\"`",
        ]
    );
}
