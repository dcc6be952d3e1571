//! Every question as of every moment: asked of the whole ledger it has the answer that it had when the ledger
//! ended there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use holdpoint_conformance::{Author, MemoryLedger};
use holdpoint_domain::{Actor, Fact, Meta, Time};
use holdpoint_engine::entry::{CommandId, EventId, decode, encode};
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ports::{LedgerStore, NewEntry, Opening};
use holdpoint_service::{At, QUERIES, Service};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{ORIGIN, Room, World, signer};

/// Entries of a ledger with their times, in order.
type Entries = Vec<(NewEntry, Time)>;

/// A ledger that grows by one entry at a time.
#[derive(Default)]
struct Growing {
    ledger: MemoryLedger,
    author: Author,
}

impl Growing {
    fn append(&mut self, (entry, time): &(NewEntry, Time)) {
        let mut batch = self.author.batch(vec![entry.clone()]);
        let (size, root) = (batch.head.size, batch.head.root);
        let checkpoint = Checkpoint::new(ORIGIN.to_owned(), size, root);
        batch.head.checkpoint = checkpoint.sign(&[&signer()]).unwrap();
        batch.head.time_ms = time.millis();
        self.ledger.append(&batch).unwrap();
    }
}

fn new_entry(fact: &Fact, bytes: Vec<u8>) -> NewEntry {
    NewEntry {
        bytes,
        subject: fact.subject().to_string(),
        references: fact.references().iter().map(ToString::to_string).collect(),
        opening: fact.opening().map(|opening| match opening {
            holdpoint_domain::Opening::Opened => Opening::Opened,
            holdpoint_domain::Opening::Closed => Opening::Closed,
        }),
    }
}

/// Names and ids that occur in the entries, by the kind of what they name: a few of each.
fn names(entries: &Entries) -> BTreeMap<String, Vec<String>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (entry, _) in entries {
        for key in entry.references.iter().chain([&entry.subject]) {
            let (kind, name) = key.split_once('/').unwrap();
            let known = names.entry(kind.to_owned()).or_default();
            if known.len() < 3 && !known.iter().any(|known| known == name) {
                known.push(name.to_owned());
            }
        }
    }
    names
}

/// What there is to ask for under the name of an argument: what exists, and something that does not.
fn values(argument: &str, entries: &Entries) -> Vec<String> {
    let nothing = || "nothing".to_owned();
    match argument {
        "subject" => {
            let subjects: BTreeSet<_> = entries.iter().map(|(one, _)| &one.subject).collect();
            let some = subjects.into_iter().step_by(7).cloned();
            let releases = names(entries).remove("release").unwrap_or_default();
            let releases = releases.into_iter().map(|name| format!("release/{name}"));
            some.chain(releases).chain([nothing()]).collect()
        }
        "action" => vec!["release.create".to_owned(), nothing()],
        "say" => vec!["approve".to_owned(), nothing()],
        "decision" => vec!["go".to_owned(), nothing()],
        "role" => vec!["component-owner".to_owned()],
        "with" => values("run", entries),
        "words" => vec!["a".to_owned(), nothing()],
        "minutes" => vec!["90".to_owned()],
        "step" => vec![
            "build/compile".to_owned(),
            "test/unit".to_owned(),
            nothing(),
        ],
        "train" => values("window", entries),
        "from" => vec!["2026-03-01T00:00:00Z".to_owned()],
        "until" => vec!["2026-04-01T00:00:00Z".to_owned()],
        kind => {
            let known = names(entries).remove(kind).unwrap_or_default();
            known.into_iter().chain([nothing()]).collect()
        }
    }
}

