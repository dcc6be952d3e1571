#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Ask, Criterion, Outcome, Requirement, bounded};
use crate::kernel::Reason;

#[test]
fn a_no_weighs_more_than_a_hold_and_a_hold_more_than_a_go() {
    assert!(Outcome::NoGo > Outcome::Hold && Outcome::Hold > Outcome::Go);
}

#[test]
fn criteria_are_read_as_they_are_written() {
    let read = |text: &str| serde_json::from_str::<Criterion>(text);
    let plain = read(r#"{"name":"tests","ask":{"evidence":{"predicate":"junit"}}}"#).unwrap();
    assert!(plain.waivable);
    let Ask::Evidence { require, .. } = plain.ask else {
        unreachable!("evidence")
    };
    assert_eq!(require, Requirement::Passed);
    assert!(
        read(r#"{"name":"tests","ask":{"evidence":{"predicate":"junit","fresh":1}}}"#).is_err()
    );
    assert!(read(r#"{"name":"tests","ask":{"hope":{}}}"#).is_err());
}

fn reasons(count: usize) -> Vec<Reason> {
    let reason = |n: usize| Reason {
        code: "x".to_owned(),
        message: n.to_string(),
        help: String::new(),
    };
    (1..=count).map(reason).collect()
}

#[test]
fn what_is_cut_is_counted() {
    for (count, most, kept, more) in [
        (5, 5, 5, None),
        (6, 5, 5, Some(2)),
        (6, 1, 1, Some(6)),
        (6, 0, 0, None),
    ] {
        let mut all = reasons(count);
        bounded::cut(&mut all, most);
        assert_eq!(all.len(), kept);
        let said = all
            .last()
            .filter(|last| last.code == "and-more")
            .map(|last| last.message.clone());
        assert_eq!(said, more.map(|more| format!("and {more} more")));
    }
}

#[test]
fn a_long_message_is_clipped_between_characters() {
    let clipped = |text: String| {
        let reason = Reason {
            code: String::new(),
            message: text,
            help: String::new(),
        };
        bounded::clip(reason).message
    };
    assert_eq!(clipped("a".repeat(400)), "a".repeat(400));
    assert_eq!(clipped("ü".repeat(300)).len(), 398 - 1 + 2);
    assert!(clipped("ü".repeat(300)).ends_with("ü…"));
}
