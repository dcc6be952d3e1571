//! Moments as people read them: in the viewer's zone and language, and how long ago.

use holdpoint_domain::Time;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::words::{Language, messages};

messages! {
    /// Words for spans of time.
    Spans {
        just_now: "just now" | "gerade eben";
        ago(span): "{span} ago" | "vor {span}";
        within(span): "in {span}" | "in {span}";
        minutes(n): "{n} min" | "{n} Min.";
        hours(n): "{n} h" | "{n} Std.";
        days[n]: "{n} day" / "{n} days" | "{n} Tag" / "{n} Tagen";
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "Jän"),
    ("Feb", "Feb"),
    ("Mar", "März"),
    ("Apr", "Apr"),
    ("May", "Mai"),
    ("Jun", "Juni"),
    ("Jul", "Juli"),
    ("Aug", "Aug"),
    ("Sep", "Sep"),
    ("Oct", "Okt"),
    ("Nov", "Nov"),
    ("Dec", "Dez"),
];

/// How a viewer reads time.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) language: Language,
    pub(crate) zone: TimeZone,
    /// What is now to them.
    pub(crate) now: Time,
}

/// A moment, ready to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// For machines, in RFC 3339.
    pub(crate) machine: String,
    /// In full, with the zone.
    pub(crate) full: String,
    /// Short: the day, and the time if it is of this year.
    pub(crate) short: String,
    /// How long ago, or in how long, if that is near.
    pub(crate) near: String,
}

impl Reading {
    /// The moment as this viewer reads it.
    pub(crate) fn when(&self, time: Time) -> When {
        let zoned = zoned(time, &self.zone);
        let this_year = zoned.year() == self::zoned(self.now, &self.zone).year();
        let day = self.day(&zoned);
        let clock = zoned.strftime("%H:%M");
        let short = match this_year {
            true => format!("{day} {clock}"),
            false => format!("{day} {}", zoned.year()),
        };
        let near = self.near(time);
        When {
            machine: time.to_string(),
            full: format!(
                "{day} {} {} {}",
                zoned.year(),
                zoned.strftime("%H:%M:%S"),
                zoned.strftime("%Z")
            ),
            near: if near.is_empty() { short.clone() } else { near },
            short,
        }
    }

    /// Hours and minutes.
    pub(crate) fn clock(&self, time: Time) -> String {
        zoned(time, &self.zone).strftime("%H:%M").to_string()
    }

    /// As a `datetime-local` field has it.
    pub(crate) fn field(&self, time: Time) -> String {
        zoned(time, &self.zone)
            .strftime("%Y-%m-%dT%H:%M")
            .to_string()
    }

    /// What a `datetime-local` field says.
    pub(crate) fn of_field(&self, text: &str) -> Option<Time> {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        let zoned = civil.to_zoned_datetime(self.zone.clone()).ok()?;
        Some(Time::from_millis(zoned.timestamp().as_millisecond()))
    }

    /// A span of time, such as `3 h`.
    pub(crate) fn span(&self, millis: i64) -> String {
        let words = Spans(self.language);
        match millis / 60_000 {
            minutes @ ..60 => words.minutes(minutes.max(1)),
            minutes @ 60..2_880 => words.hours(minutes / 60),
            minutes => words.days(minutes / 1_440),
        }
    }

    fn near(&self, time: Time) -> String {
        let words = Spans(self.language);
        let away = self.now.millis() - time.millis();
        match away {
            -60_000..60_000 => words.just_now().to_owned(),
            60_000..NEAR => words.ago(self.span(away)),
            past if past >= NEAR => String::new(),
            future if future > -NEAR => words.within(self.span(-future)),
            _ => String::new(),
        }
    }

    fn day(&self, zoned: &jiff::ZonedDateTime) -> String {
        let month = usize::try_from(zoned.month())
            .unwrap_or(1)
            .saturating_sub(1);
        let (english, german) = MONTHS.get(month).copied().unwrap_or_default();
        match self.language {
            Language::English => format!("{} {english}", zoned.day()),
            Language::German => format!("{}. {german}", zoned.day()),
        }
    }
}

/// Beyond six days a date says more than a number of days.
const NEAR: i64 = 6 * 86_400_000;

fn zoned(time: Time, zone: &TimeZone) -> jiff::ZonedDateTime {
    let stamp = Timestamp::from_millisecond(time.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.to_zoned_datetime(zone.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Language, Reading, TimeZone};

    fn reading(language: Language) -> Reading {
        Reading {
            language,
            zone: TimeZone::get("Europe/Vienna").unwrap(),
            now: "2026-11-27T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_moment_reads_as_its_viewer_is_used_to() {
        let time = "2026-07-01T08:05:09Z".parse().unwrap();
        let when = reading(Language::English).when(time);
        assert_eq!(when.short, "1 Jul 10:05");
        assert_eq!(when.full, "1 Jul 2026 10:05:09 CEST");
        assert_eq!(when.near, "1 Jul 10:05");
        let german = reading(Language::German).when(time);
        assert_eq!(german.short, "1. Juli 10:05");
    }

    #[test]
    fn what_is_near_is_counted() {
        let english = reading(Language::English);
        let near = |text: &str| english.when(text.parse().unwrap()).near;
        assert_eq!(near("2026-11-27T11:59:30Z"), "just now");
        assert_eq!(near("2026-11-27T11:20:00Z"), "40 min ago");
        assert_eq!(near("2026-11-25T12:00:00Z"), "2 days ago");
        assert_eq!(near("2026-11-27T15:00:00Z"), "in 3 h");
        assert_eq!(near("2025-11-27T15:00:00Z"), "27 Nov 2025");
    }

    #[test]
    fn a_field_gives_back_what_it_was_given() {
        let english = reading(Language::English);
        let time = "2026-07-01T08:05:00Z".parse().unwrap();
        assert_eq!(english.field(time), "2026-07-01T10:05");
        assert_eq!(english.of_field("2026-07-01T10:05"), Some(time));
        assert_eq!(english.of_field("tomorrow"), None);
    }
}