/// Every query, with all combinations of what it must be told, and with each thing that it may be told alone.
fn questions(entries: &Entries) -> Vec<(&'static str, Value)> {
    let kinds = [
        "person",
        "team",
        "unit",
        "release",
        "component",
        "environment",
    ];
    let mut all = Vec::new();
    for query in QUERIES {
        let schema = (query.arguments)().to_value();
        let mut required = schema["required"].as_array().cloned().unwrap_or_default();
        if query.name == "decision.payload" {
            // A go is about both; a waiver, which it may be about instead, is not.
            required.extend([json!("release"), json!("environment")]);
        }
        let mut asked = vec![json!({})];
        for argument in required.iter().map(|name| name.as_str().unwrap()) {
            let values = values(argument, entries);
            let with = |known: &Value| {
                values
                    .iter()
                    .map(|value| put(known, argument, value))
                    .collect()
            };
            asked = asked.iter().flat_map::<Vec<_>, _>(with).collect();
        }
        if required.is_empty() {
            let optional = kinds
                .iter()
                .filter(|kind| schema["properties"].get(kind).is_some());
            let alone = optional.flat_map(|kind| {
                let values = values(kind, entries).into_iter();
                values.map(|value| put(&json!({}), kind, &value))
            });
            asked.extend(alone.collect::<Vec<_>>());
        }
        all.extend(asked.into_iter().map(|arguments| (query.name, arguments)));
    }
    all
}

fn put(arguments: &Value, name: &str, value: &str) -> Value {
    let mut arguments = arguments.clone();
    arguments[name] = match name {
        "minutes" => json!(value.parse::<u32>().unwrap()),
        _ => json!(value),
    };
    arguments
}

/// What is about who asks; settings and views do not come from the ledger at all.
const OWN: &[&str] = &[
    "approval.payload",
    "decision.payload",
    "inbox.show",
    "policy.ask",
    "settings.show",
    "views.list",
];

fn answer(
    service: &Service,
    who: &Actor,
    asked: &(&'static str, Value),
    at: At,
) -> Result<Value, String> {
    let answer = service.query(who, asked.0, asked.1.clone(), at);
    answer.map_err(|error| error.to_string())
}

/// The first person of the ledger, who administers it.
fn administrator(entries: &Entries) -> Actor {
    let people = names(entries).remove("person").unwrap();
    people[0].parse().unwrap()
}

/// Asks everything of the whole ledger as of each moment, and of one that ends there; says which queries had an
/// answer at some time.
fn check(room: &Room, entries: &Entries) -> BTreeSet<&'static str> {
    let (asked, admin) = (questions(entries), administrator(entries));
    let mut whole = Growing::default();
    entries.iter().for_each(|entry| whole.append(entry));
    let all = room.service(whole.ledger.clone());
    let mut cut = Growing::default();
    let mut answered = BTreeSet::new();
    for (entry, position) in entries.iter().zip(0u64..) {
        cut.append(entry);
        room.clock.set(entry.1.millis());
        let ended = room.service(cut.ledger.clone());
        // The clock of the present has gone on.
        for one in &asked {
            let own = OWN.contains(&one.0);
            // Else as anybody may read: who asks is not what is tested.
            let who = if own { &admin } else { &Actor::System };
            let then = answer(&ended, who, one, At::Now);
            if own && then.is_err() {
                // Before there was an organisation they were nobody.
                continue;
            }
            let told = answer(&all, who, one, At::Position(position));
            assert_eq!(told, then, "{} {} as of {position}", one.0, one.1);
            if then.is_ok() {
                answered.insert(one.0);
            }
        }
        ended.engine().close();
    }
    answered
}

/// A ledger that the domain's tests keep: a company from its first day, with every kind of event.
fn golden(name: &str) -> Entries {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/domain/tests/golden");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let lines = text.lines().zip(0u64..);
    let entry = |(line, position): (&str, u64)| {
        let line: Value = serde_json::from_str(line).unwrap();
        let kind = line["type"].as_str().unwrap();
        let fact = Fact::parse(kind, &line["data"].to_string()).unwrap();
        let meta = Meta {
            position,
            time: line["time"].as_str().unwrap().parse().unwrap(),
            actor: line["actor"].as_str().unwrap().parse().unwrap(),
        };
        let id = EventId {
            command: CommandId(u128::from(position)),
            index: 0,
        };
        let subject = fact.subject().to_string();
        let bytes = encode(kind, &subject, &meta, &id, &fact.data().unwrap()).unwrap();
        (new_entry(&fact, bytes), meta.time)
    };
    lines.map(entry).collect()
}

