//! A fiscal year, its quarters and periods.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Pattern;
use crate::working::days_between;

/// A fiscal year. All ends are the last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiscalYear {
    /// Its number.
    pub number: i16,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// 52 or 53; none for a year of months.
    pub weeks: Option<i32>,
    /// Four.
    pub quarters: Vec<Quarter>,
}

/// A quarter of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// 1 to 4.
    pub number: i8,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// Three.
    pub periods: Vec<Period>,
}

/// A month, or some weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// 1 to 12.
    pub number: i8,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// How many, if it has whole weeks.
    pub weeks: Option<i32>,
}

impl FiscalYear {
    /// The year from `start` to the day before `next`; none if that is beyond the calendar.
    pub(super) fn of(pattern: Pattern, number: i16, start: Date, next: Date) -> Option<Self> {
        let periods = periods(pattern, start, next)?;
        let quarters = periods.chunks(3).zip(1..).map(|(periods, number)| {
            Some(Quarter {
                number,
                start: periods.first()?.start,
                end: periods.last()?.end,
                periods: periods.to_vec(),
            })
        });
        Some(Self {
            number,
            start,
            end: next.yesterday().ok()?,
            weeks: pattern.weeks().map(|_| days_between(start, next) / 7),
            quarters: quarters.collect::<Option<_>>()?,
        })
    }

    /// Its twelve periods, in order.
    pub fn periods(&self) -> impl Iterator<Item = &Period> {
        self.quarters.iter().flat_map(|quarter| &quarter.periods)
    }
}

/// The twelve periods of the year from `start` to the day before `next`; the last one has what is left.
fn periods(pattern: Pattern, start: Date, next: Date) -> Option<Vec<Period>> {
    let mut periods = Vec::with_capacity(12);
    let mut begins = start;
    for number in 1..=12_i8 {
        let lasts = pattern.weeks().map(|weeks| {
            let at = usize::try_from(number - 1).unwrap_or(0) % weeks.len();
            weeks.get(at).copied().unwrap_or(4)
        });
        let ends = match lasts {
            _ if number == 12 => next,
            None => start.checked_add(i32::from(number).months()).ok()?,
            Some(weeks) => begins.checked_add(weeks.weeks()).ok()?,
        };
        periods.push(Period {
            number,
            start: begins,
            end: ends.yesterday().ok()?,
            weeks: lasts.map(|_| days_between(begins, ends) / 7),
        });
        begins = ends;
    }
    Some(periods)
}
