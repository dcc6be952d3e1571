#![allow(clippy::unwrap_used, reason = "tests")]

use super::standing_in;
use crate::kernel::{Actor, Meta, Time};
use crate::{Fact, State, evolve};

const ID: &str = "wai_00000000000000000000000001";

fn state(approved: bool) -> State {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    let person = "per_00000000000000000000000001";
    let sealed = format!(r#"{{"sealed":"sha256:{}"}}"#, "0".repeat(64));
    let requested = format!(
        r#"{{"waiver":"{ID}","release":"r","environment":"e","criterion":"c","reason":{sealed},"person":"{person}","ends":"1970-01-01T00:00:10Z"}}"#
    );
    let mut facts = vec![("waiver.requested.v1", requested)];
    if approved {
        let data = format!(r#"{{"waiver":"{ID}","release":"r","person":"{person}"}}"#);
        facts.push(("waiver.approved.v1", data));
    }
    for (name, data) in facts {
        evolve(&mut state, &Fact::parse(name, &data).unwrap(), &meta);
    }
    state
}

#[test]
fn only_an_approved_waiver_for_exactly_this_stands_in_and_until_its_end() {
    let asked = |state: &State, release: &str, place: &str, criterion: &str, millis: i64| {
        let (release, place) = (release.parse().unwrap(), place.parse().unwrap());
        standing_in(
            state,
            &release,
            &place,
            criterion,
            Time::from_millis(millis),
        )
        .is_some()
    };
    let approved = state(true);
    assert!(asked(&approved, "r", "e", "c", 9_999));
    assert!(!asked(&approved, "r", "e", "c", 10_000));
    assert!(!asked(&approved, "other", "e", "c", 0));
    assert!(!asked(&approved, "r", "other", "c", 0));
    assert!(!asked(&approved, "r", "e", "other", 0));
    assert!(!asked(&state(false), "r", "e", "c", 0));
}
