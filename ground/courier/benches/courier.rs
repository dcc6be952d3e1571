//! What it costs to have 2,000 agents connected: `cargo bench -p holdpoint-courier`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use holdpoint_courier::dispatcher::{Dispatcher, Event, Options, SessionId, Work};
use holdpoint_courier::frame::{Decoder, Frame, Hello, Log, Mode, Pong};
use holdpoint_courier::{AgentId, Output};

const AGENTS: u64 = 2_000;
const PING_MS: u64 = 3_000;

/// A server with that many agents that do nothing. Every tenth has one more label.
struct Full {
    core: Dispatcher,
    sessions: Vec<SessionId>,
    now: u64,
}

fn labels(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn hello(number: u64) -> Vec<u8> {
    let all: &[&str] = if number.is_multiple_of(10) {
        &["linux", "deploy"]
    } else {
        &["linux"]
    };
    let hello = Hello {
        version: 1,
        features: labels(&[]),
        requires: labels(&[]),
        agent: AgentId::new(&format!("agent-{number}")),
        program: "agent 1.0".to_owned(),
        boot: "b".to_owned(),
        incarnation: 1,
        connect: 1,
        mode: Mode::Execute,
        labels: labels(all),
        capacity: 4,
        tasks: Vec::new(),
    };
    Frame::from(hello).bytes()
}

impl Full {
    fn new() -> Self {
        let mut full = Self {
            core: Dispatcher::new(Options::new(1)),
            sessions: Vec::new(),
            now: 0,
        };
        for number in 0..AGENTS {
            // They came one after the other, so their questions do not all come at once.
            full.now = number * PING_MS / AGENTS;
            let session = full.core.connect(None, full.now);
            full.core.received(session, &hello(number), full.now);
            full.sessions.push(session);
            full.serve();
            full.answer(session);
        }
        full.serve();
        full.idle();
        full
    }

    fn serve(&mut self) {
        while let Some(event) = self.core.event() {
            if let Event::Hello { session, .. } = event {
                self.core.welcome(session, &BTreeMap::new(), self.now);
            }
        }
    }

    /// The agent's end of a session: every question is answered.
    fn answer(&mut self, session: SessionId) {
        while let Output::Bytes(bytes) = self.core.output(session, 64 << 10) {
            let mut decoder = Decoder::default();
            decoder.push(&bytes);
            while let Some(frame) = decoder.read().unwrap() {
                if let Frame::Ping(ping) = frame {
                    let pong = Frame::from(Pong {
                        number: ping.number,
                    });
                    self.core.received(session, &pong.bytes(), self.now);
                }
            }
        }
    }

    /// Three seconds of nothing but questions and answers.
    fn idle(&mut self) -> u64 {
        let (end, mut asked) = (self.now + PING_MS, 0);
        while self.now < end {
            self.now += 100;
            self.core.tick(self.now);
            while let Some(session) = self.core.woken() {
                self.answer(session);
                asked += 1;
            }
        }
        asked
    }
}

fn work(key: u64, names: &[&str]) -> Work {
    Work {
        key,
        epoch: 1,
        labels: labels(names),
        slots: 1,
        confirm: false,
        payload: vec![b'x'; 500],
    }
}

/// Bytes of memory that this process has.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

fn memory(_: &mut Criterion) {
    let before = resident();
    let mut full = Full::new();
    for _ in 0..5 {
        full.idle();
    }
    let each = resident().saturating_sub(before) / usize::try_from(AGENTS).unwrap();
    println!("memory: {each} bytes for each of {AGENTS} idle agents (resident)");
    black_box(full);
}

fn pings(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("2,000 idle agents");
    group.sample_size(20);
    let mut full = Full::new();
    assert!(full.idle() >= AGENTS);
    group.bench_function("three seconds of pings, both ends' frames", |bencher| {
        bencher.iter(|| full.idle());
    });
    group.finish();
}

/// From the call that says that work is ready to the bytes for its agent.
fn offers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ready to offer");
    let (mut full, mut key) = (Full::new(), 0);
    for names in [&["linux"][..], &["linux", "deploy"]] {
        group.bench_function(format!("labels {names:?}"), |bencher| {
            bencher.iter_batched(
                || {
                    key += 1;
                    work(key, names)
                },
                |work| {
                    let key = work.key;
                    full.core.offer(work).unwrap();
                    let session = full.core.woken().unwrap();
                    let Output::Bytes(bytes) = full.core.output(session, 64 << 10) else {
                        panic!("it is offered");
                    };
                    full.core.forget(key);
                    while full.core.event().is_some() {}
                    bytes
                },
                BatchSize::SmallInput,
            );
        });
    }
    let linux = labels(&["linux"]);
    group.bench_function("choose", |bencher| {
        bencher.iter(|| full.core.choose(black_box(&linux), 1));
    });
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frames");
    let mut bytes = Vec::new();
    for offset in 0..100 {
        let piece = vec![b'x'; 64 << 10];
        Frame::from(Log {
            key: 1,
            offset,
            bytes: piece,
        })
        .write(&mut bytes);
    }
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read output", |bencher| {
        bencher.iter(|| {
            let mut decoder = Decoder::default();
            for piece in bytes.chunks(32 << 10) {
                decoder.push(piece);
                while let Some(frame) = decoder.read().unwrap() {
                    black_box(frame);
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, memory, pings, offers, frames);
criterion_main!(benches);
