//! Every store holds the same bytes for the same commands.

use holdpoint_cluster::Cluster;
use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::Digest;
use holdpoint_domain::release::CancelRelease;
use holdpoint_engine::{At, Request, audit};
use holdpoint_ledger::Hash;
use holdpoint_ports::{
    AggregateRow, Head, IdempotencyRecord, Involvement, LedgerReader, LedgerStore, Visit,
};
use holdpoint_postgres::PostgresLedger;
use holdpoint_sqlite::SqliteLedger;

use crate::shop;
use crate::world::{World, actor};

const KINDS: [&str; 6] = [
    "release",
    "deployment",
    "environment",
    "component",
    "person",
    "artifact",
];

/// All that a store answers.
#[derive(Debug, PartialEq)]
pub struct Held {
    pub head: Option<Head>,
    pub entries: Vec<Vec<u8>>,
    open: Vec<u64>,
    tiles: Vec<Option<Vec<u8>>>,
    aggregates: Vec<AggregateRow>,
    positions: Vec<Vec<u64>>,
    keys: Vec<Option<IdempotencyRecord>>,
}

pub fn held(reader: &dyn LedgerReader) -> Held {
    let (mut entries, mut open) = (Vec::new(), Vec::new());
    let mut keep = |_, bytes: &[u8]| {
        entries.push(bytes.to_vec());
        Visit::Continue(())
    };
    reader.entries(0..u64::MAX, &mut keep).unwrap();
    let mut note = |position, _: &[u8]| {
        open.push(position);
        Visit::Continue(())
    };
    for below in [10, 100, 400, u64::MAX] {
        reader.open_entries(&["person"], below, &mut note).unwrap();
    }
    let list = |kind: &&str| reader.aggregates(kind, None, u64::MAX, false, 999);
    let aggregates: Vec<_> = KINDS.iter().flat_map(|kind| list(kind).unwrap()).collect();
    let named = aggregates.iter().map(|row| row.key.clone());
    let keys: Vec<String> = named
        .chain([format!("artifact/{}", shop::digest(3))])
        .collect();
    let positions = |key: &String| {
        [Involvement::Subject, Involvement::Reference]
            .map(|how| reader.positions(key, how, u64::MAX).unwrap())
    };
    let used = |number: u32| {
        let key = format!("key-{number}");
        reader
            .idempotency(actor(2).to_string().as_str(), &key)
            .unwrap()
    };
    Held {
        head: reader.head().unwrap(),
        tiles: (0..3).map(|at| reader.tile(0, at).unwrap()).collect(),
        positions: keys.iter().flat_map(positions).collect(),
        keys: (0..9).map(used).collect(),
        entries,
        open,
        aggregates,
    }
}

/// A history of several hundred entries in which things open and close.
fn written(store: Box<dyn LedgerStore>) -> Held {
    let reader = store.reader().unwrap();
    write(store);
    held(&*reader)
}

/// The same, without a look at what there is then.
pub fn write(store: Box<dyn LedgerStore>) {
    let world = shop::on(World::on(MemoryLedger::new(), store), &["one"]);
    for number in 0..230 {
        for command in shop::made(number) {
            world.done(2, command);
        }
        world.clock.advance(1_000);
        let evidence = shop::evidence(number, Digest::of(&[0]));
        let request = Request::new(actor(2), evidence);
        let keyed = request.keyed(format!("key-{number}"), Hash::of(&number.to_be_bytes()));
        let answer = world.engine.submit(keyed.clone()).unwrap();
        assert!(answer.accepted(), "{answer:?}");
        assert!(world.engine.submit(keyed).unwrap().repeated);
        if number % 3 > 0 {
            let release = shop::release(number);
            let reason = None;
            world.done(2, CancelRelease { release, reason });
        }
    }
    assert!(
        audit::verify(&world.engine, &audit::Trust::default(), &|_, _| ())
            .unwrap()
            .sound
    );
    assert!(world.engine.view(At::Position(200)).is_ok());
    world.engine.close();
}

#[test]
fn memory_sqlite_and_postgresql_hold_the_same_bytes() {
    let room = tempfile::tempdir().unwrap();
    let address = Cluster::shared().database().parse().unwrap();
    let sqlite = written(Box::new(SqliteLedger::open(room.path()).unwrap()));
    let postgres = written(Box::new(PostgresLedger::open(address).unwrap()));
    let memory = written(Box::new(MemoryLedger::new()));
    assert!(sqlite.entries.len() > 512 && sqlite.keys.iter().all(Option::is_some));
    assert!(sqlite.tiles[1].is_some() && !sqlite.open.is_empty());
    assert!(sqlite == memory, "SQLite differs from the model");
    assert!(postgres == sqlite, "PostgreSQL differs from SQLite");
}
