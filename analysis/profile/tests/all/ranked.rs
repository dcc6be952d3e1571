//! Many runs.

use holdpoint_profile::{Run, Subject, rank, shifts, trend};
use proptest::prelude::*;

use crate::world::{run, step};

/// Numbers that look random, the same every time.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

#[test]
fn noise_alone_gives_no_more_alarms_than_it_may() {
    // At one in fifty, of 1,000 series about 20 may be wrong; more than 37 has a probability below 1 in 5,000.
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    let mut alarms = 0;
    for round in 0..1_000_usize {
        let length = 12 + round % 40;
        // A few values many times, or many; the distribution must not matter.
        let below = [3, 50, 1_000_000][round % 3];
        let series: Vec<u64> = (0..length)
            .map(|_| noise.next(below) * noise.next(below))
            .collect();
        alarms += usize::from(!shifts(&series, 20_000).is_empty());
    }
    assert!((3..=37).contains(&alarms), "{alarms}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_shift_that_was_planted_is_found_where_it_is(
        seed in 1..u64::MAX, before in 10..40_usize, after in 10..40_usize, slower: bool,
    ) {
        let mut noise = Noise(seed);
        let mut series: Vec<u64> = (0..before).map(|_| 1000 + noise.next(100)).collect();
        let level = if slower { 1200 } else { 800 };
        series.extend((0..after).map(|_| level + noise.next(100)));
        let found = shifts(&series, 10_000);
        prop_assert!(found.iter().any(|one| one.at == before), "{found:?}");
        prop_assert_eq!(shifts(&series, 10_000), found, "it hangs on chance");
    }
}

#[test]
fn several_shifts_are_told_apart() {
    let mut noise = Noise(99);
    let levels = [100, 150, 120];
    let series: Vec<u64> = levels
        .iter()
        .flat_map(|level| {
            (0..20)
                .map(|_| level * 1000 + noise.next(5000))
                .collect::<Vec<_>>()
        })
        .collect();
    let found = shifts(&series, 10_000);
    assert_eq!(found.iter().map(|one| one.at).collect::<Vec<_>>(), [20, 40]);
    assert!(found[0].before < found[0].after && found[1].before > found[1].after);
    assert!(found[0].after == found[1].before);
    assert_eq!(shifts(&[5; 40], 10_000), []);
    assert_eq!(shifts(&[1, 1, 1, 9, 9, 9], 10_000), []);
}

#[test]
fn a_trend_is_the_median_slope() {
    let rising: Vec<u64> = (0..20).map(|at| 100 + at * 7).collect();
    let found = trend(&rising).unwrap();
    assert_eq!((found.per_run, found.significant), (7, true));
    let falling: Vec<u64> = rising.iter().rev().copied().collect();
    assert_eq!(trend(&falling).unwrap().per_run, -7);
    assert!(!trend(&[5, 6, 5, 6, 5, 6, 5, 6]).unwrap().significant);
    assert!(!trend(&[5; 30]).unwrap().significant);
    assert_eq!(trend(&[1, 2, 3]), None);
}

fn shop(number: usize, test: i64) -> Run {
    let steps = vec![
        step("build", (0, 0, 60), &[]),
        step("test", (60, 60, 60 + test), &[0]),
        step("lint", (60, 60, 90), &[0]),
    ];
    let mut draft = run(steps).into_draft();
    draft.id = number.to_string();
    Run::new(draft).unwrap()
}

#[test]
fn bottlenecks_are_ranked_and_regressions_dated() {
    let mut noise = Noise(7);
    let runs: Vec<Run> = (0..40)
        .map(|at| {
            let slower = if at >= 25 { 100 } else { 0 };
            shop(at, 100 + slower + noise.next(10) as i64)
        })
        .collect();
    let ranking = rank(&runs);
    let said: Vec<_> = { ranking.bottlenecks.iter() }
        .map(|one| {
            (
                one.subject.clone(),
                one.runs,
                one.on_path,
                one.saves / 1_000_000_000,
            )
        })
        .collect();
    let test = Subject::Step("test".to_owned());
    // Without the test, the run still waits 30 seconds for lint.
    let (first, second) = (&ranking.bottlenecks[0], &ranking.bottlenecks[1]);
    assert_eq!(
        first.subject,
        Subject::Kind(holdpoint_profile::Kind::Work),
        "{said:?}"
    );
    assert_eq!(second.subject, test, "{said:?}");
    assert_eq!(
        (second.runs, second.on_path, second.saves),
        (40, 40, second.time - 30_000_000_000)
    );
    let lint = ranking
        .bottlenecks
        .iter()
        .find(|one| one.subject == Subject::Step("lint".to_owned()))
        .unwrap();
    assert_eq!((lint.on_path, lint.saves, lint.share_millionths), (0, 0, 0));
    let of_test = ranking
        .regressions
        .iter()
        .find(|one| one.subject == test)
        .unwrap();
    assert_eq!((of_test.run, of_test.is_slower()), (25, true));
    assert!(
        ranking
            .regressions
            .iter()
            .any(|one| one.subject == Subject::Run)
    );
    assert!(
        ranking
            .regressions
            .iter()
            .all(|one| one.subject != Subject::Step("build".to_owned()))
    );
}
