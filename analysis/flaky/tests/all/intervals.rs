//! Wilson's interval, against published values and its own definition.

use holdpoint_flaky::Interval;
use proptest::prelude::*;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 5e-5
}

/// Newcombe, *Two-sided confidence intervals for the single proportion*, 1998, table I, method 3.
#[test]
fn published_values() {
    for (hits, of, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let interval = Interval::wilson(hits, of);
        assert!(
            near(interval.low, low) && near(interval.high, high),
            "{hits} of {of}: {interval:?}"
        );
    }
}

proptest! {
    /// The ends are where the score test is just at its limit: |p - q| = z * sqrt(q (1 - q) / n).
    #[test]
    fn the_ends_are_where_the_test_turns(of in 1..5_000_u64, share in 0.0..=1.0_f64) {
        let hits = (share * of as f64) as u64;
        let (p, n) = (hits as f64 / of as f64, of as f64);
        let interval = Interval::wilson(hits, of);
        for q in [interval.low, interval.high] {
            let limit = 1.959_963_984_540_054 * (q * (1.0 - q) / n).sqrt();
            prop_assert!(((p - q).abs() - limit).abs() < 1e-9, "{} of {}: {}", hits, of, q);
        }
        prop_assert!(interval.low <= p + 1e-12 && p <= interval.high + 1e-12);
    }
}
