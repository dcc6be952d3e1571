//! A queue as somebody would write it who has all the time in the world: lists, walked from end to end.

use holdpoint_splitting::queue::{Command, Outcome, Policy, Run};
use holdpoint_splitting::{Basis, Micros, Suite};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Waits,
    With(usize),
    Over(&'static str),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Run(Vec<Run>),
    Wait,
    Done,
    Yes,
    Known,
    No,
}

struct Worker {
    name: String,
    attempt: u32,
    lost: bool,
    turn: Option<u64>,
    batch: Vec<Run>,
}

/// For every test: where it is, runs, failures, and of each run who had it and how it ended.
pub(crate) struct Naive<'s> {
    suite: &'s Suite,
    policy: Policy,
    pub(crate) at: Vec<At>,
    runs: Vec<Vec<(String, u32, Option<Outcome>)>>,
    workers: Vec<Worker>,
}

impl<'s> Naive<'s> {
    pub(crate) fn new(suite: &'s Suite, policy: Policy) -> Self {
        let count = suite.tests().len();
        Self {
            suite,
            policy,
            at: vec![At::Waits; count],
            runs: vec![Vec::new(); count],
            workers: Vec::new(),
        }
    }

    pub(crate) fn runs(&self, test: usize) -> usize {
        self.runs[test].len()
    }

