#![allow(clippy::indexing_slicing, reason = "tests")]

mod oracle;

use super::{Closing, Lasts, Stretch, Window, WindowKind, closed, next_clear};
use crate::kernel::{Actor, Meta, Time};
use crate::{Fact, State, evolve};

/// A state in which these have happened.
fn state(facts: &[(&str, &str)]) -> State {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::System,
    };
    for (name, data) in facts {
        evolve(&mut state, &Fact::parse(name, data).unwrap(), &meta);
    }
    state
}

fn declared(windows: &[&str]) -> State {
    let facts: Vec<_> = windows
        .iter()
        .map(|window| format!(r#"{{"window":{window}}}"#))
        .collect();
    let facts: Vec<_> = facts
        .iter()
        .map(|data| ("window.declared.v1", data.as_str()))
        .collect();
    state(&facts)
}

fn window(text: &str) -> Window {
    serde_json::from_str(text).unwrap()
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn stretch(from: &str, until: &str) -> Stretch {
    Stretch {
        from: time(from),
        until: time(until),
    }
}

fn against(
    state: &State,
    place: &str,
    components: &[&str],
    from: &str,
    until: &str,
) -> Vec<Closing> {
    let components: Vec<_> = components
        .iter()
        .map(|name| name.parse().unwrap())
        .collect();
    closed(
        state,
        &place.parse().unwrap(),
        &components,
        stretch(from, until),
    )
}

fn shown(found: &[Closing]) -> Vec<String> {
    let one = |closing: &Closing| {
        let names: Vec<_> = closing.windows.iter().map(ToString::to_string).collect();
        format!(
            "{} {} {}",
            names.join("+"),
            closing.span.from,
            closing.span.until
        )
    };
    found.iter().map(one).collect()
}

const YEAR_END: &str = r#"{"name":"year-end","kind":"blackout","timezone":"Europe/Vienna",
    "when":[{"span":{"from":"2026-12-18T18:00:00","until":"2027-01-04T06:00:00"}}]}"#;

const NIGHTS: &str = r#"{"name":"nights","kind":"maintenance","timezone":"Europe/Vienna","environments":["production"],
    "when":[{"again":{"rule":"FREQ=DAILY","start":"2026-01-01T22:00:00","lasts":"6h"}}]}"#;

#[test]
fn what_meets_a_blackout_or_lies_outside_of_windows_is_closed() {
    let state = declared(&[YEAR_END, NIGHTS]);
    let day = ("2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z");
    assert!(against(&state, "test", &["api"], day.0, day.1).is_empty());
    let found = against(&state, "production", &["api"], day.0, day.1);
    assert_eq!(
        shown(&found),
        ["nights 2026-11-02T09:00:00.000Z 2026-11-02T10:00:00.000Z"]
    );
    assert_eq!(found[0].kind, WindowKind::Maintenance);
    // From 22:00 in Vienna on.
    let night = ("2026-11-02T21:00:00Z", "2026-11-03T03:00:00Z");
    assert!(against(&state, "production", &["api"], night.0, night.1).is_empty());
    let late = against(
        &state,
        "production",
        &["api"],
        night.0,
        "2026-11-03T03:01:00Z",
    );
    assert_eq!(
        shown(&late),
        ["nights 2026-11-03T03:00:00.000Z 2026-11-03T03:01:00.000Z"]
    );
    let christmas = against(
        &state,
        "production",
        &[],
        "2026-12-24T22:00:00Z",
        "2026-12-24T23:00:00Z",
    );
    assert_eq!(
        shown(&christmas),
        ["year-end 2026-12-18T17:00:00.000Z 2027-01-04T05:00:00.000Z"]
    );
}

#[test]
fn the_next_clear_span_is_after_the_blackout_and_within_a_window() {
    let state = declared(&[YEAR_END, NIGHTS]);
    let next = |place: &str, from: &str, hours: i64| {
        let place = place.parse().unwrap();
        let none: [crate::catalogue::ComponentName; 0] = [];
        let found = next_clear(
            &state,
            &place,
            &none,
            time(from),
            hours * 3_600_000,
            &holdpoint_schedule::Spans::default(),
        );
        found.map(|found| (found.from.to_string(), found.until.to_string()))
    };
    let both = |from: &str, until: &str| Some((from.to_owned(), until.to_owned()));
    assert_eq!(
        next("test", "2026-12-20T00:00:00Z", 2),
        both("2027-01-04T05:00:00.000Z", "2027-01-04T07:00:00.000Z")
    );
    assert_eq!(
        next("production", "2026-12-20T00:00:00Z", 2),
        both("2027-01-04T21:00:00.000Z", "2027-01-04T23:00:00.000Z")
    );
    assert_eq!(
        next("production", "2026-11-02T09:00:00Z", 6),
        both("2026-11-02T21:00:00.000Z", "2026-11-03T03:00:00.000Z")
    );
    assert_eq!(next("production", "2026-11-02T09:00:00Z", 7), None);
    assert_eq!(
        next("test", "2026-11-02T09:00:00Z", 0),
        both("2026-11-02T09:00:00.000Z", "2026-11-02T09:00:00.000Z")
    );
}

#[test]
fn a_window_is_about_its_components_and_those_of_its_units() {
    let unit = |name: &str, parent: &str| {
        let parent = if parent.is_empty() {
            String::new()
        } else {
            format!(r#","parent":"{parent}""#)
        };
        format!(r#"{{"unit":{{"name":"{name}"{parent}}}}}"#)
    };
    let (retail, shops) = (unit("retail", ""), unit("shops", "retail"));
    let blackout = r#"{"window":{"name":"sale","kind":"blackout","timezone":"UTC","units":["retail"],"components":["ledger"],
        "when":[{"span":{"from":"2026-11-27T00:00:00","until":"2026-11-28T00:00:00"}}]}}"#;
    let nights = r#"{"window":{"name":"nights","kind":"maintenance","timezone":"UTC","components":["ledger"],
        "when":[{"span":{"from":"2026-11-29T00:00:00","until":"2026-11-30T00:00:00"}}]}}"#;
    let state = state(&[
        ("unit.declared.v1", &retail),
        ("unit.declared.v1", &shops),
        (
            "component.declared.v1",
            r#"{"component":{"name":"till","unit":"shops"}}"#,
        ),
        ("window.declared.v1", blackout),
        ("window.declared.v1", nights),
    ]);
    let names = |components: &[&str], day: &str| {
        let from = format!("2026-11-{day}T10:00:00Z");
        let found = against(
            &state,
            "anywhere",
            components,
            &from,
            &format!("2026-11-{day}T11:00:00Z"),
        );
        found
            .iter()
            .map(|one| one.windows[0].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&["till"], "27"), ["sale"]);
    assert_eq!(names(&["ledger"], "27"), ["sale", "nights"]);
    assert_eq!(names(&["api"], "27"), [""; 0]);
    assert_eq!(names(&[], "27"), [""; 0]);
    // One of two is closed outside of its windows; so both are.
    assert_eq!(names(&["till", "ledger"], "28"), ["nights"]);
    assert_eq!(names(&["till", "ledger"], "29"), [""; 0]);
}

