//! An environment is somebody's for a time: nobody else books it then, and what waits for it knows when it is free.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::{self, Inputs};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Key, RuleAnswers};
use serde_json::{Value, json};

use crate::company::{company, sealed, submitted};
use crate::world::{World, at, types};

/// A day in March, at a full hour.
fn hour(day: u8, hour: u8) -> String {
    format!("2026-03-{day:02}T{hour:02}:00:00Z")
}

fn asked(from: &str, until: &str) -> Value {
    json!({"environment": "test", "from": from, "until": until})
}

fn with(mut asked: Value, name: &str, value: Value) -> Value {
    asked[name] = value;
    asked
}

/// Books the test environment: the booking.
fn book(world: &mut World, who: &str, asked: Value) -> Value {
    let before: Vec<_> = world.state.bookings.keys().cloned().collect();
    let facts = world.done(who, "environment.book", asked);
    assert_eq!(types(&facts), ["booking.made.v1"]);
    let new = world.state.bookings.keys().find(|id| !before.contains(id));
    json!(new.unwrap())
}

#[test]
fn nobody_books_what_is_booked_and_the_next_free_time_is_said() {
    let mut world = company();
    book(&mut world, "dora", asked(&hour(3, 8), &hour(3, 12)));
    book(&mut world, "dora", asked(&hour(3, 13), &hour(3, 14)));
    let refusal = world
        .ask("sam", "environment.book", asked(&hour(3, 11), &hour(3, 13)))
        .unwrap_err();
    assert_eq!(refusal.code, "booking-overlaps");
    assert!(
        refusal
            .message
            .contains("from 2026-03-03T08:00:00.000Z until 2026-03-03T12:00:00.000Z"),
        "{refusal}"
    );
    // The hour between the two is too short for it.
    assert_eq!(
        refusal.help,
        "it is free from 2026-03-03T14:00:00.000Z until 2026-03-03T16:00:00.000Z, for as long as was asked"
    );
    book(&mut world, "sam", asked(&hour(3, 12), &hour(3, 13)));
    let elsewhere = json!({"environment": "staging", "from": hour(3, 8), "until": hour(3, 9)});
    book(&mut world, "sam", elsewhere);
    world.check_folds();
}

#[test]
fn those_that_are_shared_overlap_with_one_another_only() {
    let mut world = company();
    let shared = |from: u8, until: u8| {
        with(
            asked(&hour(3, from), &hour(3, until)),
            "shared",
            json!(true),
        )
    };
    book(&mut world, "dora", shared(8, 12));
    book(&mut world, "sam", shared(9, 11));
    let alone = asked(&hour(3, 11), &hour(3, 13));
    assert_eq!(
        world.refused("sam", "environment.book", alone),
        "booking-overlaps"
    );
    let refresh = with(shared(20, 22), "purpose", json!("refresh"));
    assert_eq!(
        world.refused("sam", "environment.book", refresh),
        "booking-refresh-shared"
    );
}

#[test]
fn a_booking_has_a_length_an_end_to_come_and_a_thing_that_there_is() {
    let mut world = company();
    let mut refused = |asked: Value| world.refused("dora", "environment.book", asked);
    assert_eq!(
        refused(asked(&hour(3, 9), &hour(3, 9))),
        "booking-backwards"
    );
    assert_eq!(refused(asked(&hour(1, 9), &hour(2, 8))), "booking-past");
    assert_eq!(
        refused(asked(&hour(3, 9), "2026-06-03T09:00:01Z")),
        "booking-too-long"
    );
    let nowhere = json!({"environment": "moon", "from": hour(3, 9), "until": hour(3, 10)});
    assert_eq!(refused(nowhere), "environment-unknown");
    let release = |name: &str| {
        with(
            asked(&hour(3, 9), &hour(3, 10)),
            "purpose",
            json!({"release": name}),
        )
    };
    assert_eq!(refused(release("march")), "release-unknown");
    submitted(&mut world, "march", &["api"]);
    book(&mut world, "dora", release("march"));
    submitted(&mut world, "april", &["api"]);
    world.done("rita", "release.cancel", json!({"release": "april"}));
    assert_eq!(
        world.refused("dora", "environment.book", release("april")),
        "release-wrong-stage"
    );
}

#[test]
fn a_booking_is_moved_and_is_not_in_its_own_way() {
    let mut world = company();
    let id = book(&mut world, "dora", asked(&hour(3, 8), &hour(3, 12)));
    book(&mut world, "sam", asked(&hour(3, 14), &hour(3, 16)));
    let to = |from: u8, until: u8| json!({"booking": id, "from": hour(3, from), "until": hour(3, until)});
    let facts = world.done("dora", "environment.move-booking", to(10, 14));
    assert_eq!(types(&facts), ["booking.moved.v1"]);
    assert_eq!(
        world.done("dora", "environment.move-booking", to(10, 14)),
        []
    );
    let refusal = world
        .ask("dora", "environment.move-booking", to(13, 17))
        .unwrap_err();
    assert_eq!(refusal.code, "booking-overlaps");
    assert!(
        refusal
            .help
            .starts_with("it is free from 2026-03-03T16:00:00.000Z"),
        "{}",
        refusal.help
    );
    assert_eq!(
        world.refused("dora", "environment.move-booking", to(17, 16)),
        "booking-backwards"
    );
    world.check_folds();
}

