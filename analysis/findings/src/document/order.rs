//! Numbers as they are written, compared to the last digit: double precision does not tell the largest integers of 64 bits apart.

use std::cmp::Ordering;

use super::scalar::{radix, worth};

/// A decimal: its digits without zeros at either end, and the place of the point before them.
#[derive(PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i64,
}

fn decimal(text: &str) -> Option<Decimal> {
    let negative = text.starts_with('-');
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(part.bytes()).collect();
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let mut digits = digits.get(zeros..)?.to_vec();
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        return Some(Decimal {
            negative: false,
            digits,
            point: 0,
        });
    }
    let before = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()?;
    Some(Decimal {
        negative,
        digits,
        point: exponent.parse::<i64>().ok()?.checked_add(before)?,
    })
}

/// Which of two numbers is greater; nothing if that cannot be said.
pub(super) fn order(a: &str, b: &str) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    if radix(a).is_some() || radix(b).is_some() {
        return worth(a)?.partial_cmp(&worth(b)?);
    }
    let (a, b) = (decimal(a)?, decimal(b)?);
    Some(match (a.negative, b.negative) {
        (false, false) => size(&a, &b),
        (true, true) => size(&b, &a),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    })
}

/// Without their signs.
fn size(a: &Decimal, b: &Decimal) -> Ordering {
    match (a.digits.is_empty(), b.digits.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => a.point.cmp(&b.point).then_with(|| a.digits.cmp(&b.digits)),
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::order;

    #[test]
    fn every_digit_counts() {
        for (a, b, expected) in [
            ("9223372036854775806", "9223372036854775807", Less),
            ("1e999999999", "1e999999998", Greater),
            ("1.50", "15e-1", Equal),
            ("0", "-0.00", Equal),
            ("0", "1e-400", Less),
            ("-1e-400", "0", Less),
            ("-2", "-10", Greater),
            ("0.1", "0.10000000000000000000001", Less),
            ("+7.", "7", Equal),
            (".5", "0.25", Greater),
            ("0x10", "16", Equal),
            ("100", "99", Greater),
        ] {
            assert_eq!(order(a, b), Some(expected), "{a} {b}");
            assert_eq!(order(b, a), Some(expected.reverse()), "{b} {a}");
        }
    }

    #[test]
    fn what_cannot_be_counted_is_not_compared() {
        let far = format!("1e{}", "9".repeat(30));
        assert_eq!(order(&far, "1"), None);
        assert_eq!(order(&far, &far), Some(Equal));
    }
}
