//! Runs of pipelines: from the first step to the last, and all that comes between.

use holdpoint_domain::pipeline::{AttemptState, RunStage};
use holdpoint_domain::{Effect, Fact, agenda, effects};
use serde_json::{Value, json};

use crate::company::{cleared, company, finish, newest, sealed};
use crate::world::{World, types};

/// Declares pipelines, from the text of their section and that of their parts.
pub fn declare(world: &mut World, pipelines: &[(&str, Value)]) {
    let change = |(name, body): &(&str, Value)| {
        let definition = json!({"pipelines": {*name: body}}).to_string();
        json!({"pipeline": {"name": name, "definition": definition}})
    };
    let changes: Vec<_> = pipelines.iter().map(change).collect();
    world.done("ada", "organisation.apply", json!({"changes": changes}));
}

pub fn run(world: &mut World, pipeline: &str, more: Value) -> Vec<Fact> {
    let mut asked = json!({"pipeline": pipeline});
    let fields = asked.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    world.done("rita", "pipeline.run", asked)
}

fn stages(steps: Value) -> Value {
    json!({"stages": [{"name": "build", "steps": steps}]})
}

/// The id of the newest run.
pub fn newest_run(world: &World) -> String {
    let found = world.ledger.iter().rev().find_map(|(_, fact)| match fact {
        Fact::RunStarted(event) => Some(event.run.to_string()),
        _ => None,
    });
    found.unwrap()
}

fn stage(world: &World, id: &str) -> RunStage {
    let key = format!("run/{id}").parse().unwrap();
    // What is looked up here is in nobody's memory.
    let mut world = world.clone();
    if world.state.runs.get(&key).is_err() {
        world.load(&key);
    }
    world.state.runs.peek(&key).unwrap().stage
}

/// What agents are to do: intents by step.
fn at_agents(world: &World) -> Vec<(u64, String)> {
    let named = |(intent, effect): (u64, Effect)| match effect {
        Effect::RunPipelineStep { step, .. } => Some((intent, step)),
        Effect::RunStep { .. } => None,
    };
    effects(&world.state)
        .into_iter()
        .filter_map(named)
        .collect()
}

fn steps(world: &World) -> Vec<String> {
    at_agents(world).into_iter().map(|(_, step)| step).collect()
}

fn ended(world: &World, step: &str, result: Value) -> Value {
    let (intent, effect) = effects(&world.state)
        .into_iter()
        .find(|(_, effect)| effect.step() == step)
        .unwrap_or_else(|| panic!("{step} does not run"));
    let Effect::RunPipelineStep { run, place, .. } = effect else {
        panic!("{effect:?}")
    };
    json!({"run": run, "place": place, "intent": intent, "result": result})
}

/// The agent says how a step ended.
fn end(world: &mut World, step: &str, result: Value) -> Vec<Fact> {
    let asked = ended(world, step, result);
    world.done("system", "pipeline.finish-step", asked)
}

fn done(world: &mut World, step: &str) -> Vec<Fact> {
    end(world, step, json!({"exit_code": 0}))
}

#[test]
fn what_a_step_makes_ready_is_requested_in_the_same_append() {
    let mut world = company();
    let steps_of = json!([
        {"name": "compile", "run": "make"},
        {"parallel": [{"name": "test", "run": "make test", "matrix": {"os": ["a", "b"]}},
            {"name": "lint", "run": "make lint"}]},
        {"name": "publish", "run": "make publish"},
    ]);
    declare(&mut world, &[("shop", stages(steps_of))]);
    let begun = run(&mut world, "shop", json!({"given": {"branch": "main"}}));
    assert_eq!(
        types(&begun),
        [
            "pipeline.run-started.v1",
            "pipeline.run-planned.v1",
            "pipeline.run-begun.v1",
            "pipeline.step-requested.v1",
        ]
    );
    let (_, effect) = effects(&world.state).pop().unwrap();
    let Effect::RunPipelineStep { variables, .. } = effect else {
        panic!("{effect:?}")
    };
    assert_eq!(variables["PIPELINE_BRANCH"], "main");
    assert_eq!(variables["PIPELINE_STEP"], "build/compile");
    let next = done(&mut world, "build/compile");
    assert_eq!(
        types(&next),
        [
            "pipeline.step-finished.v1",
            "pipeline.step-requested.v1",
            "pipeline.step-requested.v1",
            "pipeline.step-requested.v1",
        ]
    );
    world.check_folds();
    for step in ["build/lint", "build/test[os=b]", "build/test[os=a]"] {
        done(&mut world, step);
    }
    assert_eq!(steps(&world), ["build/publish"]);
    let last = done(&mut world, "build/publish");
    assert_eq!(
        types(&last),
        ["pipeline.step-finished.v1", "pipeline.run-finished.v1"]
    );
    let id = newest_run(&world);
    assert_eq!(stage(&world, &id), RunStage::Succeeded);
    assert!(agenda(&world.state, world.now).effects.is_empty());
    world.check_folds();
}

