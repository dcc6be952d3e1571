//! Whatever happens: batches change nothing, and what is open is all that has to be folded.

use std::collections::BTreeSet;

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::access::{RecordAbsence, Scope};
use holdpoint_domain::deployment::{AbortDeployment, FinishStep, RollBack, StepOutcome};
use holdpoint_domain::release::{CancelRelease, CreateRelease};
use holdpoint_domain::{
    Actor, Command, Digest, Effect, Key, State, Time, effects, evidence as proof, evolve,
};
use holdpoint_engine::entry::decode;
use holdpoint_engine::{Request, audit};
use proptest::prelude::*;

use crate::faulty::Faulty;
use crate::shop::{self, deploy, digest, evidence, made, release};
use crate::table::{Table, until};
use crate::world::{START, World, actor, person};

/// What somebody asks for; what that is exactly may depend on what is open by then.
#[derive(Debug, Clone)]
enum Act {
    Made(u32, usize),
    Evidence(u32, u32),
    Deploy(u32, bool),
    Cancel(u32),
    Copy(u32, u32),
    Absence(i64),
    Finish(bool),
    Abort,
    RollBack,
    /// A key is used for the act of that number, so that it may come twice.
    Keyed(u32),
}

fn act() -> impl Strategy<Value = Act> {
    let number = || 1..5u32;
    prop_oneof![
        6 => (number(), 0..3usize).prop_map(|(number, part)| Act::Made(number, part)),
        2 => (number(), 0..2u32).prop_map(|(number, blob)| Act::Evidence(number, blob)),
        3 => (number(), any::<bool>()).prop_map(|(number, test)| Act::Deploy(number, test)),
        1 => number().prop_map(Act::Cancel),
        1 => (number(), number()).prop_map(|(from, to)| Act::Copy(from, to)),
        1 => (1..5i64).prop_map(Act::Absence),
        4 => any::<bool>().prop_map(Act::Finish),
        1 => Just(Act::Abort),
        1 => Just(Act::RollBack),
        1 => number().prop_map(Act::Keyed),
    ]
}

fn request(act: &Act, state: &State) -> Option<Request> {
    let who = actor(2);
    let plain = |command: Command| Some(Request::new(who.clone(), command));
    match act {
        Act::Made(number, part) => plain(made(*number).swap_remove(*part)),
        Act::Evidence(number, blob) => plain(evidence(*number, Digest::of(&[*blob as u8])).into()),
        Act::Deploy(number, true) => plain(deploy(*number, "test").into()),
        Act::Deploy(number, false) => plain(deploy(*number, "production").into()),
        Act::Cancel(number) => {
            let release = release(*number);
            plain(
                CancelRelease {
                    release,
                    reason: None,
                }
                .into(),
            )
        }
        Act::Copy(from, to) => {
            let create = CreateRelease {
                release: release(to + 10),
                title: None,
                from: Some(holdpoint_domain::release::Origin::Release(release(*from))),
                components: Vec::new(),
                scope: Vec::new(),
            };
            plain(create.into())
        }
        Act::Absence(days) => {
            let absence = RecordAbsence {
                person: person(2),
                begins: Time::from_millis(START),
                ends: Time::from_millis(START + days * 86_400_000),
                scope: (*days > 2).then_some(Scope::Organisation),
            };
            plain(absence.into())
        }
        Act::Finish(success) => finish(*success, state),
        Act::Abort => {
            let open = state.open_deployments().find(|found| found.in_progress())?;
            let deployment = open.id.clone();
            plain(
                AbortDeployment {
                    deployment,
                    reason: None,
                }
                .into(),
            )
        }
        Act::RollBack => {
            let deployment = state
                .open_deployments()
                .find(|found| found.current())?
                .id
                .clone();
            plain(RollBack { deployment }.into())
        }
        Act::Keyed(number) => {
            let keyed = Request::new(who, made(*number).swap_remove(0));
            Some(keyed.keyed(format!("key {number}"), holdpoint_ledger::Hash::empty()))
        }
    }
}

fn finish(success: bool, state: &State) -> Option<Request> {
    let (intent, effect) = effects(state).pop()?;
    let Effect::RunStep { deployment, .. } = effect else {
        return None;
    };
    let outcome = StepOutcome {
        exit_code: Some(i32::from(!success)),
        signal: None,
        timed_out: false,
        blob: None,
        started: None,
        ended: None,
    };
    let finish = FinishStep {
        deployment,
        intent,
        outcome,
    };
    Some(Request::new(Actor::System, finish))
}

/// Asks for all of these in one go.
fn together(world: &World, requests: Vec<Request>) {
    // The other world asks for something more each day, and must draw the same ids.
    let _ = world.ask(99, crate::world::found());
    for answer in world.engine.submit_all(requests) {
        answer.unwrap();
    }
}

/// Does the acts one by one; notes what was asked for.
fn one_by_one(world: &World, days: &[Vec<Act>]) -> Vec<Vec<Request>> {
    let ask = |act: &Act| {
        let request = request(act, &world.engine.published().state)?;
        world.engine.submit(request.clone()).unwrap();
        Some(request)
    };
    let day = |acts: &Vec<Act>| {
        world.clock.advance(1_000);
        // The other world asks for something more each day, and must draw the same ids.
        let _ = world.ask(99, crate::world::found());
        acts.iter().filter_map(ask).collect()
    };
    days.iter().map(day).collect()
}

