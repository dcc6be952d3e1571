//! Lengths of time as whole numbers, so that no machine rounds them otherwise than another.

use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A length of time in microseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub u64);

/// Powers of ten from a second down to a microsecond.
const PER_SECOND: i64 = 6;

impl Micros {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The longest test that is believed: ten million seconds, 115 days. A million of them still add up without overflow.
    pub const MOST: Self = Self(10_000_000_000_000);

    /// Seconds as decimal text (`1.25`, `9.5e-05`), to the nearest microsecond, halves up; nothing for what is no such number,
    /// negative, or more than [`Micros::MOST`].
    #[must_use]
    pub fn parse(seconds: &str) -> Option<Self> {
        let (number, power) = match seconds.split_once(['e', 'E']) {
            Some((number, power)) => (number, power.parse::<i32>().ok()?),
            None => (seconds, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let zeros = digits.len() - significant.len();
        let point = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()?;
        Self::scaled(significant, point + i64::from(power) + PER_SECOND)
    }

    /// Digits of which so many stand before the point.
    fn scaled(digits: &str, point: i64) -> Option<Self> {
        if digits.is_empty() || point < 0 {
            return Some(Self::ZERO);
        }
        // More digits than `MOST` has.
        let point = usize::try_from(point).ok().filter(|point| *point <= 14)?;
        let before = digits.get(..point).unwrap_or(digits);
        let round = digits
            .as_bytes()
            .get(point)
            .is_some_and(|next| *next >= b'5');
        let value: u64 = format!("{before:0<point$}").parse().unwrap_or(0);
        Some(Self(value + u64::from(round))).filter(|micros| *micros <= Self::MOST)
    }

    /// In seconds.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "for people; sums stay below 2^53 in any suite that was ever run"
    )]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for Micros {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Micros {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Micros {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}
