//! What commands do.

use super::Queue;
use super::command::{Answer, Command, Decision, Lease, Outcome, Refusal};
use super::event::{Because, Event, Run};
use super::state::Where;

impl Queue {
    /// What a command does; the queue itself stays as it is until the events are [applied](Queue::apply).
    pub fn decide(&self, command: &Command) -> Decision {
        match command {
            Command::Claim {
                lease,
                turn,
                digest,
            } => self.claim(lease, *turn, *digest),
            Command::Finish {
                lease,
                run,
                outcome,
            } => self.finish(lease, *run, *outcome),
            Command::Lose { lease } => self.lose(lease),
        }
    }

    /// Decides and applies.
    pub fn handle(&mut self, command: &Command) -> Decision {
        let decision = self.decide(command);
        decision.events.iter().for_each(|event| self.apply(event));
        decision
    }

    fn finish(&self, lease: &Lease, run: Run, outcome: Outcome) -> Decision {
        let entry = self
            .entries
            .get(run.test as usize)
            .filter(|entry| entry.latest(lease, run));
        let Some(entry) = entry else {
            return refused(lease, Refusal::StaleRun { run });
        };
        if entry.is(&Where::Running) {
            let failed = outcome == Outcome::Failed;
            let again =
                failed && entry.failures < self.policy.retries && entry.runs < self.policy.runs;
            let event = Event::Finished {
                lease: lease.clone(),
                run,
                outcome,
                again,
            };
            return recorded(vec![event]);
        }
        match entry.outcome {
            Some(known) if known == outcome => Decision {
                events: Vec::new(),
                answer: Answer::Known,
            },
            Some(_) => refused(lease, Refusal::Contradiction { run }),
            // It was given back.
            None => refused(lease, Refusal::StaleRun { run }),
        }
    }

    fn lose(&self, lease: &Lease) -> Decision {
        match self.workers.get(&lease.worker) {
            Some(worker) if worker.attempt == lease.attempt && worker.lost => Decision {
                events: Vec::new(),
                answer: Answer::Known,
            },
            Some(worker) if worker.attempt == lease.attempt => {
                recorded(vec![self.returned(lease, Because::Lost)])
            }
            Some(worker) if worker.attempt > lease.attempt => refused(
                lease,
                Refusal::StaleAttempt {
                    latest: worker.attempt,
                },
            ),
            // It was lost before it ever asked for anything.
            _ => {
                let mut after = self.clone();
                let mut events = Vec::new();
                after.note(
                    &mut events,
                    Event::Joined {
                        lease: lease.clone(),
                    },
                );
                let returned = after.returned(lease, Because::Lost);
                after.note(&mut events, returned);
                recorded(events)
            }
        }
    }

    /// What a worker gives back.
    pub(super) fn returned(&self, lease: &Lease, because: Because) -> Event {
        let open = self
            .workers
            .get(&lease.worker)
            .map(|worker| worker.open.clone());
        let left = |test: &u32| self.runs(*test) < self.policy.runs;
        let (waiting, ended) = open.unwrap_or_default().into_iter().partition(left);
        Event::Returned {
            lease: lease.clone(),
            because,
            waiting,
            ended,
        }
    }

    /// Adds what happens, and goes on from there.
    pub(super) fn note(&mut self, events: &mut Vec<Event>, event: Event) {
        self.apply(&event);
        events.push(event);
    }
}

fn recorded(events: Vec<Event>) -> Decision {
    Decision {
        events,
        answer: Answer::Recorded,
    }
}

pub(super) fn refused(lease: &Lease, refusal: Refusal) -> Decision {
    let event = Event::Refused {
        lease: lease.clone(),
        refusal: refusal.clone(),
    };
    Decision {
        events: vec![event],
        answer: Answer::Refused(refusal),
    }
}
