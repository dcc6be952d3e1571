#![allow(clippy::unwrap_used, reason = "tests")]

use super::Change;
use crate::kernel::{Actor, Meta, Time};
use crate::{State, evolve};

fn change(text: &str) -> Change {
    serde_json::from_str(text).unwrap()
}

#[test]
fn each_change_leaves_nothing_more_to_do_and_its_opposite_undoes_it() {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::System,
    };
    for (item, gone) in [
        (
            r#"{"calendar":{"name":"x","timezone":"UTC","hours":[]}}"#,
            r#"{"retire-calendar":"x"}"#,
        ),
        (r#"{"unit":{"name":"x"}}"#, r#"{"retire-unit":"x"}"#),
        (
            r#"{"team":{"name":"x","unit":"u"}}"#,
            r#"{"retire-team":"x"}"#,
        ),
        (
            r#"{"component":{"name":"x","unit":"u"}}"#,
            r#"{"retire-component":"x"}"#,
        ),
        (
            r#"{"environment":{"name":"x"}}"#,
            r#"{"retire-environment":"x"}"#,
        ),
        (
            r#"{"template":{"name":"x","components":["c"]}}"#,
            r#"{"retire-template":"x"}"#,
        ),
        (
            r#"{"window":{"name":"x","kind":"blackout","timezone":"UTC","when":[]}}"#,
            r#"{"retire-window":"x"}"#,
        ),
    ] {
        let (item, gone) = (change(item), change(gone));
        assert!(!item.idle(&state) && gone.idle(&state), "{item:?}");
        evolve(&mut state, &item.fact(), &meta);
        assert!(item.idle(&state) && !gone.idle(&state), "{item:?}");
        evolve(&mut state, &gone.fact(), &meta);
        assert!(!item.idle(&state) && gone.idle(&state), "{item:?}");
    }
    assert!(state == State::default());
}

#[test]
fn a_change_takes_no_unknown_field() {
    let wrong = serde_json::from_str::<Change>(r#"{"unit":{"name":"x","partent":"y"}}"#);
    assert!(wrong.unwrap_err().to_string().contains("partent"));
}
