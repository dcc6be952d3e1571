//! Reports as people and programs get them.

use holdpoint_findings::{
    Finding, Format, Level, Place, Report, Verdict, Waivers, comment, remark, render,
};
use jiff::civil::date;

use crate::world::{BAD, TOOL, check, source};

const NAMES: &str = "names:\n  - good\n  - bad-a\n  - bad-|b <&> %\n  - odd-c\n";

fn report() -> Report {
    let mut report = check("shop.yaml", NAMES);
    let text = "waivers:\n- {rule: name-bad, subject: name bad-a, owner: names, approver: anna, reason: it moves, expires: 2027-01-31}";
    let waivers = Waivers::read(&source("waivers.yaml", text)).unwrap();
    waivers.apply(&mut report, date(2026, 11, 28));
    report
}

#[test]
fn people_see_the_lines() {
    insta::assert_snapshot!(render(&report(), Format::Human { colour: false }));
}

#[test]
fn colour_adds_nothing_to_the_meaning() {
    let coloured = render(&report(), Format::Human { colour: true });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, render(&report(), Format::Human { colour: false }));
}

#[test]
fn programs_get_json() {
    insta::assert_snapshot!(render(&report(), Format::Json));
}

#[test]
fn build_servers_get_junit() {
    let text = render(&report(), Format::Junit);
    let mut reader = quick_xml::Reader::from_str(&text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    insta::assert_snapshot!(text);
}

#[test]
fn forges_get_annotations() {
    insta::assert_snapshot!("github", render(&report(), Format::Github));
    insta::assert_snapshot!("gitlab", render(&report(), Format::Gitlab));
    insta::assert_snapshot!("markdown", render(&report(), Format::Markdown));
}

#[test]
fn nothing_found_is_said_too() {
    let report = check("shop.yaml", "names: [good]");
    assert_eq!(report.verdict(), Verdict::Go);
    assert_eq!(
        render(&report, Format::Human { colour: false }),
        "names: go, nothing found\n"
    );
    assert!(render(&report, Format::Junit).contains("tests=\"1\" failures=\"0\""));
    assert_eq!(render(&report, Format::Github), "");
    assert_eq!(render(&report, Format::Gitlab), "[]\n");
}

#[test]
fn a_hold_is_neither_go_nor_no_go_unless_something_fails() {
    let mut report = check("shop.yaml", "names: [odd]");
    report.hold = Some("the base is missing".to_owned());
    assert_eq!(report.verdict(), Verdict::Hold);
    report.failing = Level::Info;
    assert_eq!(report.verdict(), Verdict::NoGo);
}

#[test]
fn a_finding_is_recognised_when_its_line_has_moved() {
    let (before, after) = (
        check("a.yaml", NAMES),
        check("b.yaml", &format!("# new\n\n{NAMES}")),
    );
    let prints = |report: &Report| -> Vec<_> {
        report
            .findings()
            .iter()
            .map(|one| one.fingerprint.to_string())
            .collect()
    };
    assert_eq!(prints(&before), prints(&after));
    assert_eq!(prints(&before)[0], "10513eed8d4be872ca9323442258c86f");
}

#[test]
fn twins_are_told_apart_by_their_order() {
    let report = check("a.yaml", "names: [bad, bad, bad]");
    let mut prints: Vec<_> = report
        .findings()
        .iter()
        .map(|one| one.fingerprint)
        .collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), 3);
    let one = check("a.yaml", "names: [bad]");
    assert_eq!(
        one.findings()[0].fingerprint,
        report.findings()[0].fingerprint
    );
}

#[test]
fn the_text_of_a_finding_does_nothing_to_a_terminal_or_a_build() {
    let mut report = Report::new(TOOL, "names");
    let name = "\u{1b}[31m\n::error::x\u{202e}\u{0}";
    let place = Place::whole("a,b:c.yaml");
    report.add(Finding::new(&BAD, place, name, &[("name", name)]));
    let human = render(&report, Format::Human { colour: false });
    assert!(!human.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{human}");
    assert_eq!(
        human.lines().filter(|line| line.starts_with("::")).count(),
        0
    );
    let github = render(&report, Format::Github);
    assert_eq!(github.lines().count(), 1, "{github}");
    assert!(
        github.starts_with("::error file=a%2Cb%3Ac.yaml,line=1,"),
        "{github}"
    );
    assert!(!render(&report, Format::Junit).contains(['\u{1b}', '\u{0}']));
}

#[test]
fn a_comment_has_no_more_bytes_than_a_forge_takes() {
    let names: String = (0..90).map(|at| format!("  - bad-{at}\n")).collect();
    let report = check("shop.yaml", &format!("names:\n{names}"));
    let nothing = std::collections::BTreeSet::new();
    let whole = comment(&report, &nothing, usize::MAX);
    assert_eq!(whole, render(&report, Format::Markdown));
    for bytes in [1_000, 4_000, whole.len()] {
        let text = comment(&report, &nothing, bytes);
        assert!(text.len() <= bytes, "{}", text.len());
        let rows = text.matches("`name-bad`").count();
        assert!(
            text.ends_with(&format!("… and {} more\n", 90 - rows)),
            "{text}"
        );
    }
    // What stands at its line is only counted, and says the same there.
    let one = &report.findings()[0];
    let text = comment(&report, &[one.fingerprint].into(), usize::MAX);
    assert!(
        text.contains("1 more at the lines") && !text.contains("name bad-0 "),
        "{text}"
    );
    assert!(remark(one).starts_with("❌ error `name-bad`: the name `bad-0` is bad\n"));
}
