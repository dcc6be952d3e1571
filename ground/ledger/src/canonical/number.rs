//! The one spelling of a number.

use serde_json::Number;

/// The largest integer, of either sign, whose neighbours are told apart by a binary64 float: 2^53.
pub const MAX_INTEGER: i64 = 1 << 53;

/// The number, if it is an integer from -2^53 to 2^53.
pub(super) fn integer(number: &Number) -> Option<i64> {
    number
        .as_i64()
        .filter(|integer| (-MAX_INTEGER..=MAX_INTEGER).contains(integer))
}

/// How ECMAScript writes a binary64 float (ECMA-262, Number::toString); none for infinities and NaN.
pub(super) fn ecmascript(float: f64) -> Option<String> {
    if !float.is_finite() {
        return None;
    }
    if float == 0.0 {
        return Some("0".to_owned());
    }
    let shortest = shortest_digits(float.abs());
    let (mantissa, exponent) = shortest.split_once('e')?;
    let digits = mantissa.replace('.', "");
    let point = exponent.parse::<i32>().ok()? + 1;
    let sign = if float < 0.0 { "-" } else { "" };
    Some(format!("{sign}{}", laid_out(&digits, point)))
}

/// The shortest digits that read back, with an exponent. Of two as near to the float, ECMAScript takes the even
/// one and Rust's shortest form the larger one; rounding to so many digits decides as ECMAScript does.
fn shortest_digits(float: f64) -> String {
    let shortest = format!("{float:e}");
    let digits = shortest
        .bytes()
        .take_while(|byte| *byte != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let rounded = format!("{float:.*e}", digits.saturating_sub(1));
    if rounded.parse() == Ok(float) {
        rounded
    } else {
        shortest
    }
}

/// Digits with the decimal point after the first `point` of them.
fn laid_out(digits: &str, point: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    match point {
        1..=21 if point >= count => format!("{digits}{}", zeros(point - count)),
        1..=21 => {
            let (whole, part) = digits.split_at(usize::try_from(point).unwrap_or_default());
            format!("{whole}.{part}")
        }
        -5..=0 => format!("0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{first}{dot}{rest}e{:+}", point - 1)
        }
    }
}
