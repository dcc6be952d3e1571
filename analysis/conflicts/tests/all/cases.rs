//! Single cases, as people would tell them.

use holdpoint_conflicts::{
    Change, Clash, Closing, Graph, Relation, Unknown, against, clashes, closed,
};

use crate::brute::span;

const SHOP: u32 = 0;
const PAYMENTS: u32 = 1;
const LEDGER: u32 = 2;

/// The shop needs payments, and payments need the ledger.
fn graph() -> Graph {
    Graph::new(3, [(SHOP, PAYMENTS), (PAYMENTS, LEDGER)]).unwrap()
}

fn change(from: i64, part: u32) -> Change {
    Change {
        span: span(from, 60),
        place: 0,
        parts: vec![part],
    }
}

#[test]
fn what_begins_when_the_other_ends_is_not_in_its_way() {
    let changes = [change(0, SHOP), change(60, SHOP)];
    assert_eq!(clashes(&graph(), &changes).unwrap(), []);
}

#[test]
fn changes_in_different_places_are_not_in_each_others_way() {
    let there = Change {
        place: 1,
        ..change(0, SHOP)
    };
    assert_eq!(clashes(&graph(), &[change(0, SHOP), there]).unwrap(), []);
}

#[test]
fn two_that_only_need_the_same_are_not_in_each_others_way() {
    let graph = Graph::new(3, [(0, 2), (1, 2)]).unwrap();
    assert_eq!(clashes(&graph, &[change(0, 0), change(0, 1)]).unwrap(), []);
}

#[test]
fn in_a_circle_each_depends_on_the_other() {
    let graph = Graph::new(2, [(0, 1), (1, 0)]).unwrap();
    let found = clashes(&graph, &[change(0, 0), change(0, 1)]).unwrap();
    let clash = |change, other| Clash {
        change,
        other,
        relation: Relation::DependsOn,
    };
    assert_eq!(found, [clash(0, 1), clash(1, 0)]);
}

#[test]
fn a_part_that_needs_itself_is_no_dependency_of_two_changes_on_each_other() {
    let graph = Graph::new(2, [(0, 0), (0, 1), (1, 0)]).unwrap();
    let found = against(&graph, &change(0, 0), &[change(0, 0)]).unwrap();
    assert_eq!(found, [(0, Relation::Same)]);
}

#[test]
fn a_closing_of_the_shop_closes_what_the_shop_needs() {
    let closing = Closing {
        spans: [span(30, 10)].into_iter().collect(),
        places: None,
        parts: Some(vec![SHOP]),
    };
    let found = closed(&graph(), &[change(0, LEDGER), change(0, SHOP)], &[closing]).unwrap();
    let through: Vec<_> = found.iter().map(|one| (one.change, one.through)).collect();
    assert_eq!(through, [(0, true), (1, false)]);
}

#[test]
fn a_closing_of_the_ledger_does_not_close_the_shop() {
    let closing = Closing {
        spans: [span(30, 10)].into_iter().collect(),
        places: None,
        parts: Some(vec![LEDGER]),
    };
    assert_eq!(
        closed(&graph(), &[change(0, SHOP)], &[closing]).unwrap(),
        []
    );
}

#[test]
fn a_part_that_is_not_in_the_graph_is_said() {
    let unknown = Unknown { part: 3, parts: 3 };
    assert_eq!(Graph::new(3, [(0, 3)]).unwrap_err(), unknown);
    assert_eq!(clashes(&graph(), &[change(0, 3)]).unwrap_err(), unknown);
    assert_eq!(
        against(&graph(), &change(0, 0), &[change(0, 3)]).unwrap_err(),
        unknown
    );
    assert_eq!(
        unknown.to_string(),
        "part 3 is not one of the 3 parts of the graph"
    );
}