#[test]
fn an_end_is_taken_once_and_from_the_attempt_that_is_awaited_alone() {
    let mut world = company();
    let retried =
        json!([{"name": "flaky", "run": "make", "retries": {"count": 2, "backoff": "10s"}}]);
    declare(&mut world, &[("shop", stages(retried))]);
    run(&mut world, "shop", json!({}));
    let first = ended(&world, "build/flaky", json!({"exit_code": 3}));
    let rests = world.done("system", "pipeline.finish-step", first.clone());
    assert_eq!(types(&rests), ["pipeline.step-finished.v1"]);
    assert!(at_agents(&world).is_empty());
    // The answer was lost, and it is told again; or it comes late, and says something else.
    let stale = |world: &mut World, told: Value| {
        let before = world.ledger.len();
        let code = world.refused("system", "pipeline.finish-step", told);
        assert_eq!(code, "run-step-stale");
        assert_eq!(
            world.ledger[before].1.event_type(),
            "pipeline.step-refused.v1"
        );
    };
    stale(&mut world, first.clone());
    let wake = agenda(&world.state, world.now).wake.unwrap();
    assert_eq!(wake, world.now.after(10_000));
    assert!(world.tick().is_empty());
    world.now = wake;
    assert_eq!(types(&world.tick()), ["pipeline.step-requested.v1"]);
    stale(&mut world, first);
    let second = ended(
        &world,
        "build/flaky",
        json!({"lost": true, "why": "no word"}),
    );
    world.done("system", "pipeline.finish-step", second);
    // Each wait is twice as long.
    assert_eq!(
        agenda(&world.state, world.now).wake,
        Some(world.now.after(20_000))
    );
    world.now = world.now.after(20_000);
    world.tick();
    let third = ended(&world, "build/flaky", json!({"exit_code": 1}));
    let last = world.done("system", "pipeline.finish-step", third.clone());
    assert_eq!(
        types(&last),
        ["pipeline.step-finished.v1", "pipeline.run-finished.v1"]
    );
    assert_eq!(world.done("system", "pipeline.finish-step", third), []);
    let id = newest_run(&world);
    assert_eq!(stage(&world, &id), RunStage::Failed);
    world.check_folds();
}

#[test]
fn what_is_overdue_is_lost() {
    let mut world = company();
    let slow = json!([{"name": "slow", "run": "sleep 1d", "timeout": "10m"}]);
    declare(&mut world, &[("shop", stages(slow))]);
    run(&mut world, "shop", json!({}));
    world.now = world.now.after(660_000 - 1);
    assert!(world.tick().is_empty());
    world.now = world.now.after(1);
    assert_eq!(
        types(&world.tick()),
        ["pipeline.step-finished.v1", "pipeline.run-finished.v1"]
    );
    world.check_folds();
}

