//! Which days are shown.

use holdpoint_domain::Time;
use holdpoint_domain::window::Stretch;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// How days are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Month,
    Quarter,
    Timeline,
}

/// How many days a timeline has.
const DAYS: i64 = 28;

impl Layout {
    pub(super) const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Timeline];

    pub(super) fn named(name: Option<&str>) -> Self {
        let found = Self::ALL.into_iter().find(|one| Some(one.as_str()) == name);
        found.unwrap_or(Self::Month)
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Timeline => "timeline",
        }
    }

    /// The first day of what is shown around a day.
    pub(super) fn begin(self, day: Date) -> Date {
        match self {
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let back = i64::from((day.month() - 1) % 3);
                day.first_of_month().saturating_sub(back.months())
            }
            Self::Timeline => monday(day),
        }
    }

    /// What is shown so many pages on.
    pub(super) fn moved(self, begin: Date, pages: i64) -> Date {
        begin.saturating_add(match self {
            Self::Month => pages.months(),
            Self::Quarter => (pages * 3).months(),
            Self::Timeline => (pages * DAYS / 2).days(),
        })
    }

    /// The first day, and the day after the last: whole weeks of a month.
    pub(super) fn days(self, begin: Date) -> (Date, Date) {
        match self {
            Self::Month => weeks(begin),
            Self::Quarter => (begin, self.moved(begin, 1)),
            Self::Timeline => (begin, begin.saturating_add(DAYS.days())),
        }
    }
}

/// The Monday of the week that a month begins in, and the one after its end.
pub(super) fn weeks(month: Date) -> (Date, Date) {
    let last = month.last_of_month();
    (monday(month), monday(last).saturating_add(7.days()))
}

fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().since(Weekday::Monday));
    day.saturating_sub(since.days())
}

/// All days from one to before another.
pub(super) fn each((from, until): (Date, Date)) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.tomorrow().ok();
    std::iter::successors(Some(from), next).take_while(move |day| *day < until)
}

/// The moments of days in a zone.
pub(super) fn moments((from, until): (Date, Date), zone: &TimeZone) -> Stretch {
    Stretch {
        from: begins(from, zone),
        until: begins(until, zone),
    }
}

/// When a day begins.
pub(super) fn begins(day: Date, zone: &TimeZone) -> Time {
    let zoned = day.to_zoned_datetime(zone.clone());
    let millis = zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond());
    Time::from_millis(millis)
}

/// What the clock shows.
pub(super) fn clock(time: Time, zone: &TimeZone) -> jiff::civil::DateTime {
    let stamp = Timestamp::from_millisecond(time.millis()).unwrap_or_default();
    zone.to_datetime(stamp)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Layout, each, weeks};

    #[test]
    fn what_is_shown_begins_where_people_expect_it() {
        let day = date(2026, 11, 28);
        assert_eq!(Layout::Month.begin(day), date(2026, 11, 1));
        assert_eq!(Layout::Quarter.begin(day), date(2026, 10, 1));
        assert_eq!(Layout::Timeline.begin(day), date(2026, 11, 23));
        assert_eq!(
            weeks(date(2026, 11, 1)),
            (date(2026, 10, 26), date(2026, 12, 7))
        );
        assert_eq!(each(weeks(date(2026, 2, 1))).count(), 35);
        assert_eq!(
            Layout::Quarter.moved(date(2026, 10, 1), -1),
            date(2026, 7, 1)
        );
        assert_eq!(Layout::named(Some("other")), Layout::Month);
    }
}
