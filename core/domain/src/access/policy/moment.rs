//! When something is asked, as policies see it: in the organisation's time zone.

use holdpoint_authorisation::{Attributes, Value};
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::State;
use crate::kernel::{Actor, Time};
use crate::organisation::PersonId;

/// The moment, and whether the person is at work then; programs always are.
pub(super) fn moment(state: &State, actor: &Actor, now: Time) -> Attributes {
    let at_work = actor
        .person()
        .is_none_or(|person| at_work(state, person, now));
    let organisation = state.organisation.as_ref();
    let zone = organisation.map_or("", |found| found.settings.timezone.as_str());
    // A zone that was declared is known, and none is UTC.
    let zone = jiff::tz::db().get(zone).unwrap_or(TimeZone::UTC);
    // Times of entries are some decades from now at most.
    let stamp = Timestamp::from_millisecond(now.millis()).unwrap_or_default();
    let local = zone.to_datetime(stamp);
    let number = |number: i8| Value::Number(i64::from(number));
    Attributes::from([
        ("date", Value::Text(local.date().to_string())),
        ("month", number(local.month())),
        ("day", number(local.day())),
        ("weekday", Value::Text(weekday(local.weekday()).to_owned())),
        ("hour", number(local.hour())),
        ("minute", number(local.minute())),
        ("atWork", Value::Truth(at_work)),
    ])
}

/// Whether a person works then by a calendar of the units of their teams; always where there is none.
fn at_work(state: &State, person: &PersonId, now: Time) -> bool {
    let mut calendars = state.calendars_of(person).peekable();
    calendars.peek().is_none() || calendars.any(|calendar| calendar.working(now))
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}