#[test]
fn it_is_given_back_by_who_booked_or_by_who_decides_there_and_ends_by_itself() {
    let mut world = company();
    let id = book(&mut world, "dora", asked(&hour(3, 8), &hour(3, 12)));
    let end = json!({"booking": id});
    assert_eq!(
        world.refused("sam", "environment.end-booking", end.clone()),
        "booking-of-another"
    );
    let moved = json!({"booking": id, "from": hour(4, 8), "until": hour(4, 9)});
    assert_eq!(
        world.refused("sam", "environment.move-booking", moved),
        "booking-of-another"
    );
    assert_eq!(
        types(&world.done("rita", "environment.end-booking", end.clone())),
        ["booking.ended.v1"]
    );
    assert_eq!(
        world.refused("dora", "environment.end-booking", end),
        "booking-unknown"
    );
    book(&mut world, "dora", asked(&hour(3, 8), &hour(3, 12)));
    assert_eq!(world.tick(), []);
    world.now = at("2026-03-03T12:00:00Z");
    assert_eq!(types(&world.tick()), ["booking.ended.v1"]);
    assert!(world.state.bookings.is_empty());
    world.check_folds();
}

#[test]
fn only_whoever_works_with_environments_books_one() {
    let mut world = company();
    let ask = asked(&hour(3, 8), &hour(3, 12));
    assert_eq!(
        world.refused("bill", "environment.book", ask.clone()),
        "not-permitted"
    );
    // A grant for one environment is for this one alone.
    let staging = with(ask.clone(), "environment", json!("staging"));
    assert_eq!(
        world.refused("dirk", "environment.book", staging),
        "not-permitted"
    );
    book(&mut world, "dirk", ask);
    // Who works for a unit uses what all units share.
    let elsewhere = with(
        asked(&hour(3, 8), &hour(3, 12)),
        "environment",
        json!("production"),
    );
    book(&mut world, "dan", elsewhere);
}

/// What the gate says of a release in test by the line `calendar`: nothing if it is not asked.
fn calendar(world: &World, release: &str) -> Option<(String, Option<String>)> {
    let release = world.state.releases.peek(&key(release)).unwrap();
    let place = &world.state.environments[&"test".parse::<EnvironmentName>().unwrap()];
    let inputs = Inputs {
        now: world.now,
        position: world.ledger.len() as u64,
        rules: &RuleAnswers::default(),
    };
    let verdict = gate::judge(&world.state, place, release, &inputs).unwrap();
    let line = verdict
        .criteria
        .iter()
        .find(|line| line.criterion == "calendar")?;
    let code = line.reasons.first().map(|reason| reason.code.clone());
    Some((line.outcome.to_string(), code))
}

fn key(release: &str) -> Key {
    release.parse::<ReleaseName>().unwrap().key()
}

fn deploy(release: &str) -> Value {
    json!({"release": release, "environment": "test"})
}

#[test]
fn while_it_is_booked_nothing_else_is_deployed_there_but_by_a_waiver() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    submitted(&mut world, "april", &["web"]);
    let ask = with(
        asked(&hour(3, 8), &hour(3, 12)),
        "purpose",
        json!({"release": "march"}),
    );
    book(&mut world, "dora", ask);
    assert_eq!(calendar(&world, "april"), None);
    world.now = at(&hour(3, 9));
    let held = ("hold".to_owned(), Some("calendar-booked".to_owned()));
    assert_eq!(calendar(&world, "april"), Some(held));
    assert_eq!(calendar(&world, "march"), None);
    let refusal = world
        .ask("della", "deployment.deploy", deploy("april"))
        .unwrap_err();
    assert!(
        refusal.reasons[0].message.contains("until 2026-03-03T12"),
        "{refusal:?}"
    );
    // An emergency: asked for by one, approved by another, and in the verdict.
    let waiver = json!({"release": "april", "environment": "test", "criterion": "calendar",
        "reason": sealed("it burns"), "ends": hour(3, 11)});
    world.done("rita", "waiver.request", waiver);
    let waiver = json!({"waiver": world.state.waivers.iter().next().unwrap().0.name()});
    world.done("cora", "waiver.approve", waiver);
    assert_eq!(
        calendar(&world, "april").map(|(outcome, _)| outcome),
        Some("go".to_owned())
    );
    world.done("della", "deployment.deploy", deploy("april"));
    world.done("della", "deployment.deploy", deploy("march"));
    world.check_folds();
}

#[test]
fn what_is_shared_or_over_keeps_nobody_out() {
    let mut world = company();
    submitted(&mut world, "april", &["web"]);
    let shared = with(asked(&hour(3, 8), &hour(3, 12)), "shared", json!(true));
    book(&mut world, "dora", shared);
    book(&mut world, "dora", asked(&hour(4, 8), &hour(4, 12)));
    world.now = at(&hour(3, 9));
    assert_eq!(calendar(&world, "april"), None);
    world.now = at(&hour(4, 12));
    assert_eq!(calendar(&world, "april"), None);
    world.done("della", "deployment.deploy", deploy("april"));
}

#[test]
fn a_release_is_not_planned_into_somebody_elses_booking() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    submitted(&mut world, "april", &["web"]);
    let ask = with(
        asked(&hour(3, 8), &hour(3, 12)),
        "purpose",
        json!({"release": "march"}),
    );
    book(&mut world, "dora", ask);
    let plan = |release: &str, from: u8| json!({"release": release, "environment": "test", "from": hour(3, from), "seconds": 7_200});
    assert_eq!(
        world.refused("rita", "release.plan", plan("april", 11)),
        "plan-conflicts"
    );
    world.done("rita", "release.plan", plan("april", 12));
    world.done("rita", "release.plan", plan("march", 9));
    world.check_folds();
}
