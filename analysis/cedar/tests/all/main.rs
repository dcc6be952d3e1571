//! Policies read and asked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod wrong;

use holdpoint_authorisation::{Answer, Attributes, Entity, PolicySet as _, Question, Thing, Value};
use holdpoint_cedar::{Policies, Schema};

const SCHEMA: &str = r#"
entity Role enum ["manager", "guest"];
entity Unit in [Unit];
entity Person in [Role];
entity Component in [Unit] { owner?: Person };
action managing appliesTo { principal: Person, resource: Component, context: { weekday: Long } };
action deploy in [managing] appliesTo { principal: Person, resource: Component, context: { weekday: Long } };
"#;

const TEXT: &str = r#"
@id("managers-manage")
permit (principal in Role::"manager", action in Action::"managing", resource);

@id("nobody-on-fridays")
@advice("wait until Monday")
forbid (principal, action == Action::"deploy", resource in Unit::"shop")
when { context.weekday == 5 };

@id("not-the-bakery")
forbid (principal == Person::"anna", action, resource == Component::"bakery")
unless { resource has owner && resource.owner == principal };
"#;

fn schema() -> Schema {
    Schema::parse(SCHEMA).unwrap()
}

fn question(component: &str, role: &str, context: Attributes) -> Question {
    let (anna, thing) = (
        Thing::new("Person", "anna"),
        Thing::new("Component", component),
    );
    let (corner, shop) = (Thing::new("Unit", "corner"), Thing::new("Unit", "shop"));
    Question {
        principal: anna.clone(),
        action: "deploy",
        groups: vec!["managing"],
        resource: thing.clone(),
        entities: vec![
            Entity::new(anna, vec![Thing::new("Role", role)]),
            Entity::new(thing, vec![corner.clone()]),
            Entity::new(corner, vec![shop]),
        ],
        context,
    }
}

fn on(weekday: i64) -> Attributes {
    Attributes::from([("weekday", Value::Number(weekday))])
}

fn ask(component: &str, role: &str, context: Attributes) -> Answer {
    let policies = Policies::parse(TEXT, &schema()).unwrap();
    policies.ask(&question(component, role, context)).unwrap()
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer
        .because
        .iter()
        .map(|saying| saying.id.as_str())
        .collect()
}

#[test]
fn one_has_to_permit_and_none_to_forbid() {
    let monday = ask("till", "manager", on(1));
    assert!(monday.allowed);
    assert_eq!(ids(&monday), ["managers-manage"]);
    assert_eq!(ask("till", "guest", on(1)), Answer::default());
    let friday = ask("till", "manager", on(5));
    assert!(!friday.allowed);
    assert_eq!(ids(&friday), ["nobody-on-fridays"]);
    assert_eq!(friday.because[0].advice, "wait until Monday");
    let both = ask("bakery", "manager", on(5));
    assert_eq!(ids(&both), ["nobody-on-fridays", "not-the-bakery"]);
}

#[test]
fn what_is_known_of_things_counts() {
    let policies = Policies::parse(TEXT, &schema()).unwrap();
    let mut question = question("bakery", "manager", on(1));
    assert!(!policies.ask(&question).unwrap().allowed);
    let owner = Value::Thing(Thing::new("Person", "anna"));
    question.entities[1].attributes.insert("owner", owner);
    assert!(policies.ask(&question).unwrap().allowed);
}

#[test]
fn a_policy_that_cannot_be_evaluated_forbids() {
    let failed = ask("till", "manager", Attributes::new());
    assert!(!failed.allowed);
    assert_eq!(ids(&failed), ["nobody-on-fridays"]);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let policies = Policies::parse(TEXT, &schema()).unwrap();
    let asked = question("bakery", "manager", on(5));
    let first = policies.ask(&asked).unwrap();
    for _ in 0..100 {
        let again = Policies::parse(TEXT, &schema()).unwrap();
        assert_eq!(again.ask(&asked).unwrap(), first);
    }
}

#[test]
fn what_is_no_question_is_an_error() {
    let policies = Policies::parse(TEXT, &schema()).unwrap();
    let mut asked = question("till", "manager", on(1));
    asked.principal = Thing::new("Ghost", "x");
    assert_eq!(
        policies.ask(&asked).unwrap_err(),
        "there is no kind of thing `Ghost`"
    );
    let mut circle = question("till", "manager", on(1));
    circle.entities.push(Entity::new(
        Thing::new("Unit", "shop"),
        vec![Thing::new("Unit", "corner")],
    ));
    assert!(policies.ask(&circle).is_err());
}
