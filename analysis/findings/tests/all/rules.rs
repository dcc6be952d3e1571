//! What has to hold of every rule.

use std::collections::BTreeSet;

use holdpoint_findings::{find, rules};

#[test]
fn every_rule_has_an_id_of_its_own_and_a_page() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        assert!(
            rule.id
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        );
        for text in [rule.message, rule.why, rule.help, rule.example] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
        assert!(
            !rule.message.contains('\n') && !rule.message.ends_with('.'),
            "{}",
            rule.id
        );
    }
    assert!(seen.len() >= 12);
}

#[test]
fn a_rule_is_found_by_its_id_and_by_what_others_call_it() {
    let known = [crate::world::BAD, crate::world::ODD];
    assert_eq!(find(known.iter(), "name-odd").unwrap().id, "name-odd");
    assert_eq!(find(known.iter(), "other:bad-name").unwrap().id, "name-bad");
    assert_eq!(find(known.iter(), "name-good"), None);
}

#[test]
fn a_message_says_the_words_of_its_finding() {
    let rule = crate::world::BAD;
    assert_eq!(rule.say(&[("name", "{name}")]), "the name `{name}` is bad");
    assert_eq!(rule.say(&[("other", "x")]), "the name `{name}` is bad");
    assert_eq!(rule.say(&[("name", "x")]), "the name `x` is bad");
}
