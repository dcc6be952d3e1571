//! What makes a test flaky, and what does not.

use std::collections::BTreeMap;

use holdpoint_flaky::{Flaky, History, Outcome};
use proptest::collection::vec;
use proptest::prelude::*;

use Outcome::{Failed, Passed, PassedOnRetry};

type Row = (&'static str, &'static str, &'static str, Outcome);

fn judged(rows: &[Row]) -> Vec<Flaky> {
    let mut history = History::default();
    for (test, commit, run, outcome) in rows {
        history.add(test, commit, run, *outcome);
    }
    history.flaky()
}

#[test]
fn broken_code_is_not_flaky() {
    let rows = [
        ("t", "a", "1", Passed),
        ("t", "b", "2", Failed),
        ("t", "b", "3", Failed),
        ("t", "c", "4", Passed),
    ];
    assert_eq!(judged(&rows), []);
}

#[test]
fn both_outcomes_at_one_commit_are() {
    let rows = [
        ("t", "a", "1", Passed),
        ("t", "b", "2", Failed),
        ("t", "b", "3", Passed),
        ("t", "c", "4", Failed),
        ("u", "b", "2", Failed),
    ];
    let flaky = judged(&rows);
    assert_eq!(flaky.len(), 1);
    let t = &flaky[0];
    assert_eq!((t.commits, t.commits_seen, t.retried_runs), (1, 3, 0));
    assert_eq!((t.failures, t.executions, t.unclear_failures), (1, 3, 1));
    assert!(
        (t.rate - 1.0 / 3.0).abs() < 1e-12 && t.interval.low < t.rate && t.rate < t.interval.high
    );
}

#[test]
fn a_retry_in_one_run_shows_it_however_it_is_written() {
    let told = judged(&[("t", "a", "1", PassedOnRetry)]);
    let apart = judged(&[("t", "a", "1", Failed), ("t", "a", "1", Passed)]);
    assert_eq!(told, apart);
    assert_eq!(
        (told[0].retried_runs, told[0].failures, told[0].executions),
        (1, 1, 2)
    );
}

#[test]
fn what_is_surely_worst_is_first() {
    let mut rows = vec![("seldom", "a", "0", Failed)];
    rows.extend([("seldom", "a", "1", Passed); 50]);
    rows.extend([("once", "a", "1", Failed), ("once", "a", "2", Passed)]);
    rows.extend([("often", "a", "1", Failed); 20]);
    rows.extend([("often", "a", "1", Passed); 20]);
    let names: Vec<_> = judged(&rows).into_iter().map(|one| one.test).collect();
    assert_eq!(names, ["often", "once", "seldom"]);
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
    vec((0..4_u8, 0..4_u8, 0..5_u8, 0..3_u8), 0..40)
}

fn outcome(number: u8) -> Outcome {
    [Passed, Failed, PassedOnRetry][number as usize]
}

fn history(rows: &[(u8, u8, u8, u8)]) -> Vec<Flaky> {
    let mut history = History::default();
    for (test, commit, run, end) in rows {
        history.add(
            &test.to_string(),
            &commit.to_string(),
            &run.to_string(),
            outcome(*end),
        );
    }
    history.flaky()
}

proptest! {
    #[test]
    fn it_is_what_counting_by_hand_says(rows in rows()) {
        let mut by_hand: BTreeMap<(String, u8), (u64, u64)> = BTreeMap::new();
        for (test, commit, _, end) in &rows {
            let at = by_hand.entry((test.to_string(), *commit)).or_default();
            at.0 += u64::from(*end != 1);
            at.1 += u64::from(*end != 0);
        }
        let mut expected: BTreeMap<String, (usize, u64, u64)> = BTreeMap::new();
        for ((test, _), (passed, failed)) in &by_hand {
            let one = expected.entry(test.clone()).or_default();
            if *passed > 0 {
                one.0 += usize::from(*failed > 0);
                one.1 += failed;
                one.2 += passed + failed;
            }
        }
        expected.retain(|_, (commits, ..)| *commits > 0);
        let found: BTreeMap<_, _> = history(&rows).into_iter()
            .map(|one| (one.test.clone(), (one.commits, one.failures, one.executions)))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn order_does_not_matter(rows in rows(), turn in 0..40_usize) {
        let mut other = rows.clone();
        other.rotate_left(turn.min(rows.len()));
        other.reverse();
        prop_assert_eq!(history(&rows), history(&other));
    }
}
