//! RFC 3339 times in UTC.

/// Whether `text` is `YYYY-MM-DDThh:mm:ss[.f]Z` with a date that exists; a leap second may be 60.
pub(super) fn is_utc(text: &str) -> bool {
    let Some((seconds, zone)) = text.split_at_checked(19) else {
        return false;
    };
    shaped(seconds) && fraction(zone) && in_range(seconds)
}

fn shaped(seconds: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    seconds.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        _ => byte == *shape,
    })
}

fn fraction(zone: &str) -> bool {
    match zone.strip_prefix('.').map(|rest| rest.strip_suffix('Z')) {
        None => zone == "Z",
        Some(digits) => digits.is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }),
    }
}

fn in_range(seconds: &str) -> bool {
    let number = |from: usize, to: usize| {
        seconds
            .get(from..to)
            .and_then(|digits| digits.parse::<u32>().ok())
            .unwrap_or(u32::MAX)
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    (1..=12).contains(&month)
        && (1..=days(year, month)).contains(&day)
        && number(11, 13) < 24
        && number(14, 16) < 60
        && number(17, 19) <= 60
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::is_utc;

    #[test]
    fn times_that_exist_in_utc_are_accepted() {
        for time in [
            "2026-11-24T12:00:00Z",
            "2024-02-29T23:59:60.123456789Z",
            "2000-02-29T00:00:00.0Z",
        ] {
            assert!(is_utc(time), "{time}");
        }
    }

    #[test]
    fn other_zones_spellings_and_dates_are_refused() {
        let refused = [
            "",
            "2026-11-24",
            "2026-11-24T12:00:00",
            "2026-11-24t12:00:00z",
            "2026-11-24 12:00:00Z",
            "2026-11-24T12:00:00+00:00",
            "2026-11-24T12:00:00.Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T12:60:00Z",
            "2026-11-24T12:00:61Z",
            "2026-11-31T12:00:00Z",
            "2100-02-29T12:00:00Z",
            "2026-00-10T12:00:00Z",
            "2026-11-24T12:00:00Z ",
            "2026-11-24T12:00:0éZ",
        ];
        for time in refused {
            assert!(!is_utc(time), "{time}");
        }
    }
}
