//! Divisions: complete, as good as the best, the same in any order.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use holdpoint_splitting::{Grain, Micros, Split, Suite, Test, split};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::best;

fn suite(costs: &[u64]) -> Suite {
    let tests = costs
        .iter()
        .enumerate()
        .map(|(at, cost)| Test::new(format!("t{at:04}"), Some(Micros(*cost))));
    Suite::new(tests.collect()).unwrap()
}

fn over(suite: &Suite, shards: u32, grain: Grain) -> Split {
    split(suite, NonZeroU32::new(shards).unwrap(), grain)
}

/// Every test is in one shard, and the sums are right.
fn is_whole(suite: &Suite, split: &Split) {
    let mut seen: Vec<usize> = split
        .shards
        .iter()
        .flat_map(|shard| shard.tests.iter().copied())
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..suite.tests().len()).collect::<Vec<_>>());
    for shard in &split.shards {
        let sum: Micros = shard.tests.iter().map(|at| suite.tests()[*at].cost).sum();
        assert_eq!(sum, shard.cost);
    }
    assert_eq!(
        split.makespan,
        split.shards.iter().map(|shard| shard.cost).max().unwrap()
    );
    assert!(split.bound.micros <= split.makespan);
}

#[test]
fn longest_first_alone_would_take_seven() {
    let split = over(&suite(&[3, 3, 2, 2, 2]), 2, Grain::Test);
    assert_eq!((split.makespan, split.bound.micros), (Micros(6), Micros(6)));
}

#[test]
fn the_indivisible_floor_is_named() {
    let split = over(&suite(&[221, 100, 109, 100]), 4, Grain::Test);
    let floor = split.bound.floor.clone().unwrap();
    assert_eq!(
        (floor.names, floor.micros),
        (vec!["t0000".to_owned()], Micros(221))
    );
    assert!((split.efficiency() - 1.0).abs() < 1e-12);
    // Of five tests of 10 on four shards two share one.
    let pair = over(&suite(&[10, 10, 10, 10, 10]), 4, Grain::Test);
    assert_eq!(pair.bound.floor.unwrap().names, ["t0003", "t0004"]);
    // Of seven on three, three do.
    let three = over(&suite(&[10; 7]), 3, Grain::Test);
    assert_eq!(
        (three.bound.floor.unwrap().names.len(), three.bound.micros),
        (3, Micros(30))
    );
    assert_eq!(
        over(&suite(&[5, 5, 5, 5]), 2, Grain::Test).bound.floor,
        None
    );
}

#[test]
fn more_shards_than_this_do_not_help() {
    let useful = |costs: &[u64]| over(&suite(costs), 4, Grain::Test).bound.useful_shards;
    assert_eq!(useful(&[221, 200, 109]), 3);
    assert_eq!((useful(&[0]), useful(&[])), (1, 1));
    let tests = ["f.py::a", "f.py::b", "g.py::c"];
    let tests = tests.map(|id| Test::new(id, Some(Micros(10)))).into();
    let files = over(&Suite::new(tests).unwrap(), 4, Grain::File);
    assert_eq!(files.bound.useful_shards, 2);
}

#[test]
fn groups_stay_together() {
    let ids = [
        ("f.py::A::x", 5),
        ("f.py::A::y", 4),
        ("f.py::B::z", 3),
        ("g.py::w", 2),
        ("g.py::v", 2),
    ];
    let suite = Suite::new(
        ids.map(|(id, cost)| Test::new(id, Some(Micros(cost))))
            .into(),
    )
    .unwrap();
    let names = |split: &Split| -> Vec<Vec<String>> {
        let name = |at: &usize| suite.tests()[*at].id.clone();
        split
            .shards
            .iter()
            .map(|shard| shard.tests.iter().map(name).collect())
            .collect()
    };
    let files = over(&suite, 2, Grain::File);
    assert_eq!(
        names(&files),
        [
            vec!["f.py::A::x", "f.py::A::y", "f.py::B::z"],
            vec!["g.py::v", "g.py::w"]
        ]
    );
    assert_eq!(files.bound.floor.unwrap().names, ["f.py"]);
    let classes = over(&suite, 2, Grain::Class);
    assert_eq!(classes.makespan, Micros(9));
    assert_eq!(names(&classes)[0], ["f.py::A::x", "f.py::A::y"]);
}

#[test]
fn tests_that_cost_nothing_are_dealt_out() {
    let split = over(&suite(&[9, 0, 0, 0, 0, 0, 0]), 3, Grain::Test);
    let sizes: Vec<_> = split.shards.iter().map(|shard| shard.tests.len()).collect();
    assert_eq!(sizes, [3, 2, 2]);
}

#[test]
fn nothing_is_divided_into_nothing() {
    let split = over(&suite(&[]), 3, Grain::Test);
    assert_eq!(
        (split.shards.len(), split.makespan, split.bound.micros),
        (3, Micros(0), Micros(0))
    );
    assert_eq!(split.efficiency().to_bits(), 1.0_f64.to_bits());
}

fn cost() -> impl Strategy<Value = u64> {
    prop_oneof![0..10_u64, 0..1_000_u64, 1_000_000..2_000_000_u64]
}

proptest! {
    #[test]
    fn few_tests_are_divided_as_well_as_can_be(costs in vec(cost(), 0..9), shards in 1..5_u32) {
        let suite = suite(&costs);
        let split = over(&suite, shards, Grain::Test);
        is_whole(&suite, &split);
        prop_assert_eq!(split.makespan.0, best::makespan(&costs, shards as usize));
    }

}

proptest! {
    // Searches in pairs take their time without optimisation.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn many_tests_come_within_a_hundredth_of_the_bound(costs in vec(1..5_000_u64, 60..300), shards in 2..9_u32) {
        let suite = suite(&costs);
        let split = over(&suite, shards, Grain::Test);
        is_whole(&suite, &split);
        prop_assert!(split.efficiency() >= 0.99, "{}", split.efficiency());
    }

    #[test]
    fn the_order_of_the_tests_does_not_matter(costs in vec(cost(), 0..60), shards in 1..7_u32, turn in 0..60_usize) {
        let tests: Vec<Test> = costs.iter().enumerate()
            .map(|(at, cost)| Test::new(format!("f{}::t{at}", at % 5), Some(Micros(*cost))))
            .collect();
        let mut other = tests.clone();
        other.rotate_left(turn.min(tests.len()));
        other.reverse();
        let (one, other) = (Suite::new(tests).unwrap(), Suite::new(other).unwrap());
        for grain in [Grain::Test, Grain::Class, Grain::File] {
            prop_assert_eq!(over(&one, shards, grain), over(&other, shards, grain));
        }
    }

    #[test]
    fn files_are_whole(costs in vec(cost(), 0..60), shards in 1..7_u32) {
        let tests = costs.iter().enumerate().map(|(at, cost)| Test::new(format!("f{}::t{at}", at % 9), Some(Micros(*cost))));
        let suite = Suite::new(tests.collect()).unwrap();
        let split = over(&suite, shards, Grain::File);
        is_whole(&suite, &split);
        let mut seen = BTreeSet::new();
        for shard in &split.shards {
            let files: BTreeSet<_> = shard.tests.iter().map(|at| &suite.tests()[*at].file).collect();
            for file in files {
                prop_assert!(seen.insert(file), "{file} is in two shards");
            }
        }
    }
}
