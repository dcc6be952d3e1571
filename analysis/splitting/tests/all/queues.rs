//! Random runs: workers that are killed, slow, retried, that repeat themselves and come late. Nothing is lost, nothing is run twice
//! unseen, and everything is as somebody would have it who walks through lists.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_splitting::queue::{Answer, Command, End, Event, Lease, Outcome, Policy, Queue, Run};
use holdpoint_splitting::{Micros, Suite, Test, prove};

use crate::model::{At, Naive, Said};

/// The generator of Steele, Lea and Flood (SplitMix64, 2014): the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// A machine: what it believes, which need not be so.
#[derive(Clone)]
struct Machine {
    lease: Lease,
    turn: u64,
    todo: Vec<Run>,
    done: bool,
}

struct World<'s> {
    dice: Dice,
    suite: &'s Suite,
    queue: Queue,
    naive: Naive<'s>,
    record: Vec<Event>,
    machines: Vec<Machine>,
    /// Older attempts whose machines never noticed that they were given up.
    zombies: Vec<Machine>,
    /// Messages that were sent, and may arrive once more.
    sent: Vec<Command>,
    /// How often each run was really executed.
    executed: HashMap<Run, u32>,
}

fn suite(dice: &mut Dice) -> Suite {
    let count = dice.below(30);
    let cost =
        |dice: &mut Dice| (!dice.one_in(8)).then(|| Micros(dice.below(6) * dice.below(1_000)));
    let tests = (0..count).map(|at| Test::new(format!("file{}::test{at}", at % 3), cost(dice)));
    Suite::new(tests.collect()).unwrap()
}