#[test]
fn a_cancelled_run_stops_what_runs_and_tidies_up() {
    let mut world = company();
    let asked = json!([
        {"parallel": [{"name": "one", "run": "make"}, {"name": "ask", "approval": ["sre"]}]},
        {"name": "next", "run": "make"},
        {"name": "tidy", "when": "always", "run": "rm -r x"},
    ]);
    declare(&mut world, &[("shop", stages(asked))]);
    run(&mut world, "shop", json!({}));
    let id = newest_run(&world);
    assert_eq!(
        world.refused("aude", "pipeline.cancel", json!({"run": id})),
        "not-permitted"
    );
    let cancelled = world.done("dora", "pipeline.cancel", json!({"run": id}));
    assert_eq!(
        types(&cancelled),
        ["pipeline.run-cancelled.v1", "pipeline.step-finished.v1"],
        "the approval needs nobody to stop it"
    );
    assert_eq!(
        world.done("dora", "pipeline.cancel", json!({"run": id})),
        []
    );
    let due = agenda(&world.state, world.now);
    assert_eq!(due.stops, due.effects);
    world.check_folds();
    end(&mut world, "build/one", json!({"signal": 15}));
    assert_eq!(steps(&world), ["build/tidy"]);
    assert!(agenda(&world.state, world.now).stops.is_empty());
    done(&mut world, "build/tidy");
    assert_eq!(stage(&world, &id), RunStage::Cancelled);
    assert_eq!(
        world.refused("dora", "pipeline.cancel", json!({"run": id})),
        "run-ended"
    );
    world.check_folds();
}

#[test]
fn one_of_a_group_runs_at_a_time() {
    let mut world = company();
    let mut queued = stages(json!([{"name": "one", "run": "make"}]));
    queued["concurrency"] = json!("shop");
    let mut newest = queued.clone();
    newest["concurrency"] = json!({"group": "web", "when-busy": "cancel-older"});
    declare(&mut world, &[("shop", queued), ("web", newest)]);
    for _ in 0..3 {
        run(&mut world, "shop", json!({}));
    }
    assert_eq!(at_agents(&world).len(), 1);
    let all: Vec<_> = { world.state.runs.iter() }
        .filter(|(_, run)| run.stage == RunStage::Queued)
        .map(|(key, _)| key.name().to_owned())
        .collect();
    let [second, third] = &all[..] else {
        panic!("{all:?}")
    };
    // One that waits has ended when it is cancelled; the next goes on in its place.
    let cancelled = world.done("rita", "pipeline.cancel", json!({"run": second}));
    assert_eq!(
        types(&cancelled),
        ["pipeline.run-cancelled.v1", "pipeline.run-finished.v1"]
    );
    let ended = done(&mut world, "build/one");
    assert_eq!(
        types(&ended),
        [
            "pipeline.step-finished.v1",
            "pipeline.run-finished.v1",
            "pipeline.run-begun.v1",
            "pipeline.step-requested.v1",
        ]
    );
    assert_eq!(stage(&world, third), RunStage::Running);
    world.check_folds();
    done(&mut world, "build/one");
    run(&mut world, "web", json!({}));
    let first = newest_run(&world);
    run(&mut world, "web", json!({}));
    let second = newest_run(&world);
    assert_eq!(stage(&world, &second), RunStage::Queued);
    end(&mut world, "build/one", json!({"signal": 15}));
    assert_eq!(stage(&world, &first), RunStage::Cancelled);
    assert_eq!(stage(&world, &second), RunStage::Running);
    world.check_folds();
}

fn to_production() -> Value {
    json!({"stages": [{"environment": "production", "steps": [
        {"name": "ask", "approval": {"roles": ["sre", "business-owner"]}},
        {"name": "switch", "manual": {"owner": "ledgers", "deputy": "sre", "confirm": true,
            "instructions": "Make the replica the primary.", "attachment": "the output"}},
        {"name": "deploy", "deploy": {}},
    ]}]})
}

fn decide(world: &mut World, who: &str, step: &str, comment: Option<&str>) -> Vec<Fact> {
    let run = newest_run(world);
    let comment = comment.map(crate::company::sealed);
    let asked = json!({"run": run, "step": step, "approved": true, "comment": comment});
    world.done(who, "pipeline.decide", asked)
}

fn refused(world: &mut World, who: &str, step: &str) -> String {
    let run = newest_run(world);
    let asked = json!({"run": run, "step": step, "approved": true});
    world.refused(who, "pipeline.decide", asked)
}

