//! What the criterion `contracts` costs where very much runs: `cargo bench -p holdpoint-domain --bench contracts`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_domain::Digest;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::contract::{Age, Contract, Order, Party, meetings, order};
use holdpoint_domain::release::ReleaseName;

/// Versions that run.
const RUNNING: usize = 10_000;
/// Interfaces that somebody provides.
const INTERFACES: usize = 500;
/// Components of the release.
const RELEASED: usize = 20;

struct Version {
    component: ComponentName,
    age: Age,
    provides: Vec<Contract>,
    consumes: Vec<Contract>,
}

fn contract(interface: usize, version: u8) -> Contract {
    Contract {
        interface: format!("interface-{interface}"),
        kind: "openapi".to_owned(),
        digest: Digest([version; 32]),
    }
}

/// Each component provides an interface and consumes three; what the release brings has changed its own.
fn versions() -> Vec<Version> {
    let one = |at: usize, age: Age| Version {
        component: format!("component-{}", at % RUNNING).parse().unwrap(),
        age,
        provides: {
            (at % RUNNING < INTERFACES)
                .then_some(at % RUNNING)
                .into_iter()
        }
        .map(|interface| contract(interface, if age == Age::New { 2 } else { 1 }))
        .collect(),
        consumes: { [1, 7, 31].iter() }
            .map(|step| contract((at * step + 1) % INTERFACES, 1))
            .collect(),
    };
    let old = (0..RUNNING).map(|at| one(at, if at < RELEASED { Age::Old } else { Age::Other }));
    old.chain((0..RELEASED).map(|at| one(at, Age::New)))
        .collect()
}

fn judging(c: &mut Criterion) {
    let versions = versions();
    let release: ReleaseName = "r".parse().unwrap();
    let parties: Vec<Party<'_>> = { versions.iter() }
        .map(|version| Party {
            component: &version.component,
            release: &release,
            version: None,
            artifact: Digest([0; 32]),
            age: version.age,
            provides: &version.provides,
            consumes: &version.consumes,
        })
        .collect();
    c.bench_function("a release against 10,000 running versions", |b| {
        b.iter(|| {
            let found = meetings(black_box(&parties));
            assert!(found.all.len() > RELEASED);
            // Who has come keeps what those who run know.
            matches!(order(&found, |_| true), Order::Any)
        });
    });
}

criterion_group!(benches, judging);
criterion_main!(benches);
