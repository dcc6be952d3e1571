//! An event while its lines are read.

use jiff::civil::Date;

use crate::read::{CalendarError, Day};
use crate::text::unescaped;

/// The longest holiday, in days; longer ones are something else.
const LONGEST: usize = 60;

#[derive(Default)]
pub(crate) struct Event {
    start: Option<Date>,
    end: Option<Date>,
    name: String,
}

impl Event {
    pub(crate) fn line(&mut self, line: &str, number: usize) -> Result<(), CalendarError> {
        let Some((property, value)) = line.split_once(':') else {
            return Ok(());
        };
        let (name, parameters) = property.split_once(';').unwrap_or((property, ""));
        let whole_day = value.len() == 8 || parameters.contains("VALUE=DATE");
        match name {
            "DTSTART" if whole_day => self.start = Some(date(value, number)?),
            "DTEND" if whole_day => self.end = Some(date(value, number)?),
            "SUMMARY" => self.name = unescaped(value),
            "RRULE" if self.start.is_some() => {
                return Err(CalendarError::Repeats { line: number });
            }
            _ => {}
        }
        Ok(())
    }

    /// Its days: the end is the first day after it.
    pub(crate) fn days(&self, number: usize) -> Result<Vec<Day>, CalendarError> {
        let Some(start) = self.start else {
            return Ok(Vec::new());
        };
        let last = self.end.filter(|end| *end > start);
        let days: Vec<_> = std::iter::successors(Some(start), |date| date.tomorrow().ok())
            .take_while(|date| last.map_or(*date == start, |end| *date < end))
            .take(LONGEST + 1)
            .map(|date| Day {
                date,
                name: self.name.clone(),
            })
            .collect();
        if days.len() > LONGEST {
            return Err(CalendarError::Long {
                line: number,
                longest: LONGEST,
            });
        }
        Ok(days)
    }
}

fn date(value: &str, number: usize) -> Result<Date, CalendarError> {
    let of = |text: &str| {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = text.parse().ok().filter(|_| digits)?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
        .ok()
    };
    of(value).ok_or_else(|| CalendarError::Date {
        line: number,
        value: value.chars().take(40).collect(),
    })
}
