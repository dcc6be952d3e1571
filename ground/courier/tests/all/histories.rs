//! Histories of everything that goes wrong, and what holds at their end.
//!
//! `HOLDPOINT_CUTS` says how many, 300 if nothing is said. A failure names the seed: `HOLDPOINT_SEED` tells that one alone.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::world::{Counts, Dice, Weather, World};

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().expect(name))
}

fn weather(dice: &mut Dice) -> Weather {
    let mut often = |most| {
        if dice.hit(300) {
            0
        } else {
            dice.between(0, most)
        }
    };
    Weather {
        cut: often(60),
        crash: often(8),
        fall: often(8),
        freeze: often(8),
        lose: often(150),
        repeat: often(200),
        decline: often(200),
        again: often(300),
    }
}

/// Half a minute of work and misfortune, then fair weather.
fn history(seed: u64) -> World {
    let mut dice = Dice::new(seed ^ 0xD1CE);
    let sites = 1 + dice.below(4);
    let weather = weather(&mut dice);
    let mut world = World::new(seed, sites, weather);
    let end = world.now + 30_000;
    let most = dice.between(1, 14);
    while world.now < end {
        if (world.orders.len() as u64) < most && world.dice.hit(150) {
            world.order();
        }
        wish(&mut world);
        world.step();
    }
    world.calm_down();
    world
}

/// Some work is to end, or must not begin.
fn wish(world: &mut World) {
    let open = world
        .orders
        .values()
        .filter(|order| !order.is_over() && !order.stop && !order.revoke);
    let keys: Vec<u64> = open.map(|order| order.key).collect();
    for key in keys {
        if world.dice.hit(4) {
            world.stop(key);
        } else if world.dice.hit(4) {
            world.revoke(key);
        }
    }
}

/// Every order came to one end, and what its agent wrote is what the server has.
fn judge(world: &World) {
    for order in world.orders.values() {
        let key = order.key;
        assert!(order.is_over(), "{key} has not ended: {order:?}");
        if order.revoked {
            assert_eq!((order.runs, &order.ended), (0, &None), "{key} never began");
            continue;
        }
        assert_eq!(order.runs, 1, "{key} ran once");
        let ran = world
            .sites
            .iter()
            .filter_map(|site| site.disk.steps.get(&key));
        let step = ran.into_iter().find(|step| step.ended.is_some()).unwrap();
        assert_eq!(step.ended, order.ended);
        assert!(
            step.log == order.log,
            "the output of {key} is the same: {} of {} bytes",
            order.log.len(),
            step.log.len()
        );
        assert!(step.settled, "the agent of {key} may forget it");
    }
}

fn told(seed: u64) -> Counts {
    let told = catch_unwind(AssertUnwindSafe(|| {
        let world = history(seed);
        judge(&world);
        world.counts
    }));
    told.unwrap_or_else(|panic| {
        eprintln!("the history of HOLDPOINT_SEED={seed}");
        resume_unwind(panic)
    })
}

#[test]
fn every_order_ends_once_and_all_its_output_arrives() {
    let count = number("HOLDPOINT_CUTS").unwrap_or(300);
    let seeds = number("HOLDPOINT_SEED").map_or(1..count + 1, |seed| seed..seed + 1);
    let mut sum = Counts::default();
    for seed in seeds {
        sum.add(told(seed));
    }
    eprintln!("{sum:?}");
    if count >= 300 && number("HOLDPOINT_SEED").is_none() {
        let all = [sum.cuts, sum.crashes, sum.falls, sum.lost, sum.stale];
        assert!(
            all.iter().all(|count| *count > 20),
            "something went wrong: {sum:?}"
        );
        let all = [sum.declined, sum.repeated, sum.revoked, sum.stopped];
        assert!(
            all.iter().all(|count| *count > 20),
            "something was wished: {sum:?}"
        );
    }
}
