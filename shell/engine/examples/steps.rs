//! How long an empty step of a pipeline takes when everything but the work itself is done: each end and the next beginning
//! share one append to SQLite that is synced before anybody hears of it.
//!
//! `cargo run --release -p holdpoint-engine --example steps -- [DIRECTORY] [ROUNDS]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "an example"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "common/mod.rs"]
mod common;

use common::Room;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::pipeline::{FinishRunStep, Pipeline, StartRun, StepResult};
use holdpoint_domain::{Actor, Command, Effect, Fact};
use holdpoint_engine::{Executor, Found, Reactor, Request, Task};
use serde_json::json;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Steps one after the other, and side by side.
const CHAIN: usize = 50;
const SIDE: usize = 200;

/// Does nothing, well.
struct Nothing;

impl Executor for Nothing {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        match &task.effect {
            Effect::RunPipelineStep { run, place, .. } => vec![
                FinishRunStep {
                    run: run.clone(),
                    place: *place,
                    intent: task.position,
                    result: StepResult::done(),
                }
                .into(),
            ],
            Effect::RunStep { .. } => Vec::new(),
        }
    }

    fn look_up(&self, _: &Task) -> Found {
        Found::NeverBegan
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let place = arguments
        .next()
        .unwrap_or_else(|| "/tmp/holdpoint-steps-load".to_owned());
    let rounds = arguments
        .next()
        .map_or(10, |text| text.parse().expect("a number of rounds"));
    let room = Room::fresh(Path::new(&place));
    room.done(1, apply());
    let _reactor = Reactor::new(room.engine.clone(), Arc::new(Nothing))
        .start()
        .unwrap();
    for (name, steps) in [("chain", CHAIN), ("side", SIDE)] {
        let mut times: Vec<Duration> = (0..rounds).map(|_| run(&room, name)).collect();
        times.sort();
        let (least, middle) = (times[0], times[times.len() / 2]);
        let each = |time: Duration| time.as_secs_f64() * 1e3 / steps as f64;
        println!(
            "{name}: {steps} steps in {:.1} ms at least, {:.1} ms in the middle of {rounds} rounds; {:.3} and {:.3} ms a step",
            least.as_secs_f64() * 1e3,
            middle.as_secs_f64() * 1e3,
            each(least),
            each(middle)
        );
    }
    room.engine.close();
}

/// From the start of a run to the entry that says that it has ended.
fn run(room: &Room, pipeline: &str) -> Duration {
    let actor = Actor::Person(PersonId::from_bits(2));
    let command = StartRun {
        pipeline: pipeline.parse().unwrap(),
        given: Default::default(),
        release: None,
        releases: Vec::new(),
    };
    let begun = Instant::now();
    let answer = room
        .engine
        .submit(Request::new(actor, command))
        .unwrap()
        .done()
        .unwrap();
    let run = answer.events.iter().find_map(|event| match &event.fact {
        Fact::RunStarted(started) => Some(started.run.clone()),
        _ => None,
    });
    let key = run.unwrap().key();
    loop {
        let published = room.engine.published();
        let ended = published
            .state
            .runs
            .peek(&key)
            .is_none_or(|run| !run.stage.open());
        if ended {
            return begun.elapsed();
        }
        let _ = room
            .engine
            .wait_beyond(published.size(), Duration::from_secs(1));
    }
}

fn apply() -> Apply {
    let chain: Vec<_> = (0..CHAIN)
        .map(|at| json!({"name": format!("s{at}"), "run": "true"}))
        .collect();
    let side: Vec<_> = (0..SIDE).collect();
    let side = json!([{"name": "all", "run": "true", "matrix": {"at": side}}]);
    let pipeline = |name: &str, steps| {
        let body = json!({"stages": [{"name": "build", "steps": steps}]});
        Change::Pipeline(Box::new(Pipeline {
            name: name.parse().unwrap(),
            title: String::new(),
            repository: String::new(),
            definition: json!({"pipelines": {name: body}}).to_string(),
        }))
    };
    Apply {
        changes: vec![pipeline("chain", json!(chain)), pipeline("side", side)],
        ..Apply::default()
    }
}