#[test]
fn kept_ledgers_answer_as_of_every_moment_as_they_did_then() {
    let ledgers = [
        "ledger-1.jsonl",
        "ledger-2.jsonl",
        "ledger-signed.jsonl",
        "ledger-windows.jsonl",
        "ledger-trains.jsonl",
        "ledger-runs.jsonl",
        "ledger-agents.jsonl",
        "ledger-tests.jsonl",
        "ledger-nights.jsonl",
    ];
    let answered = ledgers.map(|name| check(&Room::new(), &golden(name)));
    let answered: BTreeSet<_> = answered.into_iter().flatten().collect();
    let queries: BTreeSet<_> = QUERIES.iter().map(|query| query.name).collect();
    assert_eq!(answered, queries, "each has an answer at some time");
}

/// What somebody asks for, with names from small sets, so that much of it is possible.
fn act() -> impl Strategy<Value = (usize, Value)> {
    let release = || prop_oneof![Just("one"), Just("two")];
    let place = || prop_oneof![Just("test"), Just("production")];
    let make = |who: usize, command: &str, arguments: Value| {
        (who, json!({"command": command, "arguments": arguments}))
    };
    let by_release = |who: usize, command: &'static str| {
        release().prop_map(move |release| make(who, command, json!({"release": release})))
    };
    let create = release().prop_map(move |release| {
        make(
            1,
            "release.create",
            json!({"release": release, "components": ["till"]}),
        )
    });
    let artifacts = (release(), 0..3u8).prop_map(move |(release, build)| {
        let digest = holdpoint_domain::Digest::of(&[build]);
        let one = json!({"name": "till.tar", "component": "till", "digest": digest});
        make(
            1,
            "release.add-artifacts",
            json!({"release": release, "artifacts": [one]}),
        )
    });
    let deploy = (release(), place()).prop_map(move |(release, place)| {
        make(
            1,
            "deployment.deploy",
            json!({"release": release, "environment": place}),
        )
    });
    let approve = (release(), prop_oneof![Just("approve"), Just("reject")]).prop_map(
        move |(release, say)| {
            let asked = json!({"release": release, "say": say, "role": "component-owner"});
            make(2, "approval.decide", asked)
        },
    );
    let unit = ("[a-c]", any::<bool>()).prop_map(move |(name, retire)| {
        let change = match retire {
            true => json!({"retire-unit": name}),
            false => json!({"unit": {"name": name, "title": "of some use"}}),
        };
        make(0, "organisation.apply", json!({"changes": [change]}))
    });
    prop_oneof![
        3 => create,
        3 => artifacts,
        3 => by_release(1, "release.submit"),
        1 => by_release(1, "release.revise"),
        1 => by_release(1, "release.cancel"),
        4 => deploy,
        2 => approve,
        2 => unit,
    ]
}

/// The entries of the world's ledger.
fn entries(world: &World) -> Entries {
    let mut entries = Vec::new();
    let size = world.service.engine().published().size();
    let mut keep = |position, bytes: &[u8]| {
        let recorded = decode(position, bytes).unwrap();
        let entry = new_entry(&recorded.fact, bytes.to_vec());
        entries.push((entry, recorded.meta.time));
        Ok(())
    };
    world.service.engine().visit(0..size, &mut keep).unwrap();
    entries
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn any_history_answers_as_of_every_moment_as_it_did_then(
        acts in prop::collection::vec(act(), 15..30)
    ) {
        let world = World::new();
        let changes = json!([
            {"environment": {"name": "test"}},
            {"environment": {"name": "production", "after": "test", "protected": true, "criteria": [
                {"name": "owner", "ask": {"approvals": {"role": "component-owner", "quorum": 1}}}]}},
        ]);
        world.ask(&world.admin, "organisation.apply", json!({"changes": changes})).unwrap();
        let rita = world.hire("rita", "release-manager");
        let oona = world.hire("oona", "component-owner");
        let people = [world.admin.clone(), rita, oona];
        for (who, request) in acts {
            world.room.clock.advance(60_000);
            let (command, arguments) = (request["command"].as_str().unwrap(), request["arguments"].clone());
            // Much of it is refused, which is part of the story.
            let _ = world.ask(&people[who], command, arguments);
        }
        check(&world.room, &entries(&world));
    }
}
