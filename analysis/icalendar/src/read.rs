//! Reading a calendar file.

use jiff::civil::Date;
use thiserror::Error;

use crate::event::Event;
use crate::text::unfolded;

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// What it is called, in one line; may be empty.
    pub name: String,
}

/// Why a calendar file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Something else.
    #[error("the file is no iCalendar file")]
    Foreign,
    /// A value that should be a date.
    #[error("line {line}: `{value}` is no date")]
    Date {
        /// Where, counted from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// A day that repeats by a rule.
    #[error("line {line}: a holiday that repeats")]
    Repeats {
        /// Where, counted from 1.
        line: usize,
    },
    /// An event of more days than a holiday has.
    #[error("line {line}: an event of more than {longest} days is no holiday")]
    Long {
        /// Where it ends, counted from 1.
        line: usize,
        /// How many days are taken.
        longest: usize,
    },
}

/// The whole days of a calendar file, sorted, each once. Events with a time of day are left out.
///
/// # Errors
/// When it is no calendar, a date is none, or a day repeats: those are written out by whoever exports them.
pub fn read(text: &str) -> Result<Vec<Day>, CalendarError> {
    let lines = unfolded(text);
    if lines.first().map(|(_, line)| line.trim_end()) != Some("BEGIN:VCALENDAR") {
        return Err(CalendarError::Foreign);
    }
    let mut found = Vec::new();
    let mut event: Option<Event> = None;
    for (number, line) in &lines {
        match (line.trim_end(), &mut event) {
            ("BEGIN:VEVENT", _) => event = Some(Event::default()),
            ("END:VEVENT", Some(ended)) => {
                found.extend(ended.days(*number)?);
                event = None;
            }
            (line, Some(open)) => open.line(line, *number)?,
            _ => {}
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.date == b.date);
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{CalendarError, read};

    const FILE: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christ\r\n mas\\, both days\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn whole_days_are_holidays_and_meetings_are_not() {
        let days = read(FILE).unwrap();
        let days: Vec<_> = days
            .iter()
            .map(|day| (day.date.to_string(), day.name.as_str()))
            .collect();
        assert_eq!(
            days,
            [
                ("2026-12-25".to_owned(), "Christmas, both days"),
                ("2026-12-26".to_owned(), "Christmas, both days")
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |from: &str, to: &str| read(&FILE.replace(from, to)).unwrap_err().to_string();
        assert_eq!(
            wrong("20261225", "2026-12-25"),
            "line 3: `2026-12-25` is no date"
        );
        assert_eq!(
            wrong("20261225", "20261325"),
            "line 3: `20261325` is no date"
        );
        assert_eq!(
            wrong("20261227", "20271227"),
            "line 7: an event of more than 60 days is no holiday"
        );
        assert_eq!(
            wrong("SUMMARY:Ch", "RRULE:FREQ=YEARLY\r\nSUMMARY:Ch"),
            "line 5: a holiday that repeats"
        );
        assert_eq!(read("hello"), Err(CalendarError::Foreign));
    }
}
