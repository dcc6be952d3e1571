//! How long something lasts, as people write it: `6h`, `1d12h`, `90m`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Days of the clock, which may have 23 or 25 hours, and then so long exactly, as RFC 5545 has durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lasts {
    /// Days.
    pub days: u32,
    /// Seconds.
    pub seconds: u32,
}

/// Not a time such as `6h`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastsError(pub String);

/// A year and a day: what lasts longer is written with its beginning and end.
const LONGEST_DAYS: u32 = 367;

const UNITS: &[(char, u32)] = &[('h', 3_600), ('m', 60), ('s', 1)];

impl fmt::Display for LastsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a time such as `6h`, `90m` or `1d12h`, of at most {LONGEST_DAYS} days",
            self.0
        )
    }
}

impl std::error::Error for LastsError {}

impl FromStr for Lasts {
    type Err = LastsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| LastsError(text.chars().take(40).collect()))
    }
}

fn parse(text: &str) -> Option<Lasts> {
    let (days, mut rest) = match text.split_once('d') {
        Some((days, rest)) => (number(days)?, rest),
        None => (0, text),
    };
    let mut seconds: u32 = 0;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let (digits, tail) = rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?;
        let unit = tail.chars().next()?;
        let (_, worth) = units.find(|(known, _)| *known == unit)?;
        seconds = seconds.checked_add(number(digits)?.checked_mul(*worth)?)?;
        rest = tail.get(1..)?;
    }
    let short = days.checked_add(seconds.div_ceil(86_400))? <= LONGEST_DAYS;
    (short && days + seconds > 0).then_some(Lasts { days, seconds })
}

fn number(digits: &str) -> Option<u32> {
    let sound = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| sound)
}

impl fmt::Display for Lasts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days > 0 {
            write!(f, "{}d", self.days)?;
        }
        let mut rest = self.seconds;
        for (unit, worth) in UNITS {
            if rest >= *worth {
                write!(f, "{}{unit}", rest / worth)?;
                rest %= worth;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Lasts {
    type Error = LastsError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Lasts> for String {
    fn from(lasts: Lasts) -> Self {
        lasts.to_string()
    }
}

impl schemars::JsonSchema for Lasts {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lasts".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
            "minLength": 2,
        })
    }
}
