//! How long an empty command step takes from its order to its known and discarded end, one after the other and side by side.
//!
//! `cargo run --release -p holdpoint-agent --example step_load -- [ROUNDS] [PROGRAM]`, where `PROGRAM` watches over the steps
//! instead of this one: a bigger one is slower to start.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "an example"
)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use holdpoint_agent::{Agent, Options, Program, SUPERVISE, Status, Step, Supervisor};

/// Steps one after the other, and side by side.
const CHAIN: u64 = 50;
const SIDE: u64 = 200;
const EPOCH: u64 = 1;

fn main() -> ExitCode {
    let arguments = std::env::args_os;
    let asked = holdpoint_agent::supervise_if_asked(arguments())
        .or_else(|| holdpoint_agent::files_if_asked(arguments()));
    asked.unwrap_or_else(|| {
        measure();
        ExitCode::SUCCESS
    })
}

fn measure() {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments
        .next()
        .map_or(10, |text| text.parse().expect("a number of rounds"));
    let place = tempfile::tempdir().unwrap();
    // The user of the steps has to get there.
    let open = std::fs::Permissions::from_mode(0o711);
    std::fs::set_permissions(place.path(), open).unwrap();
    let agent = Agent::open(place.path().join("agent"), options(arguments.next())).unwrap();
    let _warm = in_chain(&agent, 1);
    let mut next = 1000;
    let mut rounds_of = |load: fn(&Agent, u64) -> Duration| -> Vec<Duration> {
        let rounds = (0..rounds).map(|_| {
            next += 1000;
            load(&agent, next)
        });
        rounds.collect()
    };
    told("one after the other", CHAIN, rounds_of(in_chain));
    told("side by side", SIDE, rounds_of(side_by_side));
}

fn options(program: Option<String>) -> Options {
    Options::new(match program {
        None => Supervisor::this_program().unwrap(),
        Some(program) => Supervisor::Process {
            program: Path::new(&program).canonicalize().expect("a program"),
            arguments: vec![SUPERVISE.into()],
        },
    })
}

fn in_chain(agent: &Agent, first: u64) -> Duration {
    let begin = Instant::now();
    (first..first + CHAIN).for_each(|key| done(agent, key));
    begin.elapsed()
}

fn side_by_side(agent: &Agent, first: u64) -> Duration {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for key in first..first + SIDE {
            scope.spawn(move || done(agent, key));
        }
    });
    begin.elapsed()
}

fn done(agent: &Agent, key: u64) {
    let step = Step::new(key, Program::Shell("true".to_owned()), 60_000);
    let mut status = agent.start(EPOCH, &step).unwrap();
    while matches!(status, Status::Running { .. }) {
        agent.wait(key, Duration::from_secs(1));
        status = agent.lookup(EPOCH, key).unwrap();
    }
    let Status::Exited(outcome) = status else {
        panic!("step {key} is {status:?}");
    };
    assert!(outcome.succeeded(), "{outcome:?}");
    agent.discard(key).unwrap();
}

fn told(how: &str, steps: u64, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let (least, middle) = (ms(times.first()), ms(times.get(times.len() / 2)));
    let each = |all: f64| all / steps as f64;
    println!(
        "{steps} steps {how}: {least:.1} ms at least, {middle:.1} ms in the middle of {} rounds; {:.2} and {:.2} ms a step",
        times.len(),
        each(least),
        each(middle)
    );
}
