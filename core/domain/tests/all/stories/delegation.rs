//! Standing in: for a time, in a scope, by one's own word, bound by both people's limits.

use serde_json::{Value, json};

use crate::company::{approve, company, deploy, grant, submitted};
use crate::world::{World, person, types};

fn lent(from: &str, to: &str) -> Value {
    json!({"from": person(from), "to": person(to), "ends": "2026-03-04T00:00:00Z"})
}

fn instead(world: &mut World, who: &str, of: &str) -> Result<Vec<&'static str>, String> {
    let asked = json!({"release": "march", "say": "approve", "role": "component-owner", "on_behalf_of": person(of)});
    let facts = world.ask(who, "approval.decide", asked);
    facts
        .map(|facts| types(&facts))
        .map_err(|refusal| refusal.code)
}

fn ready() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    world
}

const STAGING: &str = "staging";

fn goes(world: &mut World) -> bool {
    let asked = json!({"release": "march", "environment": STAGING});
    world.ask("della", "deployment.deploy", asked).is_ok()
}

#[test]
fn somebody_approves_in_anothers_stead_while_it_lasts() {
    let mut world = ready();
    assert_eq!(
        instead(&mut world, "sue", "olga"),
        Err("delegation-missing".to_owned())
    );
    world.done("olga", "access.delegate", lent("olga", "sue"));
    world.hours(40);
    assert_eq!(world.tick().len(), 1, "it ended");
    assert_eq!(
        instead(&mut world, "sue", "olga"),
        Err("delegation-missing".to_owned())
    );
    let ends = world.now.after(3_600_000);
    world.done(
        "olga",
        "access.delegate",
        json!({"from": person("olga"), "to": person("sue"), "ends": ends}),
    );
    assert_eq!(
        instead(&mut world, "sue", "olga").unwrap(),
        ["approval.given.v1"]
    );
    assert!(goes(&mut world));
    world.check_folds();
}

#[test]
fn it_begins_when_it_says() {
    let mut world = ready();
    let mut later = lent("olga", "sue");
    later["begins"] = json!("2026-03-02T10:00:00Z");
    world.done("olga", "access.delegate", later);
    assert!(instead(&mut world, "sue", "olga").is_err());
    world.hours(2);
    assert!(instead(&mut world, "sue", "olga").is_ok());
}

#[test]
fn nothing_is_passed_on() {
    let mut world = ready();
    world.done("olga", "access.delegate", lent("olga", "sue"));
    world.done("sue", "access.delegate", lent("sue", "bob"));
    assert_eq!(
        instead(&mut world, "bob", "olga"),
        Err("delegation-missing".to_owned())
    );
    assert_eq!(
        instead(&mut world, "bob", "sue"),
        Err("approval-role-not-held".to_owned())
    );
}

#[test]
fn both_peoples_limits_hold() {
    let mut world = ready();
    world.done("olga", "access.delegate", lent("olga", "dora"));
    assert_eq!(
        instead(&mut world, "dora", "olga"),
        Err("segregation-of-duties".to_owned()),
        "an author"
    );
    grant(&mut world, "rita", "component-owner", "organisation");
    world.done("rita", "access.delegate", lent("rita", "sue"));
    assert_eq!(
        instead(&mut world, "sue", "rita"),
        Err("segregation-of-duties".to_owned()),
        "for its maker"
    );
    world.done("olga", "access.delegate", lent("olga", "adam"));
    assert!(
        instead(&mut world, "adam", "olga").is_err(),
        "an administrator"
    );
    world.done("olga", "access.delegate", lent("olga", "aude"));
    assert_eq!(
        instead(&mut world, "aude", "olga"),
        Err("not-permitted".to_owned()),
        "an auditor only reads"
    );
    world.done("olga", "access.delegate", lent("olga", "sam"));
    instead(&mut world, "sam", "olga").unwrap();
    grant(&mut world, "olga", "deployer", "organisation");
    for name in ["sam", "olga"] {
        let asked = json!({"release": "march", "environment": "staging"});
        assert_eq!(
            world.refused(name, "deployment.deploy", asked),
            "approver-deploys",
            "{name}"
        );
    }
}

