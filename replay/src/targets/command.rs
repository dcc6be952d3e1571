//! Whatever is asked over the network is no command, or decided: what happens is written, read back the same, and the
//! state goes on from there. One command a line, upon a ledger with a history.

use std::sync::OnceLock;

use holdpoint_domain::{
    Actor, Command, Context, Decision, Fact, Meta, Need, RuleAnswers, State, Time, decide, evolve,
};
use serde_json::Value;

const HISTORY: &str = include_str!("../../../core/domain/tests/golden/ledger-1.jsonl");

fn meta(position: usize, time: Time, actor: Actor) -> Meta {
    Meta {
        position: position as u64,
        time,
        actor,
    }
}

/// The state after the history, the people who acted in it, and the time of its end.
fn company() -> &'static (State, Vec<Actor>, Time) {
    static COMPANY: OnceLock<(State, Vec<Actor>, Time)> = OnceLock::new();
    COMPANY.get_or_init(|| {
        let (mut state, mut actors, mut now) = (State::default(), Vec::new(), Time::from_millis(0));
        for (position, line) in HISTORY.lines().enumerate() {
            let entry: Value = serde_json::from_str(line).expect("JSON");
            let text = |name: &str| entry[name].as_str().expect("text");
            let fact = Fact::parse(text("type"), &entry["data"].to_string()).expect("an event");
            let actor: Actor = text("actor").parse().expect("an actor");
            now = text("time").parse().expect("a time");
            evolve(&mut state, &fact, &meta(position, now, actor.clone()));
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        (state, actors, now)
    })
}

fn happen(state: &mut State, facts: &[Fact], meta: &Meta) {
    for fact in facts {
        let data = fact.data().expect("an event is JSON").to_string();
        assert_eq!(Fact::parse(fact.event_type(), &data).as_ref(), Ok(fact));
        evolve(state, fact, meta);
    }
}

pub(crate) fn run(input: &[u8]) {
    let (state, actors, now) = company();
    let mut state = state.clone();
    // Nobody answers for custom rules: what needs them stays undecided.
    let rules = RuleAnswers::default();
    for (at, line) in input.split(|byte| *byte == b'\n').enumerate().take(8) {
        let Some((who, line)) = line.split_first() else {
            continue;
        };
        let Ok(command) = serde_json::from_slice::<Command>(line) else {
            continue;
        };
        let again = serde_json::to_string(&command).expect("a command is JSON");
        assert_eq!(
            serde_json::from_str::<Command>(&again).expect("a command reads back"),
            command
        );
        let actor = &actors[usize::from(*who) % actors.len()];
        let context = Context {
            actor,
            now: *now,
            position: 1_000 + at as u64 * 100,
            seed: at as u128,
            rules: &rules,
        };
        let decision = decided(&mut state, &command, &context);
        assert_eq!(
            decision,
            decide(&state, &command, &context),
            "a decision is a pure function"
        );
        let meta = meta(1_000 + at * 100, *now, actor.clone());
        match decision {
            Decision::Accepted(facts) => happen(&mut state, &facts, &meta),
            Decision::Refused(refusal, facts) => {
                assert!(!refusal.to_string().is_empty());
                happen(&mut state, &facts, &meta);
            }
            Decision::Needs(_) => {}
        }
    }
}

/// Nothing has left memory here: what is not in it does not exist.
fn decided(state: &mut State, command: &Command, context: &Context<'_>) -> Decision {
    for _ in 0..32 {
        match decide(state, command, context) {
            Decision::Needs(Need::Aggregates(keys)) => {
                for key in keys {
                    state.adopt(&key, &State::default());
                }
            }
            decision => return decision,
        }
    }
    decide(state, command, context)
}
