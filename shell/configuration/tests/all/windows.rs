//! Blackouts and maintenance windows.

use holdpoint_configuration::{Configuration, Diagnostics, Source, describe, inverse};
use holdpoint_domain::window::{CloseOf, When, WindowKind};

use crate::world::{apply, codes, founded, plan, read, settled};

const GOOD: &str = r#"organisation:
  name: acme
  timezone: Europe/Vienna
  fiscal: {pattern: 4-4-5, year-start: 2026-02-01}
calendars: {at: {timezone: Europe/Vienna, hours: {monday-friday: 8:00-17:00}}}
units: {payments: {}}
environments: {production: {}}
blackouts:
  year-end:
    title: Turn of the year
    when: {from: 2026-12-18T18:00, until: 2027-01-06}
  close:
    units: payments
    timezone: America/New_York
    when:
      - {close: quarter, before: 2, after: 3, calendar: at}
      - {rule: FREQ=WEEKLY;BYDAY=FR, start: 2026-01-02 18:00, lasts: 2d12h, except: 2026-12-25}
windows:
  nights:
    environments: [production]
    when: {rule: FREQ=DAILY, start: 2026-01-01T22:00, lasts: 6h}
"#;

fn with_feed(text: &str, feed: &str) -> Result<Configuration, Diagnostics> {
    Configuration::parse(Source::new("holdpoint.yaml", text), &|path| match path {
        "events.ics" => Ok(feed.as_bytes().to_vec()),
        _ => Err("there is no such file".to_owned()),
    })
}

/// What is wrong, each with its place.
fn said(found: &Diagnostics) -> Vec<String> {
    let line = |one: &holdpoint_configuration::Diagnostic| {
        let at = one.source.position(one.span.start);
        let name = one.source.name();
        format!("{name}:{}:{}: {}", at.line, at.column, one.message)
    };
    found.iter().map(line).collect()
}

fn wrong(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    said(&read(&GOOD.replacen(from, to, 1)).unwrap_err())
}

#[test]
fn every_sort_of_time_is_read() {
    let found = read(GOOD).unwrap();
    let blackouts = found.blackouts.unwrap();
    assert_eq!(blackouts[0].timezone, "Europe/Vienna");
    let span = |from: &str, until: &str| When::Span {
        from: from.to_owned(),
        until: until.to_owned(),
    };
    // To the end of the day.
    let expected = span("2026-12-18T18:00:00", "2027-01-07T00:00:00");
    assert_eq!(blackouts[0].when, [expected]);
    assert_eq!(blackouts[1].timezone, "America/New_York");
    assert!(matches!(
        &blackouts[1].when[0],
        When::Close {
            of: CloseOf::Quarter,
            before: 2,
            after: 3,
            calendar: Some(_)
        }
    ));
    assert_eq!(
        serde_json::to_string(&blackouts[1].when[1]).unwrap(),
        r#"{"again":{"rule":"FREQ=WEEKLY;BYDAY=FR","start":"2026-01-02T18:00:00","lasts":"2d12h","except":["2026-12-25"]}}"#
    );
    let windows = found.windows.unwrap();
    assert_eq!(windows[0].kind, WindowKind::Maintenance);
}

#[test]
fn windows_are_declared_after_what_they_name_and_go_before_it() {
    let changes = plan(&founded(), GOOD);
    let last: Vec<_> = changes.iter().rev().take(3).collect();
    let names: Vec<_> = { last.iter().rev() }
        .map(|one| one.fact().subject().to_string())
        .collect();
    assert_eq!(names, ["window/close", "window/nights", "window/year-end"]);
    let state = settled(GOOD);
    assert_eq!(plan(&state, GOOD), []);
    let gone = plan(
        &state,
        "organisation: {name: acme}\nunits: {}\nenvironments: {}\nblackouts: {}\nwindows: {}\n",
    );
    let text = describe(&gone, &state).to_string();
    assert!(
        text.contains(
            "- blackout close\n- window nights\n- blackout year-end\n- environment production\n"
        ),
        "{text}"
    );
    let after = apply(&state, &gone);
    assert!(after.windows.is_empty());
    assert_eq!(
        apply(&after, &inverse(&gone, &state)).windows,
        state.windows
    );
    // A section that the file does not have stays as it is; what moves from one to the other does not go.
    let kept = plan(
        &state,
        "organisation: {name: acme, timezone: Europe/Vienna, fiscal: {pattern: 4-4-5, year-start: 2026-02-01}}\nwindows: {}\n",
    );
    assert_eq!(kept.len(), 1, "{kept:?}");
    let moved = GOOD
        .replace("\nwindows:\n", "\n")
        .replace("environments: [production]\n    when", "when");
    let moved = plan(&state, &(moved + "windows: {}\n"));
    assert_eq!(describe(&moved, &state).counts(), (0, 1, 0));
}

