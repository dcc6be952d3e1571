//! Times as people write them on a command line.

use holdpoint_domain::Time;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::error::Failure;

/// RFC 3339, a date or a date and time in the zone of the reader, or a span from now such as `+14d`.
pub(crate) fn time(text: &str, zone: &TimeZone, now: Time) -> Result<Time, Failure> {
    let found = text
        .parse::<Time>()
        .ok()
        .or_else(|| local(text, zone))
        .or_else(|| later(text, now));
    found.ok_or_else(|| {
        Failure::input("time-wrong", format!("`{text}` is no time")).help(
            "write `2026-11-23T09:30:00Z`, `2026-11-23 09:30`, `2026-11-23`, or `+14d` from now",
        )
    })
}

fn local(text: &str, zone: &TimeZone) -> Option<Time> {
    // A date is also read from a date with a time, and would lose it.
    let moment = match text.len() {
        10 => text
            .parse::<Date>()
            .ok()?
            .to_datetime(jiff::civil::Time::midnight()),
        _ => text.parse::<DateTime>().ok()?,
    };
    let stamp = zone.to_timestamp(moment).ok()?;
    Some(Time::from_millis(stamp.as_millisecond()))
}

fn later(text: &str, now: Time) -> Option<Time> {
    let span = text.strip_prefix('+')?;
    let (number, unit) = span.split_at_checked(span.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok()?;
    let seconds = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    let millis = number.checked_mul(seconds)?.checked_mul(1000)?;
    (millis > 0).then(|| now.after(millis))
}

/// How long something takes: `90m`, `2h`, `1h30m`; a day has 24 hours.
pub(crate) fn length(text: &str) -> Result<SignedDuration, Failure> {
    let (mut seconds, mut rest) = (Some(0_i64), text);
    while let (Some(before), false) = (seconds, rest.is_empty()) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let unit = behind.chars().next();
        let number = number.parse::<i64>().ok();
        let more = number.zip(unit.and_then(worth));
        let more = more.and_then(|(number, worth)| number.checked_mul(worth));
        seconds = more.and_then(|more| before.checked_add(more));
        rest = behind.get(1..).unwrap_or_default();
    }
    match seconds {
        Some(seconds) if seconds > 0 => Ok(SignedDuration::from_secs(seconds)),
        _ => {
            let failure = Failure::input("duration-wrong", format!("`{text}` is no duration"));
            Err(failure.help("write `90m`, `2h`, `1h30m` or `2d`"))
        }
    }
}

/// The same in seconds, as far as commands take it.
pub(crate) fn seconds(text: &str) -> Result<u32, Failure> {
    let seconds = length(text)?.as_secs();
    u32::try_from(seconds)
        .map_err(|_| Failure::input("duration-wrong", format!("`{text}` is too long")))
}

/// Seconds of a unit.
fn worth(unit: char) -> Option<i64> {
    Some(match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use holdpoint_domain::Time;

    use super::time;

    fn read(text: &str) -> String {
        let zone = jiff::tz::db().get("Europe/Vienna").unwrap();
        let now: Time = "2026-03-01T12:00:00Z".parse().unwrap();
        time(text, &zone, now)
            .map_or_else(|failure| failure.message.clone(), |time| time.to_string())
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(
            read("2026-11-23T09:30:00+02:00"),
            "2026-11-23T07:30:00.000Z"
        );
        assert_eq!(read("2026-07-01"), "2026-06-30T22:00:00.000Z");
        assert_eq!(read("2026-01-02 09:30"), "2026-01-02T08:30:00.000Z");
        assert_eq!(read("+14d"), "2026-03-15T12:00:00.000Z");
        assert_eq!(read("+-1d"), "`+-1d` is no time");
        assert_eq!(read("soon"), "`soon` is no time");
    }

    #[test]
    fn lengths_are_numbers_with_units() {
        let seconds = |text: &str| super::length(text).ok().map(|one| one.as_secs());
        assert_eq!(seconds("1h30m"), Some(5_400));
        assert_eq!(seconds("2d"), Some(172_800));
        for wrong in ["", "0m", "h", "5", "5x", "-1h", "99999999999999999w", "1é"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
