//! Orders of a real ledger, and every way in which somebody could change one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "tests"
)]

#[path = "../../../../../shell/engine/examples/common/mod.rs"]
mod common;

use std::sync::Arc;

use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::pipeline::{FinishRunStep, Pipeline, RunId, StartRun, StepResult};
use holdpoint_domain::{Actor, Effect, Fact, effect};
use holdpoint_engine::Request;
use holdpoint_ledger::Hash;
use serde_json::json;

use self::common::Room;
use super::super::ledger::{Known, Seen};
use super::intended;
use crate::order::{Order, hashes};

/// A run of two steps, the second for an agent, and where both intents stand.
struct Story {
    room: Room,
    run: RunId,
    intents: Vec<u64>,
    place: tempfile::TempDir,
}

fn story(wanted: &str) -> Story {
    let place = tempfile::tempdir().unwrap();
    let room = Room::fresh(&place.path().join("ledger"));
    let steps = json!([{"name": "first", "run": "true"}, {"name": "second", "run": wanted, "agent": ["far"]}]);
    let body = json!({"stages": [{"name": "build", "steps": steps}]});
    let pipeline = Pipeline {
        name: "shop".parse().unwrap(),
        title: String::new(),
        repository: String::new(),
        definition: json!({"pipelines": {"shop": body}}).to_string(),
    };
    let apply = Apply {
        changes: vec![Change::Pipeline(Box::new(pipeline))],
        ..Apply::default()
    };
    room.done(1, apply);
    let start = StartRun {
        pipeline: "shop".parse().unwrap(),
        given: Default::default(),
        release: None,
        releases: Vec::new(),
    };
    let actor = Actor::Person(PersonId::from_bits(2));
    let begun = room.engine.submit(Request::new(actor, start)).unwrap();
    let mut story = Story {
        run: run_of(&begun.events),
        intents: Vec::new(),
        room,
        place,
    };
    story.next(&begun.events);
    let first = FinishRunStep {
        run: story.run.clone(),
        place: story.at(0),
        intent: story.intents[0],
        result: StepResult::done(),
    };
    let ended = Request::new(Actor::System, first);
    let ended = story.room.engine.submit(ended).unwrap().done().unwrap();
    story.next(&ended.events);
    story
}

fn run_of(events: &[Arc<holdpoint_engine::Recorded>]) -> RunId {
    let started = events.iter().find_map(|event| match &event.fact {
        Fact::RunStarted(started) => Some(started.run.clone()),
        _ => None,
    });
    started.unwrap()
}

impl Story {
    fn next(&mut self, events: &[Arc<holdpoint_engine::Recorded>]) {
        let asked = events.iter().filter_map(|event| match &event.fact {
            Fact::RunStepRequested(_) => Some(event.meta.position),
            _ => None,
        });
        self.intents.extend(asked);
    }

    fn at(&self, number: usize) -> u32 {
        let published = self.room.engine.published();
        let (_, place) = published
            .state
            .errands
            .at_agent(self.intents[number])
            .unwrap();
        place
    }

    fn order(&self, position: u64) -> Order {
        let backing = self.room.engine.backing(&self.run.key(), position).unwrap();
        Order::of(position, backing).unwrap()
    }

    fn known(&self) -> Known {
        let file = self.place.path().join("ledger.json");
        Known::create(&file, &self.room.engine.key().to_string()).unwrap()
    }

    /// What an agent that knows the ledger by its key finds out.
    fn asked(&self, order: &Order) -> Result<Effect, String> {
        let checkpoint = self.known().checkpoint(&order.checkpoint)?;
        Ok(intended(order, &checkpoint)?.effect)
    }
}

#[test]
fn an_agent_finds_out_what_the_server_intends() {
    let story = story("make");
    let second = story.intents[1];
    let order = story.order(second);
    let packed = Order::unpack(&order.pack().unwrap()).unwrap();
    assert_eq!(packed, order);
    let published = story.room.engine.published();
    let expected = effect(&published.state, second).unwrap();
    assert_eq!(story.asked(&order).unwrap(), expected);
    story.room.engine.close();
}

