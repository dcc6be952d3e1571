//! 10,000 changes over 50,000 parts: all against all, all against closings, and one against all.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_conflicts::{Change, Closing, Graph, against, closed, for_each_clash};
use holdpoint_schedule::Span;
use jiff::Timestamp;

const PARTS: u64 = 50_000;
const CHANGES: u64 = 10_000;

/// The same numbers in every run (a linear congruential generator).
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn part(&mut self) -> u32 {
        u32::try_from(self.below(PARTS)).unwrap_or_default()
    }

    fn span(&mut self, hours: u64) -> Span {
        let from = 1_800_000_000 + self.below(90 * 24) * 3_600;
        let to = from + (1 + self.below(hours)) * 3_600;
        let at = |second: u64| Timestamp::from_second(second.cast_signed()).unwrap_or_default();
        Span {
            from: at(from),
            to: at(to),
        }
    }
}

/// Each part needs four others, most of them a little below it, so that chains are long; one in a hundred closes a circle.
fn graph(draw: &mut Draw) -> Option<Graph> {
    let edges: Vec<_> = (0..PARTS * 4)
        .map(|at| {
            let from = at / 4;
            let near = draw.below(200.min(from).max(1));
            let to = match draw.below(100) {
                0 => draw.below(PARTS),
                _ => from.saturating_sub(1 + near),
            };
            let number = |part: u64| u32::try_from(part).unwrap_or_default();
            (number(from), number(to))
        })
        .collect();
    Graph::new(usize::try_from(PARTS).ok()?, edges).ok()
}

fn change(draw: &mut Draw) -> Change {
    Change {
        span: draw.span(6),
        place: u32::try_from(draw.below(8)).unwrap_or_default(),
        parts: (0..1 + draw.below(8)).map(|_| draw.part()).collect(),
    }
}

fn conflicts(criterion: &mut Criterion) {
    let mut draw = Draw(1972);
    let Some(graph) = graph(&mut draw) else {
        return;
    };
    let changes: Vec<_> = (0..CHANGES).map(|_| change(&mut draw)).collect();
    let closings: Vec<_> = (0..500)
        .map(|_| Closing {
            spans: (0..20).map(|_| draw.span(48)).collect(),
            places: None,
            parts: Some((0..20).map(|_| draw.part()).collect()),
        })
        .collect();
    let count = || {
        let mut count = 0_u64;
        let done = for_each_clash(&graph, black_box(&changes), |_| count += 1);
        done.map(|()| count)
    };
    let mut group = criterion.benchmark_group("10,000 changes, 50,000 parts");
    group.sample_size(10);
    group.bench_function("all against all", |bench| bench.iter(count));
    group.bench_function("500 closings of 20 spans and 20 parts", |bench| {
        bench.iter(|| closed(&graph, black_box(&changes), &closings));
    });
    group.bench_function("one against all", |bench| {
        let one = change(&mut draw);
        bench.iter(|| against(&graph, black_box(&one), &changes));
    });
    group.finish();
}

criterion_group!(benches, conflicts);
criterion_main!(benches);