impl World<'_> {
    /// Tells the queue and the model, which have to say the same.
    fn tell(&mut self, command: Command) -> Answer {
        let decision = self.queue.handle(&command);
        let said = match &decision.answer {
            Answer::Run(runs) => Said::Run(runs.clone()),
            Answer::Wait => Said::Wait,
            Answer::Done => Said::Done,
            Answer::Recorded => Said::Yes,
            Answer::Known => Said::Known,
            Answer::Refused(_) => Said::No,
        };
        assert_eq!(said, self.naive.ask(&command), "{command:?}");
        let refused = matches!(decision.answer, Answer::Refused(_));
        let told = decision
            .events
            .iter()
            .any(|event| matches!(event, Event::Refused { .. }));
        assert_eq!(refused, told, "a refusal is recorded");
        self.record.extend(decision.events);
        self.sent.push(command);
        decision.answer
    }

    fn claim(&mut self, machine: &mut Machine) {
        let digest = self.suite.digest();
        let (lease, turn) = (machine.lease.clone(), machine.turn);
        match self.tell(Command::Claim {
            lease,
            turn,
            digest,
        }) {
            // The answer gets lost: the machine asks the same again.
            Answer::Run(_) if self.dice.one_in(6) => {}
            Answer::Run(runs) => {
                machine.todo = runs;
                machine.turn += 1;
            }
            Answer::Done => machine.done = true,
            _ => {}
        }
    }

    fn execute(&mut self, machine: &mut Machine) {
        let at = self.dice.below(machine.todo.len() as u64) as usize;
        let run = machine.todo.swap_remove(at);
        *self.executed.entry(run).or_default() += 1;
        let outcome = match self.dice.below(8) {
            0 | 1 => Outcome::Failed,
            2 => Outcome::Skipped,
            _ => Outcome::Passed,
        };
        // It dies before it can report, or forgets to.
        if self.dice.one_in(12) {
            return;
        }
        let command = Command::Finish {
            lease: machine.lease.clone(),
            run,
            outcome,
        };
        self.tell(command);
    }

    fn work(&mut self, mut machine: Machine) -> Machine {
        if machine.todo.is_empty() || self.dice.one_in(15) {
            self.claim(&mut machine);
        } else {
            self.execute(&mut machine);
        }
        machine
    }

    /// A machine is given up, and comes again, or is retried without having been given up.
    fn replace(&mut self, at: usize) {
        let old = self.machines[at].clone();
        if self.dice.one_in(2) {
            self.tell(Command::Lose {
                lease: old.lease.clone(),
            });
        }
        let lease = Lease {
            attempt: old.lease.attempt + 1,
            ..old.lease.clone()
        };
        self.machines[at] = Machine {
            lease,
            turn: 0,
            todo: Vec::new(),
            done: false,
        };
        self.zombies.push(old);
    }

    fn step(&mut self) {
        let at = self.dice.below(self.machines.len() as u64) as usize;
        match self.dice.below(40) {
            0 | 1 => self.replace(at),
            2 if !self.zombies.is_empty() => {
                let at = self.dice.below(self.zombies.len() as u64) as usize;
                let zombie = self.zombies.swap_remove(at);
                let zombie = self.work(zombie);
                self.zombies.push(zombie);
            }
            3 if !self.sent.is_empty() => {
                let at = self.dice.below(self.sent.len() as u64) as usize;
                self.tell(self.sent[at].clone());
            }
            // Slow machines do nothing in most steps.
            _ if at == 0 && !self.dice.one_in(4) => {}
            _ => self.machines[at] = self.work(self.machines[at].clone()),
        }
    }

    /// Ends what is left with machines that do what they should.
    fn settle(&mut self) {
        for at in 0..self.machines.len() {
            self.tell(Command::Lose {
                lease: self.machines[at].lease.clone(),
            });
        }
        let lease = Lease {
            worker: "last".to_owned(),
            attempt: 1,
        };
        let mut last = Machine {
            lease,
            turn: 0,
            todo: Vec::new(),
            done: false,
        };
        while !last.done {
            match last.todo.pop() {
                None => self.claim(&mut last),
                Some(run) => {
                    *self.executed.entry(run).or_default() += 1;
                    let (lease, outcome) = (last.lease.clone(), Outcome::Passed);
                    self.tell(Command::Finish {
                        lease,
                        run,
                        outcome,
                    });
                }
            }
        }
    }

    fn check(&self) {
        let proof = prove(self.suite, &self.record);
        assert!(proof.is_complete() && self.queue.is_complete(), "{proof:?}");
        assert_eq!(
            proof.collected,
            proof.passed + proof.failed + proof.skipped + proof.lost
        );
        for (test, at) in self.naive.at.iter().enumerate() {
            let end = match self.queue.end(test as u32) {
                Some(End::Passed) => "passed",
                Some(End::Failed) => "failed",
                Some(End::Skipped) => "skipped",
                Some(End::Lost) => "lost",
                None => "open",
            };
            assert_eq!(At::Over(end), *at);
            assert_eq!(self.queue.runs(test as u32) as usize, self.naive.runs(test));
        }
        // What was executed stands in the record, each execution as a run of its own.
        for (run, times) in &self.executed {
            assert_eq!(*times, 1, "{run:?} was executed more than once");
            let claims = self
                .record
                .iter()
                .filter(|event| matches!(event, Event::Claimed { runs, .. } if runs.contains(run)));
            assert_eq!(claims.count(), 1, "{run:?} is not seen");
        }
        let mut folded = Queue::new(Arc::new(self.suite.clone()), Policy::of(1));
        self.record.iter().for_each(|event| folded.apply(event));
        assert_eq!(folded.progress(), self.queue.progress());
    }
}

fn run(seed: u64) -> usize {
    let mut dice = Dice(seed);
    let suite = suite(&mut dice);
    let workers = 1 + dice.below(5) as u32;
    let policy = Policy {
        workers,
        retries: dice.below(3) as u32,
        runs: 1 + dice.below(6) as u32,
        batch: 1 + dice.below(8) as u32,
        floor: Micros(dice.below(3) * 2_000_000),
    };
    let lease = |at: u32| Lease {
        worker: format!("node-{at}"),
        attempt: 1,
    };
    let machine = |at| Machine {
        lease: lease(at),
        turn: 0,
        todo: Vec::new(),
        done: false,
    };
    let mut world = World {
        queue: Queue::new(Arc::new(suite.clone()), policy),
        naive: Naive::new(&suite, policy),
        suite: &suite,
        record: Vec::new(),
        machines: (0..workers).map(machine).collect(),
        zombies: Vec::new(),
        sent: Vec::new(),
        executed: HashMap::new(),
        dice,
    };
    for _ in 0..world.dice.below(400) {
        world.step();
    }
    world.settle();
    world.check();
    world.record.len()
}

/// `HOLDPOINT_QUEUES=N` runs more of them.
#[test]
fn ten_thousand_runs_lose_nothing() {
    let runs = std::env::var("HOLDPOINT_QUEUES").map_or(10_000, |runs| runs.parse().unwrap());
    let events: usize = (0..runs).map(run).sum();
    assert!(
        events > runs as usize * 20,
        "the runs are no longer eventful: {events}"
    );
}