#[test]
fn books_are_closed_around_the_ends_of_fiscal_periods() {
    let founded = (
        "organisation.founded.v1",
        r#"{"name":"acme","sample":false}"#,
    );
    let configured = (
        "organisation.configured.v1",
        r#"{"settings":{"fiscal":{"pattern":"4-4-5","year_start":"2026-02-01","year_end":"nearest"}}}"#,
    );
    let calendar = (
        "calendar.declared.v1",
        r#"{"calendar":{"name":"at","timezone":"Europe/Vienna","hours":[{"days":["monday","tuesday","wednesday","thursday","friday"],"from":"08:00","until":"17:00"}],"holidays":[{"date":"2026-05-01"}]}}"#,
    );
    let close = (
        "window.declared.v1",
        r#"{"window":{"name":"close","kind":"blackout","timezone":"Europe/Vienna","when":[{"close":{"of":"quarter","before":2,"after":1,"calendar":"at"}}]}}"#,
    );
    let spring = ("2026-04-20T00:00:00Z", "2026-05-20T00:00:00Z");
    // A year from Sunday, 1 February on: its first quarter ends on Saturday, 2 May, and Friday is a day off.
    let found = against(
        &state(&[founded, configured, calendar, close]),
        "production",
        &[],
        spring.0,
        spring.1,
    );
    assert_eq!(
        shown(&found),
        ["close 2026-04-28T22:00:00.000Z 2026-05-04T22:00:00.000Z"]
    );
    // Where nothing is said a year has calendar months.
    let found = against(
        &state(&[calendar, close]),
        "production",
        &[],
        "2026-03-15T00:00:00Z",
        "2026-04-15T00:00:00Z",
    );
    assert_eq!(
        shown(&found),
        ["close 2026-03-29T22:00:00.000Z 2026-04-01T22:00:00.000Z"]
    );
    let found = against(
        &state(&[close]),
        "production",
        &[],
        "2035-06-01T00:00:00Z",
        "2035-07-15T00:00:00Z",
    );
    assert_eq!(
        shown(&found),
        ["close 2035-06-27T22:00:00.000Z 2035-07-02T22:00:00.000Z"]
    );
}

#[test]
fn events_of_a_calendar_close_in_its_zone() {
    let feed = r#"{"name":"events","kind":"blackout","timezone":"America/New_York","when":[{"feed":{"file":"e.ics",
        "text":"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261127\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20261128\nEND:VEVENT\nEND:VCALENDAR\n"}}]}"#;
    let found = against(
        &declared(&[feed]),
        "production",
        &[],
        "2026-11-20T00:00:00Z",
        "2026-12-20T00:00:00Z",
    );
    assert_eq!(
        shown(&found),
        ["events 2026-11-27T05:00:00.000Z 2026-11-28T05:00:00.000Z"]
    );
}