#[test]
fn a_run_waits_for_the_gate_for_people_and_for_its_deployment() {
    let mut world = company();
    declare(&mut world, &[("out", to_production())]);
    assert_eq!(
        world.refused("della", "pipeline.run", json!({"pipeline": "out"})),
        "pipeline-not-started"
    );
    crate::company::submitted(&mut world, "march", &["api"]);
    let asked = json!({"pipeline": "out", "release": "march"});
    world.done("della", "pipeline.run", asked);
    // The gate is asked again, and nothing is kept of it as long as nothing comes of it.
    assert!(world.tick().is_empty());
    crate::company::clear(&mut world, "march", &["api"]);
    assert_eq!(
        types(&world.tick()),
        [
            "gate.judged.v1",
            "pipeline.step-finished.v1",
            "pipeline.step-requested.v1",
        ]
    );
    assert_eq!(
        refused(&mut world, "dora", "production/ask"),
        "run-step-not-theirs"
    );
    decide(&mut world, "sam", "production/ask", None);
    assert_eq!(
        refused(&mut world, "sam", "production/ask"),
        "run-step-not-theirs"
    );
    decide(&mut world, "bill", "production/ask", None);
    assert_eq!(
        refused(&mut world, "dan", "production/switch"),
        "run-step-needs-words"
    );
    decide(&mut world, "dan", "production/switch", Some("done"));
    assert_eq!(
        refused(&mut world, "dan", "production/switch"),
        "run-step-second-person"
    );
    let confirmed = decide(&mut world, "sam", "production/switch", None);
    assert_eq!(
        types(&confirmed),
        [
            "pipeline.step-decided.v1",
            "pipeline.step-finished.v1",
            "gate.judged.v1",
            "deployment.requested.v1",
            "release.deployment-begun.v1",
            "deployment.step-requested.v1",
            "pipeline.step-requested.v1",
        ]
    );
    world.check_folds();
    finish(&mut world, 0);
    assert!(world.tick().is_empty());
    finish(&mut world, 0);
    assert_eq!(
        types(&world.tick()),
        ["pipeline.step-finished.v1", "pipeline.run-finished.v1"]
    );
    let id = newest_run(&world);
    assert_eq!(stage(&world, &id), RunStage::Succeeded);
    world.check_folds();
    assert!(newest(&world).starts_with("dep_"));
}

#[test]
fn whoever_may_not_deploy_does_not_by_a_pipeline() {
    let mut world = company();
    let deploys = json!({"stages": [{"environment": "production", "gate": "observe", "steps": [
        {"name": "deploy", "deploy": {}}]}]});
    declare(&mut world, &[("out", deploys)]);
    crate::company::submitted(&mut world, "march", &["api"]);
    // The gate only observes, and says what it would have waited for; the deployment asks it all the same.
    let asked = json!({"pipeline": "out", "release": "march"});
    world.done("della", "pipeline.run", asked.clone());
    let why = |world: &World| -> Vec<String> {
        let said = world.ledger.iter().filter_map(|(_, fact)| match fact {
            Fact::RunStepFinished(event) => Some(event.result.why.clone()),
            _ => None,
        });
        said.collect()
    };
    let said = why(&world);
    assert!(
        said[0].starts_with("it would have waited: ran-in-staging, owner"),
        "{said:?}"
    );
    assert!(said[1].contains("production"), "{said:?}");
    crate::company::clear(&mut world, "march", &["api"]);
    world.done("dora", "pipeline.run", asked);
    let said = why(&world);
    assert!(
        said.last().unwrap().contains("deployment.request"),
        "{said:?}"
    );
    let to_production = |fact: &Fact| match fact {
        Fact::DeploymentRequested(event) => event.environment.as_str() == "production",
        _ => false,
    };
    assert!(!world.ledger.iter().any(|(_, fact)| to_production(fact)));
    world.check_folds();
}

