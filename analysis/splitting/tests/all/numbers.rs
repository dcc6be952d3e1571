//! Seconds as text.

use holdpoint_splitting::Micros;
use proptest::prelude::*;

#[test]
fn seconds_as_people_and_programs_write_them() {
    for (text, micros) in [
        ("0", Some(0)),
        ("1", Some(1_000_000)),
        ("1.25", Some(1_250_000)),
        ("0.0000005", Some(1)),
        ("0.00000049999", Some(0)),
        ("9.5e-05", Some(95)),
        ("1e2", Some(100_000_000)),
        ("1.5E+1", Some(15_000_000)),
        ("001.5", Some(1_500_000)),
        (".5", Some(500_000)),
        ("5.", Some(5_000_000)),
        ("10000000", Some(10_000_000_000_000)),
        ("10000000.000001", None),
        ("0e999999999", Some(0)),
        ("1e-999999999", Some(0)),
        ("1e999999999", None),
        ("-1", None),
        ("", None),
        (".", None),
        ("1e", None),
        ("1,5", None),
        ("NaN", None),
        ("١", None),
    ] {
        assert_eq!(Micros::parse(text).map(|micros| micros.0), micros, "{text}");
    }
}

proptest! {
    #[test]
    fn whole_microseconds_read_back(micros in 0..=Micros::MOST.0) {
        let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        prop_assert_eq!(Micros::parse(&text), Some(Micros(micros)));
        let power = format!("{micros}e-6");
        prop_assert_eq!(Micros::parse(&power), Some(Micros(micros)));
    }

    #[test]
    fn halves_go_up(micros in 0..1_000_000_000_u64, tenth in 0..10_u64) {
        let text = format!("{micros}{tenth}e-7");
        prop_assert_eq!(Micros::parse(&text), Some(Micros(micros + u64::from(tenth >= 5))));
    }
}
