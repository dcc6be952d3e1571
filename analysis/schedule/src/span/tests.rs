use jiff::{SignedDuration, Timestamp};

use super::{Fit, Span, Spans};

/// A small generator, so that a failure is the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn spans(&mut self, most: u64) -> Spans {
        let count = self.roll(most);
        (0..count)
            .map(|_| {
                let from = self.roll(100);
                minutes(from, from + self.roll(15))
            })
            .collect()
    }
}

fn at(minute: u64) -> Timestamp {
    Timestamp::from_second(minute as i64 * 60).unwrap()
}

fn minutes(from: u64, to: u64) -> Span {
    Span {
        from: at(from),
        to: at(to),
    }
}

#[test]
fn sets_of_moments_are_what_they_are_minute_by_minute() {
    let mut dice = Dice(7);
    for _ in 0..2_000 {
        let (one, other) = (dice.spans(8), dice.spans(8));
        let (union, both, left) = (
            one.union(&other),
            one.intersection(&other),
            one.without(&other),
        );
        for minute in 0..130 {
            let (a, b) = (one.contains(at(minute)), other.contains(at(minute)));
            assert_eq!(union.contains(at(minute)), a || b);
            assert_eq!(both.contains(at(minute)), a && b);
            assert_eq!(
                left.contains(at(minute)),
                a && !b,
                "{minute} {one:?} {other:?}"
            );
        }
        for set in [&one, &union, &both, &left] {
            assert!(
                set.as_slice()
                    .windows(2)
                    .all(|pair| pair[0].to < pair[1].from),
                "{set:?}"
            );
        }
    }
}

#[test]
fn the_next_fit_is_that_of_a_scan_minute_by_minute() {
    let mut dice = Dice(11);
    let mut found = 0;
    for _ in 0..3_000 {
        let (open, closed, length) = (dice.spans(8), dice.spans(8), dice.roll(12));
        let open = (dice.roll(3) > 0).then_some(&open);
        let fit = Fit {
            open,
            closed: &closed,
            length: SignedDuration::from_mins(length as i64),
        };
        let after = dice.roll(100);
        let free = |minute: u64| {
            open.is_none_or(|open| open.contains(at(minute))) && !closed.contains(at(minute))
        };
        let fits = |from: &u64| (*from..*from + length.max(1)).all(free);
        let scanned = (after..130).find(fits).filter(|from| from + length <= 130);
        let next = fit.next(at(after), at(130));
        assert_eq!(
            next,
            scanned.map(|from| minutes(from, from + length)),
            "{fit:?} after {after}"
        );
        found += usize::from(next.is_some());
    }
    assert!(found > 1_000, "{found}");
}
