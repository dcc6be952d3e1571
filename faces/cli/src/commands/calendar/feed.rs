//! Calendar files, read for what takes place and when.

use std::path::Path;

use holdpoint_domain::Reason;
use holdpoint_icalendar::{Feed, Mistake, Occurrence, TooMany};
use holdpoint_schedule::{Span, Zone};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::error::{Failure, Place};
use crate::files;

/// The calendar in a file.
pub(super) fn read(path: &Path) -> Result<Feed, Failure> {
    let text = files::read_text(path)?;
    Feed::read(&text).map_err(|mistakes| malformed(path, &mistakes))
}

fn malformed(path: &Path, mistakes: &[Mistake]) -> Failure {
    let file = path.display().to_string();
    let first = mistakes.first();
    let message = first.map_or("it is no calendar", |first| &first.message);
    let mut failure = Failure::input("calendar-malformed", message);
    failure.place = first.map(|first| Place {
        file: file.clone(),
        line: first.line,
        column: first.column,
    });
    let others = mistakes.iter().skip(1);
    let reason = |one: &Mistake| Reason {
        code: "calendar-malformed".to_owned(),
        message: format!("{file}:{}:{}: {}", one.line, one.column, one.message),
        help: String::new(),
    };
    failure.reasons = others.map(reason).collect();
    failure.help("correct the file, or export it again from where it comes from")
}

/// What takes place within a span.
pub(super) fn within(feed: &Feed, span: Span, here: &Zone) -> Result<Vec<Occurrence>, Failure> {
    let too_many = |error: TooMany| {
        let failure = Failure::input("calendar-crowded", &error);
        failure.help("ask for a shorter span, or take the event out of the file")
    };
    feed.within(span, here).map_err(too_many)
}

/// The zone in which whole days and times without a zone are meant.
pub(super) fn here(zone: &TimeZone) -> Zone {
    let named = zone.iana_name().and_then(Zone::named);
    named.unwrap_or(Zone::UTC)
}

/// A moment as RFC 3339 has it, on the clock of a zone.
pub(super) fn shown(moment: Timestamp, zone: &TimeZone) -> String {
    let offset = zone.to_offset(moment);
    match offset.is_zero() {
        true => moment.to_string(),
        false => moment.display_with_offset(offset).to_string(),
    }
}

/// One time of an event.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) uid: String,
    pub(super) summary: String,
    /// A moment, or the first day of whole days.
    pub(super) start: String,
    /// A moment, or the first day after whole days.
    pub(super) end: String,
    pub(super) all_day: bool,
}

impl Shown {
    pub(super) fn of(one: Occurrence, zone: &TimeZone) -> Self {
        let (start, end) = match one.days {
            Some((first, last)) => {
                let after = last.tomorrow().unwrap_or(last);
                (first.to_string(), after.to_string())
            }
            None => (shown(one.span.from, zone), shown(one.span.to, zone)),
        };
        Self {
            uid: one.uid,
            summary: one.summary,
            start,
            end,
            all_day: one.days.is_some(),
        }
    }
}
