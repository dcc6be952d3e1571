//! Days on which people work.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

/// Working days: some days of the week, but for days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    /// Days of the week.
    pub weekdays: Vec<Weekday>,
    /// Days off.
    pub off: BTreeSet<Date>,
}

/// How far a working day is looked for, in days.
const FAR: usize = 3_660;

impl WorkingDays {
    /// Monday to Friday.
    #[must_use]
    pub fn weekdays() -> Self {
        let weekdays = Weekday::Monday.cycle_forward().take(5).collect();
        Self {
            weekdays,
            off: BTreeSet::new(),
        }
    }

    /// Whether people work on that day.
    #[must_use]
    pub fn is_one(&self, date: Date) -> bool {
        self.weekdays.contains(&date.weekday()) && !self.off.contains(&date)
    }

    /// The `n`th working day from a day on, that day included, counted from 1; none within ten years of days off.
    #[must_use]
    pub fn from(&self, date: Date, n: usize) -> Option<Date> {
        let days = std::iter::successors(Some(date), |date| date.tomorrow().ok());
        self.nth(days, n)
    }

    /// The `n`th working day back from a day, that day included, counted from 1.
    #[must_use]
    pub fn back(&self, date: Date, n: usize) -> Option<Date> {
        let days = std::iter::successors(Some(date), |date| date.yesterday().ok());
        self.nth(days, n)
    }

    fn nth(&self, days: impl Iterator<Item = Date>, n: usize) -> Option<Date> {
        let far = FAR.max(n.saturating_mul(8));
        days.take(far)
            .filter(|date| self.is_one(*date))
            .nth(n.checked_sub(1)?)
    }
}

/// How many days it is from one day to another.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jiff::civil::date;

    use super::WorkingDays;

    #[test]
    fn days_off_are_not_counted() {
        let mut days = WorkingDays::weekdays();
        days.off.extend([date(2026, 12, 24), date(2026, 12, 25)]);
        assert!(days.is_one(date(2026, 12, 23)) && !days.is_one(date(2026, 12, 26)));
        assert_eq!(days.from(date(2026, 12, 24), 1), Some(date(2026, 12, 28)));
        assert_eq!(days.from(date(2026, 12, 23), 2), Some(date(2026, 12, 28)));
        assert_eq!(days.back(date(2026, 12, 27), 3), Some(date(2026, 12, 21)));
        assert_eq!(days.from(date(2026, 12, 24), 0), None);
        days.weekdays.clear();
        assert_eq!(days.from(date(2026, 12, 24), 1), None);
    }
}
