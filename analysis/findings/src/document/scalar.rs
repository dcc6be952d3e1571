//! What a plain YAML scalar is: the core schema of YAML 1.2.

use super::node::Content;

/// What a scalar without quotes stands for.
pub(super) fn plain(text: &str) -> Content {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Content::Null,
        "true" | "True" | "TRUE" => Content::Bool(true),
        "false" | "False" | "FALSE" => Content::Bool(false),
        _ if is_number(text) => Content::Number(text.into()),
        _ => Content::Text(text.into()),
    }
}

fn is_number(text: &str) -> bool {
    let first = text.as_bytes().first();
    if !first.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.')) {
        return false;
    }
    radix(text).is_some() || is_decimal(text)
}

/// The digits of `0x…` and `0o…`, with their base.
pub(super) fn radix(text: &str) -> Option<(&str, u32)> {
    let (digits, base) = match text.get(..2)? {
        "0x" => (text.get(2..)?, 16),
        "0o" => (text.get(2..)?, 8),
        _ => return None,
    };
    let all = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    all.then_some((digits, base))
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = |text: &str| !text.is_empty() && digits(text);
    let exponent = exponent.is_none_or(|text| whole(text.strip_prefix(['-', '+']).unwrap_or(text)));
    let mantissa = match mantissa.split_once('.') {
        Some((before, after)) => digits(before) && digits(after) && before.len() + after.len() > 0,
        None => whole(mantissa),
    };
    mantissa && exponent
}

/// What a number is worth.
pub(super) fn worth(text: &str) -> Option<f64> {
    match radix(text) {
        Some((digits, base)) => {
            // More digits than fit are more than any number that could be compared with it.
            let value = u64::from_str_radix(digits, base).unwrap_or(u64::MAX);
            #[expect(
                clippy::cast_precision_loss,
                reason = "to the nearest, as the page says"
            )]
            Some(value as f64)
        }
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, plain, worth};

    #[test]
    fn words_that_older_yaml_took_for_truth_values_and_dates_are_text() {
        for text in [
            "no",
            "yes",
            "on",
            "2024-01-01",
            "1_000",
            "1.2.3",
            "-",
            ".",
            "0x",
            "1e",
            "+.e1",
            "12:30",
        ] {
            assert!(matches!(plain(text), Content::Text(_)), "{text}");
        }
    }

    #[test]
    fn numbers_are_worth_what_they_say() {
        for (text, value) in [
            ("12", 12.0),
            ("-1.5e3", -1500.0),
            ("+.5", 0.5),
            ("7.", 7.0),
            ("0x1F", 31.0),
            ("0o17", 15.0),
        ] {
            assert!(matches!(plain(text), Content::Number(_)), "{text}");
            assert_eq!(worth(text), Some(value), "{text}");
        }
    }
}