#[test]
fn what_is_wrong_with_a_window_is_shown_where_it_stands() {
    assert_eq!(
        wrong(
            "when: {from: 2026-12-18T18:00, until: 2027-01-06}",
            "when: {from: 2026-12-18T18:00Z, until: 2026-12-17, lasts: 1h}"
        ),
        [
            "holdpoint.yaml:11:18: `2026-12-18T18:00Z` is not a value that can stand here",
            "holdpoint.yaml:11:63: `lasts` means nothing beside `from`",
        ]
    );
    assert_eq!(
        wrong("until: 2027-01-06", "until: 2026-12-17"),
        ["holdpoint.yaml:11:43: `2026-12-18T00:00:00` is not after `2026-12-18T18:00:00`"]
    );
    assert_eq!(
        wrong(
            "FREQ=DAILY, start: 2026-01-01T22:00, lasts: 6h",
            "FREQ=DAILY;BYHOUR=24, start: 2026-01-01T22:00, lasts: 6h"
        ),
        ["holdpoint.yaml:21:18: `BYHOUR` takes 0 to 23, not `24`"]
    );
    assert_eq!(
        wrong("before: 2, after: 3", "before: 0"),
        ["holdpoint.yaml:16:17: it closes no day: say how many working days `before` and `after`"]
    );
    assert_eq!(
        wrong("calendar: at}", "calendar: ta}"),
        ["holdpoint.yaml:16:57: there is no calendar `ta`"]
    );
    assert_eq!(
        wrong("  nights:", "  close:"),
        ["holdpoint.yaml:19:3: `close` is not a value that can stand here"]
    );
    assert_eq!(
        wrong("year-start: 2026-02-01", "year-start: 2026-02-12"),
        ["holdpoint.yaml:4:40: `2026-02-12` is not a value that can stand here"]
    );
    assert_eq!(
        wrong(
            "when: {rule: FREQ=DAILY, start: 2026-01-01T22:00, lasts: 6h}",
            "when: []"
        ),
        ["holdpoint.yaml:21:11: it has 1 to 200 times, not 0"]
    );
    assert_eq!(
        codes("blackouts: {a: {when: {from: 2026-01-01, until: 2026-01-02}}}\n"),
        ["configuration-misplaced-section"]
    );
}

const TRAINS: &str = r#"organisation: {name: acme, timezone: Europe/Vienna}
calendars: {at: {timezone: Europe/Vienna, hours: {monday-friday: 8:00-17:00}}}
units: {payments: {}}
environments:
  production: {freeze: 72h}
  staging: {freeze: {for: 1h, everything: true}}
trains:
  monthly:
    title: Monthly train
    environments: production
    when: {rule: FREQ=MONTHLY;BYDAY=2SA, start: 2026-01-10T20:00, lasts: 8h}
    scope-freeze: {working-days: 5, calendar: at}
"#;

#[test]
fn trains_and_freezes_are_read_and_planned() {
    let found = read(TRAINS).unwrap();
    let train = &found.trains.as_ref().unwrap()[0];
    assert_eq!(train.kind, WindowKind::Train);
    let freeze = train.scope_freeze.as_ref().unwrap();
    assert_eq!(freeze.working_days, 5);
    assert_eq!(freeze.calendar.as_ref().unwrap().as_str(), "at");
    let places = found.environments.as_ref().unwrap();
    let freezes = places.iter().map(|one| one.freeze.unwrap());
    let freezes: Vec<_> = freezes.map(|one| (one.seconds, one.everything)).collect();
    assert_eq!(freezes, [(259_200, false), (3_600, true)]);
    let state = settled(TRAINS);
    assert_eq!(plan(&state, TRAINS), []);
    let gone = plan(
        &state,
        TRAINS
            .replace("trains:\n", "trains: {}\n#")
            .split('#')
            .next()
            .unwrap(),
    );
    assert_eq!(describe(&gone, &state).counts(), (0, 0, 1));
    assert_eq!(apply(&apply(&state, &gone), &inverse(&gone, &state)), state);
}

