//! Who is erased is forgotten at once, but for what a retention class or a legal hold needs, and that when the last one ends.

use std::collections::BTreeSet;

use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Context, Decision, Need, RuleAnswers, decide};
use serde_json::{Value, json};

use crate::company::{approve, company, sealed, submitted};
use crate::world::{World, actor, at, command, person, types};

/// What has to do with the api is accounted for 30 days, anything else not at all.
fn keeping() -> World {
    let mut world = company();
    let retention = json!({"days": 0, "classes": [
        {"name": "short", "days": 3, "units": ["payments"]},
        {"name": "financial", "days": 30, "components": ["api"]},
    ]});
    configure(&mut world, retention);
    world
}

fn configure(world: &mut World, retention: Value) {
    let settings = json!({"timezone": "Europe/Vienna", "retention": retention});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"settings": settings}]}),
    );
}

fn erase(world: &mut World, who: &str, decided: &[&str]) -> Vec<holdpoint_domain::Fact> {
    let erase = json!({"person": person(who), "decided": decided});
    world.done("ada", "person.erase", erase)
}

fn stays(world: &World, who: &str) -> Vec<(String, String)> {
    let person = person(who);
    let retained = world.state.retained(&person);
    let stays = retained.map(|(release, kept)| (release.to_string(), kept.class.clone()));
    stays.collect()
}

fn hold(world: &mut World, scope: Value, until: Option<&str>) -> Value {
    let place = json!({"scope": scope, "reason": sealed("the lawsuit"), "until": until});
    let facts = world.done("cora", "archive.hold", place);
    assert_eq!(types(&facts), ["hold.placed.v1"]);
    let newest = world.state.holds.keys().next_back().unwrap().clone();
    json!({"hold": newest, "reason": sealed("it is over")})
}

#[test]
fn what_a_class_needs_stays_until_its_end_and_is_then_destroyed() {
    let mut world = keeping();
    submitted(&mut world, "march", &["api", "jobs"]);
    submitted(&mut world, "april", &["web"]);
    submitted(&mut world, "may", &["jobs"]);
    approve(&mut world, "oona", "march", "component-owner");
    approve(&mut world, "oona", "april", "component-owner");
    world.done("rita", "release.cancel", json!({"release": "may"}));
    let facts = erase(&mut world, "oona", &["march", "april", "may"]);
    assert_eq!(types(&facts), ["person.erased.v1", "person.retained.v1"]);
    // Of several classes the one that keeps longest counts; what none needs does not stay.
    let march = ("march".to_owned(), "financial".to_owned());
    let may = ("may".to_owned(), "short".to_owned());
    assert_eq!(stays(&world, "oona"), [march.clone(), may]);
    world.check_folds();
    world.hours(3 * 24);
    assert_eq!(types(&world.tick()), ["person.forgotten.v1"]);
    assert_eq!(stays(&world, "oona"), [march]);
    assert_eq!(world.tick(), []);
    // It was not finished then: its time begins when it is.
    world.hours(20 * 24);
    world.done("rita", "release.cancel", json!({"release": "march"}));
    world.forget();
    world.hours(7 * 24 + 1);
    assert_eq!(types(&world.tick()), ["person.retained.v1"]);
    world.hours(22 * 24);
    assert_eq!(world.tick(), []);
    world.hours(24);
    assert_eq!(types(&world.tick()), ["person.forgotten.v1"]);
    assert_eq!(stays(&world, "oona"), []);
    world.check_folds();
}

#[test]
fn all_that_an_erasure_looks_at_is_asked_for_in_one_go() {
    let mut world = keeping();
    let releases = ["april", "march", "may"];
    for release in releases {
        submitted(&mut world, release, &["api"]);
        approve(&mut world, "oona", release, "component-owner");
        world.done("rita", "release.cancel", json!({"release": release}));
    }
    let all: BTreeSet<_> = releases
        .map(|name| name.parse::<ReleaseName>().unwrap().key())
        .into();
    let needs = |world: &World, name: &str, arguments: Value, who: &str| {
        let context = Context {
            actor: &actor(who),
            now: world.now,
            position: world.ledger.len() as u64,
            seed: 1,
            rules: &RuleAnswers::default(),
        };
        match decide(&world.state, &command(name, arguments), &context) {
            Decision::Needs(Need::Aggregates(keys)) => keys,
            other => panic!("{other:?}"),
        }
    };
    let oona = json!({"person": person("oona"), "decided": releases});
    assert_eq!(needs(&world, "person.erase", oona, "ada"), all);
    let apply = json!({"changes": [], "gone": [person("oona"), person("oskar")],
        "decided": {person("oona").as_str(): ["april", "may"], person("oskar").as_str(): ["march"]}});
    assert_eq!(needs(&world, "organisation.apply", apply, "ada"), all);
    erase(&mut world, "oona", &releases);
    world.hours(31 * 24);
    let forget = json!({"person": person("oona")});
    assert_eq!(needs(&world, "person.forget", forget, "system"), all);
}

