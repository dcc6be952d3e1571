//! `holdpoint pipeline split-tests`.

mod costs;
mod given;
mod options;
mod pages;
mod view;

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, value_parser};
use holdpoint_splitting::{Grain, Micros, Split, Suite, SuiteError, Test, split};

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;
use costs::Costs;
use options::{Program, Together};
pub(crate) use pages::PAGES;
use view::{One, Shown};

/// Divide tests over machines so that all of them end at the same time.
///
/// Tests that were never timed count as the median of their class, else of their file, else of all, and are said to be estimated.
/// The same input gives the same shards on every machine and in any order, so each job of a CI system can ask for its own with
/// `--shard`. What keeps the run long on however many machines is named.
#[derive(Debug, Args)]
pub(crate) struct SplitTests {
    /// What tests took: a JSON object from test to seconds, a JUnit report, or a folder with JUnit reports; `-` is standard input.
    #[arg(long, value_name = "FILE|DIR")]
    timings: PathBuf,
    /// Over how many machines.
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=10_000))]
    shards: u32,
    /// Which tests there are, one a line; `-` is standard input. All that were timed if nothing is said.
    #[arg(long, value_name = "FILE")]
    tests: Option<PathBuf>,
    /// The list of tests is what this runner wrote when it was asked for it.
    #[arg(long, value_enum, requires = "tests")]
    runner: Option<Program>,
    /// What stays together on one machine.
    #[arg(long, value_enum)]
    group: Option<Together>,
    /// Show the tests of this shard only, from 1, one a line.
    #[arg(long, value_name = "K", value_parser = value_parser!(u32).range(1..=10_000))]
    shard: Option<u32>,
}

impl Run for SplitTests {
    fn run(self, session: &Session) -> Outcome {
        let chosen = self.chosen()?;
        let costs = Costs::read(&self.timings, self.given()?, self.runner.map(Into::into))?;
        costs
            .remarks()
            .iter()
            .for_each(|remark| session.note(remark));
        let suite = suite(&costs)?;
        let shards = NonZeroU32::new(self.shards).unwrap_or(NonZeroU32::MIN);
        let split = split(&suite, shards, self.group.map_or(Grain::Test, Into::into));
        match chosen {
            Some(at) => shard(session, &suite, &split, at),
            None => session.show(&Shown::of(&suite, &split, &costs)),
        }
    }
}

impl SplitTests {
    /// The shard that is asked for, from 0.
    fn chosen(&self) -> Result<Option<u32>, Failure> {
        match self.shard {
            Some(shard) if shard > self.shards => {
                let message = format!("there is no shard {shard} of {}", self.shards);
                let failure = Failure::input("shard-unknown", message);
                Err(failure.help(
                    "shards are counted from 1; a CI system that counts from 0 needs one more",
                ))
            }
            shard => Ok(shard.map(|shard| shard - 1)),
        }
    }

    fn given(&self) -> Result<Option<Vec<String>>, Failure> {
        let Some(path) = &self.tests else {
            return Ok(None);
        };
        if path == &self.timings {
            let message = "`--tests` and `--timings` name the same";
            let failure = Failure::input("tests-are-timings", message);
            return Err(failure.help("leave `--tests` out to divide everything that was timed"));
        }
        given::tests(path, self.runner.map(Into::into)).map(Some)
    }
}

fn suite(costs: &Costs) -> Result<Suite, Failure> {
    let cost = |test: &String| costs.of(test).map(|micros| micros.min(Micros::MOST));
    let tests = costs.tests().map(|test| Test::new(test, cost(test)));
    Suite::new(tests.collect()).map_err(|error: SuiteError| {
        let mut messages = error.0.iter().map(|wrong| wrong.message.clone());
        let mut failure = Failure::input("tests-wrong", messages.next().unwrap_or_default());
        failure.causes = messages.collect();
        failure.help("correct the names of these tests; a runner has to find each by its name")
    })
}

fn shard(session: &Session, suite: &Suite, split: &Split, at: u32) -> Outcome {
    let one = One::of(suite, split, at as usize);
    if one.tests.is_empty() {
        session.note(format_args!(
            "shard {} has no tests: do not start the runner, which would run all of them",
            at + 1
        ));
    }
    session.show(&one)
}
