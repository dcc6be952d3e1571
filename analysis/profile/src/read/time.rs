//! Times as traces write them.

use jiff::Timestamp;

use super::rules::mistakes::TIME;
use super::said::{Said, Where};
use crate::Nanos;

/// How a time is written.
#[derive(Clone, Copy)]
pub(super) enum Written {
    /// As RFC 3339 has it.
    Date,
    /// Nanoseconds since 1970, as text or number.
    Nanos,
    /// The same, but 0 says that it is not known.
    KnownNanos,
    /// Milliseconds since 1970.
    Millis,
}

/// The time under a key, if it is there.
pub(super) fn time(at: &Where<'_>, key: &str, written: Written, said: &mut Said) -> Option<Nanos> {
    let text = at.text(key, said)?;
    let time = match written {
        Written::Date => date(text),
        Written::KnownNanos if text == "0" || text.is_empty() => return None,
        Written::Nanos | Written::KnownNanos => whole(text, 1),
        Written::Millis => whole(text, 1_000_000),
    };
    if let (Err(what), Some(found)) = (&time, at.get(key)) {
        said.wrong(found.place(), &TIME, &[("name", key), ("what", what)]);
    }
    time.ok()
}

/// A length of time under a key, in nanoseconds; `size` of them are one.
pub(super) fn length(at: &Where<'_>, key: &str, size: u64, said: &mut Said) -> Option<u64> {
    let text = at.text(key, said)?;
    let exact = crate::length::decimal(text, size);
    // Small fractions are written with an exponent.
    let near = || {
        let value = at.get(key)?.value.number()?.value * size as f64;
        (value >= 0.0 && value < u64::MAX as f64 / 2.0).then_some(value.round() as u64)
    };
    let length = exact.or_else(near);
    if let (None, Some(found)) = (length, at.get(key)) {
        let what = format!("`{text}` is no length of time");
        said.wrong(found.place(), &TIME, &[("name", key), ("what", &what)]);
    }
    length
}

fn whole(text: &str, size: i64) -> Result<Nanos, String> {
    let number: Option<i64> = text
        .parse()
        .ok()
        .and_then(|number: i64| number.checked_mul(size));
    let number = number.filter(|number| *number >= 0);
    number.ok_or_else(|| format!("`{text}` is no whole number of its range"))
}

fn date(text: &str) -> Result<Nanos, String> {
    let stamp: Timestamp = text
        .parse()
        .map_err(|_| format!("`{text}` cannot be read"))?;
    let nanos = i64::try_from(stamp.as_nanosecond()).ok();
    let nanos = nanos.filter(|nanos| *nanos >= 0);
    nanos.ok_or_else(|| format!("`{text}` is before 1970 or after 2262"))
}
