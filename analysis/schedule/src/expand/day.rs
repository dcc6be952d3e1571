//! Which days a rule allows.

use jiff::civil::{Date, DateTime, Weekday};

use crate::rule::{DayOf, Frequency, Rule};
use crate::working::days_between;

/// The parts of a rule that speak of days.
#[derive(Debug, Clone)]
pub(crate) struct Days {
    months: Vec<i8>,
    weeks: Vec<i8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    days: Vec<DayOf>,
    /// Whether ordinals count in the month, not in the year.
    in_month: bool,
    week_start: Weekday,
    /// The last one that was asked for.
    asked: Option<(Date, bool)>,
}

impl Days {
    /// What a rule says, and what follows from its beginning where it says nothing.
    pub(crate) fn of(rule: &Rule, begin: DateTime) -> Self {
        let mut days = Self {
            months: rule.months.clone(),
            weeks: rule.weeks.clone(),
            year_days: rule.year_days.clone(),
            month_days: rule.month_days.clone(),
            days: rule.days.clone(),
            in_month: rule.frequency == Frequency::Monthly || !rule.months.is_empty(),
            week_start: rule.week_start,
            asked: None,
        };
        if rule.frequency > Frequency::Monthly {
            days.days.iter_mut().for_each(|day| day.ordinal = None);
        }
        let silent = days.weeks.is_empty()
            && days.year_days.is_empty()
            && days.month_days.is_empty()
            && days.days.is_empty();
        if silent {
            days.follow(rule.frequency, begin.date());
        }
        days
    }

    fn follow(&mut self, frequency: Frequency, begin: Date) {
        match frequency {
            Frequency::Yearly => {
                if self.months.is_empty() {
                    self.months.push(begin.month());
                }
                self.month_days.push(begin.day());
            }
            Frequency::Monthly => self.month_days.push(begin.day()),
            Frequency::Weekly => self.days.push(DayOf {
                ordinal: None,
                weekday: begin.weekday(),
            }),
            _ => {}
        }
    }

    /// Whether a day is allowed; remembered for the one that was asked for last.
    pub(crate) fn allow(&mut self, date: Date) -> bool {
        match self.asked {
            Some((asked, allowed)) if asked == date => allowed,
            _ => {
                let allowed = self.allowed(date);
                self.asked = Some((date, allowed));
                allowed
            }
        }
    }

    fn allowed(&self, date: Date) -> bool {
        // What costs least comes first.
        (self.months.is_empty() || self.months.contains(&date.month()))
            && (self.month_days.is_empty() || self.month_day(date))
            && (self.days.is_empty() || self.weekday(date))
            && (self.year_days.is_empty() || self.year_day(date))
            && (self.weeks.is_empty() || self.week(date))
    }

    /// Whether any day of that month is allowed, as far as months say so.
    pub(crate) fn month(&self, month: i8) -> bool {
        self.months.is_empty() || self.months.contains(&month)
    }

    fn month_day(&self, date: Date) -> bool {
        let (day, length) = (date.day(), date.days_in_month());
        self.month_days.contains(&day) || self.month_days.contains(&(day - length - 1))
    }

    fn year_day(&self, date: Date) -> bool {
        let (day, length) = (date.day_of_year(), date.days_in_year());
        self.year_days.contains(&day) || self.year_days.contains(&(day - length - 1))
    }

    fn weekday(&self, date: Date) -> bool {
        let weekday = date.weekday();
        let mut of_it = self.days.iter().filter(|day| day.weekday == weekday);
        of_it.any(|day| {
            day.ordinal
                .is_none_or(|ordinal| ordinal == self.ordinal(date, ordinal > 0))
        })
    }

    /// The how manieth of its weekday it is: from the beginning of the month or year, or from its end.
    fn ordinal(&self, date: Date, from_begin: bool) -> i16 {
        let (day, length) = match self.in_month {
            true => (i16::from(date.day()), i16::from(date.days_in_month())),
            false => (date.day_of_year(), date.days_in_year()),
        };
        match from_begin {
            true => (day - 1) / 7 + 1,
            false => -((length - day) / 7 + 1),
        }
    }

    fn week(&self, date: Date) -> bool {
        let (number, all) = self.week_of(date);
        self.weeks.contains(&number) || self.weeks.contains(&(number - all - 1))
    }

    /// The number of a day's week, and how many weeks its year has. The first week is the first with four days in the year.
    fn week_of(&self, date: Date) -> (i8, i8) {
        let year = date.year();
        let first = |year: i16| self.first_week(year);
        let of = date_number(date);
        let year = match (first(year), first(year.saturating_add(1))) {
            (begin, _) if of < begin => year.saturating_sub(1),
            (_, next) if of >= next => year.saturating_add(1),
            _ => year,
        };
        let (begin, next) = (first(year), first(year.saturating_add(1)));
        let weeks = |days: i32| i8::try_from(days / 7).unwrap_or(i8::MAX);
        (weeks(of - begin).saturating_add(1), weeks(next - begin))
    }

    /// The number of the day on which the first week of a year begins.
    fn first_week(&self, year: i16) -> i32 {
        let january = jiff::civil::date(year.clamp(-9998, 9998), 1, 1);
        let since = january.weekday().since(self.week_start);
        let begin = date_number(january) - i32::from(since);
        if since <= 3 { begin } else { begin + 7 }
    }
}

/// Days since 1 January 1970.
pub(crate) fn date_number(date: Date) -> i32 {
    days_between(jiff::civil::date(1970, 1, 1), date)
}
