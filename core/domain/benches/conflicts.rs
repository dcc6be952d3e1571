//! What is in the way of a release in a large organisation: 50,000 components, four dependencies each, 10,000 planned releases and
//! 300 windows. `cargo bench -p holdpoint-domain --bench conflicts`
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_domain::conflict::{Asking, conflicts, next_clear};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::window::Stretch;
use holdpoint_domain::{Actor, Fact, Meta, State, Time, evolve};
use serde_json::{Value, json};

const COMPONENTS: u64 = 50_000;
const RELEASES: u64 = 10_000;
const WINDOWS: u64 = 300;
const HOUR: i64 = 3_600_000;

/// The same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit.max(1)
    }
}

fn tell(state: &mut State, name: &str, data: &Value) {
    let fact = Fact::parse(name, &data.to_string()).unwrap();
    let meta = Meta {
        position: 1,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    evolve(state, &fact, &meta);
}

fn organisation() -> State {
    let (mut state, mut chance) = (State::default(), Chance(7));
    let place = json!({"environment": {"name": "live", "freeze": {"seconds": 86_400}}});
    tell(&mut state, "environment.declared.v1", &place);
    for number in 0..COMPONENTS {
        let needs = (0..4).map(|_| chance.below(number));
        let needs: std::collections::BTreeSet<_> = needs.filter(|one| *one < number).collect();
        let needs: Vec<_> = needs.into_iter().map(|one| format!("c{one}")).collect();
        let component =
            json!({"component": {"name": format!("c{number}"), "unit": "u", "depends_on": needs}});
        tell(&mut state, "component.declared.v1", &component);
    }
    for number in 0..RELEASES {
        let release = format!("r{number}");
        let parts: std::collections::BTreeSet<_> =
            (0..3).map(|_| chance.below(COMPONENTS)).collect();
        let parts: Vec<_> = parts.into_iter().map(|one| format!("c{one}")).collect();
        tell(
            &mut state,
            "release.created.v1",
            &json!({"release": release, "components": parts}),
        );
        let from = Time::from_millis(i64::try_from(chance.below(8_760)).unwrap() * HOUR);
        let planned = json!({"release": release, "environment": "live", "from": from, "until": from.after(2 * HOUR)});
        tell(&mut state, "release.planned.v1", &planned);
    }
    for number in 0..WINDOWS {
        let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
        let window = json!({"window": {"name": format!("w{number}"), "kind": "blackout", "timezone": "Europe/Vienna",
            "when": [{"again": {"rule": "FREQ=YEARLY", "start": format!("1970-{month:02}-{day:02}T18:00:00"), "lasts": "2h"}}]}});
        tell(&mut state, "window.declared.v1", &window);
    }
    state
}

fn bench(criterion: &mut Criterion) {
    let state = organisation();
    let place: EnvironmentName = "live".parse().unwrap();
    let key = "r17".parse::<ReleaseName>().unwrap().key();
    let release = state.releases.peek(&key).unwrap();
    let asking = Asking {
        state: &state,
        release,
        place: &place,
        train: None,
    };
    let span = Stretch {
        from: Time::from_millis(4_000 * HOUR),
        until: Time::from_millis(4_002 * HOUR),
    };
    // The graph is worked out once.
    black_box(conflicts(&asking, span));
    let mut group = criterion.benchmark_group("in the way");
    group.bench_function("of a span", |b| {
        b.iter(|| conflicts(black_box(&asking), span))
    });
    group.bench_function("next clear", |b| {
        b.iter(|| next_clear(black_box(&asking), span.from, 2 * HOUR))
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
