//! What is known of a working calendar, and what follows from it.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time as Clock, Weekday};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Kind, Time, name_type};

name_type!(
    /// The name of a working calendar.
    CalendarName, Kind::Calendar
);

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day, such as `2026-12-25`.
    pub date: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Working hours of some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Days, as `monday` to `sunday`.
    pub days: Vec<String>,
    /// From, such as `08:00`, in the calendar's zone.
    pub from: String,
    /// Until, such as `17:30`.
    pub until: String,
}

/// When people of a country or unit work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Its name.
    pub name: CalendarName,
    /// The country, as ISO 3166-1 alpha-2, such as `AT`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The time zone, by IANA name.
    pub timezone: String,
    /// Working hours.
    pub hours: Vec<Hours>,
    /// Days off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

impl Calendar {
    /// What is wrong with it, if anything.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        if zone(&self.timezone).is_none() {
            return Some(format!("is in the unknown time zone `{}`", self.timezone));
        }
        let hours = self.hours.iter().find_map(Hours::problem);
        let holiday = self
            .holidays
            .iter()
            .find(|holiday| holiday.date.parse::<Date>().is_err());
        hours.or_else(|| holiday.map(|h| format!("has the holiday `{}`, which is no date", h.date)))
    }

    /// Whether people work at that moment.
    #[must_use]
    pub fn working(&self, at: Time) -> bool {
        let (Some(zone), Ok(stamp)) = (
            zone(&self.timezone),
            jiff::Timestamp::from_millisecond(at.millis()),
        ) else {
            return false;
        };
        let local = zone.to_datetime(stamp);
        !self.holiday(local.date())
            && self
                .hours
                .iter()
                .any(|hours| hours.contain(local.weekday(), local.time()))
    }

    /// Whether people work at some time of the day that it is then.
    #[must_use]
    pub fn working_day(&self, at: Time) -> bool {
        let stamp = jiff::Timestamp::from_millisecond(at.millis());
        let (Some(zone), Ok(stamp)) = (zone(&self.timezone), stamp) else {
            return false;
        };
        let day = zone.to_datetime(stamp).date();
        !self.holiday(day) && self.hours.iter().any(|hours| hours.begins(day).is_some())
    }

    /// The first moment from `from` on at which people work; none if there is none within a year.
    #[must_use]
    pub fn next_working(&self, from: Time) -> Option<Time> {
        if self.working(from) {
            return Some(from);
        }
        let zone = zone(&self.timezone)?;
        let stamp = jiff::Timestamp::from_millisecond(from.millis()).ok()?;
        let today = zone.to_datetime(stamp).date();
        let days = (0..=FAR).filter_map(|days| today.checked_add(days.days()).ok());
        let mut open = days.filter(|day| !self.holiday(*day));
        open.find_map(|day| {
            let begins = self.hours.iter().filter_map(|hours| hours.begins(day));
            let moments = begins.filter_map(|begins| zone.to_timestamp(begins).ok());
            let moments = moments.map(|stamp| Time::from_millis(stamp.as_millisecond()));
            moments
                .filter(|moment| *moment > from && self.working(*moment))
                .min()
        })
    }

    /// The days of the week on which people work, from Monday on.
    #[must_use]
    pub fn weekdays(&self) -> Vec<Weekday> {
        let week = Weekday::Monday.cycle_forward().take(7);
        let worked = |day: &Weekday| {
            let mut names = self.hours.iter().flat_map(|hours| &hours.days);
            names.any(|name| weekday(name) == Some(*day))
        };
        week.filter(worked).collect()
    }

    /// Whether that day is a day off.
    #[must_use]
    pub fn holiday(&self, date: Date) -> bool {
        self.holidays
            .iter()
            .any(|holiday| holiday.date.parse::<Date>().is_ok_and(|day| day == date))
    }
}

/// How many days ahead working time is looked for.
const FAR: i64 = 366;

fn zone(name: &str) -> Option<TimeZone> {
    jiff::tz::db().get(name).ok()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

impl Hours {
    fn problem(&self) -> Option<String> {
        if let Some(day) = self.days.iter().find(|day| weekday(day).is_none()) {
            return Some(format!(
                "has the day `{day}`, which is none of `monday` to `sunday`"
            ));
        }
        match (clock(&self.from), clock(&self.until)) {
            (Some(from), Some(until)) if from < until => None,
            _ => Some(format!("works from `{}` until `{}`", self.from, self.until)),
        }
    }

    /// When they begin on a day, if it is one of theirs.
    fn begins(&self, day: Date) -> Option<DateTime> {
        let from = clock(&self.from)?;
        let theirs = |name: &String| weekday(name) == Some(day.weekday());
        self.days.iter().any(theirs).then(|| day.to_datetime(from))
    }

    fn contain(&self, day: Weekday, time: Clock) -> bool {
        let within = match (clock(&self.from), clock(&self.until)) {
            (Some(from), Some(until)) => from <= time && time < until,
            _ => false,
        };
        within && self.days.iter().any(|name| weekday(name) == Some(day))
    }
}

fn clock(text: &str) -> Option<Clock> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    Clock::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
