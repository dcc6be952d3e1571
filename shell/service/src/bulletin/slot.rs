//! When a bulletin is due.

use holdpoint_domain::Time;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{Cadence, Settings};

const HOUR: i64 = 3_600_000;

/// The newest moment, at or before `now`, at which somebody wants to be told; none if never.
pub(super) fn newest(settings: &Settings, house: &str, now: Time) -> Option<Time> {
    match settings.bulletin {
        Cadence::Off => None,
        Cadence::Hourly => Some(Time::from_millis(now.millis().div_euclid(HOUR) * HOUR)),
        Cadence::Daily => {
            let zone = settings.timezone.as_deref().unwrap_or(house);
            let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
            daily(&zone, settings.hour, now)
        }
    }
}

fn daily(zone: &TimeZone, hour: u8, now: Time) -> Option<Time> {
    let stamp = Timestamp::from_millisecond(now.millis()).ok()?;
    let today = stamp.to_zoned_datetime(zone.clone()).date();
    let hour = i8::try_from(hour).ok()?;
    // An hour that the clock skips on a day in spring is told after the gap.
    let at = |date: jiff::civil::Date| {
        let moment = date
            .at(hour, 0, 0, 0)
            .to_zoned_datetime(zone.clone())
            .ok()?;
        Some(Time::from_millis(moment.timestamp().as_millisecond()))
    };
    let first = at(today)?;
    if first <= now {
        return Some(first);
    }
    at(today.yesterday().ok()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::newest;
    use crate::{Cadence, Settings};

    fn due(bulletin: Cadence, zone: Option<&str>, hour: u8, now: &str) -> Option<String> {
        let settings = Settings {
            timezone: zone.map(str::to_owned),
            bulletin,
            hour,
            ..Settings::default()
        };
        let slot = newest(&settings, "Europe/Vienna", now.parse().unwrap());
        slot.map(|time| time.to_string())
    }

    #[test]
    fn a_day_begins_where_somebody_is() {
        let now = "2026-03-10T07:30:00Z";
        let at = |zone, hour| due(Cadence::Daily, zone, hour, now).unwrap();
        assert_eq!(at(None, 8), "2026-03-10T07:00:00.000Z");
        assert_eq!(at(None, 9), "2026-03-09T08:00:00.000Z");
        assert_eq!(at(Some("Asia/Tokyo"), 8), "2026-03-09T23:00:00.000Z");
        assert_eq!(at(Some("America/New_York"), 8), "2026-03-09T12:00:00.000Z");
        assert_eq!(due(Cadence::Off, None, 8, now), None);
        assert_eq!(
            due(Cadence::Hourly, None, 8, now).unwrap(),
            "2026-03-10T07:00:00.000Z"
        );
    }

    #[test]
    fn an_hour_that_is_skipped_comes_after_the_gap() {
        let at = |now| due(Cadence::Daily, None, 2, now).unwrap();
        assert_eq!(at("2026-03-29T06:00:00Z"), "2026-03-29T01:00:00.000Z");
    }
}
