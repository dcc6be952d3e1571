//! Calendars of all shapes.

use holdpoint_icalendar::{Event, Feed, Kind, Length, Status, When};
use holdpoint_schedule::{Occurrences, Rule, Zone};
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan as _};
use proptest::prelude::*;

/// Zones whose clocks are changed in all sorts of ways, or were.
pub(crate) const ZONES: &[&str] = &[
    "Africa/Johannesburg",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Vienna",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
];

const RULES: &[&str] = &[
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20271101T000000Z",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;UNTIL=20280101",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=30",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "FREQ=YEARLY",
];

fn text() -> impl Strategy<Value = String> {
    let some = [
        "",
        "Close; quarter, 2\\",
        "Größe – Übergabe",
        "日本語のリリース",
        "a: \"b\"",
    ];
    let some = prop::sample::select(some.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        some,
        Just("lang ".repeat(40).trim().to_owned()),
        Just("ä".repeat(120))
    ]
}

/// Which times of the day there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hours {
    /// All; on days on which clocks are changed half past two is among them.
    All,
    /// Those at which no clock is changed.
    Plain,
}

fn clock(hours: Hours) -> impl Strategy<Value = DateTime> {
    let days = prop_oneof![
        (0_i32..900).prop_map(|days| date(2026, 1, 1) + days.days()),
        prop::sample::select(vec![
            date(2026, 3, 8),
            date(2026, 3, 29),
            date(2026, 10, 25),
            date(2026, 11, 1),
        ]),
    ];
    let minutes = match hours {
        Hours::All => prop_oneof![Just(150_i64), 0..1440_i64].boxed(),
        Hours::Plain => (300_i64..1200).boxed(),
    };
    (days, minutes)
        .prop_map(|(day, minutes)| day.at(0, 0, 0, 0) + SignedDuration::from_mins(minutes))
}

fn when(sort: u8, zone: &Zone, at: DateTime) -> When {
    match sort {
        0 => When::Date(at.date()),
        1 => When::Floating(at),
        2 => When::Utc(Offset::UTC.to_timestamp(at).expect("a moment")),
        _ => When::Zoned(at, zone.clone()),
    }
}

fn length(sort: u8) -> BoxedStrategy<Length> {
    let exact = prop_oneof![Just(0_i64), 1..3_000_i64];
    let exact = exact.prop_map(|minutes| Length::exact(SignedDuration::from_mins(minutes)));
    match sort {
        0 => (1_i64..9).prop_map(Length::days).boxed(),
        _ => prop_oneof![
            4 => exact,
            1 => (1_i64..3).prop_map(Length::days),
        ]
        .boxed(),
    }
}

fn event(at: usize, hours: Hours) -> impl Strategy<Value = Event> {
    let sort = 0_u8..6;
    let zone = prop::sample::select(ZONES);
    let shape = (sort, zone).prop_flat_map(move |(sort, zone)| {
        let rule = prop::option::of(prop::sample::select(RULES));
        let others = prop::collection::btree_set(clock(hours), 0..3);
        let status = prop::option::of(prop::sample::select(vec![
            Status::Tentative,
            Status::Confirmed,
            Status::Cancelled,
        ]));
        let words = (text(), text(), prop::collection::vec(text(), 0..3));
        let flags = (any::<bool>(), 0_u32..3);
        (
            Just((sort, zone)),
            clock(hours),
            length(sort),
            rule,
            others,
            status,
            words,
            flags,
        )
    });
    shape.prop_map(
        move |((sort, zone), start, length, rule, others, status, words, flags)| {
            let zone = Zone::named(zone).expect("a zone");
            let rule = rule.map(|rule| rule.parse::<Rule>().expect("a rule"));
            // Whether an event takes place at its beginning if its rule does not say so is not defined.
            let first = rule.as_ref().filter(|_| hours == Hours::Plain);
            let first = first.and_then(|rule| Occurrences::new(rule, start).next());
            let start = first.unwrap_or(start);
            let mut event = Event::new(format!("{at}@example.org"), when(sort, &zone, start));
            event.length = length;
            event.rules = rule.into_iter().collect();
            event.more = others
                .iter()
                .map(|at| (when(sort, &zone, *at), None))
                .collect();
            // One that takes longer, and one that does not take place. Of what is moved with all that follow it is not defined.
            let longer = sort != 0 && (hours == Hours::All || event.rules.is_empty());
            if let Some((_, longer)) = event.more.first_mut().filter(|_| longer) {
                *longer = Some(Length::exact(SignedDuration::from_hours(5)));
            }
            event.without = others
                .iter()
                .take(1)
                .map(|at| when(sort, &zone, *at + 7.days()))
                .collect();
            event.without.push(when(sort, &zone, start + 7.days()));
            event.status = status;
            event.location = event.rules.is_empty().then(|| words.0.clone());
            event.location = event.location.filter(|place| !place.trim().is_empty());
            (event.summary, event.categories) = (words.0, words.2);
            event.categories.retain(|category| !category.is_empty());
            event.description = Some(format!("It is “{}”\nand more", words.1)).filter(|_| flags.0);
            (event.transparent, event.sequence) = flags;
            event.url = Some(format!("https://example.org/{at}?a=b;c,d"));
            event
        },
    )
}

/// Another form of the second time of an event that takes place again, or of it and all that follow.
fn moved(event: &Event, hours: i64) -> Option<Event> {
    let (When::Zoned(at, zone), Some(rule)) = (&event.start, event.rules.first()) else {
        return None;
    };
    let of = Occurrences::new(rule, *at).nth(1)?;
    let later = of + SignedDuration::from_hours(hours % 3);
    let mut other = Event::new(event.uid.clone(), When::Zoned(later, zone.clone()));
    other.instead = Some((When::Zoned(of, zone.clone()), hours % 2 == 0));
    other.length = event.length;
    Some(other)
}

pub(crate) fn feed(hours: Hours) -> impl Strategy<Value = Feed> {
    let events = (0..6_usize).prop_flat_map(move |count| {
        (0..count)
            .map(move |at| event(at, hours))
            .collect::<Vec<_>>()
    });
    // With a zone, what others make of times in UTC that take place again is not what RFC 5545 says.
    let zone = prop::option::of(prop::sample::select(ZONES));
    let zone = zone.prop_map(move |zone| zone.filter(|_| hours == Hours::All));
    let kind = prop::option::of(prop::sample::select(vec![Kind::Open, Kind::Closed]));
    (events, zone, kind, text(), 1_i64..30).prop_map(|(mut events, zone, kind, name, hours)| {
        let others = events.iter().filter_map(|event| moved(event, hours));
        let others: Vec<_> = others.collect();
        events.extend(others);
        Feed {
            name: Some(name).filter(|name| !name.is_empty()),
            description: None,
            refresh: Some(Length::exact(SignedDuration::from_mins(hours * 17))),
            zone: zone.and_then(Zone::named),
            kind,
            events,
        }
    })
}
