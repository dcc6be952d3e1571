//! The next window between 10,000 events: in what was prepared, and from the text of the calendar on.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_icalendar::Feed;
use holdpoint_schedule::{Fit, Span, Spans, Zone};
use jiff::{SignedDuration, Timestamp};

const EVENTS: usize = 10_000;

/// Two hours each, three days apart, every tenth of them every year.
fn calendar() -> String {
    let begin = jiff::civil::date(2000, 1, 1).at(1, 0, 0, 0);
    let mut text = "BEGIN:VCALENDAR\n".to_owned();
    for at in 0..EVENTS {
        let start = begin + SignedDuration::from_hours(at as i64 * 73);
        let rule = if at % 10 == 0 {
            "RRULE:FREQ=YEARLY\n"
        } else {
            ""
        };
        let _ = write!(
            text,
            "BEGIN:VEVENT\nUID:{at}\nDTSTART;TZID=Europe/Vienna:{}\nDURATION:PT2H\n{rule}END:VEVENT\n",
            start.strftime("%Y%m%dT%H%M%S")
        );
    }
    text + "END:VCALENDAR\n"
}

fn next_window(criterion: &mut Criterion) {
    let text = calendar();
    let Ok(feed) = Feed::read(&text) else { return };
    let after: Timestamp = jiff::tz::Offset::UTC
        .to_timestamp(jiff::civil::datetime(2026, 3, 1, 0, 0, 0, 0))
        .unwrap_or_default();
    let within = Span {
        from: after,
        to: after + SignedDuration::from_hours(24 * 14),
    };
    let found = feed.within(within, &Zone::UTC).unwrap_or_default();
    let closed: Spans = found.into_iter().map(|one| one.span).collect();
    let fit = Fit {
        open: None,
        closed: &closed,
        length: SignedDuration::from_hours(10),
    };
    criterion.bench_function("next_window/prepared", |bench| {
        bench.iter(|| black_box(&fit).next(after, within.to));
    });
    criterion.bench_function("next_window/10,000 events that were read", |bench| {
        bench.iter(|| {
            let found = black_box(&feed)
                .within(within, &Zone::UTC)
                .unwrap_or_default();
            let closed: Spans = found.into_iter().map(|one| one.span).collect();
            let fit = Fit {
                open: None,
                closed: &closed,
                length: SignedDuration::from_hours(10),
            };
            fit.next(after, within.to)
        });
    });
    criterion.bench_function("next_window/reading 10,000 events", |bench| {
        bench.iter(|| Feed::read(black_box(&text)).map(|feed| feed.events.len()));
    });
}

criterion_group!(benches, next_window);
criterion_main!(benches);