#[test]
fn a_repetition_runs_what_has_not_succeeded() {
    let mut world = company();
    let asked = json!([
        {"name": "compile", "run": "make"},
        {"name": "wait", "wait": "10s"},
        {"name": "publish", "run": "make publish"},
    ]);
    declare(&mut world, &[("shop", stages(asked))]);
    run(&mut world, "shop", json!({}));
    let id = newest_run(&world);
    assert_eq!(
        world.refused("rita", "pipeline.retry", json!({"run": id})),
        "run-under-way"
    );
    done(&mut world, "build/compile");
    assert!(world.tick().is_empty());
    world.now = world.now.after(10_000);
    assert_eq!(
        types(&world.tick()),
        ["pipeline.step-finished.v1", "pipeline.step-requested.v1"]
    );
    end(&mut world, "build/publish", json!({"exit_code": 1}));
    let again = world.done("rita", "pipeline.retry", json!({"run": id}));
    assert_eq!(
        types(&again)[3..],
        [
            "pipeline.steps-kept.v1",
            "pipeline.steps-kept.v1",
            "pipeline.step-requested.v1"
        ]
    );
    assert_eq!(steps(&world), ["build/publish"]);
    done(&mut world, "build/publish");
    let second = newest_run(&world);
    assert_eq!(stage(&world, &second), RunStage::Succeeded);
    assert_eq!(
        world.refused("rita", "pipeline.retry", json!({"run": second})),
        "run-nothing-failed"
    );
    world.done(
        "rita",
        "pipeline.retry",
        json!({"run": second, "all": true}),
    );
    assert_eq!(steps(&world), ["build/compile"]);
    world.check_folds();
}

#[test]
fn a_run_that_takes_too_long_is_cancelled() {
    let mut world = company();
    let mut limited = stages(json!([{"name": "ask", "approval": ["sre"]}]));
    limited["timeout"] = json!("1h");
    declare(&mut world, &[("shop", limited)]);
    run(&mut world, "shop", json!({}));
    world.now = world.now.after(3_600_000);
    assert_eq!(
        types(&world.tick()),
        [
            "pipeline.run-cancelled.v1",
            "pipeline.step-finished.v1",
            "pipeline.run-finished.v1"
        ]
    );
    world.check_folds();
}

#[test]
fn what_names_nobody_and_nothing_here_is_refused_where_it_is_declared() {
    let mut world = company();
    let wrong = json!({"stages": [{"environment": "moon", "steps": [
        {"name": "ask", "approval": ["product-owner"]},
        {"name": "do", "manual": {"owner": "nobody", "instructions": "x"}},
        {"name": "wait", "wait": {"window": "never"}},
    ]}]});
    let definition = json!({"pipelines": {"shop": wrong}}).to_string();
    let asked = json!({"changes": [{"pipeline": {"name": "shop", "definition": definition}}]});
    let refusal = world.ask("ada", "organisation.apply", asked).unwrap_err();
    assert_eq!(refusal.code, "pipeline-wrong");
    let said: Vec<_> = refusal
        .reasons
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    let all = format!("{} {said:?}", refusal.message);
    for name in ["`moon`", "`product-owner`", "`nobody`", "`never`"] {
        assert!(all.contains(name), "{name}: {all}");
    }
    let later = stages(json!([{"name": "scan", "container": "alpine"}]));
    declare(&mut world, &[("scan", later)]);
    declare(
        &mut world,
        &[("fine", stages(json!([{"name": "x", "run": "make"}])))],
    );
    let odd = json!({"pipeline": "fine", "given": {"commit": "--upload-pack=x"}});
    let refusal = world.ask("rita", "pipeline.run", odd).unwrap_err();
    assert!(
        refusal.reasons[0]
            .message
            .contains("not the id of a commit")
    );
    let asked = json!({"pipeline": "scan"});
    let refusal = world.ask("rita", "pipeline.run", asked).unwrap_err();
    assert_eq!(refusal.code, "pipeline-not-started");
    assert!(
        refusal.reasons[0]
            .message
            .contains("`container` of step `build/scan`")
    );
}

