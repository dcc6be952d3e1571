//! Numbers as they are written, to the last digit.

use std::cmp::Ordering;

/// Digits that are reckoned with. Numbers of more are not compared.
const DIGITS: usize = 36;
/// Powers of ten that are reckoned with.
const EXPONENT: i32 = 400;

/// A number: a mantissa that does not end in a zero, and a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Decimal {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (digits, power) = match text.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let joined = format!("{whole}{part}");
        let used = joined
            .trim_start_matches(['-', '+', '0'])
            .trim_end_matches('0');
        if used.len() > DIGITS || power.abs() > EXPONENT || part.len() > 400 || whole.len() > 400 {
            return None;
        }
        let shift = i32::try_from(part.len()).ok()?;
        let mut zeros = 0;
        let mut significant = joined.as_str();
        while significant.ends_with('0') && significant.trim_start_matches(['-', '+']).len() > 1 {
            significant = significant.get(..significant.len() - 1)?;
            zeros += 1;
        }
        Some(Self::of(significant.parse().ok()?, power - shift + zeros))
    }

    pub(crate) fn of(mut mantissa: i128, mut exponent: i32) -> Self {
        if mantissa == 0 {
            return Self {
                mantissa,
                exponent: 0,
            };
        }
        while mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent }
    }

    pub(crate) fn is_whole(self) -> bool {
        self.exponent >= 0
    }

    /// The nearest whole number that is not less, or not more.
    pub(crate) fn rounded(self, up: bool) -> Option<Self> {
        if self.is_whole() {
            return Some(self);
        }
        let power = 10_i128.checked_pow(u32::try_from(-self.exponent).ok()?);
        let floor = match power {
            Some(power) => self.mantissa.div_euclid(power),
            // It is nearer to zero than one.
            None => -i128::from(self.mantissa < 0),
        };
        Some(Self::of(if up { floor + 1 } else { floor }, 0))
    }

    /// The whole number before it or after it.
    pub(crate) fn stepped(self, by: i128) -> Option<Self> {
        let power = 10_i128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let whole = self.mantissa.checked_mul(power)?.checked_add(by)?;
        Some(Self::of(whole, 0))
    }

    /// Whether it is a multiple of another one; none if the numbers are too far apart to tell.
    pub(crate) fn is_multiple_of(self, of: Self) -> Option<bool> {
        if of.mantissa == 0 {
            return Some(false);
        }
        if self.mantissa == 0 {
            return Some(true);
        }
        let apart = self.exponent.checked_sub(of.exponent)?;
        let power = 10_i128.checked_pow(apart.unsigned_abs())?;
        match apart >= 0 {
            true => Some(self.mantissa.checked_mul(power)? % of.mantissa == 0),
            false => Some(self.mantissa % of.mantissa.checked_mul(power)? == 0),
        }
    }

    /// How many digits stand before the point.
    fn magnitude(self) -> i64 {
        let digits = self.mantissa.unsigned_abs().to_string().len();
        i64::try_from(digits).unwrap_or(i64::MAX) + i64::from(self.exponent)
    }
}

/// As people write it, unless it is very large or small.
impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let places = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(0);
        match self.exponent {
            0..=20 => write!(f, "{sign}{digits}{}", "0".repeat(places)),
            -20..0 => {
                let padded = format!("{digits:0>width$}", width = places + 1);
                let (whole, part) = padded.split_at(padded.len() - places);
                write!(f, "{sign}{whole}.{part}")
            }
            _ => write!(f, "{sign}{digits}e{}", self.exponent),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.mantissa.signum().cmp(&other.mantissa.signum());
        if signs != Ordering::Equal || self.mantissa == 0 {
            return signs;
        }
        let larger = self.magnitude().cmp(&other.magnitude());
        if larger != Ordering::Equal {
            return if self.mantissa > 0 {
                larger
            } else {
                larger.reverse()
            };
        }
        // Of the same magnitude, so both fit once they end at the same place.
        let end = self.exponent.min(other.exponent);
        let scaled = |one: &Self| {
            let power = 10_i128.checked_pow((one.exponent - end).unsigned_abs());
            power.and_then(|power| one.mantissa.checked_mul(power))
        };
        scaled(self).cmp(&scaled(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_compared_to_the_last_digit() {
        let rising = [
            "-1e30",
            "-10",
            "-9.5",
            "-0.001",
            "0",
            "1e-300",
            "0.1",
            "0.10000000000000000001",
            "1",
            "9007199254740992",
            "9007199254740993",
            "1e40",
        ];
        for pair in rising.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
        for (one, other) in [("1.0", "1"), ("100", "1e2"), ("-0", "0"), ("0.50", "5e-1")] {
            assert_eq!(number(one), number(other));
        }
        assert_eq!(Decimal::parse(&"9".repeat(40)), None);
        assert_eq!(Decimal::parse("1e999"), None);
    }

    #[test]
    fn multiples_and_whole_numbers() {
        assert_eq!(number("0.3").is_multiple_of(number("0.1")), Some(true));
        assert_eq!(number("10").is_multiple_of(number("4")), Some(false));
        assert_eq!(number("1e300").is_multiple_of(number("7")), None);
        assert_eq!(number("-1.5").rounded(true), Some(number("-1")));
        assert_eq!(number("-1.5").rounded(false), Some(number("-2")));
        assert_eq!(number("1e-200").rounded(true), Some(number("1")));
        assert_eq!(number("20").stepped(-1), Some(number("19")));
    }
}
