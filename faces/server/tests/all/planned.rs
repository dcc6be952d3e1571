//! Plans of releases and bookings, as programs that subscribe to a calendar see them.

use holdpoint_icalendar::{Event, Feed, Status};
use serde_json::{Value, json};

use crate::calendars::{company, read, secret};
use crate::world::World;

fn done(world: &World, command: &str, arguments: Value) -> Value {
    let command = world.command(command, arguments);
    let receipt = world.post(&world.admin, "/api/v1/commands", &command);
    receipt.is(200).json()
}

/// A release that is planned for February 2027, and a booking.
fn planned() -> (World, String) {
    let world = company();
    let manager = world.hire("mara", Some("release-manager"), None);
    let send = |command: &str, arguments: Value| {
        let command = world.command(command, arguments);
        world.post(&manager, "/api/v1/commands", &command).is(200);
    };
    send(
        "release.create",
        json!({ "release": "till-2", "components": ["till"], "title": { "plain": "Tills; the second" } }),
    );
    send("release.plan", plan("2027-02-01T09:00:00Z"));
    send(
        "environment.book",
        json!({ "environment": "test", "from": "2027-02-03T09:00:00Z", "until": "2027-02-03T10:30:00Z",
            "purpose": "refresh", "title": { "plain": "accounts of January" } }),
    );
    (world, manager)
}

fn plan(from: &str) -> Value {
    json!({ "release": "till-2", "environment": "test", "from": from, "seconds": 7200 })
}

/// What a feed says of what is planned and booked.
fn events(world: &World, path: &str) -> Vec<Event> {
    let text = read(world, path, None).is(200).text();
    let feed = Feed::read(&text).unwrap();
    let meant = |event: &Event| {
        let uid = event.uid.as_str();
        uid.starts_with("plan-") || uid.starts_with("booking-")
    };
    feed.events.into_iter().filter(meant).collect()
}

#[test]
fn a_plan_is_an_event_that_moves_and_goes() {
    let (world, manager) = planned();
    let reader = world.hire("rita", Some("developer"), None);
    let secret = secret(&world, &reader, "rita");
    let path = format!("/calendars/{secret}/all.ics");
    let plan_of = || {
        events(&world, &path)
            .into_iter()
            .find(|event| event.uid.starts_with("plan-"))
    };
    let first = plan_of().unwrap();
    assert_eq!(first.uid, "plan-till-2-test@holdpoint");
    assert_eq!(first.summary, "Planned: Tills; the second (till-2) to test");
    assert_eq!(first.location.as_deref(), Some("test"));
    assert_eq!(
        first.url.as_deref(),
        Some("https://holdpoint.example.org/releases/till-2")
    );
    assert_eq!((first.sequence, first.transparent), (0, true));
    // What a draft carries may change.
    assert_eq!(first.status, Some(Status::Tentative));
    let send = |command: &str, arguments: Value| {
        world.clock.advance(60_000);
        let command = world.command(command, arguments);
        world.post(&manager, "/api/v1/commands", &command).is(200);
    };
    send("release.plan", plan("2027-02-02T09:00:00Z"));
    let moved = plan_of().unwrap();
    assert_eq!(
        (moved.uid.as_str(), moved.sequence),
        (first.uid.as_str(), 1)
    );
    assert!(moved.stamp > first.stamp);
    let text = read(&world, &path, None).text();
    assert!(
        text.contains("DTSTART:20270202T090000Z\r\nDTEND:20270202T110000Z\r\n"),
        "{text}"
    );
    // It is gone, and whoever asks by time alone is told; planned again it never counts less.
    let since = read(&world, &path, None).header("last-modified").to_owned();
    send(
        "release.unplan",
        json!({ "release": "till-2", "environment": "test" }),
    );
    assert!(plan_of().is_none());
    read(&world, &path, Some(("if-modified-since", &since))).is(200);
    send("release.plan", plan("2027-02-02T09:00:00Z"));
    assert_eq!(plan_of().unwrap().sequence, 3);
}

#[test]
fn a_booking_is_an_event_until_it_is_given_back() {
    let (world, manager) = planned();
    let secret = secret(&world, &world.admin, "admin");
    let path = format!("/calendars/{secret}/environments/test.ics");
    let booking = || {
        events(&world, &path)
            .into_iter()
            .find(|event| event.uid.starts_with("booking-"))
    };
    let first = booking().unwrap();
    assert_eq!(first.summary, "Booked: test for a data refresh");
    assert_eq!(first.description.as_deref(), Some("accounts of January"));
    assert_eq!(
        first.url.as_deref(),
        Some("https://holdpoint.example.org/environments/test/bookings")
    );
    let id = first
        .uid
        .strip_prefix("booking-")
        .unwrap()
        .strip_suffix("@holdpoint")
        .unwrap();
    let to =
        json!({ "booking": id, "from": "2027-02-04T09:00:00Z", "until": "2027-02-04T10:30:00Z" });
    let moving = world.command("environment.move-booking", to);
    world.post(&manager, "/api/v1/commands", &moving).is(200);
    assert_eq!(booking().unwrap().sequence, 1);
    let ending = world.command("environment.end-booking", json!({ "booking": id }));
    world.post(&manager, "/api/v1/commands", &ending).is(200);
    assert!(booking().is_none());
}

#[test]
fn each_calendar_has_its_part_of_what_is_planned() {
    let (world, manager) = planned();
    let counted = |who: &str, token: &str, file: &str| {
        let secret = secret(&world, token, who);
        events(&world, &format!("/calendars/{secret}/{file}")).len()
    };
    assert_eq!(counted("admin", &world.admin, "all.ics"), 2);
    assert_eq!(counted("admin", &world.admin, "environments/test.ics"), 2);
    assert_eq!(
        counted("admin", &world.admin, "environments/production.ics"),
        0
    );
    assert_eq!(counted("admin", &world.admin, "days-off.ics"), 0);
    // What is booked is whose who booked it; a plan is whose teams own its components.
    assert_eq!(counted("admin", &world.admin, "mine.ics"), 0);
    assert_eq!(counted("mara", &manager, "mine.ics"), 1);
    let mara = world.service.names().find("mara").unwrap().unwrap();
    let team = json!({ "changes": [
        { "team": { "name": "tills", "unit": "shop", "members": [mara] } },
        { "component": { "name": "till", "unit": "shop", "team": "tills" } },
    ] });
    done(&world, "organisation.apply", team);
    assert_eq!(counted("mara", &manager, "mine.ics"), 2);
}