#[test]
fn without_classes_nothing_stays() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "oona", "march", "component-owner");
    assert_eq!(
        types(&erase(&mut world, "oona", &["march", "gone"])),
        ["person.erased.v1"]
    );
    assert_eq!(stays(&world, "oona"), []);
    assert_eq!(world.tick(), []);
}

#[test]
fn a_hold_keeps_it_beyond_its_time_until_it_is_lifted() {
    let mut world = keeping();
    submitted(&mut world, "march", &["api"]);
    submitted(&mut world, "april", &["web"]);
    approve(&mut world, "oona", "march", "component-owner");
    approve(&mut world, "oona", "april", "component-owner");
    // One for what no class keeps, one for everything of a component.
    let april = hold(&mut world, json!({"release": "april"}), None);
    let api = hold(
        &mut world,
        json!({"component": "api"}),
        Some("2026-06-01T00:00:00Z"),
    );
    erase(&mut world, "oona", &["march", "april"]);
    assert_eq!(stays(&world, "oona").len(), 2);
    for release in ["march", "april"] {
        world.done("rita", "release.cancel", json!({"release": release}));
    }
    world.check_folds();
    world.hours(40 * 24);
    assert_eq!(world.tick(), [], "both are held");
    assert_eq!(
        types(&world.done("cora", "archive.lift", april.clone())),
        ["hold.lifted.v1"]
    );
    assert_eq!(types(&world.tick()), ["person.forgotten.v1"]);
    assert_eq!(stays(&world, "oona").len(), 1);
    assert_eq!(world.refused("cora", "archive.lift", april), "hold-unknown");
    world.check_folds();
    // The other ends by itself.
    world.now = at("2026-06-01T00:00:00Z");
    assert_eq!(types(&world.tick()), ["hold.lifted.v1"]);
    assert_eq!(types(&world.tick()), ["person.forgotten.v1"]);
    assert_eq!(stays(&world, "oona"), []);
    assert_eq!(world.refused("cora", "archive.lift", api), "hold-unknown");
    world.check_folds();
}

#[test]
fn a_hold_on_a_person_or_on_everything_keeps_what_they_decided() {
    for scope in [json!("organisation"), json!({"person": person("oona")})] {
        let mut world = company();
        submitted(&mut world, "march", &["web"]);
        approve(&mut world, "oona", "march", "component-owner");
        let lift = hold(&mut world, scope, None);
        erase(&mut world, "oona", &["march"]);
        assert_eq!(stays(&world, "oona").len(), 1);
        world.hours(1_000);
        assert_eq!(world.tick(), []);
        world.done("cora", "archive.lift", lift);
        assert_eq!(types(&world.tick()), ["person.forgotten.v1"]);
        world.check_folds();
    }
}

#[test]
fn a_hold_is_on_something_and_somebody_answers_for_it() {
    let mut world = keeping();
    let place = |scope: Value, until: Option<&str>| json!({"scope": scope, "reason": sealed("why"), "until": until});
    let everything = place(json!("organisation"), None);
    for who in ["rita", "sam", "bea"] {
        let refused = world.refused(who, "archive.hold", everything.clone());
        assert_eq!(refused, "not-permitted", "{who}");
    }
    for scope in [json!({"release": "no"}), json!({"component": "no"})] {
        let refused = world.refused("cora", "archive.hold", place(scope, None));
        assert_eq!(refused, "hold-on-nothing");
    }
    let nobody = place(json!({"person": person("nobody")}), None);
    assert_eq!(
        world.refused("cora", "archive.hold", nobody),
        "person-unknown"
    );
    let past = place(json!("organisation"), Some("2025-01-01T00:00:00Z"));
    assert_eq!(
        world.refused("cora", "archive.hold", past),
        "hold-in-the-past"
    );
    assert_eq!(
        world.refused("system", "archive.hold", everything),
        "hold-person-needed"
    );
}

#[test]
fn classes_are_told_apart_and_are_of_something() {
    let mut world = company();
    let class = |name: &str, days: u32| json!({"name": name, "days": days, "components": ["api"]});
    for wrong in [
        json!({"classes": [class("a", 1), class("a", 2)]}),
        json!({"classes": [class("a", 40_000)]}),
        json!({"days": 40_000}),
        json!({"classes": [{"name": "a", "days": 1}]}),
    ] {
        let settings = json!({"settings": {"retention": wrong}});
        let apply = json!({"changes": [settings]});
        assert_eq!(
            world.refused("ada", "organisation.apply", apply),
            "retention-wrong"
        );
    }
}
