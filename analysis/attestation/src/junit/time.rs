//! Durations as reports write them: seconds with a point or a comma, with thousands separated, as powers.

/// Seconds as text to milliseconds; nothing for what is no duration.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    scaled(text, 1e3)
}

/// Seconds as text to microseconds; nothing for what is no duration.
pub(super) fn microseconds(text: &str) -> Option<u64> {
    scaled(text, 1e6)
}

fn scaled(text: &str, unit: f64) -> Option<u64> {
    let text = text.trim().trim_end_matches('s');
    let plain = match (text.contains('.'), text.matches(',').count()) {
        // `1,234.567` of Surefire, `1,234,567`
        (true, _) | (false, 2..) => text.replace(',', ""),
        // `0,25` of a locale with a decimal comma
        (false, 1) => text.replace(',', "."),
        (false, _) => text.to_owned(),
    };
    let seconds: f64 = plain.parse().ok()?;
    let units = (seconds * unit).round();
    // A hundred years; above it, and below zero, the report is wrong.
    if !(0.0..=3.2e9 * unit).contains(&units) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range, just checked"
    )]
    let whole = units as u64;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::{microseconds, milliseconds};

    #[test]
    fn dialects() {
        for (text, expected) in [
            ("0.25", Some(250)),
            ("1,234.567", Some(1_234_567)),
            ("0,25", Some(250)),
            ("1,234,567", Some(1_234_567_000)),
            ("9.5e-05", Some(0)),
            ("1.5s", Some(1500)),
            (" 2 ", Some(2000)),
            ("-1", None),
            ("NaN", None),
            ("1e300", None),
            ("soon", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
        assert_eq!(microseconds("9.5e-05"), Some(95));
        assert_eq!(microseconds("1,234.567891"), Some(1_234_567_891));
    }
}
