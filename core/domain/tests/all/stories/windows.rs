//! What is closed: blackouts and maintenance windows before gates, and plans that keep clear of them.

use holdpoint_domain::gate::Outcome;
use holdpoint_domain::window::WindowKind;
use holdpoint_domain::{Command, Fact, Refusal};
use serde_json::{Value, json};

use crate::company::{approve, company, deploy, sealed, submitted};
use crate::world::{World, types};

/// Two hours from the first morning on.
fn blackout() -> Value {
    json!({"window": {"name": "payday", "kind": "blackout", "timezone": "Europe/Vienna", "environments": ["staging"],
        "when": [{"span": {"from": "2026-03-02T08:00:00", "until": "2026-03-02T11:00:00"}}]}})
}

fn nights() -> Value {
    json!({"window": {"name": "nights", "kind": "maintenance", "timezone": "UTC", "units": ["payments"],
        "when": [{"again": {"rule": "FREQ=DAILY", "start": "2026-01-01T22:00:00", "lasts": "6h"}}]}})
}

/// A release that has run in `test` and is approved.
fn ready() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "olga", "march", "component-owner");
    deploy(&mut world, "march", "test");
    world
}

fn apply(world: &mut World, changes: &[Value]) -> Vec<Fact> {
    world.done("ada", "organisation.apply", json!({"changes": changes}))
}

fn asked() -> Value {
    json!({"release": "march", "environment": "staging"})
}

fn refusal(world: &mut World, who: &str, name: &str, arguments: Value) -> Refusal {
    world.ask(who, name, arguments).unwrap_err()
}

fn verdict(facts: &[Fact]) -> &holdpoint_domain::gate::Verdict {
    let Fact::GateJudged(judged) = &facts[0] else {
        panic!("{facts:?}")
    };
    &judged.verdict
}

#[test]
fn what_is_closed_holds_until_it_opens() {
    let mut world = ready();
    assert_eq!(
        types(&apply(&mut world, &[blackout()])),
        ["window.declared.v1"]
    );
    assert_eq!(
        world.state.windows.values().next().unwrap().window.kind,
        WindowKind::Blackout
    );
    let refusal = refusal(&mut world, "della", "deployment.deploy", asked());
    assert_eq!(refusal.code, "gate-does-not-go");
    assert_eq!(refusal.verdict, Some(Outcome::Hold));
    assert_eq!(refusal.reasons[0].code, "calendar-blackout");
    assert_eq!(
        refusal.reasons[0].message,
        "`staging` is closed by `payday` until 2026-03-02 11:00 (Europe/Vienna)"
    );
    world.hours(2);
    let facts = deploy(&mut world, "march", "staging");
    let verdict = verdict(&facts);
    assert_eq!((verdict.semantics, verdict.verdict), (3, Outcome::Go));
    assert_eq!(verdict.criteria.last().unwrap().criterion, "calendar");
    world.check_folds();
}

#[test]
fn gates_that_no_window_is_about_are_asked_as_before() {
    let mut world = ready();
    let before = deploy(&mut world, "march", "staging");
    apply(&mut world, &[nights()]);
    submitted(&mut world, "april", &["web"]);
    approve(&mut world, "oskar", "april", "component-owner");
    let facts = deploy(&mut world, "april", "test");
    for facts in [&before, &facts] {
        let verdict = verdict(facts);
        assert_eq!(verdict.semantics, 1);
        assert!(
            verdict
                .criteria
                .iter()
                .all(|line| line.criterion != "calendar")
        );
    }
}