/// Every kind of event of pipelines and of their runs.
pub fn told() -> World {
    let mut world = company();
    let build = json!([
        {"name": "compile", "run": "make", "retries": 1},
        {"name": "test", "run": "make test", "matrix": {"os": ["a", "b"], "fail-fast": true}},
        {"name": "tidy", "run": "make tidy", "when": "always"},
    ]);
    let mut build = stages(build);
    build["concurrency"] = json!("build");
    let gone = stages(json!([{"name": "wait", "wait": "1h"}]));
    declare(
        &mut world,
        &[("build", build), ("out", to_production()), ("gone", gone)],
    );
    let retired = json!({"changes": [{"retire-pipeline": "gone"}]});
    world.done("ada", "organisation.apply", retired);
    run(
        &mut world,
        "build",
        json!({"given": {"branch": "main", "commit": "0".repeat(40)}}),
    );
    let first = newest_run(&world);
    run(&mut world, "build", json!({}));
    let second = newest_run(&world);
    let failed = ended(&world, "build/compile", json!({"exit_code": 2}));
    world.done("system", "pipeline.finish-step", failed.clone());
    world.refused("system", "pipeline.finish-step", failed);
    done(&mut world, "build/compile");
    end(
        &mut world,
        "build/test[os=a]",
        json!({"exit_code": 1, "why": "it is red"}),
    );
    end(&mut world, "build/test[os=b]", json!({"signal": 15}));
    done(&mut world, "build/tidy");
    let reason = sealed("it is late");
    let cancelled = json!({"run": second, "reason": reason});
    world.done("rita", "pipeline.cancel", cancelled);
    end(&mut world, "build/compile", json!({"signal": 15}));
    done(&mut world, "build/tidy");
    world.done("rita", "pipeline.retry", json!({"run": first}));
    cleared(&mut world, "march", &["api"]);
    let asked = json!({"pipeline": "out", "release": "march"});
    world.done("della", "pipeline.run", asked);
    for (who, step) in [
        ("sam", "ask"),
        ("bill", "ask"),
        ("dan", "switch"),
        ("sam", "switch"),
    ] {
        decide(&mut world, who, &format!("production/{step}"), Some("seen"));
    }
    finish(&mut world, 0);
    finish(&mut world, 0);
    world.tick();
    world.check_folds();
    world
}

#[test]
fn a_failure_that_is_enough_for_a_matrix_stops_the_others() {
    let mut world = company();
    let fast = json!([{"name": "test", "run": "make", "matrix": {"os": ["a", "b", "c"], "fail-fast": true}}]);
    declare(&mut world, &[("shop", stages(fast))]);
    run(&mut world, "shop", json!({}));
    end(&mut world, "build/test[os=b]", json!({"exit_code": 1}));
    let due = agenda(&world.state, world.now);
    assert_eq!((due.effects.len(), due.stops.len()), (2, 2));
    let run = world.state.runs.iter().next().unwrap().1;
    assert!({ run.attempts.values() }.all(|one| one.state == AttemptState::Stopping));
    // One of them had made it.
    done(&mut world, "build/test[os=a]");
    end(&mut world, "build/test[os=c]", json!({"signal": 15}));
    let id = newest_run(&world);
    assert_eq!(stage(&world, &id), RunStage::Failed);
    world.check_folds();
}

/// The effect of a step that runs.
fn effect_of(world: &World, step: &str) -> Value {
    let found = effects(&world.state).into_iter();
    let mut found = found.map(|(_, effect)| effect);
    let effect = found.find(|effect| effect.step() == step);
    serde_json::to_value(effect.unwrap_or_else(|| panic!("{step} does not run"))).unwrap()
}

fn digest(byte: u8) -> String {
    format!("sha256:{}", format!("{byte:02x}").repeat(32))
}

fn making() -> Value {
    let mut all = stages(json!([
        {"name": "make", "run": "make", "matrix": {"os": ["a", "b"]},
            "artifacts": {"out": {"app": "out/app"}}, "secrets": {"TOKEN": "registry"},
            "cache": {"paths": ["target"], "key": ["Cargo.lock"]}, "limits": {"output": "1MiB"}},
        {"name": "pack", "run": "pack", "artifacts": {"in": ["app"], "out": {"image": "image.tar"}}},
        {"name": "ship", "run": "ship", "artifacts": {"in": [{"name": "image", "path": "in/image.tar"},
            {"name": "base", "digest": digest(9)}]}},
        {"name": "tell", "http": {"url": "https://chat.example.org/", "method": "POST", "bearer": "registry"}},
        {"name": "scan", "external": {"system": "jenkins", "job": "shop/scan", "inputs": {"WHAT": "all"}}},
    ]));
    all["secrets"] =
        json!({"registry": {"from": "vault", "path": "shop/registry", "field": "token"}});
    all
}

