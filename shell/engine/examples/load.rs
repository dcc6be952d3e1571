//! How fast the engine is on a real disk, end to end: commands are decided, guarded, hashed, signed, appended to
//! SQLite or PostgreSQL and synced before anybody is answered, with proof and checkpoint.
//!
//! `cargo run --release -p holdpoint-engine --example load -- [DIRECTORY | postgres | postgres://…] [SECONDS]`
//!
//! `postgres` starts a server of its own, on a disk that it waits for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "an example"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[path = "common/mod.rs"]
mod common;

use common::{Room, evidence, evidence_alone};
use holdpoint_cluster::{Cluster, Options};
use holdpoint_engine::{Engine, Request};
use holdpoint_postgres::PostgresLedger;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CALLERS: usize = 256;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let place = arguments
        .next()
        .unwrap_or_else(|| "/tmp/holdpoint-load".to_owned());
    let seconds = arguments
        .next()
        .map_or(5, |text| text.parse().expect("a number of seconds"));
    let span = Duration::from_secs(seconds);
    let cluster = (place == "postgres").then(|| {
        Cluster::start(Options {
            durable: true,
            ..Options::default()
        })
    });
    let url = cluster.as_ref().map(Cluster::database);
    let url = url.or_else(|| place.contains("://").then(|| place.clone()));
    let room = match url {
        Some(url) => {
            let address = url.parse().expect("a database's URL");
            Room::founded(Box::new(PostgresLedger::open(address).unwrap()))
        }
        None => Room::fresh(Path::new(&place)),
    };
    let engine = &room.engine;
    println!("entry of {} bytes", entry_size(engine));
    report("single commands, 256 callers as tasks", || {
        tasks(engine, span)
    });
    report("batches of 512 commands", || {
        batches(engine, span, 1 << 40, evidence)
    });
    report("batches of 512 commands, each about a new artifact", || {
        batches(engine, span, 1 << 41, evidence_alone)
    });
    paced(engine, span);
    println!("peak memory: {} MiB", common::peak_memory_mib());
    report("single commands, 256 callers as threads", || {
        callers(engine, span)
    });
    println!(
        "with a stack and a heap for each: {} MiB",
        common::peak_memory_mib()
    );
    room.engine.close();
}

fn entry_size(engine: &Engine) -> usize {
    let answer = engine.submit(evidence(u64::MAX)).unwrap().done().unwrap();
    engine.entry(answer.positions.start).unwrap().unwrap().len()
}

fn report(what: &str, work: impl FnOnce() -> (u64, f64)) {
    let before = common::processor_seconds();
    let (entries, seconds) = work();
    let used = common::processor_seconds() - before;
    println!(
        "{what}: {:.0} entries/s ({entries} in {seconds:.1} s, {:.1} µs of processor time each)",
        entries as f64 / seconds,
        used * 1e6 / entries as f64,
    );
}

/// As the server calls: nobody holds a thread while waiting.
fn tasks(engine: &Engine, span: Duration) -> (u64, f64) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let count = Arc::new(AtomicU64::new(0));
    let since = Instant::now();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..CALLERS)
            .map(|_| tokio::spawn(ask(engine.clone(), Arc::clone(&count), since + span)))
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    (count.load(Ordering::Relaxed), since.elapsed().as_secs_f64())
}

async fn ask(engine: Engine, count: Arc<AtomicU64>, until: Instant) {
    while Instant::now() < until {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        // Other numbers than the threads take.
        let number = (1 << 45) + count.fetch_add(1, Ordering::Relaxed);
        engine.submit_with(evidence(number), |answer| {
            let _ = sender.send(answer);
        });
        let answer = receiver.await.unwrap().unwrap();
        assert!(answer.accepted() && !answer.checkpoint.is_empty());
    }
}

fn callers(engine: &Engine, span: Duration) -> (u64, f64) {
    let (count, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let since = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let answer = engine.submit(evidence(count.fetch_add(1, Ordering::Relaxed)));
                    let answer = answer.unwrap();
                    assert!(answer.accepted() && !answer.checkpoint.is_empty());
                }
            });
        }
        std::thread::sleep(span);
        stop.store(true, Ordering::Relaxed);
    });
    (count.load(Ordering::Relaxed), since.elapsed().as_secs_f64())
}

fn batches(engine: &Engine, span: Duration, from: u64, request: fn(u64) -> Request) -> (u64, f64) {
    let count = AtomicU64::new(from);
    let since = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while since.elapsed() < span {
                    let next = |_| request(count.fetch_add(1, Ordering::Relaxed));
                    let requests: Vec<Request> = (0..512).map(next).collect();
                    let answers = engine.submit_all(requests);
                    assert!(
                        answers
                            .iter()
                            .all(|answer| answer.as_ref().unwrap().accepted())
                    );
                }
            });
        }
    });
    (
        count.load(Ordering::Relaxed) - from,
        since.elapsed().as_secs_f64(),
    )
}

/// 1,000 commands a second, from 64 callers, each with the proof computed.
fn paced(engine: &Engine, span: Duration) {
    const AT_ONCE: u64 = 64;
    const RATE: u64 = 1_000;
    let mut latencies: Vec<Duration> = std::thread::scope(|scope| {
        let caller = |number: u64| {
            let start = Instant::now();
            let mut latencies = Vec::new();
            let mut at = number;
            loop {
                let due = Duration::from_micros(at * 1_000_000 / RATE);
                if due > span {
                    return latencies;
                }
                std::thread::sleep(due.saturating_sub(start.elapsed()));
                let asked = Instant::now();
                let answer = engine.submit(evidence((1 << 50) + at)).unwrap();
                assert!(!answer.proofs().unwrap().is_empty());
                latencies.push(asked.elapsed());
                at += AT_ONCE;
            }
        };
        let threads: Vec<_> = (0..AT_ONCE)
            .map(|n| scope.spawn(move || caller(n)))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    latencies.sort_unstable();
    let at = |share: f64| {
        let index = (latencies.len() as f64 * share) as usize;
        latencies
            .get(index.min(latencies.len() - 1))
            .map_or(0.0, |one| one.as_secs_f64() * 1e3)
    };
    println!(
        "1,000 commands/s: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms ({} commands)",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        latencies.len()
    );
}
