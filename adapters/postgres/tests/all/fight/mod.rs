//! Several processes want to append to one ledger, while processes and the server are killed, halted and cut off from each
//! other. Afterwards the history is read: nothing that was acknowledged is lost, nothing is there twice, and there is one
//! order under one root.
//!
//! `HOLDPOINT_ROUNDS=200 cargo test -p holdpoint-postgres --test all -- fight` is the long version.

mod arena;
mod checker;
mod fighter;

use std::time::Duration;

use holdpoint_cluster::{Cluster, Options};

use arena::Arena;

/// Rounds unless `HOLDPOINT_ROUNDS` says otherwise.
const ROUNDS: u64 = 10;

/// How long the ledger may stand still when its holder is gone.
const TAKEOVER: Duration = Duration::from_secs(5);

/// A number of a sequence that looks random and is the same in every run (xorshift).
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn whoever_dies_nothing_acknowledged_is_lost_or_doubled_and_the_ledger_never_forks() {
    let rounds = std::env::var("HOLDPOINT_ROUNDS").ok();
    let rounds = rounds.map_or(ROUNDS, |text| text.parse().unwrap());
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let mut arena = Arena::open(&cluster, 3);
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for round in 0..rounds {
        let pause = Duration::from_millis(random(&mut state) % 400);
        arena.settle();
        std::thread::sleep(pause);
        match (round + random(&mut state) / 16 % 2) % 6 {
            0 => arena.kill_the_holder(TAKEOVER),
            1 => arena.halt_the_holder(TAKEOVER),
            2 => {
                cluster.kill();
                std::thread::sleep(pause);
                cluster.start_again();
            }
            3 => {
                cluster.pause();
                std::thread::sleep(pause);
                cluster.resume();
            }
            4 => arena.cut_connections(),
            _ => {
                arena.kill_anybody(random(&mut state));
                cluster.stop();
                cluster.start_again();
            }
        }
    }
    arena.settle();
    let (url, acknowledged) = arena.close();
    let found = checker::check(&url, &acknowledged).unwrap();
    eprintln!("{rounds} rounds, {found} entries");
    assert!(found as u64 > rounds * 10, "too little happened: {found}");
}
