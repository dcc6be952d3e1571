//! The calendar.

use std::sync::OnceLock;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

fn declared(world: &World, name: &str, kind: &str, places: Value, when: Value) {
    let window = json!({ "window": { "name": name, "kind": kind, "timezone": "Europe/Vienna", "environments": places, "when": [when] } });
    let changes = json!({ "changes": [window] });
    world.submit(
        "root",
        json!({ "command": "organisation.apply", "arguments": changes }),
    );
}

/// The sample, with a blackout over a change of the clocks, and nights in production: one for all tests here.
fn sample() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(filled)
}

fn filled() -> World {
    let world = World::sample();
    let blackout =
        json!({ "span": { "from": "2026-10-24T18:00:00", "until": "2026-10-27T06:00:00" } });
    declared(&world, "big-sale", "blackout", json!([]), blackout);
    let nights = json!({ "again": { "rule": "FREQ=WEEKLY;BYDAY=TU", "start": "2026-10-06T22:00:00", "lasts": "6h" } });
    declared(
        &world,
        "nights",
        "maintenance",
        json!(["production"]),
        nights,
    );
    world
}

/// The part of a page from a text on, up to another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from}"));
    rest.split(to).next().unwrap()
}

#[test]
fn a_month_shows_what_is_on_each_day() {
    let world = sample();
    let text = world.get("miriam", "/calendar?from=2026-10-15").text;
    assert!(text.contains("<h2>October 2026</h2>"), "{text}");
    let day =
        |date: &str| between(&text, &format!("<time datetime=\"{date}\""), "</td>").to_owned();
    // It begins on that day, goes on, and has ended.
    assert!(
        day("2026-10-24").contains("<b>18:00</b> big-sale"),
        "{}",
        day("2026-10-24")
    );
    assert!(day("2026-10-25").contains("big-sale") && !day("2026-10-25").contains("<b>"));
    assert!(day("2026-10-27").contains("big-sale") && day("2026-10-27").contains("nights"));
    assert!(!day("2026-10-28").contains("big-sale"));
    // One way back, one on, one to today; the views.
    for way in [
        "from=2026-09-01\" rel=\"prev\"",
        "from=2026-11-01\" rel=\"next\"",
        "view=month\" data-hop=\"t\"",
    ] {
        assert!(text.contains(way), "{way}");
    }
    let quarter = world
        .get("miriam", "/calendar?view=quarter&from=2026-11-15")
        .text;
    assert_eq!(quarter.matches("<table class=\"month card\">").count(), 3);
    let german = world.get_german("miriam", "/calendar?from=2026-10-15").text;
    assert!(german.contains("<h2>Oktober 2026</h2>") && german.contains("Sperre"));
}

#[test]
fn a_timeline_has_a_row_for_each_environment() {
    let world = sample();
    let text = world
        .get("miriam", "/calendar?view=timeline&from=2026-10-19")
        .text;
    let row = |place: &str| between(&text, &format!("aria-label=\"{place}: "), "</svg>").to_owned();
    // Saturday at 18:00 is five days and 18 hours from Monday on; 60 hours and one more, because the clocks are put back.
    assert!(
        row("test").contains("class=\"blackout\" x=\"138.00\" y=\"0\" width=\"61.00\""),
        "{}",
        row("test")
    );
    assert!(row("production").contains("Maintenance window: nights"));
    assert!(!row("test").contains("nights"));
}

#[test]
fn filters_leave_the_rest_out() {
    let world = sample();
    let of = |query: &str| {
        let text = world
            .get("miriam", &format!("/calendar?from=2026-10-01&{query}"))
            .text;
        (text.contains("big-sale"), text.contains(": nights\""))
    };
    assert_eq!(of(""), (true, true));
    assert_eq!(of("environment=test"), (true, false));
    assert_eq!(of("kind=maintenance"), (false, true));
    assert_eq!(of("unit=retail"), (true, true));
    let nowhere = world.get("miriam", "/calendar?environment=nowhere");
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[test]
fn deployments_that_happened_are_there() {
    let world = sample();
    let text = world
        .get(
            "miriam",
            "/calendar?view=month&from=2026-09-01&kind=deployment",
        )
        .text;
    let agenda = between(&text, "<section class=\"card agenda\"", "</section>");
    assert!(agenda.contains("href=\"/releases/"), "{agenda}");
}

#[test]
fn where_nothing_is_the_page_says_what_to_do() {
    let text = World::empty().get("administrator", "/calendar").text;
    assert!(text.contains("Nothing is in the calendar here") && text.contains("holdpoint.yaml"));
}

#[test]
fn an_address_for_programs_is_told_once_and_revoked() {
    let world = sample();
    let made = world.post("miriam", "/calendar", "act=subscribe");
    assert_eq!(made.status, StatusCode::OK);
    let address = between(&made.text, "readonly value=\"", "\"");
    assert!(
        address.contains("/calendars/hpc_") && address.ends_with("/all.ics"),
        "{address}"
    );
    assert!(!world.get("miriam", "/calendar").text.contains("hpc_"));
    let revoked = world.post("miriam", "/calendar", "act=revoke");
    assert_eq!(revoked.headers["location"], "/calendar?done=feeds-revoked");
}

#[test]
fn what_is_planned_and_booked_is_drawn_and_leads_to_its_page() {
    let world = World::sample();
    let book = "act=book&from=2031-03-03T09:00&until=2031-03-03T11:00&for=refresh&title=new+data";
    let done = world.post("priya", "/environments/production/bookings", book);
    assert_eq!(done.status.as_u16(), 303, "{}", done.text);
    let plan = json!({ "release": "retail-train-27", "environment": "staging", "from": "2031-03-05T09:00:00Z", "seconds": 7200 });
    world.submit(
        "tomas",
        json!({ "command": "release.plan", "arguments": plan }),
    );
    let text = world.get("miriam", "/calendar?from=2031-03-01").text;
    let day =
        |date: &str| between(&text, &format!("<time datetime=\"{date}\""), "</td>").to_owned();
    let (booked, planned) = (day("2031-03-03"), day("2031-03-05"));
    assert!(
        booked.contains("data refresh")
            && booked.contains("href=\"/environments/production/bookings\""),
        "{booked}"
    );
    assert!(
        planned.contains("href=\"/releases/retail-train-27\"") && planned.contains("planned"),
        "{planned}"
    );
    let only = world
        .get("miriam", "/calendar?from=2031-03-01&kind=planned")
        .text;
    assert!(only.contains("retail-train-27") && !only.contains("/production/bookings"));
    let elsewhere = world
        .get("miriam", "/calendar?from=2031-03-01&environment=test")
        .text;
    assert!(!elsewhere.contains("/releases/retail-train-27"));
    let timeline = world
        .get("miriam", "/calendar?view=timeline&from=2031-03-01")
        .text;
    assert!(
        timeline.contains("class=\"booking\"") && timeline.contains("class=\"planned\""),
        "{timeline}"
    );
}
