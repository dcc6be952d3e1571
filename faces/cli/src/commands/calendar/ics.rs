//! Holidays of a calendar and days of an iCalendar file are the same thing, said twice.

use holdpoint_domain::calendar::{Calendar, Holiday};
use holdpoint_icalendar::{CalendarError, Day};

use crate::error::Failure;

/// The whole days of a calendar file, as holidays.
pub(super) fn holidays(text: &str) -> Result<Vec<Holiday>, Failure> {
    let days = holdpoint_icalendar::read(text).map_err(|error| malformed(&error))?;
    let holiday = |day: Day| Holiday {
        date: day.date.to_string(),
        name: day.name,
    };
    Ok(days.into_iter().map(holiday).collect())
}

/// The holidays of a calendar as an iCalendar file.
pub(super) fn write(calendar: &Calendar) -> Result<String, Failure> {
    let day = |holiday: &Holiday| {
        let date = holiday.date.parse();
        let date = date.map_err(|_| CalendarError::Date {
            line: 0,
            value: holiday.date.clone(),
        })?;
        let name = holiday.name.clone();
        Ok(Day { date, name })
    };
    let days: Result<Vec<_>, _> = calendar.holidays.iter().map(day).collect();
    let days = days.map_err(|error| malformed(&error))?;
    Ok(holdpoint_icalendar::write(calendar.name.as_str(), &days))
}

fn malformed(error: &CalendarError) -> Failure {
    let failure = Failure::input("calendar-malformed", error.to_string());
    match error {
        CalendarError::Foreign => failure.help("it begins with `BEGIN:VCALENDAR`"),
        CalendarError::Repeats { .. } => {
            failure.help("export it with each of its days written out")
        }
        CalendarError::Date { .. } | CalendarError::Long { .. } => failure,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{holidays, write};

    #[test]
    fn what_is_written_is_read_again() {
        let calendar = serde_json::json!({
            "name": "austria", "timezone": "Europe/Vienna", "hours": [],
            "holidays": [{"date": "2026-12-25", "name": "Christmas, of course"}]
        });
        let calendar = serde_json::from_value(calendar).unwrap();
        assert_eq!(
            holidays(&write(&calendar).unwrap()).unwrap(),
            calendar.holidays
        );
    }

    #[test]
    fn what_is_no_calendar_is_said_to_be_none() {
        let failure = holidays("hello").unwrap_err();
        assert_eq!(failure.message, "the file is no iCalendar file");
    }
}
