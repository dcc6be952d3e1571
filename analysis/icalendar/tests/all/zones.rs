//! Zones as calendars describe them, read by one who knows nothing but the description.

use holdpoint_icalendar::{Event, Feed, When};
use holdpoint_schedule::{Span, Zone};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::generated::ZONES;
use crate::written::stamp;

/// A zone as the description of one that is first met in that year makes it.
fn described(name: &str, year: i16) -> (Zone, String) {
    let zone = Zone::named(name).expect("a zone");
    let start = When::Zoned(date(year, 6, 1).at(12, 0, 0, 0), zone);
    let feed = Feed {
        events: vec![Event::new("a", start)],
        ..Feed::default()
    };
    // By a name that nobody knows.
    let text = feed.write(stamp()).replace(name, "Elsewhere");
    let mut read = Feed::read(&text).expect("a calendar");
    match read.events.remove(0).start {
        When::Zoned(_, zone) => (zone, text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_description_says_what_the_clock_shows_for_a_century() {
    for name in ZONES.iter().filter(|name| **name != "UTC") {
        let known = Zone::named(name).expect("a zone");
        for year in [1975, 2026] {
            let (zone, text) = described(name, year);
            let begin: Timestamp = format!("{year}-06-01T00:00:00Z").parse().expect("a moment");
            let end: Timestamp = "2090-01-01T00:00:00Z".parse().expect("a moment");
            let changes = known.transitions(Span {
                from: begin,
                to: end,
            });
            let changes = changes.iter().map(|one| one.change);
            let changes = changes.map(|one| one.before.to_timestamp(one.at).expect("a moment"));
            let weeks = (0..6_000).map(|weeks| begin + SignedDuration::from_hours(weeks * 168 + 5));
            for at in changes.chain(weeks).filter(|at| (begin..end).contains(at)) {
                for at in [at - SignedDuration::from_secs(1), at] {
                    assert_eq!(zone.offset(at), known.offset(at), "{name} at {at}\n{text}");
                }
            }
        }
    }
}

#[test]
fn rules_are_found_wherever_there_are_any() {
    let rules = |name: &str| {
        let text = described(name, 2026).1;
        let rules = text
            .lines()
            .filter_map(|line| line.strip_prefix("RRULE:FREQ=YEARLY;"));
        rules.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        rules("Europe/London"),
        ["BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"]
    );
    assert_eq!(
        rules("America/New_York"),
        ["BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"]
    );
    assert_eq!(
        rules("America/Santiago"),
        [
            "BYMONTH=4;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU",
            "BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU"
        ]
    );
    assert!(rules("Asia/Tokyo").is_empty());
}
