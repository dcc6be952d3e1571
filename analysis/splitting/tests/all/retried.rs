//! Stories of workers that come again.

use std::sync::Arc;

use holdpoint_splitting::queue::{
    Answer, Because, Command, End, Event, Lease, Outcome, Policy, Queue, Refusal, Run,
};
use holdpoint_splitting::{Micros, Suite, Test};

fn queue(tests: &[(&str, u64)], policy: Policy) -> Queue {
    let tests = tests
        .iter()
        .map(|(id, cost)| Test::new(*id, Some(Micros(*cost))));
    Queue::new(Arc::new(Suite::new(tests.collect()).unwrap()), policy)
}

fn lease(worker: &str, attempt: u32) -> Lease {
    Lease {
        worker: worker.to_owned(),
        attempt,
    }
}

fn claim(queue: &mut Queue, worker: &str, attempt: u32, turn: u64) -> Answer {
    let digest = queue.digest();
    queue
        .handle(&Command::Claim {
            lease: lease(worker, attempt),
            turn,
            digest,
        })
        .answer
}

fn finish(queue: &mut Queue, worker: &str, attempt: u32, run: Run, outcome: Outcome) -> Answer {
    queue
        .handle(&Command::Finish {
            lease: lease(worker, attempt),
            run,
            outcome,
        })
        .answer
}

fn ran(answer: Answer) -> Vec<Run> {
    match answer {
        Answer::Run(runs) => runs,
        other => panic!("{other:?}"),
    }
}

fn run(test: u32, run: u32) -> Run {
    Run { test, run }
}

const NO_RETRY: Policy = Policy {
    workers: 2,
    retries: 0,
    runs: 3,
    batch: 8,
    floor: Micros::ZERO,
};

#[test]
fn longest_first_and_less_at_once_towards_the_end() {
    let names: Vec<String> = (0..64).map(|at| format!("t{at:02}")).collect();
    let tests: Vec<_> = names.iter().map(|name| (name.as_str(), 10)).collect();
    let mut queue = queue(&tests, Policy::of(2));
    let mut sizes = Vec::new();
    for turn in 0.. {
        let Answer::Run(runs) = claim(&mut queue, "a", 1, turn) else {
            break;
        };
        sizes.push(runs.len());
        for run in runs {
            finish(&mut queue, "a", 1, run, Outcome::Passed);
        }
    }
    assert!(queue.is_complete());
    assert_eq!(sizes.iter().sum::<usize>(), 64);
    assert!(
        sizes.is_sorted_by(|a, b| a >= b) && sizes[0] == 8 && sizes.last() == Some(&1),
        "{sizes:?}"
    );
}

/// The hazard: a CI job is run again after the queue was used up, finds nothing to do, and is green.
#[test]
fn a_worker_that_is_retried_after_the_end_runs_what_it_let_fail() {
    let mut queue = queue(&[("a", 4), ("b", 1)], NO_RETRY);
    let first = ran(claim(&mut queue, "one", 1, 0));
    assert_eq!(first, [run(0, 1)]);
    assert_eq!(ran(claim(&mut queue, "two", 1, 0)), [run(1, 1)]);
    finish(&mut queue, "one", 1, run(0, 1), Outcome::Failed);
    finish(&mut queue, "two", 1, run(1, 1), Outcome::Passed);
    assert_eq!(claim(&mut queue, "one", 1, 1), Answer::Done);
    assert_eq!(queue.end(0), Some(End::Failed));

    assert_eq!(ran(claim(&mut queue, "one", 2, 0)), [run(0, 2)]);
    assert!(!queue.is_complete());
    finish(&mut queue, "one", 2, run(0, 2), Outcome::Passed);
    assert_eq!(queue.end(0), Some(End::Passed));
    // One whose tests all passed is told that all is over, and not to run nothing.
    assert_eq!(claim(&mut queue, "two", 2, 0), Answer::Done);
}

#[test]
fn a_retried_worker_gets_what_it_had_not_finished() {
    let mut queue = queue(&[("a", 9), ("b", 1), ("c", 1), ("d", 1)], NO_RETRY);
    assert_eq!(ran(claim(&mut queue, "one", 1, 0)), [run(0, 1)]);
    assert_eq!(ran(claim(&mut queue, "two", 1, 0)), [run(1, 1)]);
    let digest = queue.digest();
    let decision = queue.handle(&Command::Claim {
        lease: lease("one", 2),
        turn: 0,
        digest,
    });
    let returned = Event::Returned {
        lease: lease("one", 2),
        because: Because::Retried,
        waiting: vec![0],
        ended: vec![],
    };
    assert_eq!(
        decision.events[..2],
        [
            Event::Joined {
                lease: lease("one", 2)
            },
            returned
        ]
    );
    assert_eq!(decision.answer, Answer::Run(vec![run(0, 2)]));
    // What the first attempt says after that is refused, and so is its next claim.
    let stale = Answer::Refused(Refusal::StaleRun { run: run(0, 1) });
    assert_eq!(
        finish(&mut queue, "one", 1, run(0, 1), Outcome::Passed),
        stale
    );
    assert_eq!(
        claim(&mut queue, "one", 1, 1),
        Answer::Refused(Refusal::StaleAttempt { latest: 2 })
    );
}

