//! `calendar.list` and `calendar.show`.

use holdpoint_domain::Kind;
use holdpoint_domain::calendar::{Calendar, CalendarName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// All working calendars.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListCalendars {}

/// All working calendars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Calendars {
    /// In order of name.
    pub calendars: Vec<CalendarPage>,
}

/// A working calendar, and whether people work now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CalendarPage {
    /// The calendar.
    pub calendar: Calendar,
    /// Whether people work at the moment that is asked about.
    pub working: bool,
}

impl Query for ListCalendars {
    const NAME: &'static str = "calendar.list";
    type View = Calendars;

    fn answer(&self, reader: &Reader<'_>) -> Result<Calendars, ServiceError> {
        let now = reader.now();
        let page = |calendar: &Calendar| CalendarPage {
            calendar: calendar.clone(),
            working: calendar.working(now),
        };
        reader.ask(|state| {
            Ok(Calendars {
                calendars: state.calendars.values().map(page).collect(),
            })
        })
    }
}

/// One working calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowCalendar {
    /// Its name.
    pub calendar: String,
}

impl Query for ShowCalendar {
    const NAME: &'static str = "calendar.show";
    type View = CalendarPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<CalendarPage, ServiceError> {
        let now = reader.now();
        reader.ask(|state| {
            let mut all = state.calendars.values();
            let found = all.find(|calendar| calendar.name.as_str() == self.calendar);
            let page = found.map(|calendar| CalendarPage {
                calendar: calendar.clone(),
                working: calendar.working(now),
            });
            Ok(page.ok_or_else(|| {
                let known = state.calendars.keys().map(CalendarName::as_str);
                ServiceError::absent(Kind::Calendar, &self.calendar, known)
            }))
        })?
    }
}
