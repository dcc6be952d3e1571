//! Values as they stand in a calendar.

use holdpoint_schedule::{Policy, Until, Zone};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::zones::Zones;
use crate::feed::event::{Length, When};

/// The parameters of a property, and its value.
pub(super) fn when(when: &When, zones: &Zones) -> (String, String) {
    match when {
        When::Date(date) => (";VALUE=DATE".to_owned(), Until::Date(*date).to_string()),
        When::Floating(at) => (String::new(), Until::Local(*at).to_string()),
        When::Utc(moment) => (String::new(), stamp(*moment)),
        When::Zoned(at, zone) => match zones.name(zone) {
            Some(name) => (format!(";TZID={name}"), Until::Local(*at).to_string()),
            None => {
                let moment = Policy::SINGLE.moment(&Zone::UTC, *at);
                (String::new(), stamp(moment.unwrap_or_default()))
            }
        },
    }
}

pub(super) fn stamp(moment: Timestamp) -> String {
    Until::Moment(moment).to_string()
}

/// When something ends that begins then, said in the same way; none if that would say less than its length does.
pub(super) fn end(start: &When, length: Length) -> Option<When> {
    let Length { days, exact } = length;
    if let When::Date(date) = start {
        let whole = days > 0 && exact.is_zero();
        let days = jiff::Span::new().try_days(days).ok().filter(|_| whole)?;
        return date.checked_add(days).ok().map(When::Date);
    }
    if days != 0 || exact <= SignedDuration::ZERO {
        return None;
    }
    match start {
        When::Floating(at) => at.checked_add(exact).ok().map(When::Floating),
        When::Utc(moment) => moment.checked_add(exact).ok().map(When::Utc),
        When::Zoned(at, zone) => {
            let moment = Policy::SINGLE.moment(zone, *at)?.checked_add(exact).ok()?;
            let clock = zone.clock(moment);
            let same = Policy::SINGLE.moment(zone, clock) == Some(moment);
            same.then(|| When::Zoned(clock, zone.clone()))
        }
        When::Date(_) => None,
    }
}

/// `P1DT2H30M`.
pub(super) fn duration(length: Length) -> String {
    let seconds = length.exact.as_secs();
    let part = |count: i64, unit: char| match count {
        0 => String::new(),
        count => format!("{count}{unit}"),
    };
    let days = part(length.days, 'D');
    let time = [
        part(seconds / 3600, 'H'),
        part(seconds / 60 % 60, 'M'),
        part(seconds % 60, 'S'),
    ]
    .concat();
    match (days.is_empty(), time.is_empty()) {
        (true, true) => "PT0S".to_owned(),
        (false, true) => format!("P{days}"),
        _ => format!("P{days}T{time}"),
    }
}

/// `+0100`, and `+010521` where there are seconds.
pub(super) fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.abs();
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match seconds {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        seconds => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
    }
}
