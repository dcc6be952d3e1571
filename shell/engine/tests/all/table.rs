//! Several engines at one ledger in memory, of which one at a time sits.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use holdpoint_conformance::MemoryLedger;
use holdpoint_engine::{Engine, EngineError, Fleet};
use holdpoint_ports::{
    Batch, LedgerReader, LedgerStore, Peers, Seated, SharedLedger, StoreError, UsedKey,
    WitnessedStore,
};

use crate::world::World;

/// What all of them share: the seat, and how each is reached.
#[derive(Clone, Default)]
pub struct Table {
    pub ledger: MemoryLedger,
    /// Who sits, and for the how manieth time anybody does.
    seat: Arc<Mutex<(Option<String>, u64)>>,
    engines: Arc<Mutex<Vec<(String, Engine)>>>,
}

/// One's place at it.
struct Place {
    table: Table,
    name: String,
}

/// A ledger that is written to as long as nobody else has sat down since.
struct Seat {
    table: Table,
    ledger: MemoryLedger,
    turn: u64,
}

/// A checkpoint in memory.
#[derive(Default)]
pub struct Kept(Mutex<Option<Vec<u8>>>);

impl Table {
    pub fn of(ledger: MemoryLedger) -> Self {
        Self {
            ledger,
            ..Self::default()
        }
    }

    /// Joins an engine; it goes on until it is closed.
    pub fn join(&self, world: &World, name: &str) -> Engine {
        let engine = self.try_to_join(world, name, Arc::default()).unwrap();
        self.reach(name, &engine);
        engine
    }

    pub fn reach(&self, name: &str, engine: &Engine) {
        let mut engines = self.engines.lock().unwrap();
        engines.push((name.to_owned(), engine.clone()));
    }

    pub fn try_to_join(
        &self,
        world: &World,
        name: &str,
        signed: Arc<Kept>,
    ) -> Result<Engine, EngineError> {
        let place = Place {
            table: self.clone(),
            name: name.to_owned(),
        };
        let fleet = Fleet {
            ledger: Box::new(place),
            peers: Arc::new(self.clone()),
            signed,
            told: Arc::new(|_| {}),
        };
        Engine::join(world.parts(Box::new(self.ledger.clone())).around(fleet))
    }

    /// Somebody who is none of the engines sits from now on, or nobody.
    pub fn seat(&self, who: Option<&str>) {
        let mut seat = self.seat.lock().unwrap();
        *seat = (who.map(str::to_owned), seat.1 + 1);
    }

    /// Nobody is reached any more.
    pub fn forget(&self) {
        self.engines.lock().unwrap().clear();
    }

    /// Ends all of them.
    pub fn close(&self) {
        let engines = std::mem::take(&mut *self.engines.lock().unwrap());
        engines.iter().for_each(|(_, engine)| engine.close());
    }
}

impl SharedLedger for Place {
    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        self.table.ledger.reader()
    }

    fn look(&mut self) -> Result<Seated, StoreError> {
        let head = self.table.ledger.reader()?.head()?;
        let address = self.table.seat.lock().unwrap().0.clone();
        Ok(Seated {
            size: head.map_or(0, |head| head.size),
            free: address.is_none(),
            ours: address.as_ref() == Some(&self.name),
            address,
        })
    }

    fn sit(&mut self) -> Result<Option<Box<dyn LedgerStore>>, StoreError> {
        let mut seat = self.table.seat.lock().unwrap();
        if seat.0.is_some() {
            return Ok(None);
        }
        *seat = (Some(self.name.clone()), seat.1 + 1);
        Ok(Some(Box::new(Seat {
            table: self.table.clone(),
            ledger: self.table.ledger.clone(),
            turn: seat.1,
        })))
    }

    fn others(&mut self) -> Result<Vec<String>, StoreError> {
        let engines = self.table.engines.lock().unwrap();
        let names = engines.iter().map(|(name, _)| name.clone());
        Ok(names.filter(|name| *name != self.name).collect())
    }
}

impl LedgerStore for Seat {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        match self.table.seat.lock().unwrap().1 == self.turn {
            true => self.ledger.append(batch),
            false => Err(StoreError::Deposed),
        }
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        self.ledger.forget_idempotency(time_ms)
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.ledger.keep_used(keys)
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        self.ledger.reader()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seat = self.table.seat.lock().unwrap();
        if seat.1 == self.turn {
            *seat = (None, seat.1 + 1);
        }
    }
}

impl Peers for Table {
    fn pass(&self, address: &str, requests: Vec<u8>) -> Result<Vec<u8>, String> {
        let engine = self.engine(address)?;
        engine.take(&requests).map_err(|error| error.to_string())
    }

    fn checkpoint(&self, address: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.engine(address)?.checkpoint())
    }
}

impl Table {
    fn engine(&self, name: &str) -> Result<Engine, String> {
        let engines = self.engines.lock().unwrap();
        let found = engines.iter().find(|(known, _)| known == name);
        found
            .map(|(_, engine)| engine.clone())
            .ok_or_else(|| "nobody is there".to_owned())
    }
}

impl WitnessedStore for Kept {
    fn keep(&self, note: &[u8]) -> io::Result<()> {
        *self.0.lock().unwrap() = Some(note.to_vec());
        Ok(())
    }

    fn newest(&self) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.lock().unwrap().clone())
    }
}

/// Waits until it is so.
pub fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
