//! Files to read, and policies that exist.

use holdpoint_configuration::{Configuration, Diagnostics, Origin, Source, difference};
use holdpoint_domain::declaration::{Change, problems};
use holdpoint_domain::organisation::{Founded, PersonAdded, PersonId};
use holdpoint_domain::{Actor, Fact, Meta, State, Time, evolve};

/// Reads a file whose policies all exist.
pub(crate) fn read(text: &str) -> Result<Configuration, Diagnostics> {
    Configuration::parse(Source::new("holdpoint.yaml", text), &|path| {
        Ok(format!("package {path}").into_bytes())
    })
}

/// The codes of what is wrong, in the order of the file.
pub(crate) fn codes(text: &str) -> Vec<String> {
    match read(text) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(|one| one.code.clone()).collect(),
    }
}

/// A file of the folder `tests`.
pub(crate) fn file(name: &str) -> String {
    let path = format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Three people, by handle.
pub(crate) fn person(handle: &str) -> Option<PersonId> {
    let number = ["anna", "bert", "carla"]
        .iter()
        .position(|known| *known == handle)?;
    Some(PersonId::from_bits(number as u128 + 1))
}

/// A ledger that was founded, with three people.
pub(crate) fn founded() -> State {
    let mut state = State::default();
    let name = "acme".parse().unwrap();
    happen(
        &mut state,
        &Founded {
            name,
            sample: false,
        }
        .into(),
    );
    for handle in ["anna", "bert", "carla"] {
        let person = person(handle).unwrap();
        happen(&mut state, &PersonAdded { person }.into());
    }
    state
}

fn happen(state: &mut State, fact: &Fact) {
    let meta = Meta {
        position: 0,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    evolve(state, fact, &meta);
}

/// What a file would change.
pub(crate) fn plan(state: &State, text: &str) -> Vec<Change> {
    let configuration = read(text).unwrap_or_else(|found| panic!("{found}"));
    let found = difference(state, &configuration, &person, &Origin::unknown());
    found.unwrap_or_else(|found| panic!("{found}"))
}

/// Why a file cannot be applied.
pub(crate) fn refused(state: &State, text: &str) -> Diagnostics {
    let configuration = read(text).unwrap_or_else(|found| panic!("{found}"));
    difference(state, &configuration, &person, &Origin::unknown()).unwrap_err()
}

/// The state after the changes, each of which the rules must allow.
pub(crate) fn apply(state: &State, changes: &[Change]) -> State {
    let mut state = state.clone();
    for change in changes {
        assert_eq!(problems(change, &state).unwrap(), [], "{change:?}");
        happen(&mut state, &change.fact());
    }
    state
}

/// The state after a file was applied to a new ledger.
pub(crate) fn settled(text: &str) -> State {
    let state = founded();
    apply(&state, &plan(&state, text))
}