/// Everything that may be known of, to be evicted.
fn keys(entries: &[Vec<u8>]) -> BTreeSet<Key> {
    let subject = |(position, bytes)| decode(position, bytes).unwrap().fact.subject();
    let mut keys: BTreeSet<_> = (0..)
        .zip(entries.iter().map(Vec::as_slice))
        .map(subject)
        .collect();
    for number in 1..20 {
        keys.insert(release(number).key());
        keys.insert(proof::key(&digest(number)));
    }
    keys
}

fn evicted(mut state: State, keys: &BTreeSet<Key>) -> String {
    keys.iter().for_each(|key| state.evict(key));
    format!("{state:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn batches_and_memory_make_no_difference(
        days in prop::collection::vec(prop::collection::vec(act(), 1..12), 1..6)
    ) {
        let single = shop::world(&["migrate"]);
        let requests = one_by_one(&single, &days);
        let entries = single.bytes();

        // All of a day in one batch gives the same bytes.
        let ledger = MemoryLedger::new();
        let store = Faulty::new(ledger.clone());
        let plan = store.plan.clone();
        let mut batched = shop::on(World::on(ledger, Box::new(store)), &["migrate"]);
        let before = batched.engine.published().size();
        plan.lock().unwrap().largest = 0;
        for requests in &requests {
            batched.clock.advance(1_000);
            together(&batched, requests.clone());
        }
        prop_assert_eq!(&batched.bytes(), &entries);
        let fresh = entries.len() as u64 - before;
        let kept = plan.lock().unwrap().largest as u64;
        prop_assert!(requests.len() > 1 || kept == fresh, "{} of {} in a batch", kept, fresh);

        // What was in memory, what is folded from what is open, and what is folded from everything agree.
        let keys = keys(&entries);
        let mut whole = State::default();
        for (position, bytes) in (0..).zip(&entries) {
            let recorded = decode(position, bytes).unwrap();
            evolve(&mut whole, &recorded.fact, &recorded.meta);
        }
        let whole = evicted(whole, &keys);
        prop_assert_eq!(&evicted(batched.engine.published().state.clone(), &keys), &whole);
        batched.reopen();
        let opened = batched.engine.published().state.clone();
        prop_assert_eq!(&format!("{opened:?}"), &whole);

        // And it all verifies and replays.
        let report = audit::replay(&batched.engine, &|_, _| ()).unwrap();
        prop_assert!(report.same, "{:?}", report);
    }
}

/// Whatever is in memory is there with all that was ever said of it.
fn remembered_whole(state: &State, whole: &State, keys: &BTreeSet<Key>) {
    for key in keys {
        let (had, all) = (&state.evidence, &whole.evidence);
        assert!(
            had.peek(key)
                .is_none_or(|found| Some(found) == all.peek(key)),
            "{key}"
        );
        let (had, all) = (&state.releases, &whole.releases);
        assert!(
            had.peek(key)
                .is_none_or(|found| Some(found) == all.peek(key)),
            "{key}"
        );
        let (had, all) = (&state.deployments, &whole.deployments);
        assert!(
            had.peek(key)
                .is_none_or(|found| Some(found) == all.peek(key)),
            "{key}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whoever follows has what was folded from everything, however much was new at once.
    #[test]
    fn who_follows_knows_the_same(
        before in prop::collection::vec(act(), 20..60),
        days in prop::collection::vec(prop::collection::vec(act(), 1..12), 1..4)
    ) {
        let world = shop::world(&["migrate"]);
        let table = Table::of(world.ledger.clone());
        table.seat(Some("somebody else"));
        // What is finished by then is not in its memory, and may change all the same.
        one_by_one(&world, &[before]);
        let follower = table.join(&world, "follower");
        for day in days {
            one_by_one(&world, &[day]);
            let size = world.engine.published().size();
            until("it has followed", || follower.published().size() == size);
        }
        let entries = world.bytes();
        let keys = keys(&entries);
        let mut whole = State::default();
        for (position, bytes) in (0..).zip(&entries) {
            let recorded = decode(position, bytes).unwrap();
            evolve(&mut whole, &recorded.fact, &recorded.meta);
        }
        let followed = follower.published();
        remembered_whole(&followed.state, &whole, &keys);
        prop_assert_eq!(&evicted(followed.state.clone(), &keys), &evicted(whole.clone(), &keys));
        let decided = world.engine.published();
        prop_assert_eq!(followed.head.as_ref(), decided.head.as_ref());

        // It takes over with what it knows, as if it had read everything again.
        table.seat(None);
        until("it decides", || follower.decides().is_some());
        let opened = World::on(world.ledger.clone(), Box::new(world.ledger.clone()));
        let (taken, opened) = (follower.published(), opened.engine.published());
        prop_assert_eq!(format!("{:?}", taken.state), format!("{:?}", opened.state));
        table.close();
    }
}

#[test]
fn knocking_again_and_again_is_one_fact_in_ten_seconds() {
    let world = shop::world(&[]);
    for command in made(1) {
        world.done(3, command);
    }
    let size = || world.engine.published().size();
    let before = size();
    for _ in 0..20 {
        assert_eq!(
            world.refused(3, deploy(1, "production")).code,
            "not-permitted"
        );
    }
    assert_eq!(size(), before + 1);
    world.clock.advance(9_999);
    world.refused(3, deploy(1, "production"));
    assert_eq!(size(), before + 1);
    world.clock.advance(1);
    world.refused(3, deploy(1, "production"));
    assert_eq!(size(), before + 2);
}
