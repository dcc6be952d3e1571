//! Shapes of blackouts, maintenance windows and the fiscal calendar.
#![allow(dead_code, reason = "shapes, not values")]

use holdpoint_domain::calendar::{FiscalPattern, FiscalYearEnd};
use schemars::JsonSchema;

use super::primitive::{ClockTime, Date, Duration, Name, OneOrMany, Text};

/// How the organisation divides its year.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Fiscal {
    /// How quarters are divided.
    pattern: FiscalPattern,
    /// The first day of any fiscal year.
    year_start: Date,
    /// When a year of weeks ends; the rule that fits its first day if nothing is said.
    year_end: Option<FiscalYearEnd>,
}

/// A blackout or a maintenance window.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Window {
    /// What people call it.
    title: Option<Text>,
    /// Where; everywhere if nothing is said.
    environments: Option<OneOrMany<Name>>,
    /// For which components; for all if neither these nor units are named.
    components: Option<OneOrMany<Name>>,
    /// For the components of which units, and of those below them.
    units: Option<OneOrMany<Name>>,
    /// The time zone, by IANA name; that of the organisation if nothing is said.
    timezone: Option<String>,
    /// When it is.
    when: OneOrMany<When>,
}

/// A release train: at each of its times it departs, with the releases that go with it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Train {
    /// What people call it.
    title: Option<Text>,
    /// Where it goes; everywhere if nothing is said.
    environments: Option<OneOrMany<Name>>,
    /// Which components it carries; all if neither these nor units are named.
    components: Option<OneOrMany<Name>>,
    /// It carries the components of which units, and of those below them.
    units: Option<OneOrMany<Name>>,
    /// The time zone, by IANA name; that of the organisation if nothing is said.
    timezone: Option<String>,
    /// When it departs.
    when: OneOrMany<When>,
    /// When the scope of a departure is frozen; never if nothing is said.
    scope_freeze: Option<ScopeFreeze>,
}

/// When the scope of a departure is frozen.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ScopeFreeze {
    /// So many working days before the day of the departure, from the beginning of that day on.
    #[schemars(range(min = 1, max = 250))]
    working_days: u32,
    /// Whose working days, by name of the calendar; Monday to Friday if nothing is said.
    calendar: Option<Name>,
}

/// A time of a window: `from` and `until`; or `rule`, `start` and `lasts`; or `close`; or `feed`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct When {
    /// From when on.
    from: Option<ClockTime>,
    /// Until when; of a day, its end.
    until: Option<ClockTime>,
    /// A rule by which it is again and again (RFC 5545), such as `FREQ=WEEKLY;BYDAY=FR`.
    rule: Option<String>,
    /// From when on the rule counts, and at which time of day the window begins.
    start: Option<ClockTime>,
    /// How long it takes each time: days of the clock, and then so long exactly.
    lasts: Option<Duration>,
    /// Days on which it does not begin.
    except: Option<OneOrMany<Date>>,
    /// While books are closed at the end of each month, quarter or year of the fiscal calendar.
    close: Option<Close>,
    /// The last so many working days before the end.
    before: Option<u32>,
    /// The first so many working days after it.
    after: Option<u32>,
    /// Whose working days, by name of the calendar; Monday to Friday if nothing is said.
    calendar: Option<Name>,
    /// A calendar file (RFC 5545), by its path from the folder of this file: when its events take place.
    feed: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Close {
    Month,
    Quarter,
    Year,
}
