//! Holidays as iCalendar (RFC 5545) has them: events that take whole days.

use std::fmt::Write as _;

use holdpoint_domain::calendar::{Calendar, Holiday};
use jiff::civil::Date;

use crate::error::Failure;

/// The whole days of a calendar file, sorted, each once. Events with a time of day are no holidays.
///
/// # Errors
/// When it is no calendar, or has a holiday that repeats: those are written out by whoever exports them.
pub(super) fn holidays(text: &str) -> Result<Vec<Holiday>, Failure> {
    let lines = unfolded(text);
    if lines.first().map(|(_, line)| line.as_str()) != Some("BEGIN:VCALENDAR") {
        let failure = Failure::input("calendar-malformed", "the file is no iCalendar file");
        return Err(failure.help("it begins with `BEGIN:VCALENDAR`"));
    }
    let mut found = Vec::new();
    let mut event: Option<Event> = None;
    for (number, line) in &lines {
        match (line.as_str(), &mut event) {
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

#[derive(Default)]
struct Event {
    start: Option<Date>,
    end: Option<Date>,
    name: String,
}

/// The longest holiday, in days; longer ones are something else.
const LONGEST: usize = 60;

impl Event {
    fn line(&mut self, line: &str, number: usize) -> Result<(), Failure> {
        let Some((property, value)) = line.split_once(':') else {
            return Ok(());
        };
        let (name, parameters) = property.split_once(';').unwrap_or((property, ""));
        match name {
            "DTSTART" if value.len() == 8 || parameters.contains("VALUE=DATE") => {
                self.start = Some(date(value, number)?);
            }
            "DTEND" if value.len() == 8 => self.end = Some(date(value, number)?),
            "SUMMARY" => self.name = unescaped(value),
            "RRULE" if self.start.is_some() => {
                let message = format!("line {number}: a holiday that repeats");
                return Err(Failure::input("calendar-malformed", message)
                    .help("export it with each of its days written out"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Its days: the end is the first day after it.
    fn days(&self, number: usize) -> Result<Vec<Holiday>, Failure> {
        let Some(start) = self.start else {
            return Ok(Vec::new());
        };
        let tomorrow = |date: Date| date.tomorrow().ok();
        let last = self.end.filter(|end| *end > start);
        let days: Vec<_> = std::iter::successors(Some(start), |date| tomorrow(*date))
            .take_while(|date| last.map_or(*date == start, |end| *date < end))
            .take(LONGEST + 1)
            .collect();
        if days.len() > LONGEST {
            let message =
                format!("line {number}: an event of more than {LONGEST} days is no holiday");
            return Err(Failure::input("calendar-malformed", message));
        }
        let day = |date: Date| Holiday {
            date: date.to_string(),
            name: self.name.clone(),
        };
        Ok(days.into_iter().map(day).collect())
    }
}

fn date(value: &str, number: usize) -> Result<Date, Failure> {
    let parts = value.get(..4).zip(value.get(4..6)).zip(value.get(6..8));
    let date = parts.and_then(|((year, month), day)| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    });
    date.ok_or_else(|| {
        Failure::input(
            "calendar-malformed",
            format!("line {number}: `{value}` is no date"),
        )
    })
}

/// Lines with their numbers; what begins with a space goes on with the line before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ => lines.push((at + 1, line.trim_end().to_owned())),
        }
    }
    lines
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", " ")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

/// The holidays of a calendar as an iCalendar file.
pub(super) fn write(calendar: &Calendar) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Holdpoint//EN\r\n");
    for holiday in &calendar.holidays {
        let date = holiday.date.replace('-', "");
        let name = holiday
            .name
            .replace('\\', "\\\\")
            .replace(',', "\\,")
            .replace(';', "\\;");
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{date}-{}@holdpoint\r\nDTSTAMP:{date}T000000Z\r\n\
             DTSTART;VALUE=DATE:{date}\r\nSUMMARY:{name}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n",
            calendar.name
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{holidays, write};

    const FILE: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christ\r\n mas\\, both days\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn whole_days_are_holidays_and_meetings_are_not() {
        let found = holidays(FILE).unwrap();
        let dates: Vec<_> = found
            .iter()
            .map(|one| (one.date.as_str(), one.name.as_str()))
            .collect();
        assert_eq!(
            dates,
            [
                ("2026-12-25", "Christmas, both days"),
                ("2026-12-26", "Christmas, both days")
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let calendar = serde_json::json!({
            "name": "austria", "timezone": "Europe/Vienna", "hours": [],
            "holidays": holidays(FILE).unwrap()
        });
        let calendar = serde_json::from_value(calendar).unwrap();
        assert_eq!(holidays(&write(&calendar)).unwrap(), calendar.holidays);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = FILE.replace("20261225", "2026-12-25");
        let failure = holidays(&wrong).unwrap_err();
        assert_eq!(failure.message, "line 3: `2026-12-25` is no date");
        assert!(holidays("hello").is_err());
    }
}
