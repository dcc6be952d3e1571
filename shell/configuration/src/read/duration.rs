//! Spans of time as people write them: `90s`, `10m`, `24h`, `7d`, `1h30m`.

const UNITS: &[(char, u32)] = &[('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// Seconds, from 1 on; units fall from left to right.
pub(super) fn parse(text: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut rest = text;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let unit = tail.chars().next()?;
        let (_, seconds) = units.find(|(known, _)| *known == unit)?;
        total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(*seconds)?)?;
        rest = tail.get(1..)?;
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::{UNITS, parse};
    use proptest::prelude::*;

    #[test]
    fn what_is_a_time_and_what_is_not() {
        assert_eq!(parse("10m"), Some(600));
        assert_eq!(parse("1h30m"), Some(5_400));
        assert_eq!(parse("7d"), Some(604_800));
        for bad in [
            "",
            "10",
            "m",
            "10 m",
            "0s",
            "30m1h",
            "1h1h",
            "-1h",
            "99999999d",
            "1ö",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(seconds in 1_u32..) {
            let mut rest = seconds;
            let mut text = String::new();
            for (unit, size) in UNITS {
                text += &format!("{}{unit}", rest / size);
                rest %= size;
            }
            prop_assert_eq!(parse(&text), Some(seconds));
        }

        #[test]
        fn no_text_is_too_strange(text in ".{0,12}") {
            prop_assert_ne!(parse(&text), Some(0));
        }
    }
}
