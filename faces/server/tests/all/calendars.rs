//! Calendars that programs subscribe to: they bring nothing but an address.

use axum::body::Body;
use axum::http::Request;
use holdpoint_icalendar::Feed;
use serde_json::{Value, json};

use crate::world::{Answer, World};

fn apply(world: &World, changes: Value) {
    let apply = world.command("organisation.apply", json!({ "changes": changes }));
    world.post(&world.admin, "/api/v1/commands", &apply).is(200);
}

/// Two environments, a freeze everywhere, nights in production, and a day off.
pub(crate) fn company() -> World {
    let world = World::new();
    let window = |name: &str, kind: &str, places: Value, when: Value| json!({ "window": { "name": name, "kind": kind, "timezone": "Europe/Vienna", "environments": places, "when": [when] } });
    let year_end =
        json!({ "span": { "from": "2026-12-18T18:00:00", "until": "2027-01-04T06:00:00" } });
    let nights = json!({ "again": { "rule": "FREQ=WEEKLY;BYDAY=TU", "start": "2026-01-01T22:00:00", "lasts": "6h",
        "except": ["2026-01-13"] } });
    apply(
        &world,
        json!([
            { "environment": { "name": "test" } },
            { "environment": { "name": "production", "title": "Production" } },
            window("year-end", "blackout", json!([]), year_end),
            window("nights", "maintenance", json!(["production"]), nights),
            { "calendar": { "name": "austria", "timezone": "Europe/Vienna", "hours": [],
                "holidays": [{ "date": "2026-12-25", "name": "Christmas" }] } },
        ]),
    );
    world
}

fn account(world: &World, token: &str, request: &Value) -> Answer {
    world.post(token, "/api/v1/accounts", request)
}

pub(crate) fn secret(world: &World, token: &str, person: &str) -> String {
    let request = json!({ "issue-feed": { "person": person } });
    let told = account(world, token, &request).is(200).json();
    told["secret"].as_str().unwrap().to_owned()
}

/// As a program asks that knows nothing but the address.
pub(crate) fn read(world: &World, path: &str, header: Option<(&str, &str)>) -> Answer {
    let mut request = Request::get(path).header("host", "holdpoint.example.org");
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    world.ask(request.body(Body::empty()).unwrap())
}

pub(crate) fn summaries(answer: &Answer) -> Vec<String> {
    let feed = Feed::read(&answer.text()).unwrap();
    let mut found: Vec<_> = feed.events.into_iter().map(|event| event.summary).collect();
    found.sort();
    found
}

#[test]
fn a_program_reads_what_is_closed_at_a_secret_address() {
    let world = company();
    let reader = world.hire("rita", Some("developer"), None);
    let secret = secret(&world, &reader, "rita");
    let all = read(&world, &format!("/calendars/{secret}/all.ics"), None).is(200);
    assert_eq!(all.header("content-type"), "text/calendar; charset=utf-8");
    let (nights, year_end) = ("Maintenance window: nights", "Blackout: year-end");
    assert_eq!(summaries(&all), [year_end, "Christmas (austria)", nights]);
    let text = all.text();
    // A rule is told as one, from the first time that it finds, but for the days that are left out.
    assert!(text.contains("RRULE:FREQ=WEEKLY;BYDAY=TU\r\n"), "{text}");
    assert!(
        text.contains("DTSTART;TZID=Europe/Vienna:20260106T220000\r\n"),
        "{text}"
    );
    assert!(
        text.contains("EXDATE;TZID=Europe/Vienna:20260113T220000\r\n"),
        "{text}"
    );
    assert!(
        text.contains("REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n"),
        "{text}"
    );
    let of =
        |path: &str| summaries(&read(&world, &format!("/calendars/{secret}/{path}"), None).is(200));
    assert_eq!(of("environments/test.ics"), [year_end]);
    assert_eq!(of("environments/production.ics"), [year_end, nights]);
    assert_eq!(of("days-off.ics"), ["Christmas (austria)"]);
    assert_eq!(of("mine.ics"), [year_end, "Christmas (austria)", nights]);
}

#[test]
fn what_is_known_is_not_sent_again_until_it_changes() {
    let world = company();
    let secret = secret(&world, &world.admin, "admin");
    let path = format!("/calendars/{secret}/all.ics");
    let first = read(&world, &path, None).is(200);
    assert_eq!(read(&world, &path, None).text(), first.text());
    let (tag, modified) = (first.header("etag"), first.header("last-modified"));
    let again = read(&world, &path, Some(("if-none-match", tag))).is(304);
    assert!(again.body.is_empty() && again.header("etag") == tag);
    read(&world, &path, Some(("if-modified-since", modified))).is(304);
    read(&world, &path, Some(("if-none-match", "\"other\""))).is(200);
    // It changes: the event says so, too.
    world.clock.advance(60_000);
    apply(
        &world,
        json!([{ "window": { "name": "year-end", "kind": "blackout", "timezone": "Europe/Vienna",
            "when": [{ "span": { "from": "2026-12-19T18:00:00", "until": "2027-01-04T06:00:00" } }] } }]),
    );
    let changed = read(&world, &path, Some(("if-none-match", tag))).is(200);
    assert!(
        changed.text().contains("SEQUENCE:1\r\n"),
        "{}",
        changed.text()
    );
    read(&world, &path, Some(("if-modified-since", modified))).is(200);
}

#[test]
fn an_address_is_good_for_calendars_alone_and_can_be_revoked() {
    let world = company();
    let rita = world.hire("rita", Some("developer"), None);
    let own = secret(&world, &rita, "rita");
    world.get(&own, "/api/v1/me").is(401);
    let path = |secret: &str| format!("/calendars/{secret}/all.ics");
    read(&world, &path(&rita), None).is(404);
    read(&world, &path("hpc_0"), None).is(404);
    read(&world, &format!("/calendars/{own}/others.ics"), None).is(404);
    read(
        &world,
        &format!("/calendars/{own}/environments/nowhere.ics"),
        None,
    )
    .is(404);
    // Nobody takes one of somebody else's; who may not read is told no more than a stranger.
    let other = account(
        &world,
        &world.admin,
        &json!({ "issue-feed": { "person": "rita" } }),
    )
    .is(409);
    assert_eq!(other.json()["code"], "credential-of-another");
    let nobody = world.hire("nobody", None, None);
    read(&world, &path(&secret(&world, &nobody, "nobody")), None).is(404);
    let revoke = json!({ "revoke-feeds": { "person": "rita" } });
    let revoked = account(&world, &rita, &revoke).is(200).json();
    assert_eq!(revoked["revoked"], 1);
    read(&world, &path(&own), None).is(404);
    world.get(&rita, "/api/v1/me").is(200);
}
