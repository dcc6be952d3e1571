//! A ledger is copied from one kind of store to another and back, and nothing is lost on the way.

use std::cell::Cell;

use holdpoint_cluster::Cluster;
use holdpoint_conformance::MemoryLedger;
use holdpoint_engine::transfer::{Phase, TransferError, plan, transfer};
use holdpoint_ports::{Batch, LedgerReader, LedgerStore, StoreError, UsedKey};
use holdpoint_postgres::{PostgresLedger, look};
use holdpoint_sqlite::SqliteLedger;

use crate::faulty::Faulty;
use crate::stores::{held, write};
use crate::world::World;

fn postgres(url: &str) -> PostgresLedger {
    PostgresLedger::open(url.parse().unwrap()).unwrap()
}

fn quiet(_: Phase, _: u64, _: u64) {}

/// A ledger in memory with several hundred entries.
fn source() -> MemoryLedger {
    let ledger = MemoryLedger::new();
    write(Box::new(ledger.clone()));
    ledger
}

#[test]
fn from_sqlite_to_postgresql_and_back_it_is_the_same() {
    let room = tempfile::tempdir().unwrap();
    let (here, back) = (room.path().join("here"), room.path().join("back"));
    let url = Cluster::shared().database();
    let mut sqlite = SqliteLedger::open(&here).unwrap();
    transfer(&source(), &mut sqlite, &quiet).unwrap();
    assert!(look(url.parse().unwrap()).unwrap().is_none());
    let there = plan(&*sqlite.reader().unwrap(), None).unwrap();
    assert_eq!(there.there, 0);

    let mut database = postgres(&url);
    let copied = transfer(&*sqlite.reader().unwrap(), &mut database, &quiet).unwrap();
    assert_eq!((copied.there, copied.size()), (0, there.size()));
    let expected = held(&source());
    assert!(held(&*database.reader().unwrap()) == expected);

    let mut again = SqliteLedger::open(&back).unwrap();
    transfer(&*database.reader().unwrap(), &mut again, &quiet).unwrap();
    assert!(held(&*again.reader().unwrap()) == expected);
    // Once more there is nothing left to do.
    let nothing = transfer(&*database.reader().unwrap(), &mut again, &quiet).unwrap();
    assert_eq!(nothing.there, nothing.size());
    let reader = look(url.parse().unwrap()).unwrap().unwrap();
    assert_eq!(reader.head().unwrap(), expected.head);
}

#[test]
fn what_differs_on_either_side_is_found() {
    let source = source();
    let other = held(&source).entries[5].clone();
    // The source gives back another entry than its tree has.
    let faulty = Faulty::new(source.clone());
    faulty.plan.lock().unwrap().entry = Some((700, other.clone()));
    let mut target = MemoryLedger::new();
    let said = transfer(&faulty, &mut target, &quiet).unwrap_err();
    assert!(matches!(said, TransferError::Source { .. }), "{said}");
    // What was written before that is no whole ledger.
    assert!(target.head().unwrap().is_none_or(|head| head.size < 1_030));

    // The target does.
    let last = source.head().unwrap().unwrap().size - 1;
    for (entry, tile, expected) in [
        (Some((last, other.clone())), None, "its entries are others"),
        (Some((700, other)), None, "tile 2 of level 0 is another one"),
        (None, Some((0, 1)), "tile 1 of level 0 is another one"),
    ] {
        let mut target = Faulty::new(MemoryLedger::new());
        {
            let mut plan = target.plan.lock().unwrap();
            (plan.entry, plan.tile) = (entry, tile);
        }
        let said = transfer(&source, &mut target, &quiet).unwrap_err();
        let expected = format!("the target does not give back what was copied: {expected}");
        assert_eq!(said.to_string(), expected);
    }
}

/// Fails at the second batch, as if the program had been killed.
struct Killed<'a>(&'a mut dyn LedgerStore, u32);

impl LedgerStore for Killed<'_> {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.1 += 1;
        match self.1 {
            1 => self.0.append(batch),
            _ => Err(StoreError::Failed("killed".into())),
        }
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        self.0.forget_idempotency(time_ms)
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.0.keep_used(keys)
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        self.0.reader()
    }
}

#[test]
fn a_copy_that_broke_off_serves_nobody_and_is_gone_on_with() {
    let source = source();
    let mut target = postgres(&Cluster::shared().database());
    let size = source.head().unwrap().unwrap().size;
    assert!(size > 1_024, "more than a batch: {size}");
    let broke = transfer(&source, &mut Killed(&mut target, 0), &quiet);
    assert!(matches!(broke, Err(TransferError::Engine(_))), "{broke:?}");
    let half = target.reader().unwrap().head().unwrap().unwrap();
    assert_eq!(half.size, 1_024);
    // Its checkpoint is of the whole.
    let world = World::new();
    let unfinished = MemoryLedger::new();
    let mut half = Killed(&mut unfinished.clone(), 0);
    transfer(&source, &mut half, &quiet).unwrap_err();
    let opened = holdpoint_engine::Engine::open(world.parts(Box::new(unfinished)));
    let said = opened.err().unwrap().to_string();
    assert!(said.contains("its checkpoint is of another tree"), "{said}");

    let copying = Cell::new(None);
    let watch = |phase, done, _| {
        if phase == Phase::Copying && copying.get().is_none() {
            copying.set(Some(done));
        }
    };
    let finished = transfer(&source, &mut target, &watch).unwrap();
    assert_eq!((finished.there, copying.get()), (1_024, Some(1_024)));
    assert!(held(&*target.reader().unwrap()) == held(&source));
}

#[test]
fn what_is_no_beginning_of_the_source_is_left_alone() {
    let source = source();
    let mut other = MemoryLedger::new();
    let world = World::on(MemoryLedger::new(), Box::new(other.clone()));
    world.clock.advance(1);
    world.found();
    let size = other.head().unwrap().unwrap().size;
    let before = held(&other);
    // It is no beginning of the source, nor the source one of it.
    let differs = transfer(&source, &mut other, &quiet).unwrap_err();
    let mut longer = source.clone();
    let said = transfer(&other, &mut longer, &quiet).unwrap_err();
    assert!(matches!(said, TransferError::Longer { from, .. } if from == size));
    if let TransferError::Differs { size: found } = differs {
        assert_eq!(found, size);
        assert!(held(&other) == before);
    } else {
        panic!("{differs}");
    }
}
