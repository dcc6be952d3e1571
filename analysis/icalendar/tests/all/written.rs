//! What is written is read again as the same.

use holdpoint_icalendar::{Event, Feed, Occurrence};
use holdpoint_schedule::{Span, Zone};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::generated::{Hours, feed};

pub(crate) fn stamp() -> Timestamp {
    "2026-11-28T12:00:00Z".parse().expect("a moment")
}

pub(crate) fn years() -> Span {
    let at = |text: &str| text.parse().expect("a moment");
    Span {
        from: at("2025-12-01T00:00:00Z"),
        to: at("2030-01-01T00:00:00Z"),
    }
}

fn times(feed: &Feed) -> Vec<Occurrence> {
    let vienna = Zone::named("Europe/Vienna").expect("a zone");
    feed.within(years(), &vienna).expect("not too many")
}

fn said(event: &Event) -> impl PartialEq + std::fmt::Debug + use<> {
    let words = (
        event.summary.clone(),
        event.description.clone(),
        event.categories.clone(),
    );
    let rest = (
        event.status,
        event.sequence,
        event.transparent,
        event.location.clone(),
        event.url.clone(),
    );
    (event.uid.clone(), words, rest, event.instead.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_same_takes_place_and_the_same_is_said(feed in feed(Hours::All)) {
        let text = feed.write(stamp());
        let again = Feed::read(&text).expect("what was written is read");
        prop_assert_eq!(times(&again), times(&feed), "{}", text);
        prop_assert_eq!(&again.name, &feed.name);
        prop_assert_eq!((again.kind, again.refresh), (feed.kind, feed.refresh));
        let words = |feed: &Feed| feed.events.iter().map(said).collect::<Vec<_>>();
        prop_assert_eq!(words(&again), words(&feed));
        prop_assert!(again.events.iter().all(|event| event.stamp == Some(stamp())));
        // What was written once has one spelling.
        prop_assert_eq!(again.write(Timestamp::UNIX_EPOCH), text);
    }

    #[test]
    fn lines_are_short_and_end_as_they_should(feed in feed(Hours::All)) {
        let text = feed.write(stamp());
        prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{}", line);
        }
    }
}

#[test]
fn a_calendar_has_one_spelling() {
    let zone = Zone::named("Europe/Vienna").expect("a zone");
    let text = "BEGIN:VCALENDAR\nX-WR-CALNAME:Production\nX-WR-TIMEZONE:Europe/Vienna\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\n\
        BEGIN:VEVENT\nUID:close\nSUMMARY:Close\\, quarter\nDTSTART;TZID=Europe/Vienna:20260331T180000\n\
        DTEND;TZID=Europe/Vienna:20260402T060000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20271231\n\
        EXDATE;TZID=Europe/Vienna:20260630T180000\nCATEGORIES:BLACKOUT,FINANCE\nSTATUS:CONFIRMED\nSEQUENCE:2\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:day\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nDESCRIPTION:Nobody\\nis here\n\
        TRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n";
    let feed = Feed::read(text).expect("a calendar");
    assert_eq!(feed.zone, Some(zone));
    let written = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Holdpoint//EN\nCALSCALE:GREGORIAN\nNAME:Production\n\
        X-WR-CALNAME:Production\nX-WR-TIMEZONE:Europe/Vienna\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\nX-PUBLISHED-TTL:PT1H\n\
        BEGIN:VTIMEZONE\nTZID:Europe/Vienna\n\
        BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nUID:close\nDTSTAMP:20261128T120000Z\nSEQUENCE:2\nDTSTART;TZID=Europe/Vienna:20260331T180000\n\
        DTEND;TZID=Europe/Vienna:20260402T060000\nRRULE:FREQ=MONTHLY;UNTIL=20271231T225959Z;INTERVAL=3;BYMONTHDAY=-1\n\
        EXDATE;TZID=Europe/Vienna:20260630T180000\nSUMMARY:Close\\, quarter\nCATEGORIES:BLACKOUT,FINANCE\n\
        STATUS:CONFIRMED\nTRANSP:OPAQUE\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:day\nDTSTAMP:20261128T120000Z\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\n\
        DESCRIPTION:Nobody\\nis here\nTRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(feed.write(stamp()), written.replace('\n', "\r\n"));
}
