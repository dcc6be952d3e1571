//! What a run would have been.

use holdpoint_profile::{Agents, Change, Kind, Run, Scenario, Simulation, Target, To};
use proptest::prelude::*;

use crate::brute;
use crate::random::runs;
use crate::world::{SECOND, of_kind, pooled, run, run_until, step};

fn scenario(text: &str) -> Scenario {
    text.parse().unwrap()
}

fn seconds(run: &Run, text: &str) -> u64 {
    Simulation::new(run).play(&scenario(text)).length / SECOND as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_changed_gives_what_was_recorded(run in runs(14)) {
        let played = Simulation::new(&run).play(&Scenario::default());
        let started: Vec<i64> = run.steps.iter().map(|step| step.started).collect();
        let ended: Vec<i64> = run.steps.iter().map(|step| step.ended).collect();
        prop_assert_eq!(played.started, started);
        prop_assert_eq!(played.ended, ended);
        prop_assert_eq!(played.length, run.length());
    }
}

proptest! {
    #[test]
    fn without_end_of_agents_it_is_as_the_graph_says(run in runs(9), at: prop::sample::Index, to in 0..3_000_000_u64) {
        let run = without_pools(&run);
        let name = run.steps[at.index(run.steps.len())].id.clone();
        for to in [To::AtMost(0), To::Millionths(to), To::AtMost(to / 1_000_000)] {
            let scenario = Scenario(vec![Change::Time(Target::Named(name.clone()), to)]);
            let played = Simulation::new(&run).play(&scenario);
            prop_assert_eq!(played.ended, brute::ends(&run, &brute::changed(&run, &scenario)));
        }
    }

    #[test]
    fn a_pool_never_has_more_at_work_than_it_has_agents(run in runs(14), number in 1..4_usize) {
        let change = Change::Agents(None, Agents::Number(number));
        let played = Simulation::new(&run).play(&Scenario(vec![change]));
        for (at, step) in run.steps.iter().enumerate() {
            let now = played.started[at];
            let others = run.steps.iter().enumerate().filter(|(other, one)| {
                step.pool.is_some() && one.pool == step.pool
                    && played.started[*other] <= now && now < played.ended[*other]
            });
            prop_assert!(others.count() <= number);
            for before in &step.after {
                prop_assert!(played.ended[*before] <= now);
            }
            prop_assert_eq!(played.ended[at] - now, step.ended - step.started);
        }
    }

    #[test]
    fn nothing_waits_if_queues_take_no_time(run in runs(9)) {
        let played = Simulation::new(&run).play(&scenario("kind:queue=0"));
        for (at, step) in run.steps.iter().enumerate() {
            let clear = step.after.iter().map(|one| played.ended[*one]).max();
            prop_assert_eq!(played.started[at], clear.unwrap_or(run.started));
        }
    }
}

fn without_pools(run: &Run) -> Run {
    let mut draft = run.clone().into_draft();
    draft.steps.iter_mut().for_each(|step| step.pool = None);
    Run::new(draft).unwrap()
}

/// Four tests of ten seconds with two agents; then a deployment that waits a day for its approval.
fn shop() -> Run {
    let test = |name: &str, from: i64| {
        of_kind(
            pooled(step(name, (1, from, from + 10), &[]), "linux"),
            Kind::Test,
        )
    };
    let approve = of_kind(
        step("approve", (21, 21, 86_421), &[0, 1, 2, 3]),
        Kind::Approval,
    );
    run(vec![
        test("a", 1),
        test("b", 1),
        test("c", 11),
        test("d", 11),
        approve,
        step("deploy", (86_421, 86_421, 86_451), &[4]),
    ])
}

#[test]
fn agents_and_approvals_are_tried() {
    let shop = shop();
    assert_eq!(seconds(&shop, "agents=1x"), 86_451);
    assert_eq!(seconds(&shop, "agents=2x"), 86_441);
    assert_eq!(seconds(&shop, "agents:linux=unlimited"), 86_441);
    assert_eq!(seconds(&shop, "agents=1"), 86_471);
    assert_eq!(seconds(&shop, "kind:approval=1h"), 21 + 3600 + 30);
    assert_eq!(seconds(&shop, "kind:approval=1h,agents=2x"), 11 + 3600 + 30);
    assert_eq!(seconds(&shop, "approve=0, deploy=50%"), 21 + 15);
    assert_eq!(seconds(&shop, "deploy=2x"), 86_481);
    assert_eq!(
        seconds(&shop, "deploy=1h"),
        86_451,
        "a duration never makes longer"
    );
    let simulation = Simulation::new(&shop);
    assert_eq!(simulation.blocked_by(2), Some(0));
    assert_eq!(simulation.blocked_by(1), None);
    assert_eq!(simulation.pools().collect::<Vec<_>>(), [("linux", 2)]);
}

#[test]
fn a_free_agent_takes_the_first_that_waits() {
    // `late` waited for `long`; without it, `late` goes before `last`, which began after it.
    let steps = vec![
        pooled(step("long", (0, 0, 100), &[]), "one"),
        pooled(step("late", (50, 100, 110), &[]), "one"),
        pooled(step("last", (0, 110, 120), &[]), "one"),
    ];
    let run = run(steps);
    let played = Simulation::new(&run).play(&scenario("long=0"));
    let started: Vec<i64> = played.started.iter().map(|time| time / SECOND).collect();
    // `last` was ready first, and the agent is free until `late` is.
    assert_eq!(started, [0, 50, 0]);
}

#[test]
fn what_held_a_step_beside_agents_stays() {
    // Ten seconds of waiting although the only agent was free, then five after it got it.
    let steps = vec![
        pooled(step("a", (10, 10, 20), &[]), "one"),
        pooled(step("b", (0, 25, 30), &[]), "one"),
    ];
    let run = run_until(steps, 31 * SECOND);
    assert_eq!(seconds(&run, "agents=9"), 21);
    assert_eq!(seconds(&run, "a=0"), 21);
    assert_eq!(seconds(&run, "kind:queue=0"), 11);
}

#[test]
fn what_cannot_be_understood_is_told_at_its_place() {
    let said = |text: &str| {
        let wrong = text.parse::<Scenario>().unwrap_err();
        let lines: Vec<_> = wrong
            .iter()
            .map(|one| format!("{one}; {}", one.help))
            .collect();
        lines.join("\n")
    };
    insta::assert_snapshot!(said("build"));
    insta::assert_snapshot!(said("ü=soon, kind:lunch=0, agents=0, =1"));
    assert_eq!(
        scenario("Build (a, b)=0"),
        Scenario(vec![Change::Time(
            Target::Named("Build (a, b)".to_owned()),
            To::AtMost(0)
        )])
    );
    let runs = [shop()];
    let unknown = scenario("aprove=0,agents:linus=2x,zzzz=0,a=0").unknown(&runs);
    let expected = [
        ("aprove", Some("approve")),
        ("linus", Some("linux")),
        ("zzzz", None),
    ];
    let expected = expected
        .map(|(name, like): (&str, Option<&str>)| (name.to_owned(), like.map(str::to_owned)));
    assert_eq!(unknown, expected);
}
