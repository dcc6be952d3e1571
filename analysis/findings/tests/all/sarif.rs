//! SARIF in the shape that GitHub's code scanning accepts.

use holdpoint_findings::{Format, Place, Report, render};
use serde_json::Value;

use crate::world::{BAD, TOOL, check};

fn log(report: &Report) -> Value {
    serde_json::from_str(&render(report, Format::Sarif)).unwrap()
}

#[test]
fn every_result_has_a_rule_a_place_and_a_fingerprint() {
    let report = check("dir/a b.yaml", "names: [bad-a, odd-b, bad-c]");
    let log = log(&report);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 2);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "dir/a%20b.yaml");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
        let print = result["partialFingerprints"]["primaryLocationLineHash"]
            .as_str()
            .unwrap();
        assert_eq!(print.len(), 34);
    }
    assert_eq!(results[1]["level"], "note");
    insta::assert_snapshot!(render(&report, Format::Sarif));
}

#[test]
fn an_address_is_relative_and_has_no_letters_that_it_may_not_have() {
    for (file, uri) in [
        ("./a.yaml", "a.yaml"),
        ("a\\b#c.yaml", "a/b%23c.yaml"),
        ("-", "stdin"),
        ("/tmp/ä.yaml", "file:///tmp/%C3%A4.yaml"),
    ] {
        let mut report = Report::new(TOOL, "names");
        report.add(holdpoint_findings::Finding::new(
            &BAD,
            Place::whole(file),
            "",
            &[],
        ));
        let log = log(&report);
        let found = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(found["artifactLocation"]["uri"], uri);
    }
}
