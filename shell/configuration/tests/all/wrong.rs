//! Every mistake of a file is shown in one run, at its place, with what to do.

use holdpoint_configuration::PAGES;

use crate::world::{codes, file, read};

#[test]
fn many_mistakes_are_shown_at_once() {
    let found = read(&file("wrong/many.yaml")).unwrap_err();
    insta::assert_snapshot!(found.to_string());
}

#[test]
fn mistakes_for_programs() {
    let found = read(&file("wrong/syntax.yaml")).unwrap_err();
    insta::assert_json_snapshot!(found);
}

#[test]
fn every_mistake_has_a_page() {
    for diagnostic in read(&file("wrong/many.yaml")).unwrap_err().iter() {
        let domain = ["environment-unguarded"];
        let page = PAGES.iter().any(|page| page.code == diagnostic.code);
        assert!(
            page || domain.contains(&diagnostic.code.as_str()),
            "{}",
            diagnostic.code
        );
        assert!(!diagnostic.help.is_empty(), "{}", diagnostic.code);
        assert!(
            diagnostic.message.lines().count() == 1,
            "{}",
            diagnostic.message
        );
    }
}

#[test]
fn pages_are_complete_and_codes_are_their_own() {
    let mut codes: Vec<_> = PAGES.iter().map(|page| page.code).collect();
    assert!(codes.iter().all(|code| code.starts_with("configuration-")));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), PAGES.len());
    assert!(
        PAGES
            .iter()
            .all(|page| !page.why.is_empty() && !page.help.is_empty())
    );
}

#[test]
fn one_mistake_does_not_hide_another_nor_cause_one() {
    // The unit exists although it is wrong itself, and the gate is not called unguarded for its wrong role.
    let text = "organisation: {name: a}\nunits: {u: {x: 1}}\nteams: {t: {unit: u}}\nenvironments:\n  p:\n    protected: true\n    criteria: [approvals: boss]\n";
    assert_eq!(
        codes(text),
        ["configuration-unknown-key", "configuration-wrong-value"]
    );
}

#[test]
fn an_unguarded_environment_is_shown_at_its_key() {
    let text =
        "organisation: {name: a}\nenvironments:\n  p:\n    after: q\n    protected: true\n  q:\n";
    let found = read(text).unwrap_err();
    let one = found.iter().next().unwrap();
    assert_eq!(one.code, "environment-unguarded");
    assert_eq!(one.source.position(one.span.start).line, 5);
    // A repository's file adds to a gate and need not guard it alone.
    assert!(codes("environments: {p: {protected: true}}").is_empty());
}

#[test]
fn sections_that_a_repository_does_not_own() {
    let text = "units: {a: }\nteams: {t: {unit: a}}\ncomponents: {c: {unit: a}}\n";
    assert_eq!(codes(text), vec!["configuration-misplaced-section"; 2]);
}

#[test]
fn files_that_are_none() {
    assert_eq!(codes(""), ["configuration-empty"]);
    assert_eq!(codes("# nothing\n"), ["configuration-empty"]);
    assert_eq!(codes("- a"), ["configuration-wrong-shape"]);
    assert_eq!(
        codes("components: {}\n---\ncomponents: {}\n"),
        ["configuration-several-documents"]
    );
    assert_eq!(codes("components: !!map {}"), ["configuration-tag"]);
    assert_eq!(
        codes("components: {a: {unit: x}}\n\ttab: x\n"),
        ["configuration-syntax"]
    );
    assert_eq!(codes("? [a]\n: b\n"), ["configuration-key-not-text"]);
}

#[test]
fn duplicate_keys_name_the_first() {
    let found = read("components:\n  a: {unit: x}\n  a: {unit: x}\n").unwrap_err();
    let one = found.iter().next().unwrap();
    assert_eq!(
        one.message,
        "`a` stands here a second time; the first is on line 2"
    );
    assert_eq!(one.source.position(one.span.start).line, 3);
}

#[test]
fn an_unreadable_policy_says_why() {
    let text = "environments: {p: {criteria: [rego: a.rego]}}";
    let source = holdpoint_configuration::Source::new("holdpoint.yaml", text);
    let found =
        holdpoint_configuration::Configuration::parse(source, &|_| Err("no such file".into()));
    let found = found.unwrap_err();
    let one = found.iter().next().unwrap();
    assert_eq!(one.message, "policy `a.rego` cannot be used: no such file");
}

#[test]
fn a_secret_is_not_shown_by_the_message_about_it() {
    let found = read(&file("wrong/many.yaml")).unwrap_err();
    let shown = found.to_string() + &serde_json::to_string(&found).unwrap();
    assert!(
        !shown.contains("hunter2") && !shown.contains("me:secret"),
        "{shown}"
    );
}
