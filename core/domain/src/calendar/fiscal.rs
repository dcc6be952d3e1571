//! How the organisation divides its year.

use std::collections::BTreeSet;

use holdpoint_schedule::{Fiscal, Pattern, WorkingDays, YearEnd};
use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CalendarName;
use crate::State;

/// How quarters are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum FiscalPattern {
    /// Into three months.
    #[serde(rename = "months")]
    Months,
    /// Into periods of 4, 4 and 5 weeks.
    #[serde(rename = "4-4-5")]
    Weeks445,
    /// Into periods of 4, 5 and 4 weeks.
    #[serde(rename = "4-5-4")]
    Weeks454,
    /// Into periods of 5, 4 and 4 weeks.
    #[serde(rename = "5-4-4")]
    Weeks544,
}

/// When a year of weeks ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FiscalYearEnd {
    /// On its day of the week that is nearest to the end of a month.
    Nearest,
    /// On the last of its days of the week in a month.
    Last,
}

/// How the organisation divides its year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FiscalSettings {
    /// How quarters are divided.
    pub pattern: FiscalPattern,
    /// The first day of any fiscal year, such as `2026-02-01`.
    pub year_start: String,
    /// When a year of weeks ends; the rule that fits the first day if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_end: Option<FiscalYearEnd>,
}

impl FiscalSettings {
    /// The fiscal calendar.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn calendar(&self) -> Result<Fiscal, String> {
        let pattern = match self.pattern {
            FiscalPattern::Months => Pattern::Months,
            FiscalPattern::Weeks445 => Pattern::Weeks445,
            FiscalPattern::Weeks454 => Pattern::Weeks454,
            FiscalPattern::Weeks544 => Pattern::Weeks544,
        };
        let end = self.year_end.map(|end| match end {
            FiscalYearEnd::Nearest => YearEnd::Nearest,
            FiscalYearEnd::Last => YearEnd::Last,
        });
        let start = self.year_start.parse::<Date>();
        let wrong = || format!("`{}` is no date such as `2026-02-01`", self.year_start);
        let start = start.map_err(|_| wrong())?;
        Fiscal::beginning(pattern, start, end).map_err(|why| why.to_string())
    }
}

/// The first of January of some year.
const JANUARY: Date = date(2024, 1, 1);

impl State {
    /// How the organisation divides its year: calendar months from January on, where nothing is said.
    pub(crate) fn fiscal(&self) -> Option<Fiscal> {
        let settings = self.organisation.as_ref().map(|known| &known.settings);
        let said = settings.and_then(|settings| settings.fiscal.as_ref());
        let said = said.and_then(|fiscal| fiscal.calendar().ok());
        said.or_else(|| Fiscal::beginning(Pattern::Months, JANUARY, None).ok())
    }

    /// The days on which people of a calendar work; Monday to Friday without one.
    pub(crate) fn working_days(&self, name: Option<&CalendarName>) -> WorkingDays {
        let found = name.and_then(|name| self.calendars.get(name));
        let Some(calendar) = found else {
            return WorkingDays::weekdays();
        };
        let off = calendar.holidays.iter();
        let off: BTreeSet<Date> = off.filter_map(|day| day.date.parse().ok()).collect();
        WorkingDays {
            weekdays: calendar.weekdays(),
            off,
        }
    }
}