    pub(crate) fn ask(&mut self, command: &Command) -> Said {
        match command {
            Command::Claim {
                lease,
                turn,
                digest,
            } => {
                if *digest != self.suite.digest() {
                    return Said::No;
                }
                self.claim(&lease.worker, lease.attempt, *turn)
            }
            Command::Finish {
                lease,
                run,
                outcome,
            } => self.finish(&lease.worker, lease.attempt, *run, *outcome),
            Command::Lose { lease } => self.lose(&lease.worker, lease.attempt),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.workers.iter().position(|worker| worker.name == name)
    }

    fn fresh(&mut self, name: &str, attempt: u32) -> usize {
        let worker = Worker {
            name: name.to_owned(),
            attempt,
            lost: false,
            turn: None,
            batch: Vec::new(),
        };
        match self.place(name) {
            Some(at) => {
                self.workers[at] = worker;
                at
            }
            None => {
                self.workers.push(worker);
                self.workers.len() - 1
            }
        }
    }

    fn give_back(&mut self, worker: usize) {
        for test in 0..self.at.len() {
            if self.at[test] == At::With(worker) {
                let spent = self.runs[test].len() >= self.policy.runs as usize;
                self.at[test] = if spent { At::Over("lost") } else { At::Waits };
            }
        }
    }

    fn lose(&mut self, name: &str, attempt: u32) -> Said {
        let worker = match self.place(name) {
            Some(at) if self.workers[at].attempt > attempt => return Said::No,
            Some(at) if self.workers[at].attempt == attempt && self.workers[at].lost => {
                return Said::Known;
            }
            Some(at) if self.workers[at].attempt == attempt => at,
            _ => self.fresh(name, attempt),
        };
        self.give_back(worker);
        self.workers[worker].lost = true;
        Said::Yes
    }

    fn finish(&mut self, name: &str, attempt: u32, run: Run, outcome: Outcome) -> Said {
        let test = run.test as usize;
        let Some(runs) = self.runs.get_mut(test) else {
            return Said::No;
        };
        let count = runs.len();
        let Some(last) = runs.last_mut() else {
            return Said::No;
        };
        if count != run.run as usize || last.0 != name || last.1 != attempt {
            return Said::No;
        }
        match last.2 {
            Some(known) if known == outcome => return Said::Known,
            Some(_) => return Said::No,
            None if !matches!(self.at[test], At::With(_)) => return Said::No,
            None => last.2 = Some(outcome),
        }
        let failures = runs
            .iter()
            .filter(|(.., outcome)| *outcome == Some(Outcome::Failed))
            .count();
        let retry = failures <= self.policy.retries as usize && count < self.policy.runs as usize;
        self.at[test] = match outcome {
            Outcome::Passed => At::Over("passed"),
            Outcome::Skipped => At::Over("skipped"),
            Outcome::Failed if retry => At::Waits,
            Outcome::Failed => At::Over("failed"),
        };
        Said::Yes
    }

    fn claim(&mut self, name: &str, attempt: u32, turn: u64) -> Said {
        let known = self.place(name);
        if let Some(at) = known.filter(|at| self.workers[*at].attempt >= attempt) {
            let worker = &self.workers[at];
            if worker.attempt > attempt
                || worker.lost
                || worker.turn.is_some_and(|latest| latest > turn)
            {
                return Said::No;
            }
            if worker.turn == Some(turn) {
                return Said::Run(worker.batch.clone());
            }
            self.give_back(at);
            let batch = self.next();
            return self.hand(at, turn, batch);
        }
        let at = self.fresh(name, attempt);
        self.give_back(at);
        let mut own = Vec::new();
        if known.is_some() {
            for test in 0..self.at.len() {
                let had = self.runs[test].last().is_some_and(|(who, ..)| who == name);
                if had
                    && self.at[test] == At::Over("failed")
                    && self.runs[test].len() < self.policy.runs as usize
                {
                    self.at[test] = At::Waits;
                }
                if had && self.at[test] == At::Waits {
                    own.push(test);
                }
            }
        }
        own.sort_by_key(|test| std::cmp::Reverse(self.weight(*test)));
        let batch = if own.is_empty() { self.next() } else { own };
        self.hand(at, turn, batch)
    }

    /// What was never timed counts like one of the longest hundredth.
    fn weight(&self, test: usize) -> Micros {
        let tests = self.suite.tests();
        if tests[test].basis == Basis::Measured {
            return tests[test].cost;
        }
        let known = tests.iter().filter(|test| test.basis == Basis::Measured);
        let mut known: Vec<Micros> = known.map(|test| test.cost).collect();
        known.sort();
        let at = known.len() * 99 / 100;
        known
            .get(at)
            .map_or(tests[test].cost, |long| tests[test].cost.max(*long))
    }

    /// The longest that wait, up to a quarter of an even share of all that wait.
    fn next(&self) -> Vec<usize> {
        let cost = |test: usize| self.weight(test);
        let mut waiting: Vec<usize> = (0..self.at.len())
            .filter(|test| self.at[*test] == At::Waits)
            .collect();
        waiting.sort_by_key(|test| (std::cmp::Reverse(cost(*test)), *test));
        let live = self.workers.iter().filter(|worker| !worker.lost).count();
        let workers = live.max(self.policy.workers as usize).max(1) as u64;
        let left: u64 = waiting.iter().map(|test| cost(*test).0).sum();
        let mut batch = Vec::new();
        let mut sum = 0;
        for test in waiting {
            sum += cost(test).0;
            let full = batch.len() == self.policy.batch.max(1) as usize;
            let floor = self.policy.floor.0.min(left / workers);
            let enough = floor.max(left / (4 * workers));
            if full || (!batch.is_empty() && sum > enough) {
                break;
            }
            batch.push(test);
        }
        batch
    }

    fn hand(&mut self, worker: usize, turn: u64, batch: Vec<usize>) -> Said {
        let mut runs = Vec::new();
        let who = (
            self.workers[worker].name.clone(),
            self.workers[worker].attempt,
        );
        for test in batch {
            self.runs[test].push((who.0.clone(), who.1, None));
            self.at[test] = At::With(worker);
            runs.push(Run {
                test: test as u32,
                run: self.runs[test].len() as u32,
            });
        }
        if runs.is_empty() {
            let over = self.at.iter().all(|at| matches!(at, At::Over(_)));
            return if over { Said::Done } else { Said::Wait };
        }
        self.workers[worker].turn = Some(turn);
        self.workers[worker].batch.clone_from(&runs);
        Said::Run(runs)
    }
}
