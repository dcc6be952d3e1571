//! Letters go out in rounds: one at a time, counted when it ends, given up when nobody says how.

use holdpoint_domain::Fact;
use serde_json::{Value, json};

use crate::company::company;
use crate::world::{World, types};

/// Begins a round; says which.
pub fn begin(world: &mut World) -> Value {
    let facts = world.done("system", "bulletin.request", json!({"recipients": 3}));
    let [Fact::BulletinRequested(requested)] = &facts[..] else {
        panic!("{facts:?}")
    };
    json!(requested.bulletin)
}

fn finish(bulletin: &Value) -> Value {
    json!({"bulletin": bulletin, "delivered": 1, "failed": 1, "unknown": 1})
}

#[test]
fn a_round_ends_with_how_many_letters_were_delivered() {
    let mut world = company();
    let bulletin = begin(&mut world);
    let (_, open) = world.state.bulletins.iter().next().unwrap();
    assert_eq!(open.position, world.ledger.len() as u64 - 1);
    let again = json!({"recipients": 1});
    assert_eq!(
        world.refused("system", "bulletin.request", again.clone()),
        "bulletin-under-way"
    );
    let facts = world.done("system", "bulletin.finish", finish(&bulletin));
    assert_eq!(types(&facts), ["bulletin.sent.v1"]);
    assert_eq!(
        world.refused("system", "bulletin.finish", finish(&bulletin)),
        "bulletin-unknown"
    );
    world.done("system", "bulletin.request", again);
    world.check_folds();
}

#[test]
fn a_round_of_which_nobody_says_how_it_ended_is_given_up_after_an_hour() {
    let mut world = company();
    let bulletin = begin(&mut world);
    let lose = json!({"bulletin": bulletin});
    assert_eq!(
        world.done("system", "bulletin.lose", lose.clone()),
        [],
        "too early"
    );
    assert_eq!(world.tick(), []);
    world.hours(1);
    assert_eq!(types(&world.tick()), ["bulletin.lost.v1"]);
    assert_eq!(
        world.refused("system", "bulletin.lose", lose),
        "bulletin-unknown"
    );
    world.check_folds();
}

#[test]
fn nobody_but_holdpoint_itself_sends_bulletins_and_none_goes_to_nobody() {
    let mut world = company();
    assert_eq!(
        world.refused("system", "bulletin.request", json!({"recipients": 0})),
        "bulletin-empty"
    );
    assert_eq!(
        world.refused("adam", "bulletin.request", json!({"recipients": 1})),
        "not-permitted"
    );
    let bulletin = begin(&mut world);
    for (name, asked) in [
        ("bulletin.finish", finish(&bulletin)),
        ("bulletin.lose", json!({"bulletin": bulletin})),
    ] {
        assert_eq!(world.refused("adam", name, asked), "not-permitted");
    }
}

#[test]
fn channels_say_where_secrets_stand() {
    let mut world = company();
    let asked = |url: Value| json!({"changes": [{"settings": {"timezone": "UTC", "channels": {"chat": {"url": url}}}}]});
    let secret = asked(json!({"env": "https://hooks.example.org/secret"}));
    assert_eq!(
        world.refused("ada", "organisation.apply", secret),
        "channel-wrong"
    );
    world.done(
        "ada",
        "organisation.apply",
        asked(json!({"env": "CHAT_URL"})),
    );
    let organisation = world.state.organisation.as_ref().unwrap();
    assert!(
        organisation
            .settings
            .channels
            .as_ref()
            .unwrap()
            .chat
            .is_some()
    );
}
