//! How near parallel tests come to the shortest time there could be, in simulated time:
//! `cargo run --release -p holdpoint-splitting --example simulate`.
//!
//! 3,600 tests with heavy-tailed durations of a fixed seed, 5% of which were never timed. What a test really takes differs from
//! what it took before by a log-normal factor (sigma 0.35); workers are 1 to 1.3 times as slow as the fastest; each claim costs
//! 5 ms. The bound is the work over the speed of all workers, or the longest test on the fastest one.

#![expect(clippy::print_stdout, reason = "an example")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "simulated durations, all small and positive"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;
use std::sync::Arc;

use holdpoint_splitting::queue::{Answer, Command, Lease, Outcome, Policy, Queue, Run};
use holdpoint_splitting::{Grain, Micros, Suite, Test, prove, split};

const TESTS: usize = 3_600;
const ROUNDS: u64 = 20;
const CLAIM: u64 = 5_000;

/// The generator of Steele, Lea and Flood (`SplitMix64`, 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In (0, 1].
    fn even(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal (Box and Muller, 1958).
    fn normal(&mut self) -> f64 {
        let (a, b) = (self.even(), self.even());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}

/// What is known of the tests, and what they really take.
struct Round {
    suite: Arc<Suite>,
    real: Vec<f64>,
    slow: Vec<f64>,
}

/// Durations of a suite whose few long tests take much of the time: mean 1.5 s, median 0.5 s, longest two minutes.
fn durations() -> Vec<f64> {
    let mut dice = Dice(7);
    (0..TESTS)
        .map(|_| ((1.5 * dice.normal() - 0.69).exp() * 1e6).clamp(500.0, 120e6))
        .collect()
}

impl Round {
    fn new(durations: &[f64], workers: usize, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let test = |(at, micros): (usize, &f64)| {
            let cost = (dice.even() > 0.05).then_some(Micros(*micros as u64));
            Test::new(format!("tests/test_{:02}.py::test_{at:04}", at % 90), cost)
        };
        let tests: Vec<Test> = durations.iter().enumerate().map(test).collect();
        // Sorted by id, as a suite is.
        let suite = Suite::new(tests).unwrap_or_else(|wrong| unreachable!("{wrong}"));
        let number = |id: &str| {
            id.rsplit('_')
                .next()
                .and_then(|at| at.parse::<usize>().ok())
        };
        let known = |id: &str| {
            number(id)
                .and_then(|at| durations.get(at))
                .copied()
                .unwrap_or(0.0)
        };
        let real = suite
            .tests()
            .iter()
            .map(|test| known(&test.id) * (0.35 * dice.normal()).exp())
            .collect();
        let slow = (0..workers).map(|_| 1.0 + 0.3 * dice.even()).collect();
        Self {
            suite: Arc::new(suite),
            real,
            slow,
        }
    }

    fn takes(&self, test: usize, worker: usize) -> u64 {
        let real = self.real.get(test).copied().unwrap_or(0.0);
        (real * self.slow.get(worker).copied().unwrap_or(1.0)) as u64
    }

    fn bound(&self) -> f64 {
        let speed: f64 = self.slow.iter().map(|slow| 1.0 / slow).sum();
        let fastest = self.slow.iter().copied().fold(f64::MAX, f64::min);
        let longest = self.real.iter().copied().fold(0.0, f64::max);
        (self.real.iter().sum::<f64>() / speed).max(longest * fastest)
    }

    /// The division that was made beforehand.
    fn divided(&self) -> f64 {
        let shards = NonZeroU32::new(self.slow.len() as u32).unwrap_or(NonZeroU32::MIN);
        let split = split(&self.suite, shards, Grain::Test);
        let ends = split.shards.iter().enumerate().map(|(worker, shard)| {
            shard
                .tests
                .iter()
                .map(|test| self.takes(*test, worker))
                .sum::<u64>()
        });
        ends.max().unwrap_or(0) as f64
    }

    /// The queue: when the last worker ends, and how many claims that took.
    fn queued(&self) -> (f64, usize) {
        let mut queue = Queue::new(Arc::clone(&self.suite), Policy::of(self.slow.len() as u32));
        let mut free: BinaryHeap<Reverse<(u64, usize, u64)>> = (0..self.slow.len())
            .map(|worker| Reverse((0, worker, 0)))
            .collect();
        let (mut record, mut claims, mut end) = (Vec::new(), 0, 0);
        while let Some(Reverse((now, worker, turn))) = free.pop() {
            let lease = Lease {
                worker: format!("node-{worker:02}"),
                attempt: 1,
            };
            let digest = queue.digest();
            let decision = queue.handle(&Command::Claim {
                lease: lease.clone(),
                turn,
                digest,
            });
            record.extend(decision.events);
            let Answer::Run(runs) = decision.answer else {
                continue;
            };
            claims += 1;
            let mut time = now + CLAIM;
            for Run { test, run } in runs {
                time += self.takes(test as usize, worker);
                let (lease, run, outcome) = (lease.clone(), Run { test, run }, Outcome::Passed);
                record.extend(
                    queue
                        .handle(&Command::Finish {
                            lease,
                            run,
                            outcome,
                        })
                        .events,
                );
            }
            end = end.max(time);
            free.push(Reverse((time, worker, turn + 1)));
        }
        assert!(
            prove(&self.suite, &record).is_passed(),
            "every test ended once"
        );
        (end as f64, claims)
    }
}

fn main() {
    let durations = durations();
    let total = durations.iter().sum::<f64>() / 1e6;
    let longest = durations.iter().copied().fold(0.0, f64::max) / 1e6;
    println!(
        "{TESTS} tests, {total:.0} s, the longest {longest:.1} s; {ROUNDS} rounds for each number of workers"
    );
    println!("workers  known beforehand  divided beforehand  queue: median   worst  claims");
    for workers in [4, 8, 16] {
        let rounds: Vec<Round> = (0..ROUNDS)
            .map(|seed| Round::new(&durations, workers, 1_000 + seed))
            .collect();
        let mut queued: Vec<f64> = rounds
            .iter()
            .map(|round| round.bound() / round.queued().0)
            .collect();
        queued.sort_unstable_by(f64::total_cmp);
        let mut divided: Vec<f64> = rounds
            .iter()
            .map(|round| round.bound() / round.divided())
            .collect();
        divided.sort_unstable_by(f64::total_cmp);
        let claims = rounds.first().map_or(0, |round| round.queued().1);
        let middle = |all: &[f64]| all.get(all.len() / 2).copied().unwrap_or(0.0) * 100.0;
        let worst = queued.first().copied().unwrap_or(0.0) * 100.0;
        let (exact, divided, queued) = (
            exact(&durations, workers),
            middle(&divided),
            middle(&queued),
        );
        println!(
            "{workers:>7}  {exact:>15.3}%  {divided:>17.2}%  {queued:>13.2}%  {worst:>5.2}%  {claims:>6}"
        );
    }
}

/// The division if every test took what was known: over its own bound.
fn exact(durations: &[f64], workers: usize) -> f64 {
    let test =
        |(at, micros): (usize, &f64)| Test::new(format!("t{at:04}"), Some(Micros(*micros as u64)));
    let suite = Suite::new(durations.iter().enumerate().map(test).collect());
    let shards = NonZeroU32::new(workers as u32).unwrap_or(NonZeroU32::MIN);
    suite.map_or(0.0, |suite| {
        split(&suite, shards, Grain::Test).efficiency() * 100.0
    })
}
