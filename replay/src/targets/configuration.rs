//! Whatever a file says, it is read or its mistakes are shown inside it; and what is read can be compared with an
//! empty ledger, applied to it, and is then no difference any more.

use super::text;
use holdpoint_configuration::{
    Configuration, Diagnostics, Origin, Source, describe, difference, inverse,
};
use holdpoint_domain::organisation::{PersonAdded, PersonId};
use holdpoint_domain::{Actor, Fact, Meta, State, Time, evolve};

fn shown(found: &Diagnostics, text: &str) {
    assert!(!found.is_empty());
    for one in found.iter() {
        assert!(one.span.start <= one.span.end && one.span.end <= text.len());
        assert!(!one.code.is_empty() && !one.help.is_empty());
    }
    assert!(!found.to_string().is_empty());
    serde_json::to_string(found).expect("diagnostics are JSON");
}

fn happen(state: &mut State, fact: &Fact) {
    let meta = Meta {
        position: 0,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    evolve(state, fact, &meta);
}

/// A ledger that knows some people and nothing else.
fn inhabited() -> State {
    let mut state = State::default();
    for bits in 0..8 {
        let person = PersonId::from_bits(bits);
        happen(&mut state, &PersonAdded { person }.into());
    }
    state
}

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    let source = Source::new("holdpoint.yaml", text);
    let configuration = match Configuration::parse(source, &|path| Ok(path.as_bytes().to_vec())) {
        Ok(configuration) => configuration,
        Err(found) => return shown(&found, text),
    };
    let person = |handle: &str| Some(PersonId::from_bits(handle.len() as u128 % 8));
    let origin = Origin::new("https://git.example.org/acme/shop", "");
    let before = inhabited();
    let changes = match difference(&before, &configuration, &person, &origin) {
        Ok(changes) => changes,
        Err(found) => return shown(&found, text),
    };
    assert_eq!(describe(&changes, &before).items.len(), changes.len());
    let mut state = before.clone();
    for change in &changes {
        happen(&mut state, &change.fact());
    }
    // Settings go nowhere as long as the ledger has no organisation.
    let again =
        difference(&state, &configuration, &person, &origin).expect("it was so a moment ago");
    assert!(
        again
            .iter()
            .all(|change| matches!(change, holdpoint_domain::declaration::Change::Settings(_)))
    );
    assert!(inverse(&changes, &before).len() <= changes.len());
}
