//! When books are closed.

use holdpoint_schedule::{CloseWindow, FiscalYear, Policy, Span, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::State;
use crate::calendar::CalendarName;
use crate::window::CloseOf;

/// How far from the end of a period its close may lie, in days: 60 working days with holidays between them.
const FAR: i64 = 200;

/// Working days around the end of each period.
#[derive(Debug, Clone)]
pub(super) struct Close {
    pub(super) of: CloseOf,
    pub(super) window: CloseWindow,
    pub(super) calendar: Option<CalendarName>,
}

impl Close {
    pub(super) fn within(&self, state: &State, zone: &Zone, within: Span) -> Vec<Span> {
        // Years of months always can be.
        let Some(fiscal) = state.fiscal() else {
            return Vec::new();
        };
        let days = state.working_days(self.calendar.as_ref());
        let edge = |moment, by: i64| zone.clock(moment).date().saturating_add(by.days());
        let last = edge(within.to, FAR);
        let mut found = Vec::new();
        let mut year = fiscal.year_of(edge(within.from, -FAR)).ok();
        while let Some(one) = year.filter(|one| one.start <= last) {
            for end in self.ends(&one) {
                let closed = self.window.around(end, &days);
                found.extend(closed.and_then(|closed| whole_days(zone, closed)));
            }
            year = one
                .number
                .checked_add(1)
                .and_then(|next| fiscal.year(next).ok());
        }
        found
    }

    fn ends(&self, year: &FiscalYear) -> Vec<Date> {
        match self.of {
            CloseOf::Month => year.periods().map(|period| period.end).collect(),
            CloseOf::Quarter => year.quarters.iter().map(|quarter| quarter.end).collect(),
            CloseOf::Year => vec![year.end],
        }
    }
}

/// From the beginning of a day to the end of another.
fn whole_days(zone: &Zone, (first, last): (Date, Date)) -> Option<Span> {
    let begins = |day: Date| Policy::SINGLE.moment(zone, day.to_datetime(Time::MIN));
    let (from, to) = (begins(first)?, begins(last.tomorrow().ok()?)?);
    Some(Span { from, to })
}
