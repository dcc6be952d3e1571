//! Whose calendar counts where.

use super::Calendar;
use crate::State;
use crate::catalogue::ComponentName;
use crate::kernel::Time;
use crate::organisation::{PersonId, UnitName};

impl State {
    /// The calendar of a unit: its own, or that of the nearest unit above it that has one.
    #[must_use]
    pub fn calendar_of(&self, unit: &UnitName) -> Option<&Calendar> {
        let named = |unit: &UnitName| self.units.get(unit).and_then(|unit| unit.calendar.as_ref());
        self.units_up(unit)
            .find_map(named)
            .and_then(|name| self.calendars.get(name))
    }

    /// The calendars that a person works by: those of the units of their teams.
    pub fn calendars_of(&self, person: &PersonId) -> impl Iterator<Item = &Calendar> {
        let teams = self.teams.values();
        let theirs = teams.filter(|team| team.members.contains(person));
        theirs.filter_map(|team| self.calendar_of(&team.unit))
    }

    /// From when on a person is at work, `now` if they are: by the calendars of the units of their teams, or,
    /// if they are in none that has one, by that of the component's unit. None if never within a year.
    #[must_use]
    pub fn at_work(&self, person: &PersonId, component: &ComponentName, now: Time) -> Option<Time> {
        let mut calendars: Vec<_> = self.calendars_of(person).collect();
        if calendars.is_empty() {
            let component = self.components.get(component);
            calendars.extend(component.and_then(|part| self.calendar_of(&part.unit)));
        }
        match calendars.is_empty() {
            // Where no calendar says when people work, they may at any time.
            true => Some(now),
            false => calendars
                .into_iter()
                .filter_map(|calendar| calendar.next_working(now))
                .min(),
        }
    }
}
