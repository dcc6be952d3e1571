//! How long ten thousand steps take: read, planned, scheduled, drawn.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use holdpoint_findings::Source;
use holdpoint_pipelines::{Definition, Given, Graph, Outcome, RunState, Schedule, draw, plan};

/// Ten stages of a thousand steps: a third in rows, a third beside each other, a third combinations.
fn definition() -> Definition {
    let mut text = "pipelines:\n  p:\n    stages:\n".to_owned();
    for stage in 0..10 {
        text += &format!("      - name: s{stage}\n        steps:\n");
        for step in 0..333 {
            text += &format!("          - {{name: row{step}, run: make}}\n");
        }
        for step in 0..333 {
            let after = if step < 10 {
                "row332".to_owned()
            } else {
                format!("wide{}, wide{}", step - 10, step - 9)
            };
            text += &format!("          - {{name: wide{step}, run: make, after: [{after}]}}\n");
        }
        let list: Vec<_> = (0..333).map(|n| n.to_string()).collect();
        text += &format!(
            "          - {{name: many, run: make, matrix: {{n: [{}]}}}}\n",
            list.join(", ")
        );
    }
    let source = Source::new("holdpoint.yaml", text.into_bytes()).unwrap();
    Definition::of(&Arc::new(source)).unwrap()
}

fn played(graph: &Graph) -> RunState {
    let mut changes = Vec::new();
    let mut schedule = Schedule::new(graph.flow(), &mut changes);
    let mut next = 0;
    while let Some(change) = changes.get(next).copied() {
        next += 1;
        if let holdpoint_pipelines::Change::Ready(step) = change {
            schedule.begin(graph.flow(), step).unwrap();
            schedule
                .settle(graph.flow(), step, Outcome::Succeeded, &mut changes)
                .unwrap();
        }
    }
    schedule.run()
}

fn all(criterion: &mut Criterion) {
    let definition = definition();
    let graph = plan(&definition, "p", &Given::example()).unwrap();
    assert_eq!(graph.steps(), 9_990);
    assert_eq!(played(&graph), RunState::Succeeded);
    criterion.bench_function("plan 10,000 steps", |bencher| {
        bencher.iter(|| {
            plan(black_box(&definition), "p", &Given::example())
                .unwrap()
                .steps()
        });
    });
    criterion.bench_function("schedule 10,000 steps", |bencher| {
        bencher.iter(|| played(black_box(&graph)));
    });
    criterion.bench_function("draw 10,000 steps as svg", |bencher| {
        bencher.iter_batched(
            || (),
            |()| draw::svg(black_box(&graph)).len(),
            BatchSize::LargeInput,
        );
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = all
}
criterion_main!(benches);
