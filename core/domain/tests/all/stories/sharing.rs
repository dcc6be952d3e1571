//! Tests that steps share: listed once, run by whoever is there, and none of them lost.

use holdpoint_domain::pipeline::{Run, RunStage, SharedTests, Told, lease};
use holdpoint_domain::{Digest, Effect, effects};
use holdpoint_splitting::queue;
use serde_json::{Value, json};

use super::pipelines::{declare, newest_run, run};
use crate::company::company;
use crate::world::World;

/// A pipeline with tests that two workers share.
pub fn declared(world: &mut World) {
    let unit = json!({"name": "unit", "tests": {"runner": "pytest", "workers": 2, "retry": 1}});
    let stages = json!({"stages": [{"name": "test", "steps": [unit]}]});
    declare(world, &[("shop", stages)]);
}

fn found(world: &World) -> Run {
    let key = format!("run/{}", newest_run(world)).parse().unwrap();
    let mut world = world.clone();
    if world.state.runs.get(&key).is_err() {
        world.load(&key);
    }
    world.state.runs.peek(&key).unwrap().clone()
}

fn shared(world: &World) -> SharedTests {
    let run = found(world);
    let list = run.planned.find("test/unit/collect").unwrap();
    run.shared_tests(list).unwrap().clone()
}

/// The attempt of a step that runs: what names it.
fn attempt(world: &World, step: &str) -> Option<Value> {
    let found = effects(&world.state);
    let (intent, effect) = found
        .into_iter()
        .find(|(_, effect)| effect.step() == step)?;
    let Effect::RunPipelineStep { run, place, .. } = effect else {
        panic!("{effect:?}")
    };
    Some(json!({"run": run, "place": place, "intent": intent}))
}

fn with(mut asked: Value, more: Value) -> Value {
    let fields = asked.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    asked
}

/// A list: its names, and that nobody knows what they take.
fn set(tests: &[&str]) -> Value {
    let names: String = tests.iter().map(|name| format!("{name}\n")).collect();
    let guessed: Vec<_> = (0..tests.len()).collect();
    json!({"part": 0, "set": Digest::of(names.as_bytes()), "micros": vec![1_000_000; tests.len()],
        "guessed": guessed, "last": true})
}

/// Writes down which tests there are.
pub fn list(world: &mut World, tests: &[&str]) {
    let step = attempt(world, "test/unit/collect").unwrap();
    let listed = set(tests);
    world.done("system", "pipeline.list-tests", with(step, listed));
    end(world, "test/unit/collect", json!({"exit_code": 0}));
}

pub fn end(world: &mut World, step: &str, result: Value) {
    let attempt = attempt(world, step).unwrap();
    let finish = with(attempt, json!({"result": result}));
    world.done("system", "pipeline.finish-step", finish);
}

/// What a worker knows.
#[derive(Default, Clone)]
pub struct Worker {
    turn: u64,
    attempt: u32,
    has: Vec<queue::Run>,
}

impl Worker {
    pub fn of(attempt: u32) -> Self {
        Self {
            attempt,
            ..Self::default()
        }
    }

    /// Says how those ended that it had, and takes more.
    pub fn ask(
        &mut self,
        world: &mut World,
        number: u32,
        outcome: impl Fn(u32) -> &'static str,
    ) -> Told {
        let step = attempt(world, &format!("test/unit/worker-{number}")).unwrap();
        let done = self.has.drain(..).map(|run| {
            json!({"test": run.test, "run": run.run, "outcome": outcome(run.test), "micros": 1000 + run.test})
        });
        let done: Vec<_> = done.collect();
        self.turn += 1;
        let set = shared(world).set().unwrap();
        let asked = json!({"turn": self.turn, "set": set, "done": done});
        world.done("system", "pipeline.share-tests", with(step, asked));
        let told = shared(world).told(&lease(number, self.attempt), self.turn);
        if let Told::Run(runs) = &told {
            self.has.clone_from(runs);
        }
        told
    }
}

fn passed(_: u32) -> &'static str {
    "passed"
}

