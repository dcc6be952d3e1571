//! Between what a rate lies.

use serde::Serialize;

/// An interval for a rate, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The quantile of the normal distribution that leaves 2.5% on each side.
const Z: f64 = 1.959_963_984_540_054;

impl Interval {
    /// The score interval at 95% for so many of so many (Wilson, *Probable inference, the law of succession, and statistical
    /// inference*, 1927). From nothing nothing is known: 0 to 1.
    #[must_use]
    pub fn wilson(hits: u64, of: u64) -> Self {
        if of == 0 {
            return Self {
                low: 0.0,
                high: 1.0,
            };
        }
        let (n, p) = (number(of), ratio(hits, of));
        let scale = 1.0 + Z * Z / n;
        let centre = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        Self {
            low: (centre - half).max(0.0),
            high: (centre + half).min(1.0),
        }
    }
}

pub(crate) fn ratio(hits: u64, of: u64) -> f64 {
    match of {
        0 => 0.0,
        _ => number(hits) / number(of),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of executions")]
fn number(count: u64) -> f64 {
    count as f64
}
