//! Runs of 10,000 steps, and a hundred runs of a hundred.
#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(
    clippy::expect_used,
    reason = "a bench says by a panic that it cannot run"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_findings::Source;
use holdpoint_profile::{
    Draft, Kind, Outcome, Run, Scenario, Simulation, Step, Waterfall, critical_path, rank, read,
    slack, times, waterfall, write,
};

const SECOND: i64 = 1_000_000_000;

/// Layers of a hundred steps, each of which waits for three of the layer before, on twenty agents and others without end.
fn run(number: i64, layers: usize, wide: usize) -> Run {
    let mut steps: Vec<Step> = Vec::new();
    let mut noise = 88_172_645_463_325_252_i64 + number * 77;
    let mut next = |below: i64| {
        noise ^= noise << 13;
        noise ^= noise.unsigned_abs().wrapping_shr(7).cast_signed();
        noise ^= noise << 17;
        noise.rem_euclid(below)
    };
    for at in 0..layers * wide {
        let layer = at / wide * wide;
        let mut after: Vec<usize> = Vec::new();
        if layer > 0 {
            after = (0..3)
                .map(|one| layer - wide + (at * 7 + one * 31) % wide)
                .collect();
            after.sort_unstable();
            after.dedup();
        }
        let ends = after
            .iter()
            .filter_map(|one| steps.get(*one))
            .map(|step| step.ended);
        let ready = ends.max().unwrap_or(SECOND) + next(SECOND);
        let started = ready + next(3 * SECOND);
        let ended = started + SECOND + next(60 * SECOND);
        steps.push(Step {
            id: at.to_string(),
            name: format!("step {at}"),
            stage: Some(format!("layer {}", layer / wide)),
            kind: Kind::ALL.get(at % 6).copied().unwrap_or(Kind::Work),
            after,
            inferred: false,
            ready,
            started,
            ended,
            pool: (at % 5 > 0).then(|| format!("pool {}", at % 5)),
            agent: None,
            outcome: Outcome::Success,
            attempt: 1,
            url: None,
            parts: Vec::new(),
        });
    }
    let ended = steps.iter().map(|step| step.ended).max().unwrap_or(0);
    let (id, pipeline) = (number.to_string(), "shop".to_owned());
    let draft = Draft {
        id,
        pipeline,
        url: None,
        started: 0,
        ended,
        outcome: Outcome::Success,
        steps,
    };
    Run::new(draft).expect("it fits together")
}

fn ten_thousand(criterion: &mut Criterion) {
    let large = run(1, 100, 100);
    let mut group = criterion.benchmark_group("steps_10000");
    group.sample_size(20);
    group.bench_function("critical_path", |bench| {
        bench.iter(|| critical_path(black_box(&large)))
    });
    group.bench_function("path_slack_times", |bench| {
        bench.iter(|| {
            (
                critical_path(black_box(&large)),
                slack(&large),
                times(&large),
            )
        })
    });
    group.bench_function("simulation_new", |bench| {
        bench.iter(|| Simulation::new(black_box(&large)))
    });
    let simulation = Simulation::new(&large);
    let scenario: Scenario = "kind:test=50%,agents=2x".parse().expect("it is one");
    group.bench_function("what_if", |bench| {
        bench.iter(|| simulation.play(black_box(&scenario)))
    });
    let text = write(&large);
    let source = Arc::new(Source::new("trace.json", text.into_bytes()).expect("it is text"));
    group.bench_function("read_otlp", |bench| {
        bench.iter(|| read(std::slice::from_ref(&source)))
    });
    group.bench_function("write_otlp", |bench| {
        bench.iter(|| write(black_box(&large)))
    });
    group.bench_function("waterfall", |bench| {
        bench.iter(|| waterfall(&large, &Waterfall::default()))
    });
    group.finish();
}

fn many(criterion: &mut Criterion) {
    let runs: Vec<Run> = (0..100).map(|number| run(number, 10, 10)).collect();
    let mut group = criterion.benchmark_group("runs_100_of_100_steps");
    group.sample_size(10);
    group.bench_function("rank", |bench| bench.iter(|| rank(black_box(&runs))));
    group.finish();
}

criterion_group!(benches, ten_thousand, many);
criterion_main!(benches);
