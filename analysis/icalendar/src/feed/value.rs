//! Durations and offsets.

use jiff::SignedDuration;

use super::event::Length;

/// `P1DT2H30M`, `PT15M`, `P2W`; weeks and days are days of the clock, the rest is exact. None if it is negative.
pub(super) fn duration(text: &str) -> Option<Length> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    let counted = |text: &str, units: &[(char, i64)]| -> Option<i64> {
        let (mut all, mut rest) = (0_i64, text);
        while !rest.is_empty() {
            let letter = rest.find(|c: char| !c.is_ascii_digit())?;
            let (number, behind) = rest.split_at_checked(letter)?;
            let unit = behind.chars().next()?;
            let (_, worth) = units.iter().find(|(one, _)| *one == unit)?;
            all = all.checked_add(number.parse::<i64>().ok()?.checked_mul(*worth)?)?;
            rest = behind.get(unit.len_utf8()..)?;
        }
        Some(all)
    };
    let days = counted(days, &[('W', 7), ('D', 1)])?;
    let seconds = counted(time, &[('H', 3600), ('M', 60), ('S', 1)])?;
    let within =
        (0..=LONGEST_DAYS).contains(&days) && (0..=LONGEST_DAYS * 86_400).contains(&seconds);
    within.then(|| Length {
        days,
        exact: SignedDuration::from_secs(seconds),
    })
}

/// A thousand years.
const LONGEST_DAYS: i64 = 366_000;

/// `+0100`, `-033000`.
pub(super) fn offset(text: &str) -> Option<jiff::tz::Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    let padded = match digits.len() {
        4 => format!("{digits}00"),
        6 => digits.to_owned(),
        _ => return None,
    };
    let number: i32 = padded.parse().ok().filter(|_| all)?;
    let seconds = number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100;
    jiff::tz::Offset::from_seconds(sign * seconds).ok()
}
