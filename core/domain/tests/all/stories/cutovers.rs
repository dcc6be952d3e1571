//! Nights in which releases go out together: planned, rehearsed, carried out, and backed out.

use holdpoint_domain::cutover::{Cutover, CutoverName, CutoverStage};
use holdpoint_domain::pipeline::{Expected, Run, RunStage, Took};
use holdpoint_domain::{Effect, Fact, agenda, effects};
use serde_json::{Value, json};

use super::pipelines::{declare, newest_run};
use crate::company::{company, submitted};
use crate::world::{World, types};

/// An environment that takes a step to be brought to, and one that stands in for it.
fn places(world: &mut World) {
    let step =
        json!({"name": "install", "command": ["install", "{components}"], "timeout_seconds": 300});
    let changes = json!([
        {"environment": {"name": "night", "steps": [step]}},
        {"environment": {"name": "dress", "steps": [step]}},
    ]);
    world.done("ada", "organisation.apply", json!({"changes": changes}));
}

fn pipeline() -> Value {
    json!({
        "rehearsal": {"night": "dress"},
        "inputs": {"note": {"default": "none"}},
        "stages": [
            {"name": "before", "steps": [
                {"name": "freeze", "manual": {"owner": "sre", "instructions": "Freeze."}, "planned": "10m",
                    "back-out": [{"name": "thaw", "manual": {"owner": "sre", "instructions": "Thaw."}}]},
            ]},
            {"environment": "night", "steps": [
                {"name": "deploy", "deploy": {"per": "component", "roll-back": true}, "planned": "20m"},
                {"name": "look", "manual": {"owner": "sre", "instructions": "Look."}},
                {"name": "wait", "wait": {"for": "5m"}},
            ]},
        ],
    })
}

/// A company with two releases that are to go out, of which each waits for the other's component.
fn planned() -> World {
    let mut world = company();
    prepared(&mut world);
    let asked = plan("friday");
    assert_eq!(
        types(&world.done("della", "cutover.plan", asked)),
        ["cutover.planned.v1"]
    );
    world
}

/// The same, in a company that there is.
pub fn prepared(world: &mut World) {
    places(world);
    submitted(world, "core", &["api"]);
    submitted(world, "shop", &["jobs", "web"]);
    declare(world, &[("out", pipeline())]);
    world.done("della", "cutover.plan", plan("friday"));
}

pub fn plan(name: &str) -> Value {
    json!({"cutover": name, "night": {"pipeline": "out", "releases": ["core", "shop"],
        "begins": "2026-11-27T21:00:00Z"}})
}

fn named<'w>(world: &'w World, name: &str) -> &'w Cutover {
    &world.state.cutovers[&name.parse::<CutoverName>().unwrap()]
}

fn cutover(world: &World) -> &Cutover {
    named(world, "friday")
}

fn ask(world: &mut World, name: &str) -> Vec<Fact> {
    world.done("della", name, json!({"cutover": "friday"}))
}

fn start(world: &mut World) -> Vec<Fact> {
    world.done(
        "della",
        "cutover.start",
        json!({"cutover": "friday", "early": true}),
    )
}

fn says(world: &mut World, step: &str, approved: bool) -> Vec<Fact> {
    let asked = json!({"run": newest_run(world), "step": step, "approved": approved});
    world.done("sam", "pipeline.decide", asked)
}

/// The components that are being deployed, and what ends each.
fn deploying(world: &World) -> Vec<(String, Value)> {
    let all = effects(&world.state).into_iter();
    let all = all.filter_map(|(intent, effect)| match effect {
        Effect::RunStep {
            deployment,
            command,
            ..
        } => Some((
            command[1].clone(),
            json!({"deployment": deployment, "intent": intent}),
        )),
        Effect::RunPipelineStep { .. } => None,
    });
    all.collect()
}

fn names(world: &World) -> Vec<String> {
    let mut all: Vec<_> = deploying(world).into_iter().map(|(name, _)| name).collect();
    all.sort();
    all
}

/// The host says how the deployment of a component ended; the run goes on by itself.
fn installed(world: &mut World, component: &str, exit_code: i32) {
    let all = deploying(world).into_iter();
    let mut asked = all
        .into_iter()
        .find(|(name, _)| name == component)
        .unwrap()
        .1;
    asked["outcome"] = json!({"exit_code": exit_code});
    world.done("system", "deployment.finish-step", asked);
    world.tick();
}