#[test]
fn an_emergency_is_a_waiver_from_the_calendar_that_stands_in_the_verdict() {
    let mut world = ready();
    apply(&mut world, &[nights()]);
    assert_eq!(
        world.refused("della", "deployment.deploy", asked()),
        "gate-does-not-go"
    );
    let request = json!({"release": "march", "environment": "staging", "criterion": "calendar",
        "reason": sealed("the tills stand still"), "ends": "2026-03-02T20:00:00Z"});
    world.done("cora", "waiver.request", request);
    let waiver = world.state.waivers.iter().next().unwrap().1.id.clone();
    assert_eq!(
        world.refused("cora", "waiver.approve", json!({"waiver": waiver})),
        "waiver-by-its-requester"
    );
    assert_eq!(
        world.refused("della", "deployment.deploy", asked()),
        "gate-does-not-go"
    );
    world.done("bea", "waiver.approve", json!({"waiver": waiver}));
    let facts = deploy(&mut world, "march", "staging");
    let line = verdict(&facts).criteria.last().unwrap();
    assert_eq!(
        (line.criterion.as_str(), line.waiver.as_ref()),
        ("calendar", Some(&waiver))
    );
    assert_eq!(
        line.reasons[0].message,
        "`staging` is open within `nights` only"
    );
}

#[test]
fn a_go_is_said_of_the_content_and_not_of_the_time() {
    let mut world = ready();
    apply(&mut world, &[nights()]);
    let go = json!({"release": "march", "decision": "go", "environment": "staging"});
    let facts = world.done("rita", "release.decide", go);
    assert_eq!(verdict(&facts).verdict, Outcome::Hold);
    assert_eq!(
        world.refused("della", "deployment.deploy", asked()),
        "gate-does-not-go"
    );
}

#[test]
fn names_of_what_gates_ask_by_themselves_are_taken() {
    let mut world = company();
    let place = |criterion: Value| json!({"environment": {"name": "lab", "criteria": [criterion]}});
    for criterion in [
        json!({"name": "calendar", "ask": {"readiness": {"item": "x"}}}),
        json!({"name": "x", "ask": {"calendar": {}}}),
        json!({"name": "x", "ask": {"planned": {}}}),
    ] {
        let changes = json!({"changes": [place(criterion)]});
        assert_eq!(
            world.refused("ada", "organisation.apply", changes),
            "criterion-wrong"
        );
    }
}

