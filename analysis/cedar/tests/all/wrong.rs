//! Mistakes, each with its place.

use holdpoint_cedar::{LARGEST, Mistake, Policies, Schema};
use proptest::prelude::*;

use crate::schema;

fn wrong(text: &str) -> Vec<Mistake> {
    Policies::parse(text, &schema()).unwrap_err()
}

/// The mistake as it is told, and the text that it is about.
fn told(text: &str) -> Vec<(String, &str)> {
    let place = |mistake: &Mistake| text.get(mistake.span.clone().unwrap()).unwrap().to_owned();
    let each = wrong(text).into_iter().map(|mistake| {
        let begin = mistake.span.clone().unwrap();
        (mistake.at(text), text.get(begin).unwrap(), place(&mistake))
    });
    each.map(|(at, text, _)| (at, text)).collect()
}

#[test]
fn what_is_no_cedar_is_shown_where_it_ends() {
    let broken = wrong("@id(\"a\") permit (principal, action, resource);\npermit (who");
    assert_eq!(
        broken[0]
            .place("@id(\"a\") permit (principal, action, resource);\npermit (who")
            .unwrap()
            .0,
        2
    );
}

#[test]
fn what_the_schema_does_not_know_is_shown_with_what_is_near() {
    let text =
        "@id(\"x\")\nforbid (principal in Role::\"king\", action == Action::\"deploi\", resource);";
    let said = told(text);
    assert_eq!(
        said[0],
        (
            "2:22: `x`: entity `Role::\"king\"` is of an enumerated entity type, but `\"king\"` is not declared as a valid eid".to_owned(),
            "Role::\"king\""
        ),
        "{said:?}"
    );
    assert_eq!(said[1].1, "Action::\"deploi\"", "{said:?}");
    let help = wrong(text)
        .into_iter()
        .filter_map(|mistake| mistake.help)
        .collect::<String>();
    assert!(help.contains("deploy"), "{help}");
    let text = "@id(\"x\") forbid (principal, action, resource) when { context.hour > 3 };";
    assert_eq!(told(text)[0].1, "context.hour", "{:?}", told(text));
    let text =
        "@id(\"x\") forbid (principal, action, resource) when { context.weekday == \"monday\" };";
    assert!(
        told(text)[0].0.starts_with("1:54: `x`: "),
        "{:?}",
        told(text)
    );
}

#[test]
fn every_policy_has_an_id_of_its_own_and_is_about_somebody() {
    let nameless = wrong("permit (principal, action, resource);");
    assert_eq!(
        nameless[0].at("permit (principal, action, resource);"),
        "1:1: a policy has no id"
    );
    let one = "@id(\"a\") permit (principal, action, resource);";
    let twice = wrong(&format!(
        "{one}\n@id(\"a\") forbid (principal, action, resource);"
    ));
    assert_eq!(twice[0].message, "two policies have the id `a`");
    let template = wrong("@id(\"a\") permit (principal == ?principal, action, resource);");
    assert!(template[0].message.contains("template"), "{template:?}");
    let long = wrong(&one.replace('a', &"a".repeat(81)).replace("paaa", "pa"));
    assert!(!long.is_empty());
    let lines = wrong("@id(\"a\") @advice(\"one\\ntwo\") permit (principal, action, resource);");
    assert_eq!(
        lines[0].message,
        "an advice is one line of at most 300 characters"
    );
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let text =
        "permit (principal, action, resource);\npermit (principal, action, resource is Ghost);";
    assert!(wrong(text).len() >= 3, "{:?}", wrong(text));
}

#[test]
fn what_is_right_but_hardly_meant_is_doubted() {
    let nothing = Policies::parse("", &schema()).unwrap();
    assert_eq!(
        nothing.doubts()[0].message,
        "it permits nothing, so everything is forbidden"
    );
    let never = "@id(\"a\") permit (principal, action, resource) when { false };";
    let never = Policies::parse(never, &schema()).unwrap();
    assert!(
        never.doubts()[0].message.contains("impossible"),
        "{:?}",
        never.doubts()
    );
}

#[test]
fn texts_are_bounded_and_schemas_checked() {
    let large = wrong(&" ".repeat(LARGEST + 1));
    assert!(large[0].message.starts_with("it is too large"), "{large:?}");
    assert!(Schema::parse("entity").is_err());
    assert!(Schema::parse("entity A in [Nowhere];").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_read_is_right_or_told(text in "[ -~\n]{0,200}") {
        if let Err(mistakes) = Policies::parse(&text, &schema()) {
            prop_assert!(!mistakes.is_empty());
            for mistake in mistakes {
                prop_assert!(!mistake.at(&text).contains('\n'));
            }
        }
    }
}
