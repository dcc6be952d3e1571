//! Fills a ledger, 99 % of its aggregates finished, and times what a server asks of it.
//!
//! `cargo run --release -p holdpoint-sqlite --example ten_million -- DIRECTORY [ENTRIES [BYTES]]`
//!
//! A thousand aggregates are busy at a time, in random order. Each gets ten entries; of a hundred, one stays open
//! for ever. Each entry names an environment and, one time in ten, an artifact of its own; one in ten comes with an
//! idempotency key.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement, made by hand"
)]

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use holdpoint_conformance::{Author, entry};
use holdpoint_ledger::Hash;
use holdpoint_ports::{
    Batch, IdempotencyRecord, Involvement, LedgerReader, LedgerStore, NewEntry, Opening,
};
use holdpoint_sqlite::SqliteLedger;

const BATCH: u64 = 256;
const BUSY: usize = 1_000;
const LIFE: u64 = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let directory = Path::new(arguments.get(1).map_or("ten-million", String::as_str));
    let number = |at: usize, default| arguments.get(at).map_or(default, |n| n.parse().unwrap());
    let (entries, bytes) = (number(2, 10_000_000), number(3, 1_024));
    // What was filled before is asked again.
    if !directory.exists() {
        fill(directory, entries, bytes);
    }
    ask(directory, entries);
    let size: u64 = std::fs::read_dir(directory)
        .unwrap()
        .map(|f| f.unwrap().metadata().unwrap().len())
        .sum();
    println!(
        "files       {:.1} B an entry above its {bytes}",
        size as f64 / entries as f64 - bytes as f64
    );
    println!("memory      {}", peak());
}

/// An aggregate that is busy.
#[derive(Clone, Copy)]
struct Busy {
    number: u64,
    entries: u64,
}

struct World {
    random: u64,
    busy: Vec<Busy>,
    next: u64,
    bytes: u64,
}

impl World {
    fn new(bytes: u64) -> Self {
        let busy = (0..BUSY as u64)
            .map(|number| Busy { number, entries: 0 })
            .collect();
        Self {
            random: 1,
            busy,
            next: BUSY as u64,
            bytes,
        }
    }

    fn draw(&mut self) -> u64 {
        // Xorshift: any order will do, if it is the same each time.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn entry(&mut self, position: u64) -> NewEntry {
        let at = self.draw() as usize % BUSY;
        let Busy { number, entries } = self.busy[at];
        let last = entries + 1 == LIFE;
        let opening = match entries {
            0 => Some(Opening::Opened),
            _ if last && number % 100 != 7 => Some(Opening::Closed),
            _ => None,
        };
        self.busy[at].entries += 1;
        if last {
            self.busy[at] = Busy {
                number: self.next,
                entries: 0,
            };
            self.next += 1;
        }
        let mut bytes = position.to_be_bytes().repeat(self.bytes as usize / 8 + 1);
        bytes.truncate(self.bytes as usize);
        let mut entry = entry(&bytes, &key(number), opening);
        entry
            .references
            .push(format!("environment/{}", position % 7));
        if position.is_multiple_of(10) {
            entry.references.push(format!(
                "artifact/sha256:{}",
                Hash::of(&position.to_be_bytes())
            ));
        }
        entry
    }

    fn batch(&mut self, author: &mut Author, count: u64) -> Batch {
        let first = author.size();
        let mut batch = author.batch((first..first + count).map(|p| self.entry(p)).collect());
        let keyed = (first..first + count).filter(|position| position.is_multiple_of(10));
        batch.idempotency = keyed.map(used).collect();
        batch
    }
}

/// Half of the names come in order, half do not.
fn key(number: u64) -> String {
    if number.is_multiple_of(2) {
        format!("release/2026.{number:07}-checkout")
    } else {
        format!(
            "change/chg_{}",
            &Hash::of(&number.to_be_bytes()).to_string()[..26]
        )
    }
}

fn used(position: u64) -> IdempotencyRecord {
    IdempotencyRecord {
        actor: format!("per_{}", position % 997),
        key: format!("{}", Hash::of(&position.to_le_bytes())),
        body: Hash::of(b"body"),
        first: position,
        count: 1,
        time_ms: position as i64,
    }
}

fn fill(directory: &Path, entries: u64, bytes: u64) {
    let mut ledger = SqliteLedger::open(directory).unwrap();
    let (mut world, mut author) = (World::new(bytes), Author::new());
    let (mut appending, mut times) = (Duration::ZERO, Vec::new());
    while author.size() < entries {
        let count = BATCH.min(entries - author.size());
        let batch = world.batch(&mut author, count);
        let start = Instant::now();
        ledger.append(&batch).unwrap();
        times.push(start.elapsed());
        appending += start.elapsed();
        if author.size() % (BATCH * 4_000) == 0 {
            println!(
                "  {:>9} entries, {:.0}/s",
                author.size(),
                rate(author.size(), appending)
            );
        }
    }
    times.sort_unstable();
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "append      {:.0} entries/s in batches of {BATCH}",
        rate(entries, appending)
    );
    println!(
        "a batch     p50 {:?}, p99 {:?}, longest {:?}",
        quantile(0.5),
        quantile(0.99),
        quantile(1.0)
    );
    let start = Instant::now();
    drop(ledger);
    println!("close       {:?}", start.elapsed());
}

fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn ask(directory: &Path, entries: u64) {
    let start = Instant::now();
    let ledger = SqliteLedger::open(directory).unwrap();
    let reader = ledger.reader().unwrap();
    reader.head().unwrap().unwrap();
    println!("open        {:?}", start.elapsed());
    for below in [entries, entries / 2, entries / 100] {
        let start = Instant::now();
        let mut count = 0_u64;
        reader
            .open_entries(&["environment"], below, &mut |_, _| {
                count += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        println!("open at {below:>9}: {count} entries, {:?}", start.elapsed());
    }
    each("aggregate", entries, |n| {
        drop(reader.aggregate(&key(n), u64::MAX).unwrap().unwrap())
    });
    each("positions", entries, |n| {
        let positions = reader
            .positions(&key(n), Involvement::Subject, u64::MAX)
            .unwrap();
        assert_eq!(positions.len() as u64, LIFE);
    });
    each("entry", entries, |n| {
        reader
            .entries(n..n + 1, &mut |_, _| ControlFlow::Continue(()))
            .unwrap();
    });
    each("idempotency", entries, |n| {
        let used = used(n * 10);
        assert!(
            reader
                .idempotency(&used.actor, &used.key)
                .unwrap()
                .is_some()
        );
    });
    list(&*reader, entries);
}

/// The mean time of a question about aggregates drawn from all of history.
fn each(what: &str, entries: u64, ask: impl Fn(u64)) {
    let finished = entries / LIFE - 2 * BUSY as u64;
    let start = Instant::now();
    for number in 0..2_000 {
        ask(number * 7_919 % finished);
    }
    println!("{what:<11} {:?} each", start.elapsed() / 2_000);
}

fn list(reader: &dyn LedgerReader, entries: u64) {
    for (descending, below) in [(true, entries), (false, entries / 2)] {
        let start = Instant::now();
        let rows = reader
            .aggregates("release", None, below, descending, 100)
            .unwrap();
        println!("list        {} rows in {:?}", rows.len(), start.elapsed());
    }
    let start = Instant::now();
    let mut count = 0_u64;
    reader
        .entries(0..entries, &mut |_, _| {
            count += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    println!("stream      {:.0} entries/s", rate(count, start.elapsed()));
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("unknown").to_owned()
}
