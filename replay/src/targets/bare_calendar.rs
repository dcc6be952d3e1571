//! A calendar that is bared is refused exactly as it is refused to be read; what is left of it takes place at the same times, says
//! nothing of people, and is the same when it is bared again.

use super::text;
use holdpoint_icalendar::Feed;
use holdpoint_schedule::{Span, Zone};
use jiff::Timestamp;

/// Whatever else stands in a line.
const KEPT: &[&str] = &[
    "BEGIN",
    "END",
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "X-LIC-LOCATION",
    "X-WR-TIMEZONE",
    "X-CALENDAR-TYPE",
];

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    match (Feed::read(text), Feed::bare(text)) {
        (Ok(feed), Ok(bare)) => {
            let again = Feed::read(&bare).expect("what is bare is read");
            assert_eq!(times(&again), times(&feed));
            assert_eq!(Feed::bare(&bare).as_deref(), Ok(bare.as_str()));
            let name = |line: &str| line.split([':', ';']).next().map(str::to_owned);
            let mut names = bare.lines().filter_map(name);
            assert!(names.all(|name| KEPT.contains(&name.as_str())));
        }
        (read, bare) => assert_eq!(read.err(), bare.err()),
    }
}

/// When something takes place within two weeks, and whether whoever has it is free.
fn times(feed: &Feed) -> Option<Vec<(Span, bool, bool)>> {
    let at = |second| Timestamp::from_second(second).expect("a moment");
    let span = Span {
        from: at(1_798_000_000),
        to: at(1_799_209_600),
    };
    let found = feed.within(span, &Zone::UTC).ok()?;
    let found = found.into_iter();
    let mut times: Vec<_> = found
        .map(|one| (one.span, one.days.is_some(), one.transparent))
        .collect();
    times.sort_by_key(|(span, days, free)| (span.from, span.to, *days, *free));
    Some(times)
}