#[test]
fn a_lost_worker_gives_back_and_a_test_that_kills_its_workers_ends() {
    let mut queue = queue(&[("a", 9)], NO_RETRY);
    for attempt in 1..=3 {
        assert_eq!(ran(claim(&mut queue, "one", attempt, 0)), [run(0, attempt)]);
        assert_eq!(claim(&mut queue, "two", 1, 0), Answer::Wait);
        let lose = Command::Lose {
            lease: lease("one", attempt),
        };
        assert_eq!(queue.handle(&lose).answer, Answer::Recorded);
        assert_eq!(queue.handle(&lose).answer, Answer::Known);
    }
    assert_eq!(queue.end(0), Some(End::Lost));
    assert_eq!(claim(&mut queue, "two", 1, 0), Answer::Done);
}

#[test]
fn failures_are_run_again_as_often_as_is_said() {
    let mut queue = queue(
        &[("a", 9)],
        Policy {
            retries: 1,
            ..NO_RETRY
        },
    );
    assert_eq!(ran(claim(&mut queue, "one", 1, 0)), [run(0, 1)]);
    assert_eq!(
        finish(&mut queue, "one", 1, run(0, 1), Outcome::Failed),
        Answer::Recorded
    );
    assert_eq!(
        finish(&mut queue, "one", 1, run(0, 1), Outcome::Failed),
        Answer::Known
    );
    let contradiction = Answer::Refused(Refusal::Contradiction { run: run(0, 1) });
    assert_eq!(
        finish(&mut queue, "one", 1, run(0, 1), Outcome::Passed),
        contradiction
    );
    assert_eq!(ran(claim(&mut queue, "two", 1, 0)), [run(0, 2)]);
    finish(&mut queue, "two", 1, run(0, 2), Outcome::Failed);
    assert_eq!(queue.end(0), Some(End::Failed));
}

#[test]
fn a_claim_that_is_repeated_gets_the_same_and_an_older_one_is_refused() {
    let mut queue = queue(&[("a", 9), ("b", 8)], NO_RETRY);
    assert_eq!(ran(claim(&mut queue, "one", 1, 3)), [run(0, 1)]);
    assert_eq!(ran(claim(&mut queue, "one", 1, 3)), [run(0, 1)]);
    assert_eq!(
        claim(&mut queue, "one", 1, 2),
        Answer::Refused(Refusal::StaleTurn { latest: 3 })
    );
    // Asking for more gives back what was not reported.
    assert_eq!(ran(claim(&mut queue, "one", 1, 4)), [run(0, 2)]);
}

#[test]
fn a_test_that_was_never_timed_is_not_left_to_the_end() {
    let names: Vec<String> = (0..200).map(|at| format!("f{at}")).collect();
    let known = |(at, name): (usize, &String)| Test::new(name, Some(Micros(1 + at as u64)));
    let mut tests: Vec<Test> = names.iter().enumerate().map(known).collect();
    tests.push(Test::new("new", None));
    let suite = Arc::new(Suite::new(tests).unwrap());
    let new = suite.find("new").unwrap() as u32;
    assert_eq!(suite.tests()[new as usize].cost, Micros(100), "the median");
    let mut queue = Queue::new(suite, Policy::of(2));
    let first = ran(claim(&mut queue, "one", 1, 0));
    assert!(first.contains(&run(new, 1)), "{first:?}");
}

#[test]
fn whoever_collected_another_set_is_told() {
    let mut queue = queue(&[("a", 9)], NO_RETRY);
    let digest = Suite::new(vec![Test::new("b", None)]).unwrap().digest();
    let claim = Command::Claim {
        lease: lease("one", 1),
        turn: 0,
        digest,
    };
    assert_eq!(
        queue.handle(&claim).answer,
        Answer::Refused(Refusal::AnotherSet { digest })
    );
}

#[test]
fn events_are_written_and_read() {
    let mut queue = queue(&[("a", 9), ("b", 1)], NO_RETRY);
    claim(&mut queue, "one", 1, 0);
    let digest = queue.digest();
    let mut events = queue
        .handle(&Command::Claim {
            lease: lease("one", 2),
            turn: 0,
            digest,
        })
        .events;
    events.extend(
        queue
            .handle(&Command::Claim {
                lease: lease("one", 1),
                turn: 0,
                digest,
            })
            .events,
    );
    events.extend(
        queue
            .handle(&Command::Finish {
                lease: lease("one", 2),
                run: run(0, 2),
                outcome: Outcome::Failed,
            })
            .events,
    );
    let text = serde_json::to_string(&events).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), events);
    assert!(
        text.contains(r#"{"event":"joined","lease":{"worker":"one","attempt":2}}"#),
        "{text}"
    );
    assert!(
        text.contains(r#""refusal":{"why":"stale-attempt","latest":2}"#),
        "{text}"
    );
}
