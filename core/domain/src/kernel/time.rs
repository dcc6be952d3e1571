//! Time as the ledger has it: milliseconds, written in RFC 3339 with `Z`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z; written `2026-11-23T09:30:00.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time(i64);

/// Not a moment in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError(pub String);

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a time such as `2026-11-23T09:30:00Z`",
            self.0
        )
    }
}

impl std::error::Error for TimeError {}

/// 9999-12-30T21:59:59.999Z: later ones would leave the year 9999 in some time zone.
const LAST: i64 = 253_402_207_199_999;

impl Time {
    /// The moment that many milliseconds after the epoch, kept within the years 0 and 9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(-62_167_219_200_000, LAST))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0
    }

    /// That many milliseconds later.
    #[must_use]
    pub fn after(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(stamp) => write!(f, "{stamp:.3}"),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Time {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let stamp: jiff::Timestamp = text.parse().map_err(|_| TimeError(text.to_owned()))?;
        Ok(Self::from_millis(stamp.as_millisecond()))
    }
}

impl TryFrom<String> for Time {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

impl schemars::JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time"})
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn it_is_written_in_rfc_3339_with_milliseconds() {
        let time = Time::from_millis(1_763_890_200_007);
        assert_eq!(time.to_string(), "2025-11-23T09:30:00.007Z");
        assert_eq!(time.to_string().parse(), Ok(time));
        assert_eq!("2025-11-23T10:30:00.007+01:00".parse(), Ok(time));
        assert!("yesterday".parse::<Time>().is_err());
    }

    #[test]
    fn extremes_stay_printable() {
        for millis in [i64::MIN, i64::MAX] {
            let time = Time::from_millis(millis);
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
