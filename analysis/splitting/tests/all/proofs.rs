//! What a record proves, whoever wrote it.

use holdpoint_splitting::queue::{Because, Event, Lease, Outcome, Run};
use holdpoint_splitting::{Suite, Test, prove};

fn suite() -> Suite {
    Suite::new(vec![Test::new("a", None), Test::new("b", None)]).unwrap()
}

fn lease() -> Lease {
    Lease {
        worker: "one".to_owned(),
        attempt: 1,
    }
}

fn claimed(test: u32, run: u32) -> Event {
    Event::Claimed {
        lease: lease(),
        turn: 0,
        runs: vec![Run { test, run }],
    }
}

fn finished(test: u32, run: u32, outcome: Outcome, again: bool) -> Event {
    Event::Finished {
        lease: lease(),
        run: Run { test, run },
        outcome,
        again,
    }
}

#[test]
fn each_test_ends_once() {
    let record = [
        claimed(0, 1),
        finished(0, 1, Outcome::Failed, true),
        claimed(0, 2),
        finished(0, 2, Outcome::Passed, false),
        claimed(1, 1),
        Event::Returned {
            lease: lease(),
            because: Because::Lost,
            waiting: vec![],
            ended: vec![1],
        },
    ];
    let proof = prove(&suite(), &record);
    assert!(proof.is_complete() && !proof.is_passed());
    assert_eq!((proof.collected, proof.passed, proof.lost), (2, 1, 1));
    assert_eq!(
        (
            proof.again[0].test.as_str(),
            proof.again[0].runs,
            proof.again[0].failures
        ),
        ("a", 2, 1)
    );
}

#[test]
fn what_is_missing_doubled_and_foreign_is_named() {
    let proof = prove(
        &suite(),
        &[claimed(0, 1), finished(0, 1, Outcome::Passed, false)],
    );
    assert_eq!(
        (proof.is_complete(), proof.missing.as_slice()),
        (false, ["b".to_owned()].as_slice())
    );

    let twice = finished(0, 1, Outcome::Passed, false);
    let proof = prove(
        &suite(),
        &[
            claimed(0, 1),
            twice.clone(),
            twice.clone(),
            claimed(1, 1),
            finished(1, 1, Outcome::Passed, false),
        ],
    );
    assert_eq!(
        (proof.is_complete(), proof.doubled.as_slice()),
        (false, ["a".to_owned()].as_slice())
    );

    let both = prove(
        &suite(),
        &[
            claimed(0, 1),
            claimed(0, 2),
            twice,
            claimed(1, 1),
            finished(1, 1, Outcome::Passed, false),
        ],
    );
    assert_eq!(both.doubled, ["a"], "two had it at once");

    let proof = prove(&suite(), &[finished(7, 1, Outcome::Passed, false)]);
    assert_eq!(
        (proof.foreign.as_slice(), proof.missing.len()),
        ([7].as_slice(), 2)
    );
}

#[test]
fn what_was_opened_again_has_to_end_again() {
    let ended = [
        claimed(0, 1),
        finished(0, 1, Outcome::Failed, false),
        claimed(1, 1),
        finished(1, 1, Outcome::Passed, false),
    ];
    let opened = Event::Reopened {
        lease: lease(),
        tests: vec![0],
    };
    let open = [ended.as_slice(), std::slice::from_ref(&opened)].concat();
    assert_eq!(prove(&suite(), &open).missing, ["a"]);
    let closed = [
        open.as_slice(),
        &[claimed(0, 2), finished(0, 2, Outcome::Passed, false)],
    ]
    .concat();
    assert!(prove(&suite(), &closed).is_passed());
}