#[test]
fn an_authority_counts_once_and_so_does_a_person() {
    let mut world = ready();
    let two = json!({"environment": {"name": "staging", "after": "test", "protected": true,
        "criteria": [crate::company::approvals("owner", "component-owner", 2)]}});
    world.done("ada", "organisation.apply", json!({"changes": [two]}));
    approve(&mut world, "olga", "march", "component-owner");
    world.done("olga", "access.delegate", lent("olga", "sue"));
    instead(&mut world, "sue", "olga").unwrap();
    assert!(!goes(&mut world), "one authority");
    world.done("oona", "access.delegate", lent("oona", "olga"));
    instead(&mut world, "olga", "oona").unwrap();
    assert!(goes(&mut world), "sue for olga, olga for oona");
}

#[test]
fn one_person_with_two_authorities_is_one_person() {
    let mut world = ready();
    let two = json!({"environment": {"name": "staging", "after": "test", "protected": true,
        "criteria": [crate::company::approvals("owner", "component-owner", 2)]}});
    world.done("ada", "organisation.apply", json!({"changes": [two]}));
    for name in ["olga", "oona"] {
        world.done(name, "access.delegate", lent(name, "sue"));
        instead(&mut world, "sue", name).unwrap();
    }
    assert!(!goes(&mut world));
}

#[test]
fn it_reaches_as_far_as_it_says() {
    let mut world = ready();
    let mut narrow = lent("oona", "sue");
    narrow["scope"] = json!({"component": "web"});
    world.done("oona", "access.delegate", narrow.clone());
    assert_eq!(
        instead(&mut world, "sue", "oona"),
        Err("delegation-missing".to_owned())
    );
    narrow["scope"] = json!({"environment": "production"});
    world.done("oona", "access.delegate", narrow.clone());
    narrow["role"] = json!("board-member");
    narrow["scope"] = json!("organisation");
    world.done("oona", "access.delegate", narrow.clone());
    assert!(!goes(&mut world), "another role");
    narrow["role"] = json!("component-owner");
    narrow["scope"] = json!({"unit": "payments"});
    world.done("oona", "access.delegate", narrow.clone());
    instead(&mut world, "sue", "oona").unwrap();
    assert!(goes(&mut world));
    narrow["scope"] = json!({"unit": "moon"});
    assert_eq!(
        world.refused("oona", "access.delegate", narrow),
        "scope-unknown"
    );
}

#[test]
fn it_lapses_with_the_role_and_with_the_person() {
    for erased in [false, true] {
        let mut world = ready();
        world.done("olga", "access.delegate", lent("olga", "sue"));
        instead(&mut world, "sue", "olga").unwrap();
        if erased {
            world.done("ada", "person.erase", json!({"person": person("olga")}));
        } else {
            let id = world
                .state
                .grants_of(&person("olga"))
                .next()
                .unwrap()
                .id
                .clone();
            world.done("ada", "access.revoke", json!({"grant": id}));
        }
        assert!(!goes(&mut world), "erased: {erased}");
        assert!(instead(&mut world, "sue", "olga").is_err());
    }
}

#[test]
fn only_the_two_end_it_and_only_ones_own_is_lent() {
    let mut world = ready();
    assert_eq!(
        world.refused("sue", "access.delegate", lent("olga", "sue")),
        "not-ones-own"
    );
    assert_eq!(
        world.refused("olga", "access.delegate", lent("olga", "olga")),
        "delegation-to-oneself"
    );
    assert_eq!(
        world.refused("olga", "access.delegate", lent("olga", "nobody")),
        "person-unknown"
    );
    for (begins, ends, code) in [
        (
            "2026-03-04T00:00:00Z",
            "2026-03-04T00:00:00Z",
            "ends-before-it-begins",
        ),
        (
            "2026-02-01T00:00:00Z",
            "2026-03-01T00:00:00Z",
            "expiry-in-the-past",
        ),
        (
            "2026-03-02T08:00:00Z",
            "2026-06-02T08:00:01Z",
            "delegation-too-long",
        ),
    ] {
        let mut asked = lent("olga", "sue");
        (asked["begins"], asked["ends"]) = (json!(begins), json!(ends));
        assert_eq!(world.refused("olga", "access.delegate", asked), code);
    }
    world.done("olga", "access.delegate", lent("olga", "sue"));
    let id = json!({"delegation": world.state.delegations.keys().next().unwrap()});
    assert_eq!(
        world.refused("bob", "access.end-delegation", id.clone()),
        "not-ones-own"
    );
    world.done("sue", "access.end-delegation", id.clone());
    assert_eq!(
        world.refused("sue", "access.end-delegation", id),
        "delegation-unknown"
    );
}
