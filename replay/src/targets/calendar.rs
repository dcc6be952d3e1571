//! A calendar file is read or refused, its days are written and read back the same, and what takes place within two days is
//! found in order. A recurrence rule has one spelling, and so has a calendar: as it is written it is read, and written the same.

use super::text;
use holdpoint_icalendar::{Feed, read, write};
use holdpoint_schedule::{Rule, Span, Zone};
use jiff::Timestamp;

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    match read(text) {
        Ok(days) => {
            assert!(days.is_sorted_by(|a, b| a.date < b.date));
            assert_eq!(read(&write("austria", &days)), Ok(days));
        }
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
    if let Ok(rule) = text.parse::<Rule>() {
        assert_eq!(rule.to_string().parse().as_ref(), Ok(&rule));
    }
    match Feed::read(text) {
        Ok(feed) => {
            within(&feed);
            written(&feed);
        }
        Err(mistakes) => assert!(!mistakes.is_empty() && mistakes.iter().all(|one| one.line > 0)),
    }
}

fn within(feed: &Feed) {
    let at = |second| Timestamp::from_second(second).expect("a moment");
    let span = Span {
        from: at(1_798_000_000),
        to: at(1_798_172_800),
    };
    let found = feed.within(span, &Zone::UTC).unwrap_or_default();
    assert!(found.is_sorted_by_key(|one| one.span.from));
    assert!(found.iter().all(|one| one.span.from <= one.span.to));
}

fn written(feed: &Feed) {
    let stamp = Timestamp::UNIX_EPOCH;
    let text = feed.write(stamp);
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    let again = Feed::read(&text).expect("what was written is read");
    assert_eq!(again.write(stamp), text);
}
