//! Drawn cases: dense enough for circles, chains, shared parts and touching ends.

use holdpoint_conflicts::{
    Change, Closing, Graph, Relation, Search, against, clashes, clear, closed,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::brute::{Case, span};

const PARTS: u32 = 14;

fn change() -> impl Strategy<Value = Change> {
    (0..60_i64, 0..12_i64, 0..2_u32, vec(0..PARTS, 0..4)).prop_map(
        |(from, length, place, parts)| Change {
            span: span(from, length),
            place,
            parts,
        },
    )
}

fn closing() -> impl Strategy<Value = Closing> {
    let spans = vec((0..60_i64, 0..8_i64), 0..4);
    let parts = option::of(vec(0..PARTS, 0..3));
    let places = option::of(vec(0..2_u32, 0..2));
    (spans, places, parts).prop_map(|(spans, places, parts)| Closing {
        spans: spans
            .into_iter()
            .map(|(from, length)| span(from, length))
            .collect(),
        places,
        parts,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let edges = vec((0..PARTS, 0..PARTS), 0..22);
    (edges, vec(change(), 0..14), vec(closing(), 0..5)).prop_map(|(edges, changes, closings)| {
        Case {
            parts: PARTS,
            edges,
            changes,
            closings,
        }
    })
}

fn graph(case: &Case) -> Graph {
    Graph::new(case.parts as usize, case.edges.iter().copied()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn equal_to_looking_at_every_two(case in case()) {
        let graph = graph(&case);
        prop_assert_eq!(clashes(&graph, &case.changes).unwrap(), case.clashes());
        prop_assert_eq!(closed(&graph, &case.changes, &case.closings).unwrap(), case.closed());
    }

    #[test]
    fn one_against_all_is_what_all_against_all_says_of_it(case in case()) {
        let graph = graph(&case);
        let all = clashes(&graph, &case.changes).unwrap();
        for (number, change) in case.changes.iter().enumerate() {
            let mut others = case.changes.clone();
            others.remove(number);
            let mut expected: Vec<_> = all.iter().filter_map(|clash| {
                let (other, relation) = match (clash.change == number, clash.other == number) {
                    (true, _) => (clash.other, clash.relation),
                    (_, true) if clash.relation == Relation::DependsOn => (clash.change, Relation::DependedOnBy),
                    (_, true) => (clash.change, clash.relation),
                    _ => return None,
                };
                Some((other - usize::from(other > number), relation))
            }).collect();
            expected.sort_unstable();
            prop_assert_eq!(against(&graph, change, &others).unwrap(), expected);
        }
    }

    #[test]
    fn clear_is_the_first_minute_at_which_nothing_is_found(case in case()) {
        let graph = graph(&case);
        let Some((change, others)) = case.changes.split_first() else { return Ok(()) };
        let minutes = (change.span.to.as_second() - change.span.from.as_second()) / 60;
        prop_assume!(minutes > 0);
        let free = |at: &i64| {
            let moved = Change { span: span(*at, minutes), ..change.clone() };
            let alone = Case { changes: vec![moved.clone()], ..case.clone() };
            against(&graph, &moved, others).unwrap().is_empty() && alone.closed().is_empty()
        };
        let expected = (5..=80 - minutes).find(free).map(|at| span(at, minutes));
        let search = Search {
            graph: &graph,
            others,
            closings: &case.closings,
            after: span(5, 0).from,
            until: span(80, 0).from,
        };
        prop_assert_eq!(clear(&search, change).unwrap(), expected);
    }

    #[test]
    fn a_path_is_there_if_and_only_if_one_depends_on_the_other(case in case(), from in 0..PARTS, to in 0..PARTS) {
        let graph = graph(&case);
        let path = graph.path(&[from], &[to]);
        let reached = from == to || case.closure()[from as usize].contains(&to);
        prop_assert_eq!(path.is_some(), reached);
        if let Some(path) = path {
            prop_assert_eq!((path.first(), path.last()), (Some(&from), Some(&to)));
            for step in path.windows(2) {
                prop_assert!(graph.needs(step[0]).contains(&step[1]));
                prop_assert!(graph.needed_by(step[1]).contains(&step[0]));
            }
        }
    }
}

/// More changes than fit into a block, over a graph with circles.
#[test]
fn more_than_a_block_of_changes_is_equal_to_looking_at_every_two() {
    let mut seed = 7_u64;
    let mut draw = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let parts = 120;
    let edges = (0..200)
        .map(|_| (draw(parts) as u32, draw(parts) as u32))
        .collect();
    let changes: Vec<_> = (0..2_500)
        .map(|_| Change {
            span: span(draw(5_000) as i64, draw(60) as i64),
            place: draw(3) as u32,
            parts: (0..draw(4)).map(|_| draw(parts) as u32).collect(),
        })
        .collect();
    let closings = (0..1_100).map(|_| Closing {
        spans: [span(draw(5_000) as i64, draw(30) as i64)]
            .into_iter()
            .collect(),
        places: None,
        parts: (draw(4) > 0).then(|| vec![draw(parts) as u32]),
    });
    let case = Case {
        parts: parts as u32,
        edges,
        changes,
        closings: closings.collect(),
    };
    let graph = graph(&case);
    let expected = case.clashes();
    assert!(expected.len() > 1_000, "{}", expected.len());
    assert_eq!(clashes(&graph, &case.changes).unwrap(), expected);
    assert_eq!(
        closed(&graph, &case.changes, &case.closings).unwrap(),
        case.closed()
    );
}
