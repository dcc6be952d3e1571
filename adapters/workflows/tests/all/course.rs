//! The course of an order, told as stories; [`crate::model`] has all others.

use std::time::Duration;

use holdpoint_workflows::{Course, Do, Outcome, Progress, Stand, Started, State, System, Trouble};

const UNSEEN: Duration = Duration::from_secs(300);
/// Until what was sent would be seen, in milliseconds.
const GRACE: i64 = 450_000;

fn job(id: &str) -> Started {
    Started {
        id: id.to_owned(),
        url: None,
    }
}

fn progress(id: &str, state: State) -> Progress {
    Progress {
        job: job(id),
        state,
        parts: Vec::new(),
    }
}

fn unsure() -> Trouble {
    Trouble::Unsure {
        system: System::Jenkins,
        why: "the line broke off".to_owned(),
    }
}

#[test]
fn a_job_is_started_and_followed_to_its_end() {
    let mut course = Course::new(UNSEEN);
    assert_eq!(course.next(0), Do::Start);
    let attempt = course.sending(0).unwrap();
    course.sent(attempt, Ok(Some(job("a@1"))), 10);
    assert_eq!(course.next(10), Do::Look("a@1".to_owned()));
    course.looked("a@1", Ok(Some(progress("a#7", State::Running))), 10);
    assert_eq!(course.next(20), Do::Rest(5_010));
    assert_eq!(course.next(5_010), Do::Look("a#7".to_owned()));
    course.looked(
        "a#7",
        Ok(Some(progress("a#7", State::Ended(Outcome::Failed)))),
        5_010,
    );
    let ended = Stand::Ended {
        job: job("a#7"),
        outcome: Outcome::Failed,
    };
    assert_eq!(
        (course.stand(), course.next(9_999_999)),
        (&ended, Do::Nothing)
    );
    // Somebody runs it again there: that is another job.
    course.looked("a#7", Ok(Some(progress("a#7", State::Running))), 9_999_999);
    assert_eq!(course.stand(), &ended);
    assert_eq!(course.sending(9_999_999), None);
}

#[test]
fn what_was_sent_before_a_crash_is_found_and_not_sent_again() {
    let mut before = Course::new(UNSEEN);
    before.sending(0).unwrap();
    let kept = serde_json::to_string(before.stand()).unwrap();
    let mut course = Course::resume(serde_json::from_str(&kept).unwrap(), UNSEEN);
    assert_eq!(course.next(1), Do::Find);
    assert_eq!(course.sending(1), None);
    course.found(Ok(None), 1);
    assert_eq!(course.next(2), Do::Rest(5_001));
    course.found(Ok(Some(job("a#1"))), 5_001);
    assert_eq!(course.next(5_001), Do::Look("a#1".to_owned()));
}

#[test]
fn what_never_arrived_is_sent_again_when_that_is_sure() {
    let mut course = Course::new(UNSEEN);
    let first = course.sending(0).unwrap();
    course.sent(first, Err(unsure()), 30_000);
    course.found(Ok(None), GRACE);
    assert_eq!(course.sending(GRACE), None, "it could still show");
    course.found(Err(unsure()), GRACE + 1);
    assert_eq!(course.sending(GRACE + 1), None, "nobody could say");
    course.found(Ok(None), GRACE + 1);
    let second = course.sending(GRACE + 1).unwrap();
    assert_ne!(first, second);
    // The answer to the first comes now, and says nothing of the second.
    course.sent(
        first,
        Err(Trouble::Limited {
            system: System::Jenkins,
            seconds: 1,
        }),
        GRACE + 2,
    );
    assert_eq!(course.sending(GRACE + 9_000), None);
}

#[test]
fn what_was_surely_not_done_waits_for_its_time() {
    let mut course = Course::new(UNSEEN);
    let attempt = course.sending(1_000).unwrap();
    course.sent(
        attempt,
        Err(Trouble::Limited {
            system: System::GitLabCi,
            seconds: 60,
        }),
        2_000,
    );
    assert_eq!(course.next(2_000), Do::Rest(62_000));
    assert_eq!(course.sending(61_999), None);
    assert_eq!(course.next(62_000), Do::Start);
    let attempt = course.sending(62_000).unwrap();
    let away = Trouble::Unreachable {
        system: System::GitLabCi,
        why: String::new(),
    };
    course.sent(attempt, Err(away), 62_000);
    assert_eq!(course.next(62_000), Do::Rest(66_000));
}

#[test]
fn a_no_is_the_end_and_says_why() {
    let mut course = Course::new(UNSEEN);
    let attempt = course.sending(0).unwrap();
    let no = Trouble::Forbidden {
        system: System::Jenkins,
        said: String::new(),
        help: "ask for the right",
    };
    course.sent(attempt, Err(no), 5);
    let why = "Jenkins does not let the token do that (403); ask for the right".to_owned();
    assert_eq!(course.stand(), &Stand::Refused { why });
    assert_eq!((course.next(5), course.sending(5)), (Do::Nothing, None));
}

#[test]
fn what_was_taken_and_never_shows_is_lost() {
    let mut course = Course::new(UNSEEN);
    let attempt = course.sending(0).unwrap();
    course.sent(attempt, Ok(None), 5);
    course.found(Ok(None), GRACE);
    assert_eq!(course.next(GRACE + 5_000), Do::Find);
    course.found(Ok(None), GRACE + 5_000);
    assert!(
        matches!(course.stand(), Stand::Lost { job: None, .. }),
        "{:?}",
        course.stand()
    );
    assert_eq!(course.sending(GRACE + 5_000), None);
}

#[test]
fn a_job_that_vanishes_is_lost_but_not_at_once() {
    let mut course = Course::new(UNSEEN);
    let attempt = course.sending(0).unwrap();
    course.sent(attempt, Ok(Some(job("a#1"))), 0);
    course.looked("a#1", Ok(None), 0);
    course.looked("a#1", Ok(None), GRACE);
    course.looked("a#1", Ok(Some(progress("a#1", State::Queued))), GRACE + 1);
    course.looked("a#1", Ok(None), GRACE + 5_000);
    course.looked("a#1", Err(unsure()), 2 * GRACE);
    course.looked("a#1", Ok(None), 2 * GRACE + 5_000);
    assert!(matches!(course.stand(), Stand::Known { .. }));
    course.looked("b#1", Ok(None), 3 * GRACE);
    assert!(
        matches!(course.stand(), Stand::Known { .. }),
        "that is another job"
    );
    course.looked("a#1", Ok(None), 2 * GRACE + 5_001);
    let Stand::Lost {
        job: Some(lost),
        why,
    } = course.stand()
    else {
        panic!("{:?}", course.stand());
    };
    assert_eq!(
        (lost.id.as_str(), why.as_str()),
        (
            "a#1",
            "the job is gone; look into the system, and say how it ended"
        )
    );
}
