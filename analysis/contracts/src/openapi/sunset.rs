//! The day on which something goes.

use jiff::civil::Date;

use crate::files::At;

pub(crate) const KEY: &str = "x-sunset";

/// The day on which something goes, as far as it can be read.
pub(crate) enum Sunset {
    On(Date),
    Wrong(String),
}

/// A day, or a moment of which the day counts.
pub(crate) fn read(at: At<'_>) -> Sunset {
    let text = at.value.written().unwrap_or_default();
    let day = match text.len() {
        10 => text.parse::<Date>().ok(),
        _ => moment(text),
    };
    match day {
        Some(day) => Sunset::On(day),
        None => Sunset::Wrong(at.value.to_string()),
    }
}

fn moment(text: &str) -> Option<Date> {
    text.parse::<jiff::Timestamp>().ok()?;
    text.get(..10)?.parse().ok()
}

/// How many days are left.
pub(crate) fn days_until(day: Date, today: Date) -> i32 {
    { day - today }.get_days()
}
