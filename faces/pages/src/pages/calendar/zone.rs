//! The zone of the calendar: the reader's own, or another that the address names.

use holdpoint_service::ServiceError;
use jiff::tz::TimeZone;

use super::words::CalendarWords;
use crate::desk::Desk;
use crate::frame::zones;
use crate::visit::Visit;

/// A visit that reads time in the zone that it asks for.
pub(super) fn in_zone(mut visit: Visit) -> Visit {
    visit.zone = visit.query.get("zone").map(str::to_owned);
    visit
}

/// That the zone that was asked for is one.
pub(super) fn known(desk: &Desk<'_>) -> Result<(), ServiceError> {
    let unknown = |zone: &&String| TimeZone::get(zone).is_err();
    match desk.visit.zone.as_ref().filter(unknown) {
        None => Ok(()),
        Some(zone) => {
            let t = CalendarWords(desk.language());
            Err(ServiceError::Malformed(t.no_such_zone(zone)))
        }
    }
}

/// What the reader would have without asking for one.
pub(super) fn own<'a>(desk: &'a Desk<'_>) -> &'a str {
    let chosen = desk.visit.preferences.zone.as_deref();
    chosen.unwrap_or(&desk.house.zone)
}

/// Zones to choose from, beside one's own: value, label, and whether it is chosen.
pub(super) fn choices(desk: &Desk<'_>) -> Vec<(String, String, bool)> {
    let (own, chosen) = (own(desk), desk.visit.zone.as_deref());
    let offered = zones(chosen.unwrap_or(own), &desk.house.zone);
    let others = offered.into_iter().filter(|one| one.value != own);
    let choice = others.map(|one| {
        let is = chosen == Some(one.value.as_str());
        (one.value, one.label, is)
    });
    choice.collect()
}