/// While books are closed, and on the day of an event.
fn books() -> Value {
    json!({"window": {"name": "books", "title": "Books are closed", "kind": "blackout", "timezone": "UTC", "components": ["jobs"],
    "when": [
        {"close": {"of": "quarter", "before": 1, "after": 2, "calendar": "at"}},
        {"feed": {"file": "events.ics", "text": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261127\nEND:VEVENT\nEND:VCALENDAR\n"}},
    ]}})
}

/// All sorts of windows come, and one goes.
pub fn closings() -> World {
    let mut world = company();
    let fiscal = json!({"settings": {"timezone": "Europe/Vienna",
        "fiscal": {"pattern": "4-4-5", "year_start": "2026-02-01"}}});
    apply(&mut world, &[fiscal, blackout(), nights(), books()]);
    apply(&mut world, &[json!({"retire-window": "payday"})]);
    planned(&mut world);
    world.check_folds();
    world
}

/// A plan despite the calendar, which is taken back, and a deployment by a waiver from it.
fn planned(world: &mut World) {
    submitted(world, "march", &["api"]);
    approve(world, "olga", "march", "component-owner");
    let request = json!({"release": "march", "environment": "test", "criterion": "calendar",
        "reason": sealed("the tills stand still"), "ends": "2026-03-02T20:00:00Z"});
    world.done("cora", "waiver.request", request);
    let waiver = world.state.waivers.iter().next().unwrap().1.id.clone();
    world.done("bea", "waiver.approve", json!({"waiver": waiver}));
    let plan = json!({"release": "march", "environment": "test", "from": "2026-03-02T09:00:00Z",
        "until": "2026-03-02T10:00:00Z", "despite": sealed("the tills stand still")});
    world.done("rita", "release.plan", plan);
    let plan = json!({"release": "march", "environment": "staging"});
    world.done("rita", "release.plan", plan.clone());
    world.done("rita", "release.unplan", plan);
    deploy(world, "march", "test");
}

#[test]
fn what_a_window_names_has_to_be_there_and_stays() {
    let mut world = closings();
    let refused = |world: &mut World, change: Value| {
        world.refused("ada", "organisation.apply", json!({"changes": [change]}))
    };
    let mut stray = blackout();
    stray["window"]["environments"] = json!(["moon"]);
    assert_eq!(refused(&mut world, stray), "environment-unknown");
    let mut late = blackout();
    late["window"]["when"][0]["span"]["until"] = json!("2026-03-01T11:00:00");
    assert_eq!(refused(&mut world, late), "window-wrong");
    let weeks = json!({"settings": {"fiscal": {"pattern": "4-4-5", "year_start": "2026-02-12"}}});
    assert_eq!(refused(&mut world, weeks), "fiscal-wrong");
    let elsewhere = [
        json!({"unit": {"name": "payments"}}),
        json!({"retire-calendar": "at"}),
    ];
    let elsewhere = json!({"changes": elsewhere});
    assert_eq!(
        world.refused("ada", "organisation.apply", elsewhere),
        "calendar-in-use"
    );
    let gone = apply(&mut world, &[json!({"retire-window": "books"})]);
    assert_eq!(types(&gone), ["window.retired.v1"]);
    world.check_folds();
}

fn plan(from: &str, seconds: u32) -> Value {
    json!({"release": "march", "environment": "staging", "from": from, "seconds": seconds})
}

#[test]
fn a_plan_keeps_clear_of_what_is_closed() {
    let mut world = ready();
    apply(&mut world, &[blackout(), nights()]);
    let refusal = refusal(
        &mut world,
        "rita",
        "release.plan",
        plan("2026-03-02T08:30:00Z", 7_200),
    );
    assert_eq!(refusal.code, "plan-closed");
    let codes: Vec<_> = refusal
        .reasons
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(codes, ["calendar-blackout", "calendar-outside"]);
    assert_eq!(
        refusal.help,
        "it is clear from 2026-03-02T22:00:00.000Z on: `holdpoint release plan march staging --at 2026-03-02T22:00:00.000Z`"
    );
    assert_eq!(
        world.refused("rita", "release.plan", plan("2026-03-02T22:30:00Z", 21_600)),
        "plan-closed"
    );
    assert_eq!(
        world.refused("rita", "release.plan", plan("2026-03-01T22:30:00Z", 3_600)),
        "plan-in-the-past"
    );
    let facts = world.done("rita", "release.plan", plan("2026-03-02T22:30:00Z", 7_200));
    assert_eq!(types(&facts), ["release.planned.v1"]);
    assert_eq!(
        world.done("rita", "release.plan", plan("2026-03-02T22:30:00Z", 7_200)),
        []
    );
    // The next clear time is asked of the calendar.
    let next = json!({"release": "march", "environment": "staging", "seconds": 3_600});
    world.done("rita", "release.plan", next);
    let planned: Vec<_> = world.state.plans(world.now).collect();
    assert_eq!(planned.len(), 1);
    assert_eq!(
        planned[0].2.span.from.to_string(),
        "2026-03-02T22:00:00.000Z"
    );
    let never = json!({"release": "march", "environment": "staging", "seconds": 25_200});
    assert_eq!(world.refused("rita", "release.plan", never), "plan-never");
    let facts = world.done("rita", "release.unplan", asked());
    assert_eq!(types(&facts), ["release.unplanned.v1"]);
    assert_eq!(
        world.refused("rita", "release.unplan", asked()),
        "plan-unknown"
    );
    world.check_folds();
}

#[test]
fn a_plan_despite_the_calendar_needs_a_waiver_to_its_end_and_a_reason() {
    let mut world = ready();
    apply(&mut world, &[nights()]);
    let mut wanted = plan("2026-03-02T12:00:00Z", 7_200);
    wanted["despite"] = sealed("the tills stand still");
    assert_eq!(
        world.refused("rita", "release.plan", wanted.clone()),
        "plan-closed"
    );
    let request = |ends: &str| {
        json!({"release": "march", "environment": "staging", "criterion": "calendar",
        "reason": sealed("the tills stand still"), "ends": ends})
    };
    let waive = |world: &mut World, ends: &str| {
        world.done("cora", "waiver.request", request(ends));
        let newest = world
            .state
            .waivers
            .iter()
            .map(|(_, one)| one)
            .find(|one| one.approved_by.is_none());
        let waiver = newest.unwrap().id.clone();
        world.done("bea", "waiver.approve", json!({"waiver": waiver}));
        waiver
    };
    let short = waive(&mut world, "2026-03-02T13:00:00Z");
    assert_eq!(
        world.refused("rita", "release.plan", wanted.clone()),
        "plan-closed"
    );
    world.done("cora", "waiver.revoke", json!({"waiver": short}));
    let waiver = waive(&mut world, "2026-03-02T14:00:00Z");
    let mut silent = wanted.clone();
    silent["despite"] = Value::Null;
    let refusal = refusal(&mut world, "rita", "release.plan", silent);
    assert!(
        refusal
            .help
            .ends_with("a waiver covers it, if you say why: `--despite --reason …`"),
        "{}",
        refusal.help
    );
    let facts = world.done("rita", "release.plan", wanted);
    let Fact::ReleasePlanned(planned) = &facts[0] else {
        panic!("{facts:?}")
    };
    assert_eq!(planned.despite.as_ref().unwrap().waiver, waiver);
}

#[test]
fn where_releases_go_at_their_planned_times_others_wait() {
    let mut world = ready();
    let place = json!({"environment": {"name": "staging", "after": "test", "protected": true, "planned": true,
        "criteria": [crate::company::approvals("owner", "component-owner", 1)]}});
    apply(&mut world, &[place]);
    let code = |world: &mut World| {
        let refusal = refusal(world, "della", "deployment.deploy", asked());
        refusal.reasons[0].code.clone()
    };
    assert_eq!(code(&mut world), "not-planned");
    world.done("rita", "release.plan", plan("2026-03-02T10:00:00Z", 3_600));
    assert_eq!(code(&mut world), "planned-later");
    world.hours(4);
    assert_eq!(code(&mut world), "planned-before");
    world.done("rita", "release.plan", plan("2026-03-02T11:00:00Z", 36_000));
    let facts = deploy(&mut world, "march", "staging");
    assert_eq!(
        verdict(&facts).criteria.last().unwrap().criterion,
        "planned"
    );
}

#[test]
fn commands_of_plans_are_what_policies_are_asked_about() {
    for name in ["release.plan", "release.unplan"] {
        assert!(Command::NAMES.contains(&name));
        assert!(holdpoint_domain::access::policy::action(name).is_some());
    }
}

#[test]
fn policies_may_say_who_excuses_from_the_calendar() {
    let mut world = ready();
    apply(&mut world, &[nights()]);
    world.ruled_by(
        r#"@id("all") permit (principal, action, resource);
        @id("board") forbid (principal, action == Action::"waiver.approve", resource)
        when { context has waives && context.waives == "calendar" } unless { principal in Role::"board-member" };"#,
    );
    let mut waive = |criterion: &str| {
        let request = json!({"release": "march", "environment": "staging", "criterion": criterion,
            "reason": sealed("hurry"), "ends": "2026-03-02T20:00:00Z"});
        world.done("rita", "waiver.request", request);
        let of_line = |one: &&holdpoint_domain::waiver::Waiver| one.criterion == criterion;
        let found = { world.state.waivers.iter() }
            .map(|(_, one)| one)
            .find(of_line);
        let waiver = json!({"waiver": found.unwrap().id});
        let said = world.ask("cora", "waiver.approve", waiver.clone());
        (said, waiver)
    };
    let (said, _) = waive("ran-in-test");
    assert!(said.is_ok(), "{said:?}");
    let (said, waiver) = waive("calendar");
    assert_eq!(said.unwrap_err().code, "policy-forbids");
    world.done("bea", "waiver.approve", waiver);
}