#[test]
fn an_order_that_somebody_has_changed_is_none() {
    let story = story("make");
    let good = story.order(story.intents[1]);
    assert!(good.entries.len() > 4);
    let refused = |what: String, order: &Order| {
        assert!(story.asked(order).is_err(), "{what}");
    };
    for at in 0..good.entries.len() {
        let mut order = good.clone();
        order.entries.remove(at);
        refused(format!("without entry {at}"), &order);
        let mut order = good.clone();
        let text = order.entries[at].entry.replacen("make", "fake", 1);
        order.entries[at].entry = match text == order.entries[at].entry {
            true => text.replacen("shop", "ship", 1) + " ",
            false => text,
        };
        refused(format!("entry {at} says something else"), &order);
        let mut order = good.clone();
        order.entries[at].position += 1;
        refused(format!("entry {at} stands elsewhere"), &order);
        let mut order = good.clone();
        let again = order.entries[at].clone();
        order.entries.insert(at, again);
        refused(format!("entry {at} comes twice"), &order);
        if at > 0 {
            let mut order = good.clone();
            order.entries.swap(at - 1, at);
            refused(format!("entry {at} comes earlier"), &order);
        }
        for hash in 0..good.entries[at].hashes.len() {
            let mut order = good.clone();
            order.entries[at].hashes[hash] = Hash::of(b"another").to_base64();
            refused(format!("hash {hash} of entry {at}"), &order);
        }
    }
    let mut order = good.clone();
    order.position = story.intents[0];
    refused("for another step".to_owned(), &order);
    story.room.engine.close();
}

#[test]
fn a_step_whose_turn_it_is_not_is_not_run() {
    let story = story("make");
    let mut order = story.order(story.intents[1]);
    // All that says that the first step has ended is left out; every proof that stays holds.
    order
        .entries
        .retain(|proven| !proven.entry.contains("step-finished"));
    let refused = story.asked(&order).unwrap_err();
    assert!(refused.contains("not the turn"), "{refused}");
    story.room.engine.close();
}

#[test]
fn a_checkpoint_that_another_key_signed_is_none() {
    let story = story("make");
    let order = story.order(story.intents[1]);
    let mut known = story.known();
    let checkpoint = known.checkpoint(&order.checkpoint).unwrap();
    known.learn(checkpoint.size, &checkpoint.root).unwrap();
    let changed = order.checkpoint.replacen('\n', "\n1", 1);
    assert!(known.checkpoint(&changed).is_err());
    story.room.engine.close();
}

#[test]
fn a_ledger_that_was_forked_or_rewritten_is_noticed() {
    let (one, other) = (story("make"), story("fake"));
    let mut known = one.known();
    let first = one.order(one.intents[0]);
    let of_one = known.checkpoint(&first.checkpoint).unwrap();
    known.learn(of_one.size, &of_one.root).unwrap();
    // The same key has signed another ledger of the same size.
    let order = other.order(other.intents[1]);
    let of_other = known.checkpoint(&order.checkpoint).unwrap();
    assert_eq!(of_other.size, of_one.size);
    assert!(known.seen(&of_other).unwrap_err().contains("forked"));
    // A longer one that does not extend what was seen.
    other.room.done(
        1,
        Apply {
            changes: vec![],
            ..Apply::default()
        },
    );
    for room in [&one.room, &other.room] {
        let add = holdpoint_domain::organisation::AddPerson {
            person: PersonId::from_bits(9),
        };
        room.done(1, add);
    }
    let order = other.order(other.intents[1]);
    let longer = known.checkpoint(&order.checkpoint).unwrap();
    let Seen::Other(growth) = known.seen(&longer).unwrap() else {
        panic!("it is another tree");
    };
    let proof = other
        .room
        .engine
        .extension(growth.old.0, growth.new.0)
        .unwrap();
    assert!(known.grew(&growth, &proof).unwrap_err().contains("changed"));
    // Its own growth is believed, and also that of what was signed before.
    let order = one.order(one.intents[1]);
    let grown = known.checkpoint(&order.checkpoint).unwrap();
    let Seen::Other(growth) = known.seen(&grown).unwrap() else {
        panic!("it has grown");
    };
    let proof = one
        .room
        .engine
        .extension(growth.old.0, growth.new.0)
        .unwrap();
    known.grew(&growth, &proof).unwrap();
    assert_eq!(known.seen(&grown), Ok(Seen::Known));
    let Seen::Other(back) = known.seen(&of_one).unwrap() else {
        panic!("it is an earlier tree");
    };
    assert_eq!((back.old.0, back.new.0), (of_one.size, grown.size));
    known.grew(&back, &proof).unwrap();
    assert!(hashes(&["no hash".to_owned()]).is_none());
    for story in [one, other] {
        story.room.engine.close();
    }
}