/// The newest run, looked up if it has ended.
fn run_of(world: &World) -> Run {
    let key = format!("run/{}", newest_run(world)).parse().unwrap();
    let mut world = world.clone();
    if world.state.runs.get(&key).is_err() {
        world.load(&key);
    }
    world.state.runs.peek(&key).unwrap().clone()
}

fn run_stage(world: &World) -> RunStage {
    run_of(world).stage
}

/// A night that was rehearsed and failed half-way, and one that was abandoned.
pub fn told() -> World {
    let mut world = planned();
    ask(&mut world, "cutover.rehearse");
    says(&mut world, "before/freeze", true);
    for component in ["api", "jobs", "web"] {
        world.now = world.now.after(60_000);
        installed(&mut world, component, 0);
    }
    says(&mut world, "night/look", true);
    world.now = world.now.after(300_000);
    world.tick();
    start(&mut world);
    says(&mut world, "before/freeze", true);
    installed(&mut world, "api", 0);
    installed(&mut world, "jobs", 1);
    installed(&mut world, "web", 0);
    says(&mut world, "before/freeze:back-out/thaw", true);
    world.done("della", "cutover.plan", plan("saturday"));
    let reason = crate::company::sealed("friday went wrong");
    let asked = json!({"cutover": "saturday", "reason": reason});
    world.done("della", "cutover.abandon", asked);
    world.check_folds();
    world
}

#[test]
fn components_go_out_after_those_that_they_depend_on_and_the_night_is_done() {
    let mut world = planned();
    let begun = start(&mut world);
    assert_eq!(
        types(&begun)[..3],
        [
            "cutover.started.v1",
            "pipeline.run-started.v1",
            "pipeline.run-planned.v1"
        ]
    );
    assert_eq!(cutover(&world).stage, CutoverStage::Running);
    world.check_folds();
    says(&mut world, "before/freeze", true);
    assert_eq!(names(&world), ["api", "jobs"], "`web` depends on `api`");
    installed(&mut world, "jobs", 0);
    assert_eq!(names(&world), ["api"]);
    installed(&mut world, "api", 0);
    assert_eq!(names(&world), ["web"]);
    installed(&mut world, "web", 0);
    says(&mut world, "night/look", true);
    assert_eq!(
        agenda(&world.state, world.now).wake,
        Some(world.now.after(300_000))
    );
    world.now = world.now.after(300_000);
    let ended = types(&world.tick());
    assert_eq!(
        ended[ended.len() - 2..],
        ["pipeline.run-finished.v1", "cutover.ended.v1"]
    );
    assert_eq!(cutover(&world).stage, CutoverStage::Done);
    assert_eq!(
        world.refused("della", "cutover.start", json!({"cutover": "friday"})),
        "cutover-ended"
    );
    assert_eq!(
        world.refused("della", "cutover.plan", plan("friday")),
        "cutover-ended"
    );
    world.check_folds();
}

/// What ran before is brought back, the newest first; what was there first stays.
#[test]
fn partial_failure_backs_out_in_reverse() {
    let mut world = planned();
    start(&mut world);
    says(&mut world, "before/freeze", true);
    installed(&mut world, "api", 0);
    installed(&mut world, "jobs", 0);
    installed(&mut world, "web", 0);
    says(&mut world, "night/look", true);
    world.now = world.now.after(300_000);
    world.tick();
    for (release, components) in [("core-2", vec!["api"]), ("shop-2", vec!["jobs", "web"])] {
        submitted(&mut world, release, &components);
    }
    let again = json!({"cutover": "friday-2", "night": {"pipeline": "out", "releases": ["core-2", "shop-2"],
        "begins": "2026-11-27T21:00:00Z"}});
    world.done("della", "cutover.plan", again);
    world.done(
        "della",
        "cutover.start",
        json!({"cutover": "friday-2", "early": true}),
    );
    says(&mut world, "before/freeze", true);
    installed(&mut world, "api", 0);
    installed(&mut world, "jobs", 0);
    // Half-way: what is known to run there is put there again, and it goes first.
    installed(&mut world, "web", 1);
    assert_eq!(names(&world), ["jobs", "web"], "nothing depends on `jobs`");
    let releases = |world: &World| {
        let all = effects(&world.state).into_iter();
        let mut all: Vec<_> = all
            .map(|(_, effect)| match effect {
                Effect::RunStep { release, .. } => release.to_string(),
                other => panic!("{other:?}"),
            })
            .collect();
        all.sort();
        all
    };
    assert_eq!(releases(&world), ["shop", "shop"]);
    world.check_folds();
    installed(&mut world, "jobs", 0);
    installed(&mut world, "web", 0);
    assert_eq!(names(&world), ["api"]);
    assert_eq!(releases(&world), ["core"]);
    installed(&mut world, "api", 0);
    assert_eq!(run_stage(&world), RunStage::Running);
    says(&mut world, "before/freeze:back-out/thaw", true);
    assert_eq!(named(&world, "friday-2").stage, CutoverStage::Failed);
    world.check_folds();
    // It can be started again, by repeating its run or anew; what was undone is done again.
    let run = newest_run(&world);
    let repeated = world.done("della", "pipeline.retry", json!({"run": run}));
    assert_eq!(types(&repeated)[0], "cutover.started.v1");
    assert!(
        !types(&repeated).contains(&"pipeline.steps-kept.v1"),
        "{repeated:?}"
    );
    world.check_folds();
}

