//! Policies on who may do what are read or refused with mistakes in their places, and answer the same every time.

use super::text;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use holdpoint_authorisation::{Attributes, Entity, PolicySet as _, Question, Thing, Value};
use holdpoint_cedar::{Policies, Schema};
use holdpoint_domain::access::policy::vocabulary;

static WORDS: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(&vocabulary()).expect("the words are sound"));

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    let policies = match Policies::parse(text, &WORDS) {
        Ok(policies) => policies,
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in mistakes {
                assert!(!mistake.message.is_empty() && !mistake.message.contains('\n'));
                if let Some((line, column)) = mistake.place(text) {
                    assert!(line >= 1 && column >= 1 && line <= text.matches('\n').count() + 1);
                }
            }
            return;
        }
    };
    let ids: BTreeSet<_> = policies.listed().iter().map(|one| &one.saying.id).collect();
    assert_eq!(ids.len(), policies.listed().len(), "each id is there once");
    for action in ["deployment.deploy", "permission/read"] {
        let answer = policies
            .ask(&question(action))
            .expect("the question is one");
        assert_eq!(policies.ask(&question(action)), Ok(answer.clone()));
        assert!(answer.because.iter().all(|saying| ids.contains(&saying.id)));
        assert!(
            !answer.allowed || !answer.because.is_empty(),
            "something permits what is allowed"
        );
    }
}

fn question(action: &'static str) -> Question {
    let (sam, till) = (Thing::new("Person", "sam"), Thing::new("Component", "till"));
    let (shop, house) = (
        Thing::new("Unit", "shop"),
        Thing::new("Organisation", "organisation"),
    );
    let production = Thing::new("Environment", "production");
    let team = Thing::new("Team", "tills");
    let mut component = Entity::new(till.clone(), vec![shop.clone()]);
    component
        .attributes
        .insert("criticality", Value::Text("high".to_owned()));
    component
        .attributes
        .insert("team", Value::Thing(team.clone()));
    let mut place = Entity::new(production.clone(), vec![house.clone()]);
    place.attributes.insert("protected", Value::Truth(true));
    let number = Value::Number;
    let now = Attributes::from([
        ("date", Value::Text("2026-11-27".to_owned())),
        ("month", number(11)),
        ("day", number(27)),
        ("weekday", Value::Text("friday".to_owned())),
        ("hour", number(23)),
        ("minute", number(59)),
        ("atWork", Value::Truth(false)),
    ]);
    Question {
        principal: sam.clone(),
        action,
        groups: match action {
            "deployment.deploy" => vec!["permission/deployment.request"],
            _ => Vec::new(),
        },
        resource: till,
        entities: vec![
            Entity::new(sam, vec![Thing::new("Role", "deployer"), team.clone()]),
            component,
            place,
            Entity::new(team, vec![shop.clone()]),
            Entity::new(shop, vec![house.clone()]),
            Entity::new(house, Vec::new()),
        ],
        context: Attributes::from([
            ("now", Value::Record(now)),
            ("protected", Value::Truth(true)),
            ("environments", Value::Set(vec![Value::Thing(production)])),
        ]),
    }
}
