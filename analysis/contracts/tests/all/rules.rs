//! Every rule can be explained.

use std::collections::BTreeSet;

use holdpoint_contracts::openapi::rules;
use holdpoint_findings::{Level, find};

#[test]
fn there_are_as_many_as_are_known_elsewhere() {
    let known: Vec<_> = rules().filter(|rule| !rule.aliases.is_empty()).collect();
    let count = |level| known.iter().filter(|rule| rule.level == level).count();
    let counts = [Level::Error, Level::Warning, Level::Info].map(count);
    assert_eq!((known.len(), counts), (509, [213, 30, 266]));
    let ids: BTreeSet<_> = rules().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().count());
}

#[test]
fn every_rule_says_what_why_and_what_to_do() {
    const WORDS: &[&str] = &[
        "name", "in", "status", "media", "property", "from", "to", "what",
    ];
    for rule in rules() {
        assert!(rule.id.starts_with("api-"), "{}", rule.id);
        let texts = [rule.message, rule.why, rule.help, rule.example];
        assert!(texts.iter().all(|text| !text.is_empty()), "{}", rule.id);
        for word in rule.message.split('{').skip(1) {
            let word = word.split('}').next().unwrap();
            assert!(WORDS.contains(&word), "{}: {word}", rule.id);
        }
    }
}

#[test]
fn a_rule_is_found_by_the_name_that_others_give_it() {
    let rule = find(rules(), "oasdiff:request-property-removed").unwrap();
    assert_eq!(rule.id, "api-request-property-removed");
}