#[test]
fn all_that_is_wrong_with_a_window_is_said() {
    let wrong = |when: &str| {
        let text = format!(r#"{{"name":"x","kind":"blackout","timezone":"UTC","when":[{when}]}}"#);
        let said = |one: super::WindowMistake| format!("{} {}", one.field, one.why);
        window(&text)
            .mistakes()
            .into_iter()
            .map(said)
            .collect::<Vec<_>>()
            .join("; ")
    };
    for (when, expected) in [
        (
            r#"{"span":{"from":"2026-12-20T18:00","until":"2026-12-20T18:00"}}"#,
            "until `2026-12-20T18:00` is not after `2026-12-20T18:00`",
        ),
        (
            r#"{"span":{"from":"tomorrow","until":"2026-12-20T18:00Z"}}"#,
            "from `tomorrow` is no time on the clock such as `2026-12-20T18:00`; until `2026-12-20T18:00Z` is no time on the clock such as `2026-12-20T18:00`",
        ),
        (
            r#"{"again":{"rule":"FREQ=MINUTELY","start":"2026-01-01T00:00","lasts":"1h"}}"#,
            "rule it happens every minute or second; every hour is the most",
        ),
        (
            r#"{"again":{"rule":"FREQ=DAILY;COUNT=10001","start":"2026-01-01T00:00","lasts":"1h"}}"#,
            "rule it is counted to more than 10000",
        ),
        (
            r#"{"again":{"rule":"FREQ=HOURLY;BYMINUTE=0,10,20","start":"2026-01-01T00:00","lasts":"1m"}}"#,
            "rule it happens more than 10000 times a year",
        ),
        (
            r#"{"again":{"rule":"FREQ=DAILY;BYHOUR=24","start":"x","lasts":"1h","except":["y"]}}"#,
            "rule `BYHOUR` takes 0 to 23, not `24`; start `x` is no time on the clock such as `2026-12-20T18:00`; except `y` is no date such as `2026-12-25`",
        ),
        (
            r#"{"close":{"of":"year"}}"#,
            "close it closes no day: say how many working days `before` and `after`",
        ),
        (
            r#"{"close":{"of":"month","after":16}}"#,
            "after it closes at most 15 working days before and after, not 16",
        ),
        (
            r#"{"feed":{"file":"e.ics","text":"hello"}}"#,
            "feed e.ics:1:1: the file is no iCalendar file: it has no `BEGIN:VCALENDAR`; feed e.ics:1:1: `hello` is no line of a calendar: a name, `:` and a value",
        ),
        (
            r#"{"feed":{"file":"e.ics","text":"BEGIN:VCALENDAR\nX-CALENDAR-TYPE:DEFAULT_CLOSED\nEND:VCALENDAR"}}"#,
            "feed `e.ics` says that everything but its events is closed: declare it under `windows`",
        ),
        ("", "when it has 1 to 200 times, not 0"),
    ] {
        assert_eq!(wrong(when), expected);
    }
    let zone = window(&NIGHTS.replace("Europe/Vienna", "Europe/Wien"));
    assert_eq!(zone.mistakes()[0].why, "`Europe/Wien` is no IANA time zone");
    assert_eq!(window(NIGHTS).mistakes(), []);
}

#[test]
fn lengths_are_written_as_they_are_read() {
    for text in ["6h", "1d12h", "90s", "1h30m5s", "366d"] {
        let read: Lasts = text.parse().unwrap();
        assert_eq!(read.to_string().parse(), Ok(read), "{text}");
    }
    assert_eq!("90m".parse::<Lasts>().unwrap().to_string(), "1h30m");
    for bad in [
        "",
        "0h",
        "6",
        "h",
        "d",
        "-1h",
        "1h1h",
        "30m1h",
        "6 h",
        "368d",
        "1d9000h",
        "99999999999h",
        "1ö",
    ] {
        assert!(bad.parse::<Lasts>().is_err(), "{bad}");
    }
}

#[test]
fn what_lasts_days_ends_by_the_clock() {
    // Clocks go back on 25 October 2026 at 03:00.
    let weekend = r#"{"name":"w","kind":"blackout","timezone":"Europe/Vienna",
        "when":[{"again":{"rule":"FREQ=WEEKLY;BYDAY=FR","start":"2026-01-02T18:00:00","lasts":"2d12h","except":["2026-10-30"]}}]}"#;
    let found = against(
        &declared(&[weekend]),
        "production",
        &[],
        "2026-10-20T00:00:00Z",
        "2026-11-09T00:00:00Z",
    );
    assert_eq!(
        shown(&found),
        [
            "w 2026-10-23T16:00:00.000Z 2026-10-26T05:00:00.000Z",
            "w 2026-11-06T17:00:00.000Z 2026-11-09T05:00:00.000Z"
        ]
    );
}
