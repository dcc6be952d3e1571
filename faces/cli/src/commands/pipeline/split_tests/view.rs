//! What is shown: all shards, or one.

use std::path::PathBuf;

use holdpoint_splitting::{Basis, Floor, Planned, Shard, Split, Suite};
use serde::Serialize;

use super::costs::Costs;
use crate::output::{Human, Page};

/// All shards.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    shards: Vec<Tests>,
    /// What the longest shard takes, in seconds.
    makespan: f64,
    /// What no division takes less than, in seconds.
    lower_bound: f64,
    /// The bound over the makespan.
    efficiency: f64,
    /// What keeps the run this long on however many machines; null if nothing does.
    floor: Option<Pinned>,
    /// From how many shards on more do not help.
    useful_shards: u64,
    /// Tests that were never timed.
    unknown: Vec<Unknown>,
    /// Tests that were timed and are not in the list.
    gone: Vec<String>,
    /// Files that are no reports.
    passed_over: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Tests {
    tests: Vec<String>,
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct Pinned {
    /// Tests, or files or classes that stay together: one, or several of which some have to share a shard.
    tests: Vec<String>,
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct Unknown {
    test: String,
    /// As which it counts.
    seconds: f64,
    /// Where that comes from.
    estimate: &'static str,
}

impl Shown {
    pub(super) fn of(suite: &Suite, split: &Split, costs: &Costs) -> Self {
        let unknown = suite
            .tests()
            .iter()
            .filter(|test| test.basis != Basis::Measured);
        Self {
            shards: split
                .shards
                .iter()
                .map(|shard| Tests::of(suite, shard))
                .collect(),
            makespan: split.makespan.seconds(),
            lower_bound: split.bound.micros.seconds(),
            efficiency: split.efficiency(),
            floor: split.bound.floor.as_ref().map(Pinned::of),
            useful_shards: split.bound.useful_shards,
            unknown: unknown.map(Unknown::of).collect(),
            gone: costs.gone.clone(),
            passed_over: costs.passed_over.clone(),
        }
    }
}

impl Tests {
    fn of(suite: &Suite, shard: &Shard) -> Self {
        let tests = shard.tests.iter().filter_map(|at| suite.tests().get(*at));
        let tests = tests.map(|test| test.id.clone()).collect();
        Self {
            tests,
            seconds: shard.cost.seconds(),
        }
    }
}

impl Pinned {
    fn of(floor: &Floor) -> Self {
        Self {
            tests: floor.names.clone(),
            seconds: floor.micros.seconds(),
        }
    }
}

impl Unknown {
    fn of(test: &Planned) -> Self {
        let estimate = match test.basis {
            Basis::Measured => "measured",
            Basis::Class => "median of its class",
            Basis::File => "median of its file",
            Basis::All => "median of all",
            Basis::Assumed => "assumed",
        };
        Self {
            test: test.id.clone(),
            seconds: test.cost.seconds(),
            estimate,
        }
    }
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        let tests: usize = self.shards.iter().map(|shard| shard.tests.len()).sum();
        page.field("tests", tests);
        if !self.unknown.is_empty() {
            page.field("estimated", self.unknown.len());
        }
        page.field("makespan", seconds(self.makespan));
        page.field("lower bound", seconds(self.lower_bound));
        page.field(
            "efficiency",
            format_args!("{:.2}%", self.efficiency * 100.0),
        );
        if let Some(floor) = &self.floor {
            self.pinned(floor, page);
        }
        page.gap();
        let row = |(at, shard): (usize, &Tests)| {
            let first = shard.tests.first().cloned().unwrap_or_default();
            vec![
                (at + 1).to_string(),
                shard.tests.len().to_string(),
                seconds(shard.seconds),
                first,
            ]
        };
        let rows = self.shards.iter().enumerate().map(row).collect();
        page.table(&["shard", "tests", "takes", "longest"], rows);
    }
}

impl Shown {
    fn pinned(&self, floor: &Pinned, page: &mut Page) {
        let takes = seconds(floor.seconds);
        match floor.tests.as_slice() {
            [alone] => {
                page.field("floor", format_args!("{alone} alone takes {takes}"));
                let most = self.useful_shards;
                page.field("useful", format_args!("{most} shards; more do not help"));
            }
            [first, others @ ..] => {
                let count = others.len();
                page.field(
                    "floor",
                    format_args!("{first} and {count} more share a shard: {takes}"),
                );
            }
            [] => {}
        }
    }
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.3} s")
}

/// One shard.
#[derive(Debug, Serialize)]
pub(super) struct One {
    /// Which, from 1.
    shard: usize,
    /// Of how many.
    shards: usize,
    pub(super) tests: Vec<String>,
    seconds: f64,
}

impl One {
    pub(super) fn of(suite: &Suite, split: &Split, at: usize) -> Self {
        let shard = split.shards.get(at).map(|shard| Tests::of(suite, shard));
        let Tests { tests, seconds } = shard.unwrap_or(Tests {
            tests: Vec::new(),
            seconds: 0.0,
        });
        Self {
            shard: at + 1,
            shards: split.shards.len(),
            tests,
            seconds,
        }
    }
}

impl Human for One {
    fn human(&self, page: &mut Page) {
        self.tests.iter().for_each(|test| page.line(test));
    }
}
