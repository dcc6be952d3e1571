//! What a worker that asks for tests gets.

use super::Queue;
use super::command::{Answer, Decision, Lease, Refusal};
use super::decide::refused;
use super::event::{Because, Event, Run};
use super::state::{End, Where, Worker};
use crate::Digest;

impl Queue {
    pub(super) fn claim(&self, lease: &Lease, turn: u64, digest: Digest) -> Decision {
        if digest != self.digest() {
            return refused(lease, Refusal::AnotherSet { digest });
        }
        match self.workers.get(&lease.worker) {
            Some(worker) if worker.attempt >= lease.attempt => {
                self.claim_again(worker, lease, turn)
            }
            known => self.join(lease, turn, known.is_some()),
        }
    }

    /// A worker that is at work.
    fn claim_again(&self, worker: &Worker, lease: &Lease, turn: u64) -> Decision {
        if worker.attempt > lease.attempt || worker.lost {
            return refused(
                lease,
                Refusal::StaleAttempt {
                    latest: worker.attempt,
                },
            );
        }
        match worker.turn {
            Some(latest) if latest == turn => {
                let answer = Answer::Run(worker.batch.clone());
                Decision {
                    events: Vec::new(),
                    answer,
                }
            }
            Some(latest) if latest > turn => refused(lease, Refusal::StaleTurn { latest }),
            _ if worker.open.is_empty() => self.hand_out(lease, turn, Vec::new(), self.batch()),
            _ => {
                let mut after = self.clone();
                let mut events = Vec::new();
                after.note(&mut events, self.returned(lease, Because::Unreported));
                after.hand_out(lease, turn, events, after.batch())
            }
        }
    }

    /// A worker that is new, or retried.
    fn join(&self, lease: &Lease, turn: u64, retried: bool) -> Decision {
        let mut after = self.clone();
        let mut events = Vec::new();
        after.note(
            &mut events,
            Event::Joined {
                lease: lease.clone(),
            },
        );
        if !retried {
            return after.hand_out(lease, turn, events, after.batch());
        }
        if self
            .workers
            .get(&lease.worker)
            .is_some_and(|worker| !worker.open.is_empty())
        {
            let returned = after.returned(lease, Because::Retried);
            after.note(&mut events, returned);
        }
        let tests = after.failed_with(&lease.worker);
        if !tests.is_empty() {
            after.note(
                &mut events,
                Event::Reopened {
                    lease: lease.clone(),
                    tests,
                },
            );
        }
        let own = after.waiting_of(&lease.worker);
        let batch = if own.is_empty() { after.batch() } else { own };
        after.hand_out(lease, turn, events, batch)
    }

    fn hand_out(
        &self,
        lease: &Lease,
        turn: u64,
        mut events: Vec<Event>,
        batch: Vec<u32>,
    ) -> Decision {
        let runs: Vec<Run> = batch
            .iter()
            .map(|test| Run {
                test: *test,
                run: self.runs(*test) + 1,
            })
            .collect();
        let answer = match (runs.is_empty(), self.is_complete()) {
            (false, _) => {
                let (lease, runs) = (lease.clone(), runs.clone());
                events.push(Event::Claimed { lease, turn, runs });
                Answer::Run(runs_of(&events))
            }
            (true, true) => Answer::Done,
            (true, false) => Answer::Wait,
        };
        Decision { events, answer }
    }

    fn batch(&self) -> Vec<u32> {
        let live = self.workers.values().filter(|worker| !worker.lost).count() as u64;
        let workers = live.max(u64::from(self.policy.workers));
        let policy = &self.policy;
        self.waiting.batch(workers, policy.batch, policy.floor)
    }

    /// Tests that failed for good when this worker had them last, and may be run once more.
    fn failed_with(&self, worker: &str) -> Vec<u32> {
        self.of(worker, |queue, test| {
            queue.end(test) == Some(End::Failed) && queue.runs(test) < queue.policy.runs
        })
    }

    fn waiting_of(&self, worker: &str) -> Vec<u32> {
        let mut own = self.of(worker, |queue, test| queue.is_waiting(test));
        own.sort_by_key(|test| std::cmp::Reverse(self.waiting.weight(*test)));
        own
    }

    fn is_waiting(&self, test: u32) -> bool {
        self.entries
            .get(test as usize)
            .is_some_and(|entry| entry.is(&Where::Waiting))
    }

    /// Tests that this worker had last and of which something holds, by number.
    fn of(&self, worker: &str, holds: impl Fn(&Self, u32) -> bool) -> Vec<u32> {
        let all = self.entries.iter().zip(0..);
        let own = all.filter(|(entry, test)| entry.is_of(worker) && holds(self, *test));
        own.map(|(_, test)| test).collect()
    }
}

/// The tests that were just handed out.
fn runs_of(events: &[Event]) -> Vec<Run> {
    match events.last() {
        Some(Event::Claimed { runs, .. }) => runs.clone(),
        _ => Vec::new(),
    }
}
