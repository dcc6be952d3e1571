//! Entries as they are written and read.

use holdpoint_domain::organisation::{Founded, OrganisationName, PersonAdded, PersonId};
use holdpoint_domain::{Actor, Fact, Meta, Time};
use holdpoint_ledger::canonical::is_canonical;

use super::{CommandId, DecodeError, EventId, decode, new_entry};

fn meta() -> Meta {
    Meta {
        position: 7,
        time: Time::from_millis(1_763_890_200_007),
        actor: Actor::Person(PersonId::from_bits(1)),
    }
}

fn id() -> EventId {
    EventId {
        command: CommandId(0x0123_4567_89ab_cdef),
        index: 2,
    }
}

fn written(fact: &Fact) -> Vec<u8> {
    let data = fact.data().expect("it has data");
    new_entry(fact, &fact.subject(), &meta(), &id(), &data)
        .expect("it fits")
        .bytes
}

fn added() -> Fact {
    let person = PersonId::from_bits(9);
    PersonAdded { person }.into()
}

#[test]
fn an_event_comes_back_as_it_went() {
    let bytes = written(&added());
    assert!(is_canonical(&bytes));
    let read = decode(7, &bytes).expect("it reads");
    assert_eq!((read.fact, read.meta, read.id), (added(), meta(), id()));
    let text = String::from_utf8(bytes).expect("text");
    assert_eq!(
        text,
        "{\"actor\":\"per_00000000000000000000000001\",\
         \"data\":{\"person\":\"per_00000000000000000000000009\"},\
         \"id\":\"0000000000000028T5CY4TQKFF-2\",\"source\":\"/organisation\",\
         \"specversion\":\"1.0\",\"subject\":\"person/per_00000000000000000000000009\",\
         \"time\":\"2025-11-23T09:30:00.007Z\",\"type\":\"io.holdpoint.person.added.v1\"}"
    );
}

#[test]
fn our_bytes_are_those_of_the_ledger_crate() {
    let fact: Fact = Founded {
        name: OrganisationName::new("acme").expect("a name"),
        sample: true,
    }
    .into();
    let bytes = written(&fact);
    let entry = holdpoint_ledger::entry::Entry::<serde_json::Value>::parse(&bytes);
    assert_eq!(entry.expect("an entry").to_bytes().expect("bytes"), bytes);
}

#[test]
fn every_changed_attribute_is_refused() {
    let text = String::from_utf8(written(&added())).expect("text");
    let changed = |from: &str, to: &str| decode(7, text.replacen(from, to, 1).as_bytes());
    assert!(changed("x", "x").is_ok());
    for (from, to) in [
        ("/organisation", "/other"),
        ("\"1.0\"", "\"1.1\""),
        ("io.holdpoint.", "com.example."),
        ("person/per_", "unit/per_"),
        ("2025-11-23T", "yesterday "),
        ("TQKFF-2", "TQKFF-02"),
        ("TQKFF-2", "tqkff-2"),
        ("\"actor\":\"per_", "\"actor\":\"anna"),
        ("\"source\"", "\"more\":\"\",\"source\""),
        ("\"person\"", "\"human\""),
    ] {
        assert!(changed(from, to).is_err(), "{from} to {to}");
    }
    let unknown = changed("person.added.v1", "person.adored.v1");
    assert!(matches!(unknown, Err(DecodeError::Fact(_))));
}

#[test]
fn ids_read_back() {
    for bits in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef] {
        let id = CommandId(bits);
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    assert!("80000000000000000000000000".parse::<CommandId>().is_err());
}