/// Both workers work until nothing is left.
fn work(world: &mut World, outcome: impl Fn(u32) -> &'static str + Copy) {
    let mut workers = [Worker::of(1), Worker::of(1)];
    let mut busy = [true, true];
    while busy.contains(&true) {
        for (at, number) in [(0, 1), (1, 2)] {
            if busy[at] && workers[at].ask(world, number, outcome) == Told::Done {
                end(
                    world,
                    &format!("test/unit/worker-{number}"),
                    json!({"exit_code": 0}),
                );
                busy[at] = false;
            }
        }
    }
}

/// Everything that happens to tests.
pub fn told() -> World {
    let mut world = begun();
    list(&mut world, &["a::one", "a::two", "b::three"]);
    let mut lost = Worker::of(1);
    lost.ask(&mut world, 1, passed);
    end(&mut world, "test/unit/worker-1", json!({"lost": true}));
    let mut worker = Worker::of(1);
    while worker.ask(&mut world, 2, |test| {
        ["passed", "skipped", "failed"][test as usize]
    }) != Told::Done
    {}
    for step in ["test/unit/worker-1", "test/unit/worker-2"] {
        end(&mut world, step, json!({"exit_code": 0}));
    }
    world.check_folds();
    world
}

/// What tests are listed and shared with.
pub fn arguments(world: &mut World, name: &str) -> Value {
    declared(world);
    run(world, "shop", json!({}));
    if name == "pipeline.list-tests" {
        let step = attempt(world, "test/unit/collect").unwrap();
        return with(step, set(&["a"]));
    }
    list(world, &["a"]);
    let set = shared(world).set().unwrap();
    let step = attempt(world, "test/unit/worker-1").unwrap();
    with(step, json!({"turn": 1, "set": set, "done": []}))
}

fn begun() -> World {
    let mut world = company();
    declared(&mut world);
    run(&mut world, "shop", json!({}));
    world
}

#[test]
fn each_is_run_once_by_whoever_is_there_and_the_result_counts_them() {
    let mut world = begun();
    list(&mut world, &["a::one", "a::two", "b::three"]);
    work(&mut world, passed);
    let run = found(&world);
    assert_eq!(run.stage, RunStage::Succeeded);
    let tally = shared(&world).tally().unwrap();
    assert_eq!((tally.listed, tally.passed, tally.again), (3, 3, 0));
    world.check_folds();
}

#[test]
fn the_run_that_told_last_what_tests_take_is_known() {
    let mut world = begun();
    list(&mut world, &["a::one", "a::two"]);
    let pipeline = "shop".parse().unwrap();
    let told = |world: &World| {
        let known = world.state.errands.timed(&pipeline, "test/unit/collect");
        known.map(ToString::to_string)
    };
    assert_eq!(told(&world), None);
    work(&mut world, passed);
    assert_eq!(told(&world), Some(newest_run(&world)));
    let tests = shared(&world);
    let took: Vec<_> = tests.all().map(|test| test.took.unwrap().0).collect();
    assert_eq!(took, [1000, 1001]);
}

#[test]
fn what_a_lost_worker_had_is_run_by_another_one() {
    let mut world = begun();
    list(&mut world, &["a", "b", "c", "d"]);
    let (mut first, mut second) = (Worker::of(1), Worker::of(1));
    assert!(matches!(first.ask(&mut world, 1, passed), Told::Run(_)));
    end(
        &mut world,
        "test/unit/worker-1",
        json!({"lost": true, "why": "no word"}),
    );
    while second.ask(&mut world, 2, passed) != Told::Done {}
    end(&mut world, "test/unit/worker-2", json!({"exit_code": 0}));
    // It begins again, and finds nothing to do.
    assert_eq!(Worker::of(2).ask(&mut world, 1, passed), Told::Done);
    end(&mut world, "test/unit/worker-1", json!({"exit_code": 0}));
    let tally = shared(&world).tally().unwrap();
    assert_eq!((tally.passed, tally.lost), (4, 0));
    assert!(tally.again > 0, "{tally:?}");
    assert_eq!(found(&world).stage, RunStage::Succeeded);
    world.check_folds();
}

