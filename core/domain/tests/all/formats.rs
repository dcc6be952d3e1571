//! Formats: which programs read what is written here.

use std::fmt::Write;

use holdpoint_domain::format::{FIRST_FORMAT, KNOWN_FORMAT};
use holdpoint_domain::{EVENTS, Fact};
use serde_json::json;

use crate::company::company;
use crate::golden;
use crate::world::{World, person};

/// The format that each event type came with. What stands in this file only ever gets more lines, and none of a
/// format that has been in a version of the program.
#[test]
fn no_event_type_moves_to_another_format() {
    let kept = std::fs::read_to_string(golden::path("format-1.txt")).unwrap();
    let mut first = String::new();
    for event in EVENTS.iter().filter(|event| event.since <= FIRST_FORMAT) {
        writeln!(first, "{} {}", event.since, event.name).unwrap();
    }
    assert_eq!(first, kept, "new types belong to format {KNOWN_FORMAT}");
    let newest = EVENTS.iter().map(|event| event.since).max();
    assert!(newest <= Some(KNOWN_FORMAT), "raise `KNOWN_FORMAT`");
}

fn away(world: &mut World, scope: serde_json::Value) {
    let away = json!({"person": person("oona"), "begins": "2026-03-02T00:00:00Z",
        "ends": "2026-03-04T00:00:00Z", "scope": scope});
    world.done("oona", "person.record-absence", away);
}

#[test]
fn the_format_is_raised_right_before_the_first_entry_that_needs_it_and_once() {
    let mut world = company();
    away(&mut world, json!(null));
    assert_eq!(world.state.format(), FIRST_FORMAT);
    for _ in 0..2 {
        away(&mut world, json!({"unit": "payments"}));
    }
    let raises = world
        .ledger
        .iter()
        .enumerate()
        .filter_map(|(at, (_, fact))| match fact {
            Fact::FormatRaised(raised) => Some((at, raised.format)),
            _ => None,
        });
    let raises: Vec<_> = raises.collect();
    assert_eq!(raises, [(world.ledger.len() - 3, 2)]);
    assert_eq!(world.state.format(), 2);
    world.check_folds();
}