#[test]
fn a_night_that_is_stopped_backs_out_what_it_had_begun() {
    let mut world = planned();
    start(&mut world);
    says(&mut world, "before/freeze", true);
    let run = newest_run(&world);
    world.done("della", "pipeline.cancel", json!({"run": run}));
    // Nothing ran there before: there is nothing to bring back.
    assert_eq!(names(&world), [""; 0]);
    says(&mut world, "before/freeze:back-out/thaw", true);
    assert_eq!(cutover(&world).stage, CutoverStage::Failed);
    world.check_folds();
}

#[test]
fn a_rehearsal_goes_elsewhere_and_says_how_long_the_night_takes() {
    let mut world = planned();
    let began = world.now;
    assert_eq!(
        types(&ask(&mut world, "cutover.rehearse"))[0],
        "cutover.rehearsed.v1"
    );
    assert_eq!(cutover(&world).stage, CutoverStage::Planned);
    world.now = began.after(60_000);
    says(&mut world, "before/freeze", true);
    world.now = began.after(90_000);
    for component in ["api", "jobs", "web"] {
        installed(&mut world, component, 0);
    }
    let night = world
        .state
        .running
        .keys()
        .filter(|(place, _)| place.as_str() == "night")
        .count();
    let dress = world
        .state
        .running
        .keys()
        .filter(|(place, _)| place.as_str() == "dress")
        .count();
    assert_eq!((night, dress), (0, 3));
    says(&mut world, "night/look", true);
    world.now = began.after(500_000);
    world.tick();
    assert_eq!(run_stage(&world), RunStage::Succeeded);
    assert_eq!(
        cutover(&world).stage,
        CutoverStage::Planned,
        "a rehearsal is not the night"
    );
    let took = run_of(&world).took();
    assert_eq!(took["before/freeze"], 60_000);
    let outline = cutover(&world)
        .night
        .start("cutover")
        .outline(&world.state)
        .unwrap();
    let expected = |took: &Took| {
        let expected = Expected {
            state: &world.state,
            planned: &outline.planned,
            took,
        };
        let begins = cutover(&world).night.begins;
        (
            expected.from(begins).until - begins.millis(),
            expected.unknown().count(),
        )
    };
    // Ten minutes, twenty for each of two components in a row, and five of waiting; nobody has said how long looking takes.
    assert_eq!(expected(&Took::new()), (55 * 60_000, 1));
    assert_eq!(expected(&took).1, 0);
    assert!(expected(&took).0 < 7 * 60_000, "{:?}", expected(&took));
    start(&mut world);
    let run = run_of(&world);
    let now = run
        .forecast(&world.state, &took, world.now.after(120_000))
        .unwrap();
    assert_eq!(
        now.times[&run.planned.find("before/freeze").unwrap()].until,
        world.now.after(120_000).millis(),
        "it is late, and ends now at the earliest"
    );
    world.check_folds();
}

#[test]
fn a_window_is_waited_for() {
    let mut world = planned();
    let window = json!([{"window": {"name": "late", "kind": "maintenance", "timezone": "UTC",
        "when": [{"again": {"rule": "FREQ=DAILY", "start": "2026-03-01T23:00:00", "lasts": "2h"}}]}}]);
    world.done("ada", "organisation.apply", json!({"changes": window}));
    let mut late = pipeline();
    late["stages"][1]["window"] = json!(["late"]);
    declare(&mut world, &[("out", late)]);
    let outline = cutover(&world)
        .night
        .start("cutover")
        .outline(&world.state)
        .unwrap();
    let took = Took::new();
    let expected = Expected {
        state: &world.state,
        planned: &outline.planned,
        took: &took,
    };
    let begins = cutover(&world).night.begins;
    let opens = 2 * 3_600_000;
    assert_eq!(
        expected.from(begins).until - begins.millis(),
        opens + 45 * 60_000
    );
}

