//! Whatever order steps end in, the run ends, and as the rules say it.

use std::collections::HashSet;

use holdpoint_pipelines::{Change, Graph, Outcome, RunState, Schedule, State, Test, Unmet};
use proptest::prelude::*;

use crate::oracle::Oracle;
use crate::random::definition;
use crate::world::planned;

/// Drives a run by drawn bytes, beside the oracle; `check` compares after each event.
fn driven(graph: &Graph, bytes: &[u8]) -> (RunState, Vec<(u32, State)>) {
    let mut changes = Vec::new();
    let mut schedule = Schedule::new(graph.flow(), &mut changes);
    let mut oracle = Oracle::new(graph);
    let mut running: Vec<u32> = Vec::new();
    let mut bytes = bytes.iter().copied().chain(std::iter::repeat(10));
    let mut told: HashSet<u32> = HashSet::new();
    for event in 0.. {
        assert!(event <= 3 * graph.nodes.len() + 3, "the run does not end");
        for (at, (now, expected)) in oracle
            .states
            .iter()
            .enumerate()
            .map(|(at, state)| (at, (schedule.state(at as u32), *state)))
        {
            assert_eq!(now, expected, "{} after {event} events", graph.nodes[at].id);
        }
        assert_eq!(schedule.run(), oracle.run());
        for change in changes.drain(..) {
            match change {
                Change::Ready(at) => assert!(told.insert(at), "told twice: {at}"),
                Change::Skipped(at, reason) => {
                    assert_eq!(schedule.state(at), State::Ended(Outcome::Skipped(reason)))
                }
                Change::Ended(at, outcome) => assert_eq!(schedule.state(at), State::Ended(outcome)),
                Change::Stop(at) => assert!(running.contains(&at)),
            }
        }
        let ready: Vec<u32> = schedule.ready().collect();
        assert!(ready.iter().all(|at| told.contains(at)));
        let byte = bytes.next().unwrap();
        if ready.is_empty() && running.is_empty() {
            break;
        }
        if byte == 255 {
            schedule.cancel(graph.flow(), &mut changes);
            oracle.cancel();
        } else if running.is_empty() || (byte % 3 > 0 && !ready.is_empty()) {
            let at = ready[byte as usize % ready.len()];
            schedule.begin(graph.flow(), at).unwrap();
            oracle.begin(at);
            running.push(at);
        } else {
            let at = running.swap_remove(byte as usize % running.len());
            let outcome = match byte / 4 % 5 {
                0 => Outcome::Failed,
                1 if byte % 2 == 0 => Outcome::Cancelled,
                _ => Outcome::Succeeded,
            };
            schedule
                .settle(graph.flow(), at, outcome, &mut changes)
                .unwrap();
            oracle.settle(at, outcome);
        }
    }
    assert_ne!(
        schedule.run(),
        RunState::Running,
        "nothing can begin, and the run has not ended"
    );
    let states = (0..graph.nodes.len() as u32)
        .map(|at| (at, schedule.state(at)))
        .collect();
    (schedule.run(), states)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_run_is_as_the_rules_say(text in definition(), bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        driven(&planned(&text), &bytes);
    }

    #[test]
    fn what_went_well_ends_the_same_in_every_order(
        text in definition(),
        one in prop::collection::vec(1_u8..3, 0..60),
        two in prop::collection::vec(1_u8..3, 0..60),
    ) {
        // Which of several is the first to fail depends on the order.
        let graph = planned(&text.replace("fail-fast: true", "fail-fast: false"));
        // Bytes below 3 begin steps, or end them well.
        let well = |bytes: &[u8]| driven(&graph, &bytes.iter().map(|byte| byte * 8 + 2).collect::<Vec<_>>());
        prop_assert_eq!(well(&one).1, well(&two).1);
    }

    #[test]
    fn no_step_begins_before_what_it_is_after(text in definition(), bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let graph = planned(&text);
        for (at, node) in graph.nodes.iter().enumerate() {
            prop_assert!(node.after.iter().all(|before| (*before as usize) < at));
            for before in &node.after {
                prop_assert!(graph.next(*before).contains(&(at as u32)));
            }
        }
        let mut changes = Vec::new();
        let mut schedule = Schedule::new(graph.flow(), &mut changes);
        for byte in bytes {
            let Some(at) = schedule.ready().nth(byte as usize % 3).or_else(|| schedule.ready().next()) else { break };
            for before in &graph.nodes[at as usize].after {
                prop_assert!(matches!(schedule.state(*before), State::Ended(_)));
            }
            schedule.begin(graph.flow(), at).unwrap();
            let outcome = if byte < 60 { Outcome::Failed } else { Outcome::Succeeded };
            schedule.settle(graph.flow(), at, outcome, &mut changes).unwrap();
        }
    }
}

