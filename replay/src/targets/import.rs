//! Whatever an export holds, a preview of it can be shown; and what is imported is there afterwards: the same import
//! changes nothing any more. The first byte chooses the name of the file.

use holdpoint_configuration::{import, inverse};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Meta, State, Time, evolve};
use holdpoint_import::{Limits, Mapping, Source, read};

const LIMITS: Limits = Limits {
    bytes: 65_536,
    unpacked_bytes: 1 << 20,
    tables: 16,
    rows: 2_000,
    columns: 64,
    cell_bytes: 4_096,
};

fn previewed(source: &Source) -> holdpoint_import::Preview {
    let mapping = source.guess().mapping;
    let text = mapping.to_yaml().expect("a mapping is text");
    assert_eq!(
        Mapping::parse(&text).expect("a mapping reads back"),
        mapping
    );
    let preview = source
        .preview(&mapping)
        .expect("what is guessed names what is there");
    assert!(!preview.to_string().is_empty());
    preview
}

pub(crate) fn run(bytes: &[u8]) {
    let Some((name, bytes)) = bytes.split_first() else {
        return;
    };
    let name = ["a.csv", "a.yaml", "a.json", "a.xml"][usize::from(*name) % 4];
    let Ok(source) = read(name, bytes, &LIMITS) else {
        return;
    };
    let imported = previewed(&source).imported;
    let person = |handle: &str| {
        handle
            .len()
            .is_multiple_of(2)
            .then(|| PersonId::from_bits(handle.len() as u128))
    };
    let before = State::default();
    let first = import(&before, &imported, &person);
    let mut state = before.clone();
    for change in &first.changes {
        let meta = Meta {
            position: 0,
            time: Time::from_millis(0),
            actor: Actor::System,
        };
        evolve(&mut state, &change.fact(), &meta);
    }
    let again = import(&state, &imported, &person);
    assert_eq!(again.changes, [], "after {:?}", first.changes);
    assert!(inverse(&first.changes, &before).len() <= first.changes.len());
}
