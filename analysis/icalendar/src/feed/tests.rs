use holdpoint_schedule::{Span, Zone};
use jiff::Timestamp;

use super::{Feed, Kind};

fn calendar(inside: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n",
        inside.replace('\n', "\r\n")
    )
}

fn event(lines: &str) -> String {
    calendar(&format!(
        "BEGIN:VEVENT\nUID:a\nSUMMARY:Night\n{lines}END:VEVENT\n"
    ))
}

fn span(from: &str, to: &str) -> Span {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    Span {
        from: at(from),
        to: at(to),
    }
}

/// Within 2026, from and to.
fn times(text: &str) -> Vec<String> {
    let feed = Feed::read(text).unwrap();
    let year = span("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let vienna = Zone::named("Europe/Vienna").unwrap();
    let found = feed.within(year, &vienna).unwrap();
    let shown = found.iter().map(|one| match one.days {
        Some((first, last)) => format!("{first} {last}"),
        None => format!("{} {}", one.span.from, one.span.to),
    });
    shown.collect()
}

#[test]
fn a_night_takes_place_again_by_the_clock_of_its_zone() {
    let weekly = "DTSTART;TZID=Europe/Vienna:20260321T220000\nDTEND;TZID=Europe/Vienna:20260322T020000\n\
                  RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Vienna:20260328T220000\nRDATE:20260601T100000Z\n";
    assert_eq!(
        times(&event(weekly)),
        [
            "2026-03-21T21:00:00Z 2026-03-22T01:00:00Z",
            "2026-04-04T20:00:00Z 2026-04-05T00:00:00Z",
            "2026-04-11T20:00:00Z 2026-04-12T00:00:00Z",
            "2026-06-01T10:00:00Z 2026-06-01T14:00:00Z",
        ]
    );
}

#[test]
fn whole_days_are_days_wherever_one_is() {
    let days = "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330\nRRULE:FREQ=YEARLY;UNTIL=20270101\n";
    assert_eq!(times(&event(days)), ["2026-03-28 2026-03-29"]);
    let one = Feed::read(&event("DTSTART;VALUE=DATE:20260329\n")).unwrap();
    let year = span("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let found = one
        .within(year, &Zone::named("Europe/Vienna").unwrap())
        .unwrap();
    // The clocks go forward on that day.
    assert_eq!(
        found[0].span,
        span("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")
    );
}

#[test]
fn days_of_a_duration_are_days_of_the_clock() {
    let day = "DTSTART;TZID=Europe/Vienna:20260328T120000\nDURATION:P1DT30M\n";
    assert_eq!(
        times(&event(day)),
        ["2026-03-28T11:00:00Z 2026-03-29T10:30:00Z"]
    );
}

#[test]
fn single_times_may_be_otherwise() {
    let master = "BEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=6\nEND:VEVENT\n";
    let other = |of: &str, lines: &str| {
        format!("BEGIN:VEVENT\nUID:a\nRECURRENCE-ID{of}\n{lines}END:VEVENT\n")
    };
    let moved = other(
        ":20260106T090000Z",
        "DTSTART:20260106T150000Z\nDURATION:PT2H\n",
    );
    let called_off = other(
        ":20260107T090000Z",
        "DTSTART:20260107T090000Z\nSTATUS:CANCELLED\n",
    );
    let later = other(
        ";RANGE=THISANDFUTURE:20260109T090000Z",
        "DTSTART:20260109T100000Z\nDURATION:PT3H\n",
    );
    assert_eq!(
        times(&calendar(&format!("{master}{moved}{called_off}{later}"))),
        [
            "2026-01-05T09:00:00Z 2026-01-05T10:00:00Z",
            "2026-01-06T15:00:00Z 2026-01-06T17:00:00Z",
            "2026-01-08T09:00:00Z 2026-01-08T10:00:00Z",
            "2026-01-09T10:00:00Z 2026-01-09T13:00:00Z",
            "2026-01-10T10:00:00Z 2026-01-10T13:00:00Z",
        ]
    );
    // Moved over the end of the span, in both directions.
    let from = |from: &str, to: &str| {
        let feed = Feed::read(&calendar(&format!("{master}{moved}{later}"))).unwrap();
        let found = feed.within(span(from, to), &Zone::UTC).unwrap();
        found
            .iter()
            .map(|one| one.span.from.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        from("2026-01-06T12:00:00Z", "2026-01-07T00:00:00Z"),
        ["2026-01-06T15:00:00Z"]
    );
    assert!(from("2026-01-06T00:00:00Z", "2026-01-06T12:00:00Z").is_empty());
    assert_eq!(
        from("2026-01-10T09:30:00Z", "2026-01-10T10:30:00Z"),
        ["2026-01-10T10:00:00Z"]
    );
    // A form without the event that it is a form of.
    assert_eq!(
        times(&calendar(&moved)),
        ["2026-01-06T15:00:00Z 2026-01-06T17:00:00Z"]
    );
}

#[test]
fn what_is_moved_into_a_span_from_behind_it_is_found() {
    let text = "BEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=6\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260108T090000Z\n\
                DTSTART:20260108T070000Z\nEND:VEVENT\n";
    let feed = Feed::read(&calendar(text)).unwrap();
    let early = span("2026-01-09T06:30:00Z", "2026-01-09T08:00:00Z");
    let found = feed.within(early, &Zone::UTC).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.from.to_string(), "2026-01-09T07:00:00Z");
}

#[test]
fn a_day_far_east_begins_the_day_before() {
    let feed = Feed::read(&event("DTSTART;VALUE=DATE:20260329\n")).unwrap();
    let auckland = Zone::named("Pacific/Auckland").unwrap();
    let noon = span("2026-03-28T12:00:00Z", "2026-03-28T13:00:00Z");
    assert_eq!(feed.within(noon, &auckland).unwrap().len(), 1);
    let before = span("2026-03-28T10:00:00Z", "2026-03-28T11:00:00Z");
    assert!(feed.within(before, &auckland).unwrap().is_empty());
}

#[test]
fn zones_are_found_by_any_name_that_calendars_have_for_them() {
    let at = |name: &str| format!("DTSTART;TZID=\"{name}\":20260701T120000\n");
    for name in [
        "America/New_York",
        "Eastern Standard Time",
        "/freeassociation.sourceforge.net/America/New_York",
    ] {
        assert_eq!(
            times(&event(&at(name))),
            ["2026-07-01T16:00:00Z 2026-07-01T16:00:00Z"],
            "{name}"
        );
    }
}

#[test]
fn a_zone_may_be_described() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
                RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19700329T020000\n\
                TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    let daily = "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Here:20260328T023000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n\
                 BEGIN:VEVENT\nUID:b\nDTSTART;TZID=Here:20261025T023000\nEND:VEVENT\n";
    assert_eq!(
        times(&calendar(&format!("{zone}{daily}"))),
        [
            "2026-03-28T01:30:00Z 2026-03-28T01:30:00Z",
            "2026-03-30T00:30:00Z 2026-03-30T00:30:00Z",
            "2026-10-25T00:30:00Z 2026-10-25T00:30:00Z",
        ]
    );
}

#[test]
fn a_calendar_says_what_its_events_mean() {
    let text = calendar(
        "X-CALENDAR-TYPE:DEFAULT_CLOSED\nX-WR-CALNAME:Nights\nX-WR-TIMEZONE:Asia/Tokyo\n\
                         BEGIN:VEVENT\nUID:a\nDTSTART:20260101T120000\nTRANSP:TRANSPARENT\nEND:VEVENT\n",
    );
    let feed = Feed::read(&text).unwrap();
    assert_eq!(
        (feed.kind, feed.name.as_deref()),
        (Some(Kind::Closed), Some("Nights"))
    );
    assert!(feed.events[0].transparent);
    assert_eq!(times(&text), ["2026-01-01T03:00:00Z 2026-01-01T03:00:00Z"]);
}

#[test]
fn all_mistakes_are_said_with_their_places() {
    let text = calendar(
        "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Nowhere:20260101T120000\nEND:VEVENT\nwhat is this\n\
         BEGIN:VEVENT\nDTSTART:2026-01-01\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260101T120000Z\nDTEND:20260101T110000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=DAILY;BYHOUR=24\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VTODO\n\
         BEGIN:VEVENT\nDTSTART:20260101T000000Z\nDURATION:-PT5M\nEND:VEVENT\n",
    );
    let mistakes = Feed::read(&text).unwrap_err();
    let shown: Vec<_> = mistakes
        .iter()
        .map(|one| format!("{}:{} {}", one.line, one.column, one.message))
        .collect();
    assert_eq!(
        shown,
        [
            "7:1 `what is this` is no line of a calendar: a name, `:` and a value",
            "21:5 `VTODO` ends here, but it is `VCALENDAR` that is open",
            "5:22 the zone `Nowhere` is not known, and not described in the file",
            "9:9 `2026-01-01` is no date or time such as 20261225 or 20261225T090000Z",
            "13:7 the event ends before it begins, or ends in another way than it begins",
            "17:25 `BYHOUR` takes 0 to 23, not `24`",
            "19:1 the event has no `DTSTART`",
            "24:10 `-PT5M` is no duration such as PT2H or P1D",
        ]
    );
    let foreign = Feed::read("hello").unwrap_err();
    assert_eq!(
        foreign[0].message,
        "the file is no iCalendar file: it has no `BEGIN:VCALENDAR`"
    );
    let open = Feed::read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n").unwrap_err();
    assert_eq!(open[0].message, "`VEVENT` begins here and does not end");
}

#[test]
fn what_takes_place_too_often_is_refused() {
    let often = Feed::read(&event("DTSTART:20000101T000000Z\nRRULE:FREQ=SECONDLY\n")).unwrap();
    let years = span("2020-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let refused = often.within(years, &Zone::UTC).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("the event `a` takes place so often"),
        "{refused}"
    );
    let minute = span("2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z");
    assert_eq!(often.within(minute, &Zone::UTC).unwrap().len(), 60);
}

#[test]
fn a_bare_calendar_has_the_same_times_and_nobody_in_it() {
    let text = calendar(
        "X-WR-TIMEZONE:Europe/Vienna\n\
         BEGIN:VTIMEZONE\nTZID:Europe/Paris\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n\
         BEGIN:VTIMEZONE\nTZID:Ship: \"time\"\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nTZNAME:ship\nEND:STANDARD\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nUID:anna@example.org\nORGANIZER;CN=Anna:mailto:anna@example.org\nDTSTART;TZID=Europe/Paris:20260101T030000\nDURATION:PT2H\n\
         RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Paris:20260102T030000\nSUMMARY:Year end\\, first\nDESCRIPTION:call anna\nATTENDEE:mailto:x@example.org\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:anna@example.org\nRECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20260103T030000\nDTSTART;TZID=Europe/Paris:20260103T040000\nDURATION:PT1H\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:day\nDTSTART;VALUE=DATE:20260105\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;TZID=\"Ship: time\":20260106T120000\nDURATION:PT1H\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:off\nSTATUS:CANCELLED\nDTSTART:20260107T120000Z\nDURATION:PT1H\nEND:VEVENT\n",
    )
    .replace("Ship: \"time\"", "Ship: time");
    let bare = Feed::bare(&text).unwrap();
    assert!(times(&text).len() > 4, "{:?}", times(&text));
    assert_eq!(times(&bare), times(&text), "{bare}");
    assert_eq!(Feed::bare(&bare).unwrap(), bare);
    for gone in [
        "example.org",
        "mailto",
        "anna",
        "DESCRIPTION",
        "VALARM",
        "TZID:Europe/Paris",
        "TZNAME",
    ] {
        assert!(!bare.contains(gone), "{gone} in {bare}");
    }
    assert!(bare.contains("SUMMARY:Year end\\, first") && bare.contains("TZID=\"Ship: time\""));
    assert_eq!(Feed::bare("hello").unwrap_err().len(), 2);
}

#[test]
fn a_bare_calendar_has_an_event_as_it_was_changed_last() {
    let event = |sequence: u8, start: &str| {
        format!(
            "BEGIN:VEVENT\nUID:a\\,b\nSEQUENCE:{sequence}\nDTSTART:{start}\nDURATION:PT1H\nEND:VEVENT\n"
        )
    };
    let text = calendar(&(event(1, "20260106T120000Z") + &event(2, "20260107T120000Z")));
    let bare = Feed::bare(&text).unwrap();
    assert_eq!(times(&text).len(), 1);
    assert_eq!(times(&bare), times(&text), "{bare}");
    assert!(!bare.contains("20260106"), "{bare}");
}
