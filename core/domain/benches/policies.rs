//! What asking policies costs a decision: `cargo bench -p holdpoint-domain`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_authorisation::PolicySet as _;
use holdpoint_cedar::{Policies, Schema};
use holdpoint_domain::access::policy::{Asked, DEFAULT, question, vocabulary};
use holdpoint_domain::access::{Permission, Role, Target, policy};
use holdpoint_domain::{
    Actor, Context, Digest, Fact, KnownPolicies, Meta, RuleAnswers, State, evolve,
};
use serde_json::Value;

/// A ledger that ends under the default policies.
const LEDGER: &str = include_str!("../tests/golden/ledger-policies.jsonl");

fn state() -> State {
    let mut state = State::default();
    for (line, position) in LEDGER.lines().zip(0..) {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap();
        let data = line.get("data").unwrap().to_string();
        let meta = Meta {
            position,
            time: text("time").parse().unwrap(),
            actor: text("actor").parse().unwrap(),
        };
        evolve(
            &mut state,
            &Fact::parse(text("type"), &data).unwrap(),
            &meta,
        );
    }
    state
}

fn asking(c: &mut Criterion) {
    let schema = Schema::parse(&vocabulary()).unwrap();
    let policies = Policies::parse(DEFAULT, &schema).unwrap();
    let state = state();
    let mut rules = RuleAnswers::default();
    let digest = Digest::of(DEFAULT.as_bytes());
    rules.know(KnownPolicies::default().with(digest, Ok(Arc::new(policies.clone()))));
    let target = Target::Place("production".parse().unwrap(), "api".parse().unwrap());
    // Whoever deploys there, by a role that covers it.
    let mut grants = state.grants.values();
    let deploys =
        grants.find(|grant| grant.role == Role::Deployer && grant.scope.covers(&target, &state));
    let deployer = Actor::Person(deploys.unwrap().person.clone());
    let now = "2026-03-04T10:00:00Z".parse().unwrap();
    let asked = Asked {
        signed: false,
        waives: None,
        actor: &deployer,
        action: "deployment.deploy",
        permission: Some(Permission::Deploy),
        target: &target,
        anywhere: false,
        environments: &[],
        now,
    };
    let context = Context {
        actor: &deployer,
        now,
        position: 0,
        seed: 0,
        rules: &rules,
    };
    let answer = policy::ask(&state, &asked, &context)
        .unwrap()
        .unwrap()
        .unwrap();
    assert!(answer.allowed, "{answer:?}");
    let mut group = c.benchmark_group("policies");
    group.bench_function("ask the twelve default policies", |b| {
        b.iter(|| policy::ask(black_box(&state), &asked, &context).unwrap());
    });
    let put = question(&state, &asked);
    group.bench_function("of that, evaluate", |b| {
        b.iter(|| policies.ask(black_box(&put)).unwrap());
    });
    group.bench_function("read the twelve default policies", |b| {
        b.iter(|| Policies::parse(black_box(DEFAULT), &schema).unwrap());
    });
    group.bench_function("read the words that they are written in", |b| {
        b.iter(|| Schema::parse(black_box(&vocabulary())).unwrap());
    });
    group.finish();
}

criterion_group!(benches, asking);
criterion_main!(benches);
