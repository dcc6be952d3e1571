use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::{Inputs, Outcome, judge};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Kind, RuleAnswers, Time, agenda};
use holdpoint_engine::At;
use holdpoint_ports::Clock as _;
use holdpoint_sample::{WEEKS, fill};

use crate::world::{END, World};

#[test]
fn two_quarters_of_releases_arrive_are_rolled_back_and_are_stopped() {
    let world = World::new();
    let mut weeks = 0;
    let summary = fill(
        &world.engine,
        &world.clock,
        world.administrator.clone(),
        &mut |week| weeks = week,
    )
    .unwrap();
    assert_eq!(weeks, WEEKS);
    assert_eq!(summary.releases, WEEKS * 3);
    assert_eq!(
        summary.out + summary.back + summary.stopped,
        summary.releases
    );
    assert!(
        summary.out > 40 && summary.back >= 2 && summary.stopped >= 2,
        "{summary:?}"
    );

    let published = world.engine.published();
    let state = &published.state;
    assert!(state.organisation.as_ref().unwrap().sample);
    assert_eq!((state.units.len(), state.components.len()), (3, 12));
    let now = Time::from_millis(world.clock.now());
    assert!(
        agenda(state, now).effects.is_empty(),
        "every intent has its outcome"
    );
    assert!(agenda(state, now).commands.is_empty(), "nothing is overdue");
    assert_eq!(world.clock.now(), END, "the story ends now");
    assert_eq!(summary.under_way, 7);
    let production = |name: &&(EnvironmentName, _)| name.0.as_str() == "production";
    assert_eq!(state.running.keys().filter(production).count(), 12);
    assert!(comments(&world) > 50, "people talk");
}

#[test]
fn one_release_waits_for_a_signature_and_nothing_else() {
    let world = World::new();
    fill(
        &world.engine,
        &world.clock,
        world.administrator.clone(),
        &mut |_| {},
    )
    .unwrap();
    let published = world.engine.published();
    let state = &published.state;
    let production: EnvironmentName = "production".parse().unwrap();
    let place = state.environments.get(&production);
    let name: ReleaseName = "customer-data-27.1".parse().unwrap();
    let release = state.releases.peek(&name.key()).unwrap();
    let (rules, now) = (RuleAnswers::default(), Time::from_millis(END));
    let inputs = Inputs {
        rules: &rules,
        now,
        position: published.size(),
    };
    let verdict = judge(state, place.unwrap(), release, &inputs).unwrap();
    let open: Vec<_> = verdict
        .criteria
        .iter()
        .filter(|line| line.outcome != Outcome::Go)
        .collect();
    let [line] = open.as_slice() else {
        panic!("{open:?}")
    };
    assert_eq!(line.criterion, "board");
    let reason = &line.reasons.first().unwrap().message;
    assert_eq!(
        reason,
        "1 of 2 signed approvals by a `board-member` for `customer-data`, and 1 without a signature that counts"
    );
}

/// How many comments there are that speak of somebody.
fn comments(world: &World) -> usize {
    let view = world.engine.view(At::Now).unwrap();
    let comments = view.list(Kind::Comment, None, false, 1_000).unwrap();
    let speaking = comments.iter().filter(|found| {
        let spoken_of = |state: &holdpoint_domain::State| {
            let comment = state.comments.get(&found.key)?;
            Ok(comment.is_some_and(|comment| !comment.body.mentions.is_empty()))
        };
        view.ask(spoken_of).unwrap()
    });
    speaking.count()
}

#[test]
fn the_story_is_the_same_every_time() {
    let tell = || {
        let world = World::new();
        fill(
            &world.engine,
            &world.clock,
            world.administrator.clone(),
            &mut |_| {},
        )
        .unwrap();
        let published = world.engine.published();
        (published.size(), published.state.running.len())
    };
    assert_eq!(tell(), tell());
}
