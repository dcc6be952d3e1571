//! Generated histories: random people ask for random things, and an oracle that knows only the facts watches.
//!
//! `HOLDPOINT_HISTORIES` says how many; CI sets 10,000. A failure names the seed: `HOLDPOINT_SEED` tells that
//! one alone.

mod chance;
mod chaos;
mod matching;
mod model;
mod oracle;
mod plot;
mod policies;
mod tally;
mod teller;

use tally::Tally;
use teller::Teller;

/// Says which history it was, when it fails.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("it was the history of HOLDPOINT_SEED={}", self.0);
        }
    }
}

fn tell(seed: u64) -> Tally {
    let _named = Named(seed);
    let mut teller = Teller::new(seed);
    plot::tell(&mut teller);
    teller.world.check_folds();
    if seed.is_multiple_of(4) {
        teller.check_facts();
    }
    teller.tally
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

fn tell_all(seeds: std::ops::Range<u64>, tell: fn(u64) -> Tally) -> Tally {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        let lots: Vec<_> = (0..workers)
            .map(|first| {
                let seeds = seeds.clone().skip(first as usize).step_by(workers as usize);
                scope.spawn(move || seeds.map(tell).fold(Tally::default(), Tally::and))
            })
            .collect();
        let tallies = lots.into_iter().map(|lot| lot.join().unwrap());
        tallies.fold(Tally::default(), Tally::and)
    })
}

#[test]
fn nothing_reaches_a_protected_environment_without_its_people() {
    if let Some(seed) = number("HOLDPOINT_SEED") {
        return println!("{:#?}", tell(seed));
    }
    let count = number("HOLDPOINT_HISTORIES").unwrap_or(1000);
    let tally = tell_all(0..count, tell);
    println!("{count} histories: {tally:#?}");
    if count >= 1000 {
        tally.says_something(count);
    }
}
