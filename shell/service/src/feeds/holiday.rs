//! Days off as events.

use holdpoint_domain::calendar::{Calendar, Holiday};
use holdpoint_icalendar::{Event, Status, When};

pub(super) fn events(calendar: &Calendar) -> Vec<Event> {
    let event = |holiday: &Holiday| {
        let date = holiday.date.parse().ok()?;
        let uid = format!("day-off-{}-{}@holdpoint", calendar.name, holiday.date);
        let name = if holiday.name.is_empty() {
            "Day off"
        } else {
            &holiday.name
        };
        Some(Event {
            summary: format!("{name} ({})", calendar.name),
            categories: vec!["Day off".to_owned()],
            status: Some(Status::Confirmed),
            transparent: true,
            ..Event::new(uid, When::Date(date))
        })
    };
    calendar.holidays.iter().filter_map(event).collect()
}
