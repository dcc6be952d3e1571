//! A fiscal year, its quarters and periods.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Pattern;

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
        let days = super::days_between(start, next);
        let weeks = pattern.weeks().map(|_| days / 7);
        let mut begins = start;
        let mut quarters = Vec::with_capacity(4);
        for quarter in 0..4_i8 {
            let mut periods = Vec::with_capacity(3);
            for period in 0..3_i8 {
                let number = quarter * 3 + period + 1;
                let (ends, weeks) = match (number, pattern.weeks()) {
                    (12, None) => (next, None),
                    (12, Some(_)) => (next, Some(super::days_between(begins, next) / 7)),
                    (_, None) => (start.checked_add(i32::from(number).months()).ok()?, None),
                    (_, Some(weeks)) => {
                        let weeks = *weeks.get(usize::try_from(period).ok()?)?;
                        (begins.checked_add(weeks.weeks()).ok()?, Some(weeks))
                    }
                };
                let end = ends.yesterday().ok()?;
                periods.push(Period {
                    number,
                    start: begins,
                    end,
                    weeks,
                });
                begins = ends;
            }
            let (start, end) = (periods.first()?.start, periods.last()?.end);
            quarters.push(Quarter {
                number: quarter + 1,
                start,
                end,
                periods,
            });
        }
        let end = next.yesterday().ok()?;
        Some(Self {
            number,
            start,
            end,
            weeks,
            quarters,
        })
    }

    /// Its twelve periods, in order.
    pub fn periods(&self) -> impl Iterator<Item = &Period> {
        self.quarters.iter().flat_map(|quarter| &quarter.periods)
    }
}
