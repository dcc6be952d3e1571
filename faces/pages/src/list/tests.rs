//! Addresses of lists.

use super::{Cell, ColumnSpec, Empty, Filter, Icon, List, ListSpec, ListWords, Order, Row};
use crate::visit::Fields;
use crate::words::Language;

fn list(address: &str, next: Option<u64>, rows: usize) -> List {
    let query = Fields::parse(address);
    let spec = ListSpec {
        caption: "Things".to_owned(),
        columns: vec![
            ColumnSpec::new("name", "Name").sortable(),
            ColumnSpec::new("size", "Size").number(),
        ],
        filters: vec![Filter::text(&query, "q", "Words")],
        order: Order::of(&query, "-name"),
        rows: (0..rows).map(row).collect(),
        total: Some(7),
        next,
        acts: Vec::new(),
        reason: None,
        empty: Empty {
            icon: Icon::Info,
            heading: "None yet".to_owned(),
            text: String::new(),
            command: None,
        },
    };
    List::at("/things", &query, ListWords(Language::English), false, spec)
}

fn row(number: usize) -> Row {
    Row {
        id: number.to_string(),
        pick: false,
        fresh: false,
        cells: vec![Cell::Number(number as u64)],
    }
}

#[test]
fn filters_and_order_are_in_every_address() {
    let list = list("q=a&sort=name&after=9&at=12", Some(3), 2);
    assert_eq!(
        list.next.as_deref(),
        Some("/things?q=a&sort=name&at=12&after=3")
    );
    assert_eq!(list.csv, "/things?q=a&sort=name&at=12&format=csv");
    assert_eq!(list.cleared, "/things?sort=name&at=12");
    assert_eq!(list.counted, "2 of 7");
}

#[test]
fn a_second_click_turns_the_order() {
    let first = list("", None, 1);
    let column = first.columns.first();
    assert_eq!(column.and_then(|one| one.order), Some("descending"));
    assert_eq!(
        column.and_then(|one| one.sort.as_deref()),
        Some("/things?sort=name")
    );
    let second = list("sort=name", None, 1);
    assert_eq!(
        second.columns.first().and_then(|one| one.sort.as_deref()),
        Some("/things?sort=-name")
    );
    assert_eq!(
        second.columns.get(1).and_then(|one| one.sort.as_deref()),
        None
    );
}

#[test]
fn nothing_says_whether_filters_are_the_reason() {
    assert_eq!(list("", None, 0).empty.heading, "None yet");
    assert_eq!(
        list("q=x", None, 0).empty.heading,
        "Nothing fits these filters"
    );
}