fn made(name: &str, byte: u8) -> Value {
    json!({"exit_code": 0, "artifacts": {name: {"digest": digest(byte), "bytes": 7, "kind": "program"}}})
}

/// Steps with secrets, artifacts, caches, calls and jobs elsewhere, and a repetition that goes on with what was made.
pub fn given() -> World {
    let mut world = told();
    declare(&mut world, &[("needs", making())]);
    run(&mut world, "needs", json!({}));
    end(&mut world, "build/make[os=a]", made("app", 1));
    end(&mut world, "build/make[os=b]", made("app", 2));
    end(&mut world, "build/pack", made("image", 3));
    end(&mut world, "build/ship", json!({"exit_code": 1}));
    let first = newest_run(&world);
    world.done("rita", "pipeline.retry", json!({"run": first}));
    world
}

#[test]
fn steps_are_given_what_others_have_made_also_in_a_repetition() {
    let mut world = company();
    declare(&mut world, &[("shop", making())]);
    run(&mut world, "shop", json!({}));
    let effect = effect_of(&world, "build/make[os=a]");
    let kept = json!({"from": "vault", "path": "shop/registry", "field": "token"});
    assert_eq!(effect["needs"]["secrets"]["TOKEN"], kept);
    assert_eq!(effect["needs"]["makes"], json!({"app": "out/app"}));
    assert_eq!(effect["needs"]["output"], 1_048_576);
    let cache = json!([{"name": "build/make", "paths": ["target"], "key": ["Cargo.lock"]}]);
    assert_eq!(effect["needs"]["caches"], cache);
    end(&mut world, "build/make[os=a]", made("app", 1));
    end(&mut world, "build/make[os=b]", made("app", 2));
    // Each combination has a place of its own.
    let both = json!([
        {"name": "app", "path": "app/os=a", "digest": digest(1), "kind": "program"},
        {"name": "app", "path": "app/os=b", "digest": digest(2), "kind": "program"},
    ]);
    assert_eq!(effect_of(&world, "build/pack")["brought"], both);
    end(&mut world, "build/pack", made("image", 3));
    let given = json!([
        {"name": "image", "path": "in/image.tar", "digest": digest(3), "kind": "program"},
        {"name": "base", "path": "base", "digest": digest(9), "kind": "file"},
    ]);
    assert_eq!(effect_of(&world, "build/ship")["brought"], given);
    end(&mut world, "build/ship", json!({"exit_code": 1}));
    world.check_folds();
    let first = newest_run(&world);
    world.done("rita", "pipeline.retry", json!({"run": first}));
    assert_eq!(steps(&world), ["build/ship"]);
    assert_eq!(effect_of(&world, "build/ship")["brought"], given);
    done(&mut world, "build/ship");
    let told = effect_of(&world, "build/tell");
    assert_eq!(told["work"]["http"]["bearer"], kept);
    done(&mut world, "build/tell");
    world.check_folds();
}

#[test]
fn what_cannot_be_asked_of_another_system_is_told_before() {
    let mut world = company();
    let commit = "4f".repeat(20);
    let job = |more: Value| {
        let mut job = json!({"system": "github-actions", "job": "scan.yml"});
        job.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        stages(json!([{"name": "scan", "external": job}]))
    };
    let all = [
        ("homeless", job(json!({"ref": "main"}))),
        ("nowhere", job(json!({"repository": "acme/shop"}))),
        (
            "commit",
            job(json!({"repository": "acme/shop", "ref": commit})),
        ),
        (
            "receive",
            job(json!({"repository": "acme/shop", "ref": "main", "mode": "receive"})),
        ),
        (
            "good",
            job(json!({"repository": "acme/shop", "ref": "main"})),
        ),
    ];
    declare(&mut world, &all);
    for (name, _) in &all[..4] {
        let asked = json!({"pipeline": name});
        assert_eq!(
            world.refused("rita", "pipeline.run", asked),
            "pipeline-not-started",
            "{name}"
        );
    }
    run(&mut world, "good", json!({}));
    let effect = effect_of(&world, "build/scan");
    assert_eq!(effect["work"]["external"]["reference"], "main");
    world.check_folds();
}
