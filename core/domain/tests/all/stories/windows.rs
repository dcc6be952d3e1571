//! What is closed: blackouts and maintenance windows, and what they are about.

use holdpoint_domain::Fact;
use serde_json::{Value, json};

use crate::company::company;
use crate::world::{World, types};

/// Three hours of the first morning.
fn blackout() -> Value {
    json!({"window": {"name": "payday", "kind": "blackout", "timezone": "Europe/Vienna", "environments": ["staging"],
        "when": [{"span": {"from": "2026-03-02T08:00:00", "until": "2026-03-02T11:00:00"}}]}})
}

fn nights() -> Value {
    json!({"window": {"name": "nights", "kind": "maintenance", "timezone": "UTC", "units": ["payments"],
        "when": [{"again": {"rule": "FREQ=DAILY", "start": "2026-01-01T22:00:00", "lasts": "6h"}}]}})
}

/// While books are closed, and on the day of an event.
fn books() -> Value {
    json!({"window": {"name": "books", "title": "Books are closed", "kind": "blackout", "timezone": "UTC", "components": ["jobs"],
    "when": [
        {"close": {"of": "quarter", "before": 1, "after": 2, "calendar": "at"}},
        {"feed": {"file": "events.ics", "text": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261127\nEND:VEVENT\nEND:VCALENDAR\n"}},
    ]}})
}

fn apply(world: &mut World, changes: &[Value]) -> Vec<Fact> {
    world.done("ada", "organisation.apply", json!({"changes": changes}))
}

/// All sorts of windows come, and one goes.
pub fn closings() -> World {
    let mut world = company();
    let fiscal = json!({"settings": {"timezone": "Europe/Vienna",
        "fiscal": {"pattern": "4-4-5", "year_start": "2026-02-01"}}});
    apply(&mut world, &[fiscal, blackout(), nights(), books()]);
    apply(&mut world, &[json!({"retire-window": "payday"})]);
    world.check_folds();
    world
}

#[test]
fn what_a_window_names_has_to_be_there_and_stays() {
    let mut world = closings();
    let refused = |world: &mut World, change: Value| {
        world.refused("ada", "organisation.apply", json!({"changes": [change]}))
    };
    let mut stray = blackout();
    stray["window"]["environments"] = json!(["moon"]);
    assert_eq!(refused(&mut world, stray), "environment-unknown");
    let mut late = blackout();
    late["window"]["when"][0]["span"]["until"] = json!("2026-03-01T11:00:00");
    assert_eq!(refused(&mut world, late), "window-wrong");
    let weeks = json!({"settings": {"fiscal": {"pattern": "4-4-5", "year_start": "2026-02-12"}}});
    assert_eq!(refused(&mut world, weeks), "fiscal-wrong");
    let elsewhere = [
        json!({"unit": {"name": "payments"}}),
        json!({"retire-calendar": "at"}),
    ];
    let elsewhere = json!({"changes": elsewhere});
    assert_eq!(
        world.refused("ada", "organisation.apply", elsewhere),
        "calendar-in-use"
    );
    let gone = apply(&mut world, &[json!({"retire-window": "books"})]);
    assert_eq!(types(&gone), ["window.retired.v1"]);
    world.check_folds();
}