const CHAIN: &str = "
pipelines:
  p:
    stages:
      - name: a
        steps:
          - {name: one, run: x}
          - {name: two, run: x}
          - {name: tidy, run: x, when: always}
      - name: b
        steps: [{name: three, run: x}]
      - name: c
        when: steps.a.outcome == 'failed'
        steps: [{name: undo, run: x}]
";

fn end(graph: &Graph, schedule: &mut Schedule, id: &str, outcome: Outcome) {
    let at = graph.find(id).unwrap();
    schedule.begin(graph.flow(), at).unwrap();
    schedule
        .settle(graph.flow(), at, outcome, &mut Vec::new())
        .unwrap();
}

#[test]
fn a_failure_skips_what_comes_after_and_not_what_tidies_up() {
    let graph = planned(CHAIN);
    let mut schedule = Schedule::new(graph.flow(), &mut Vec::new());
    end(&graph, &mut schedule, "a/one", Outcome::Failed);
    let state = |schedule: &Schedule, id: &str| schedule.state(graph.find(id).unwrap());
    assert_eq!(
        state(&schedule, "a/two"),
        State::Ended(Outcome::Skipped(holdpoint_pipelines::Reason::Before))
    );
    end(&graph, &mut schedule, "a/tidy", Outcome::Succeeded);
    assert_eq!(state(&schedule, "a"), State::Ended(Outcome::Failed));
    assert_eq!(
        state(&schedule, "b/three"),
        State::Ended(Outcome::Skipped(holdpoint_pipelines::Reason::Before))
    );
    end(&graph, &mut schedule, "c/undo", Outcome::Succeeded);
    assert_eq!(schedule.run(), RunState::Failed);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let graph = planned(CHAIN);
    let mut changes = Vec::new();
    let mut schedule = Schedule::new(graph.flow(), &mut changes);
    let (one, two) = (graph.find("a/one").unwrap(), graph.find("a/two").unwrap());
    assert_eq!(schedule.begin(graph.flow(), two), Err(Unmet::NotReady));
    assert_eq!(schedule.begin(graph.flow(), 9_999), Err(Unmet::Unknown));
    assert_eq!(
        schedule.settle(graph.flow(), one, Outcome::Succeeded, &mut changes),
        Err(Unmet::NotRunning)
    );
    schedule.begin(graph.flow(), one).unwrap();
    assert_eq!(schedule.begin(graph.flow(), one), Err(Unmet::NotReady));
    schedule
        .settle(graph.flow(), one, Outcome::Succeeded, &mut changes)
        .unwrap();
    assert_eq!(
        schedule.settle(graph.flow(), one, Outcome::Failed, &mut changes),
        Err(Unmet::Ended)
    );
    assert_eq!(
        schedule
            .waits_for(graph.flow(), graph.find("b/three").unwrap())
            .count(),
        1
    );
}

#[test]
fn late_conditions_are_told_from_others() {
    let graph = planned(CHAIN);
    let late = |id: &str| {
        graph.nodes[graph.find(id).unwrap() as usize]
            .when
            .as_ref()
            .is_some_and(Test::is_late)
    };
    assert!(late("a/tidy") && late("c:begin") && !late("a/one"));
}