#[test]
fn a_night_is_not_begun_before_its_time_nor_twice_and_not_planned_if_it_could_not_begin() {
    let mut world = planned();
    let code =
        |world: &mut World, name: &str| world.refused("della", name, json!({"cutover": "friday"}));
    assert_eq!(code(&mut world, "cutover.start"), "cutover-early");
    let mut wrong = plan("other");
    wrong["night"]["releases"] = json!(["core", "nothing"]);
    assert_eq!(
        world.refused("della", "cutover.plan", wrong.clone()),
        "release-unknown"
    );
    submitted(&mut world, "core-3", &["api"]);
    wrong["night"]["releases"] = json!(["core", "core-3"]);
    let refusal = world
        .ask("della", "cutover.plan", wrong.clone())
        .unwrap_err();
    assert_eq!(
        refusal.reasons[0].message,
        "component `api` is in release `core` and in `core-3`"
    );
    wrong["night"]["releases"] = json!([]);
    assert_eq!(
        world.refused("della", "cutover.plan", wrong.clone()),
        "pipeline-not-started"
    );
    wrong["night"]["given"] = json!({"event": "push"});
    assert_eq!(
        world.refused("della", "cutover.plan", wrong),
        "cutover-event"
    );
    let alone = json!({"pipeline": "out", "releases": ["core"], "given": {"event": "rehearsal"}});
    assert_eq!(
        world.refused("della", "pipeline.run", alone),
        "pipeline-event-of-cutover"
    );
    assert_eq!(
        world.refused("aude", "cutover.plan", plan("other")),
        "not-permitted"
    );
    start(&mut world);
    assert_eq!(code(&mut world, "cutover.start"), "cutover-running");
    assert_eq!(code(&mut world, "cutover.abandon"), "cutover-running");
    assert_eq!(
        world.refused("della", "cutover.plan", plan("friday")),
        "cutover-running"
    );
    world.check_folds();
}

#[test]
fn one_that_is_abandoned_is_not_begun() {
    let mut world = planned();
    let asked = json!({"cutover": "friday", "reason": crate::company::sealed("the tests are red")});
    world.done("della", "cutover.abandon", asked);
    for name in ["cutover.start", "cutover.rehearse", "cutover.abandon"] {
        assert_eq!(
            world.refused("della", name, json!({"cutover": "friday"})),
            "cutover-ended"
        );
    }
    assert_eq!(
        world.refused("della", "cutover.start", json!({"cutover": "nothing"})),
        "cutover-unknown"
    );
    world.check_folds();
}

/// Each of several releases has a gate of its own, and what happens to one of them has its gate asked again.
#[test]
fn the_gate_of_every_release_is_waited_for() {
    let mut world = planned();
    let mut gated = pipeline();
    gated["stages"][1] =
        json!({"environment": "staging", "steps": [{"name": "deploy", "deploy": {}}]});
    gated["rehearsal"] = json!({});
    declare(&mut world, &[("out", gated)]);
    start(&mut world);
    says(&mut world, "before/freeze", true);
    let waits = |world: &World| {
        let run = run_of(world);
        let steps = run
            .attempts
            .keys()
            .map(|place| run.planned.step(*place).unwrap().id.clone());
        steps.collect::<Vec<_>>()
    };
    assert_eq!(waits(&world), ["staging:gate[release=core]"]);
    for release in ["core", "shop"] {
        crate::company::deploy(&mut world, release, "test");
    }
    crate::company::approve(&mut world, "olga", "core", "component-owner");
    world.tick();
    assert_eq!(waits(&world), ["staging:gate[release=shop]"]);
    for who in ["olga", "oskar"] {
        crate::company::approve(&mut world, who, "shop", "component-owner");
        world.tick();
    }
    world.check_folds();
    assert_eq!(
        waits(&world),
        [""; 0],
        "both are there, and staging has no steps"
    );
    assert_eq!(cutover(&world).stage, CutoverStage::Done);
}
