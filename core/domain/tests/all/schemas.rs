//! The JSON Schema of every event, checked in under `schemas/events`, and that real events follow theirs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use holdpoint_domain::{EVENTS, Fact};
use serde_json::{Value, json};

use crate::golden;
use crate::world::World;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas/events")
}

fn file(name: &str) -> String {
    format!("{name}.schema.json")
}

/// The schema as it is published.
fn schema(event: &holdpoint_domain::EventType) -> Value {
    let mut schema = (event.schema)().to_value();
    schema["$id"] = json!(format!(
        "https://example.org/holdpoint/schemas/events/{}",
        file(event.name)
    ));
    schema["title"] = json!(event.name);
    schema
}

#[test]
fn every_event_has_its_schema_drift() {
    for event in EVENTS {
        let mut schema = schema(event);
        schema.sort_all_objects();
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        golden::same_at(&folder().join(file(event.name)), &text);
    }
    let kept: BTreeSet<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<_> = EVENTS.iter().map(|event| file(event.name)).collect();
    assert_eq!(
        kept, known,
        "a schema without an event, or the other way round"
    );
}

/// One event of each type, at least, from worlds in which something happens.
pub fn samples() -> Vec<World> {
    use crate::ledger::{
        bulletins, conversation, groups, journey, newer, odds_and_ends, passkeys, programs, signed,
        statuses,
    };
    vec![
        journey(),
        odds_and_ends(),
        conversation(),
        newer(),
        bulletins(),
        statuses(),
        signed(),
        passkeys(),
        programs(),
        groups(),
        crate::stories::provisioning::told(),
        crate::stories::contracts::running(),
        crate::stories::windows::closings(),
        crate::stories::pipelines::told(),
        crate::stories::agents::told(),
        crate::stories::sharing::told(),
        crate::stories::cutovers::told(),
    ]
}

#[test]
fn real_events_follow_their_schemas() {
    let validators: std::collections::BTreeMap<_, _> = EVENTS
        .iter()
        .map(|event| {
            (
                event.name,
                jsonschema::validator_for(&schema(event)).unwrap(),
            )
        })
        .collect();
    let mut seen = BTreeSet::new();
    for (_, fact) in samples().iter().flat_map(|world| &world.ledger) {
        crate::facts::check(fact);
        let data = fact.data().unwrap();
        let name = fact.event_type();
        if let Err(error) = validators[name].validate(&data) {
            panic!("{name}: {error} at {}: {data}", error.instance_path());
        }
        seen.insert(name);
    }
    let unseen: Vec<_> = EVENTS
        .iter()
        .map(|event| event.name)
        .filter(|name| !seen.contains(name))
        .collect();
    assert_eq!(unseen, Vec::<&str>::new(), "no sample of these");
}

#[test]
fn what_is_not_in_a_schema_is_not_read() {
    for (_, fact) in samples().iter().flat_map(|world| &world.ledger) {
        let mut data = fact.data().unwrap();
        data["unheard-of"] = json!(1);
        let read = Fact::parse(fact.event_type(), &data.to_string());
        assert!(read.is_err(), "{} took an unknown field", fact.event_type());
    }
    assert!(Fact::parse("release.exploded.v1", "{}").is_err());
}
