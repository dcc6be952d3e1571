//! Critical path, slack, times and parallelism.

use holdpoint_profile::{Kind, Part, critical_path, items, parallelism, slack, times};
use proptest::prelude::*;

use crate::brute;
use crate::random::runs;
use crate::world::{SECOND, of_kind, pooled, run, step};

proptest! {
    #[test]
    fn the_critical_path_is_the_longest_of_all(run in runs(9)) {
        let path = critical_path(&run);
        let sum: u64 = path.stretches.iter().map(|one| one.length()).sum();
        prop_assert_eq!(i64::try_from(sum).unwrap(), brute::longest(&run));
        prop_assert_eq!(i64::try_from(sum).unwrap(), run.last() - run.started);
        prop_assert_eq!(path.times().sum(), sum);
        for pair in path.stretches.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
        }
        for pair in path.steps.windows(2) {
            prop_assert!(run.steps[pair[1]].after.contains(&pair[0]));
        }
        prop_assert!(run.steps[path.steps[0]].after.is_empty());
    }

    #[test]
    fn slack_is_how_much_longer_a_step_could_take(run in runs(8)) {
        let slack = slack(&run);
        let own = brute::lengths(&run);
        let end = |lengths: &[i64]| brute::ends(&run, lengths).into_iter().max();
        for (at, slack) in slack.iter().enumerate() {
            let mut longer = own.clone();
            longer[at] += i64::try_from(*slack).unwrap();
            prop_assert_eq!(end(&longer), end(&own));
            longer[at] += 1;
            prop_assert!(end(&longer) > end(&own));
        }
        for step in critical_path(&run).steps {
            prop_assert_eq!(slack[step], 0);
        }
    }

    #[test]
    fn all_time_is_of_some_kind(run in runs(9)) {
        let running: u64 = run.steps.iter().map(|step| step.length()).sum();
        let sum = times(&run).sum();
        prop_assert!(sum >= running);
        let path = critical_path(&run);
        let mut by_item = 0;
        for kind in Kind::ALL {
            let items = items(&run, &path, kind);
            let all: u64 = items.iter().map(|item| item.time).sum();
            prop_assert_eq!(all, times(&run).of(kind));
            let on_path: u64 = items.iter().map(|item| item.on_path).sum();
            prop_assert_eq!(on_path, path.times().of(kind));
            by_item += all;
        }
        prop_assert_eq!(by_item, sum);
    }

    #[test]
    fn parallelism_is_counted_moment_by_moment(run in runs(9)) {
        let found = parallelism(&run);
        let at = |moment: i64| {
            run.steps.iter().filter(|step| step.started <= moment && moment < step.ended).count()
        };
        let counts: Vec<usize> = (run.started..run.last()).map(at).collect();
        prop_assert_eq!(found.peak, counts.iter().copied().max().unwrap_or(0));
        prop_assert_eq!(found.idle, counts.iter().filter(|count| **count == 0).count() as u64);
        let busy = counts.iter().filter(|count| **count > 0).count() as u64;
        let all: u64 = run.steps.iter().map(|step| step.length()).sum();
        prop_assert_eq!(found.mean_thousandths, (all * 1000).checked_div(busy).unwrap_or(0));
    }
}

#[test]
fn a_path_names_what_it_waited_for() {
    let mut build = pooled(step("build", (0, 5, 65), &[]), "linux");
    let part = |name: &str, kind, from: i64, to: i64| Part {
        name: name.to_owned(),
        kind,
        started: from * SECOND,
        ended: to * SECOND,
    };
    build.parts = vec![
        part("set up", Kind::Provision, 5, 15),
        part("upload artifact", Kind::Transfer, 60, 65),
    ];
    let lint = step("lint", (65, 65, 70), &[0]);
    let approve = of_kind(step("approve", (65, 66, 3600), &[0]), Kind::Approval);
    let run = run(vec![build, lint, approve]);
    let path = critical_path(&run);
    assert_eq!(path.steps, [0, 2]);
    let said: Vec<_> = path
        .stretches
        .iter()
        .map(|one| (one.kind, one.length() / 1_000_000_000))
        .collect();
    use Kind::{Approval, Provision, Queue, Transfer, Work};
    assert_eq!(
        said,
        [
            (Queue, 5),
            (Provision, 10),
            (Work, 45),
            (Transfer, 5),
            (Queue, 1),
            (Approval, 3534)
        ]
    );
    assert_eq!(slack(&run), [0, 3530 * SECOND as u64, 0]);
    let moved = items(&run, &path, Transfer);
    assert_eq!(
        (moved[0].name.as_str(), moved[0].time, moved[0].on_path),
        (
            "build/upload artifact",
            5 * SECOND as u64,
            5 * SECOND as u64
        )
    );
    assert_eq!(times(&run).of(Work), 50 * SECOND as u64);
    let parallel = parallelism(&run);
    assert_eq!(
        (
            parallel.peak,
            parallel.idle / 1_000_000_000,
            parallel.pools["linux"]
        ),
        (2, 5, 1)
    );
}