#[test]
fn when_every_worker_is_lost_the_result_names_what_was_not_run() {
    let mut world = begun();
    list(&mut world, &["a", "b"]);
    for _ in 0..3 {
        for worker in ["test/unit/worker-1", "test/unit/worker-2"] {
            end(&mut world, worker, json!({"lost": true}));
        }
    }
    let run = found(&world);
    assert_eq!(run.stage, RunStage::Failed);
    let result = &run.ended[&run.planned.find("test/unit/result").unwrap()].result;
    assert_eq!(result.why, "2 of 2 not run to their end");
    assert_eq!(result.tests.as_ref().unwrap().lost, 2);
}

#[test]
fn a_test_that_fails_is_run_again_and_a_run_with_one_that_fails_for_good_has_failed() {
    let mut world = begun();
    list(&mut world, &["bad", "good"]);
    work(
        &mut world,
        |test| if test == 0 { "failed" } else { "passed" },
    );
    let run = found(&world);
    assert_eq!(run.stage, RunStage::Failed);
    let result = &run.ended[&run.planned.find("test/unit/result").unwrap()].result;
    assert_eq!(result.why, "1 of 2 failed");
    let tests = shared(&world);
    let runs: Vec<_> = tests.all().map(|test| test.runs).collect();
    assert_eq!(runs, [2, 1]);
    // Repeated, all of them run again: half a set proves nothing.
    world.done("rita", "pipeline.retry", json!({"run": run.id}));
    assert!(attempt(&world, "test/unit/collect").is_some());
}

#[test]
fn what_is_no_set_is_refused_and_so_is_who_is_not_awaited() {
    let mut world = begun();
    let step = attempt(&world, "test/unit/collect").unwrap();
    let refused = world.refused(
        "system",
        "pipeline.list-tests",
        with(step.clone(), set(&[])),
    );
    assert_eq!(refused, "run-tests-wrong");
    list(&mut world, &["a"]);
    let late = with(step, set(&["b"]));
    let refused = world.refused("system", "pipeline.list-tests", late);
    assert_eq!(refused, "run-step-stale");
    let mut worker = Worker::of(1);
    worker.ask(&mut world, 1, passed);
    let gone = attempt(&world, "test/unit/worker-1").unwrap();
    end(&mut world, "test/unit/worker-1", json!({"lost": true}));
    let set = shared(&world).set().unwrap();
    let late = with(gone, json!({"turn": 2, "set": set, "done": []}));
    let refused = world.refused("system", "pipeline.share-tests", late);
    assert_eq!(refused, "run-step-stale");
}

#[test]
fn however_workers_come_and_go_each_test_has_one_end() {
    let names: Vec<String> = (0..23).map(|at| format!("t{at:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for seed in 1..40_u64 {
        let mut random = seed;
        let mut draw = |most: u64| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % most
        };
        let mut world = begun();
        list(&mut world, &names);
        let mut workers = [Worker::of(1), Worker::of(1)];
        while found(&world).stage == RunStage::Running {
            let at = usize::try_from(draw(2)).unwrap();
            let number = u32::try_from(at).unwrap() + 1;
            let step = format!("test/unit/worker-{number}");
            if attempt(&world, &step).is_none() {
                continue;
            }
            if draw(6) == 0 {
                end(&mut world, &step, json!({"lost": true}));
                workers[at] = Worker::of(workers[at].attempt + 1);
                continue;
            }
            if workers[at].ask(&mut world, number, passed) == Told::Done {
                end(&mut world, &step, json!({"exit_code": 0}));
            }
        }
        let tally = shared(&world).tally().unwrap();
        let ends = tally.passed + tally.failed + tally.skipped + tally.lost;
        assert_eq!((tally.listed, ends), (23, 23), "seed {seed}");
        let good = found(&world).stage == RunStage::Succeeded;
        assert_eq!(good, tally.passed == 23, "seed {seed}");
        world.check_folds();
    }
}