#[test]
fn what_is_wrong_with_a_train_or_a_freeze_is_shown_where_it_stands() {
    let wrong = |from: &str, to: &str| {
        assert!(TRAINS.contains(from), "{from}");
        said(&read(&TRAINS.replacen(from, to, 1)).unwrap_err())
    };
    assert_eq!(
        wrong("working-days: 5", "working-days: 300"),
        ["holdpoint.yaml:12:20: the scope is frozen 1 to 250 working days before, not 300"]
    );
    assert_eq!(
        wrong(
            "working-days: 5, calendar: at",
            "working-days: five, calender: at"
        ),
        [
            "holdpoint.yaml:12:34: `five` is not a value that can stand here",
            "holdpoint.yaml:12:40: the scope freeze has no key `calender`",
        ]
    );
    assert_eq!(
        wrong("freeze: 72h", "freeze: soon"),
        ["holdpoint.yaml:5:24: `soon` is not a value that can stand here"]
    );
    assert_eq!(
        wrong("for: 1h, everything: true", "everything: maybe"),
        [
            "holdpoint.yaml:6:22: the freeze lacks the key `for`",
            "holdpoint.yaml:6:34: `maybe` is not a value that can stand here",
        ]
    );
    let twice = format!(
        "{TRAINS}windows: {{monthly: {{when: {{from: 2026-12-20, until: 2027-01-06}}}}}}\n"
    );
    assert_eq!(
        said(&read(&twice).unwrap_err()),
        ["holdpoint.yaml:8:3: `monthly` is not a value that can stand here"]
    );
    let blackout = TRAINS.replace("trains:", "blackouts:");
    let said = said(&read(&blackout).unwrap_err());
    let freeze = said.iter().filter(|line| line.contains("scope-freeze"));
    assert_eq!(freeze.count(), 1, "{said:?}");
}

const FEED: &str = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a@example.org\nATTENDEE:mailto:b@example.org\nDTSTART;VALUE=DATE:20261127\nSUMMARY:Sale\nEND:VEVENT\nEND:VCALENDAR\n";

#[test]
fn of_a_calendar_file_the_times_are_kept_and_nobody_in_it() {
    let text = format!(
        "{}\n  sale:\n    when: {{feed: events.ics}}\n",
        GOOD.replace("\nwindows:", "\nwindows: {}\n#")
            .split('#')
            .next()
            .unwrap()
    );
    let text = text.replace("windows: {}\n", "");
    let found = with_feed(&text, FEED).unwrap();
    let window = found.blackouts.unwrap().pop().unwrap();
    let kept = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261127\nSUMMARY:Sale\nEND:VEVENT\nEND:VCALENDAR\n";
    let expected = When::Feed {
        file: "events.ics".to_owned(),
        text: kept.to_owned(),
    };
    assert_eq!(window.when, [expected]);
    assert!(!found.policies[0].kept);

    let broken = FEED
        .replace("20261127", "2026-11-27")
        .replace("SUMMARY", "RRULE:FREQ=DAILY;BYHOUR=24\nSUMMARY");
    let found = with_feed(&text, &broken).unwrap_err();
    assert_eq!(
        said(&found),
        ["events.ics:5:20: `2026-11-27` is no date or time such as 20261225 or 20261225T090000Z"]
    );
    assert!(found.to_string().contains("events.ics:5:20"), "{found}");
    let often = FEED.replace("SUMMARY", "RRULE:FREQ=MINUTELY\nSUMMARY");
    assert_eq!(
        said(&with_feed(&text, &often).unwrap_err()),
        ["holdpoint.yaml:20:18: it happens every minute or second; every hour is the most"]
    );
    let big = FEED.replace("SUMMARY:Sale", &format!("SUMMARY:{}", "x".repeat(50_000)));
    let found = said(&with_feed(&text, &big).unwrap_err());
    assert!(
        found[0].contains("and there is room for 48000"),
        "{found:?}"
    );
    let missing = text.replace("events.ics", "other.ics");
    assert_eq!(
        said(&with_feed(&missing, FEED).unwrap_err()),
        ["holdpoint.yaml:20:18: calendar `other.ics` cannot be read: there is no such file"]
    );
}
