//! Lengths of time as people read and write them.

/// Units with their nanoseconds, the longest first.
const UNITS: [(&str, u64); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Nanoseconds as `1h 2m`, `3m 20s`, `4.2s`, `15ms`: the two largest units, cut off.
#[must_use]
pub fn shown(nanos: u64) -> String {
    const SECOND: u64 = 1_000_000_000;
    let part = |unit: u64, of: u64| (nanos % of) / unit;
    match nanos {
        0 => "0s".to_owned(),
        1..1_000 => format!("{nanos}ns"),
        1_000..1_000_000 => format!("{}us", nanos / 1_000),
        1_000_000..SECOND => format!("{}ms", nanos / 1_000_000),
        SECOND..60_000_000_000 => {
            let tenths = part(SECOND / 10, SECOND);
            let tenths = if tenths == 0 {
                String::new()
            } else {
                format!(".{tenths}")
            };
            format!("{}{tenths}s", nanos / SECOND)
        }
        60_000_000_000..3_600_000_000_000 => {
            two(nanos / (60 * SECOND), "m", part(SECOND, 60 * SECOND), "s")
        }
        3_600_000_000_000..86_400_000_000_000 => two(
            nanos / (3600 * SECOND),
            "h",
            part(60 * SECOND, 3600 * SECOND),
            "m",
        ),
        _ => two(
            nanos / (86_400 * SECOND),
            "d",
            part(3600 * SECOND, 86_400 * SECOND),
            "h",
        ),
    }
}

fn two(large: u64, large_unit: &str, small: u64, small_unit: &str) -> String {
    match small {
        0 => format!("{large}{large_unit}"),
        _ => format!("{large}{large_unit} {small}{small_unit}"),
    }
}

/// Nanoseconds from `0`, `90s`, `1h30m`, `1.5h`, `250ms`.
#[must_use]
pub fn read(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let (mut rest, mut sum) = (text, 0_u64);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let letters = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let (_, size) = UNITS.iter().find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(decimal(number, *size)?)?;
        rest = after.trim_start();
    }
    (!text.is_empty()).then_some(sum)
}

/// So many times a size, of a decimal number, cut off.
pub(crate) fn decimal(text: &str, size: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with('.') {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction = fraction.get(..fraction.len().min(18))?;
    let scale = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let fraction: u128 = if fraction.is_empty() {
        0
    } else {
        fraction.parse().ok()?
    };
    let below = u64::try_from(u128::from(size) * fraction / scale).ok()?;
    whole.checked_mul(size)?.checked_add(below)
}
