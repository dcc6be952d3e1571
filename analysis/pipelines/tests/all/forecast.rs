//! What is forecast is what happens, if everything takes as long as it is said to.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_pipelines::{Forecast, Graph, Outcome, Schedule, Span, State};
use proptest::prelude::*;

use crate::oracle::Oracle;
use crate::random::definition;
use crate::world::planned;

/// How long a place takes.
fn lasts(bytes: &[u8], place: u32) -> i64 {
    i64::from(bytes[place as usize % bytes.len()] % 16)
}

/// All of it, moment by moment, with the rules of the oracle: when everything began and ended.
fn by_hand(graph: &Graph, bytes: &[u8]) -> BTreeMap<u32, Span> {
    let mut oracle = Oracle::new(graph);
    let mut times = BTreeMap::new();
    let mut running: BTreeSet<(i64, u32)> = BTreeSet::new();
    let mut now = 0;
    loop {
        for at in 0..graph.nodes.len() as u32 {
            if oracle.states[at as usize] == State::Ready {
                oracle.begin(at);
                let span = Span {
                    from: now,
                    until: now + lasts(bytes, at),
                };
                times.insert(at, span);
                running.insert((span.until, at));
            }
        }
        let Some((until, at)) = running.pop_first() else {
            return times;
        };
        now = until;
        oracle.settle(at, Outcome::Succeeded);
    }
}

fn fresh(graph: &Graph) -> Schedule {
    Schedule::new(graph.flow(), &mut Vec::new())
}

fn whole(graph: &Graph, bytes: &[u8]) -> Forecast {
    let lasts = |place, from| from + lasts(bytes, place);
    fresh(graph).forecast(graph.flow(), 0, |_| 0, lasts)
}

proptest! {
    #[test]
    fn it_is_what_happens_moment_by_moment(text in definition(), bytes in prop::collection::vec(any::<u8>(), 1..40)) {
        let graph = planned(&text);
        let found = whole(&graph, &bytes);
        let expected = by_hand(&graph, &bytes);
        prop_assert_eq!(&found.times, &expected);
        let last = expected.values().map(|span| span.until).max();
        prop_assert_eq!(found.until, last.unwrap_or(0));
    }

    /// Asked again in the middle, it says the same of all that is left.
    #[test]
    fn it_stays_the_same_while_all_goes_as_it_said(
        text in definition(),
        bytes in prop::collection::vec(any::<u8>(), 1..40),
        now in 0_i64..60,
    ) {
        let graph = planned(&text);
        let found = whole(&graph, &bytes);
        let (mut schedule, mut changes) = (fresh(&graph), Vec::new());
        let mut events: Vec<(i64, u32)> = found.times.iter().map(|(at, span)| (span.until, *at)).collect();
        events.sort_unstable();
        let begin = |schedule: &mut Schedule, until: i64| {
            let ready: Vec<u32> = schedule.ready().collect();
            let due = ready.into_iter().filter(|at| found.times[at].from <= until);
            due.for_each(|at| schedule.begin(graph.flow(), at).unwrap());
        };
        begin(&mut schedule, 0);
        for (until, at) in events.into_iter().filter(|(until, _)| *until <= now) {
            schedule.settle(graph.flow(), at, Outcome::Succeeded, &mut changes).unwrap();
            begin(&mut schedule, until);
        }
        let again = schedule.forecast(graph.flow(), now, |at| found.times[&at].from, |at, from| from + lasts(&bytes, at));
        let left: BTreeMap<u32, Span> = found.times.iter().filter(|(_, span)| span.until > now).map(|(at, span)| (*at, *span)).collect();
        prop_assert_eq!(&again.times, &left);
        prop_assert_eq!(again.until, found.until.max(now));
    }

    /// Each of the way begins when the one before it ends, and the last ends when all of it does.
    #[test]
    fn the_way_decides_when_it_ends(text in definition(), bytes in prop::collection::vec(any::<u8>(), 1..40)) {
        let graph = planned(&text);
        let found = whole(&graph, &bytes);
        for two in found.way.windows(2) {
            prop_assert_eq!(found.times[&two[0]].until, found.times[&two[1]].from);
        }
        prop_assert_eq!(found.way.is_empty(), found.times.is_empty());
        if let (Some(first), Some(last)) = (found.way.first(), found.way.last()) {
            prop_assert_eq!(found.times[first].from, 0);
            prop_assert_eq!(found.times[last].until, found.until);
        }
    }
}

#[test]
fn what_is_late_already_ends_now_and_the_rest_is_later() {
    let text = "
pipelines:
  p:
    stages:
      - name: s
        steps:
          - {name: a, run: a}
          - {name: b, run: b}
";
    let graph = planned(text);
    let mut schedule = fresh(&graph);
    let (a, b) = (graph.find("s/a").unwrap(), graph.find("s/b").unwrap());
    schedule.begin(graph.flow(), a).unwrap();
    let found = schedule.forecast(graph.flow(), 50, |_| 10, |_, from| from + 20);
    assert_eq!(
        found.times[&a],
        Span {
            from: 10,
            until: 50
        }
    );
    assert_eq!(
        found.times[&b],
        Span {
            from: 50,
            until: 70
        }
    );
    assert_eq!((found.until, found.way), (70, vec![a, b]));
}
