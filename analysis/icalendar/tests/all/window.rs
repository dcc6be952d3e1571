//! Where something fits, against a scan minute by minute over five years.

use holdpoint_icalendar::Feed;
use holdpoint_schedule::{Fit, Span, Spans, Zone};
use jiff::{SignedDuration, Timestamp};

/// Blackouts, closings and nightly work in zones whose clocks are changed.
const CLOSED: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:batch
DTSTART;TZID=America/New_York:20230101T013000
DTEND;TZID=America/New_York:20230101T051500
RRULE:FREQ=DAILY
END:VEVENT
BEGIN:VEVENT
UID:payday
DTSTART;TZID=Europe/Vienna:20230131T060000
DURATION:PT13H
RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
END:VEVENT
BEGIN:VEVENT
UID:closing
DTSTART;VALUE=DATE:20221228
DTEND;VALUE=DATE:20230106
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:lunch
DTSTART;TZID=Australia/Lord_Howe:20230101T120000
DURATION:PT45M
RRULE:FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2
END:VEVENT
END:VCALENDAR
";

const OPEN: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:windows
DTSTART;TZID=Europe/London:20230101T003000
DURATION:PT9H
RRULE:FREQ=WEEKLY;BYDAY=TU,TH,SU
END:VEVENT
END:VCALENDAR
";

const MINUTES: usize = 5 * 366 * 1440;

fn begin() -> Timestamp {
    "2023-01-01T00:00:00Z".parse().expect("a moment")
}

fn at(minute: usize) -> Timestamp {
    let minutes = i64::try_from(minute).expect("a minute");
    begin() + SignedDuration::from_mins(minutes)
}

/// The spans of a calendar, and for each minute whether it is in one: marked time by time.
fn marked(text: &str) -> (Spans, Vec<bool>) {
    let feed = Feed::read(text).expect("a calendar");
    let vienna = Zone::named("Europe/Vienna").expect("a zone");
    let within = Span {
        from: begin(),
        to: at(MINUTES),
    };
    let found = feed.within(within, &vienna).expect("not too many");
    let mut minutes = vec![false; MINUTES];
    for one in &found {
        let minute = |moment: Timestamp| {
            let since = moment.duration_since(begin()).as_mins().max(0);
            usize::try_from(since).expect("a minute").min(MINUTES)
        };
        minutes[minute(one.span.from)..minute(one.span.to)].fill(true);
    }
    (found.into_iter().map(|one| one.span).collect(), minutes)
}

#[test]
fn the_next_window_is_that_of_a_scan_over_five_years() {
    let (closed, shut) = marked(CLOSED);
    let (open, wide) = marked(OPEN);
    let mut found = 0;
    for (length, strict) in [
        (1, false),
        (45, true),
        (120, true),
        (200, true),
        (510, false),
        (1_600, false),
    ] {
        let fit = Fit {
            open: strict.then_some(&open),
            closed: &closed,
            length: SignedDuration::from_mins(i64::try_from(length).expect("minutes")),
        };
        // From the end: how many free minutes follow.
        let mut run = vec![0_usize; MINUTES + 1];
        for minute in (0..MINUTES).rev() {
            let free = !shut[minute] && (!strict || wide[minute]);
            run[minute] = if free { run[minute + 1] + 1 } else { 0 };
        }
        let mut next = None;
        for minute in (0..MINUTES).rev() {
            next = if run[minute] >= length {
                Some(minute)
            } else {
                next
            };
            if minute % 1_009 == 0 {
                let window = fit.next(at(minute), at(MINUTES)).map(|window| window.from);
                assert_eq!(
                    window,
                    next.map(at),
                    "{length} minutes after {}",
                    at(minute)
                );
                found += usize::from(window.is_some());
            }
        }
    }
    assert!(found > 8_000, "{found}");
}
