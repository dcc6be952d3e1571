//! Timings that are read can be divided, with every test in one shard; a list that is read is a suite.

use std::num::NonZeroU32;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_splitting::{Grain, Micros, Suite, Test, read_list, read_timings, split};

pub(crate) fn run(bytes: &[u8]) {
    let Ok(source) = Source::new("timings", bytes.to_vec()) else {
        return;
    };
    let source = Arc::new(source);
    if let Ok(timings) = read_timings(&source) {
        let tests = timings.iter().map(|(id, cost)| Test::new(id, Some(*cost)));
        divided(&Suite::new(tests.collect()).expect("what is read is a suite"));
    }
    if let Ok(list) = read_list(&source) {
        let tests = list.iter().map(|id| Test::new(id, None));
        divided(&Suite::new(tests.collect()).expect("what is read is a suite"));
    }
}

fn divided(suite: &Suite) {
    let split = split(suite, NonZeroU32::new(3).expect("three"), Grain::File);
    let total: Micros = split.shards.iter().map(|shard| shard.cost).sum();
    assert_eq!(total, suite.total());
    let tests: usize = split.shards.iter().map(|shard| shard.tests.len()).sum();
    assert_eq!(tests, suite.tests().len());
    assert!(split.bound.micros <= split.makespan);
}
