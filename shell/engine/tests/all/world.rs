//! A world in a box: a ledger in memory, blobs and names in memory, a frozen clock.

use std::sync::{Arc, Mutex};

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::{Counting, MemoryLedger};
use holdpoint_domain::organisation::{AddPerson, Found, OrganisationName, PersonId};
use holdpoint_domain::{Actor, Command, Refusal, RuleError, RuleOutcome, RuleQuestion, Rules};
use holdpoint_engine::{Answer, Engine, EngineError, Outcome, Parts, Request, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobStore, LedgerStore, ManualClock, Profile, Vault};
use holdpoint_vault::SqliteVault;
use tempfile::TempDir;

use crate::blobs::MemoryBlobs;
use crate::vault::MemoryVault;

pub const START: i64 = 1_767_225_600_000;
pub const ORIGIN: &str = "ledger.example.org/acme";

type Rule = dyn Fn(&RuleQuestion) -> Result<RuleOutcome, RuleError> + Send + Sync;

/// Rules that answer as a test lays down.
pub struct Script(Mutex<Arc<Rule>>);

impl Script {
    pub fn answer(
        &self,
        rule: impl Fn(&RuleQuestion) -> Result<RuleOutcome, RuleError> + Send + Sync + 'static,
    ) {
        *self.0.lock().unwrap() = Arc::new(rule);
    }
}

impl Default for Script {
    fn default() -> Self {
        let none = |_: &RuleQuestion| Err(RuleError::Wrong("there are no rules here".into()));
        Self(Mutex::new(Arc::new(none)))
    }
}

impl Rules for Script {
    fn evaluate(&self, question: &RuleQuestion) -> Result<RuleOutcome, RuleError> {
        let rule = Arc::clone(&self.0.lock().unwrap());
        rule(question)
    }
}

pub struct World {
    pub engine: Engine,
    pub ledger: MemoryLedger,
    pub clock: ManualClock,
    pub vault: Arc<dyn Vault>,
    pub blobs: Arc<dyn BlobStore>,
    _room: Option<TempDir>,
    pub randomness: Arc<Counting>,
    pub rules: Arc<Script>,
}

impl World {
    pub fn new() -> Self {
        let ledger = MemoryLedger::new();
        Self::on(ledger.clone(), Box::new(ledger))
    }

    /// A world whose engine writes to `store`, which keeps what it keeps in `ledger`.
    pub fn on(ledger: MemoryLedger, store: Box<dyn LedgerStore>) -> Self {
        let vault = Arc::new(MemoryVault::default());
        Self::with(ledger, store, vault, Arc::new(MemoryBlobs::default()), None)
    }

    /// A world with a vault and blobs as they are in production.
    pub fn on_disk() -> Self {
        let ledger = MemoryLedger::new();
        let room = tempfile::tempdir().unwrap();
        let vault = SqliteVault::open(room.path().join("vault")).unwrap();
        let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
        let (vault, blobs) = (Arc::new(vault), Arc::new(blobs));
        Self::with(ledger.clone(), Box::new(ledger), vault, blobs, Some(room))
    }

    fn with(
        ledger: MemoryLedger,
        store: Box<dyn LedgerStore>,
        vault: Arc<dyn Vault>,
        blobs: Arc<dyn BlobStore>,
        room: Option<TempDir>,
    ) -> Self {
        let clock = ManualClock::at(START);
        let randomness = Arc::new(Counting::default());
        let rules = Arc::new(Script::default());
        let parts = parts(store, &blobs, &vault, &clock, &randomness, &rules);
        Self {
            engine: Engine::open(parts).unwrap(),
            ledger,
            clock,
            vault,
            blobs,
            _room: room,
            randomness,
            rules,
        }
    }

    /// Closes the engine and opens it again on the same stores.
    pub fn reopen(&mut self) {
        self.engine.close();
        let store = Box::new(self.ledger.clone());
        self.engine = Engine::open(self.parts(store)).unwrap();
    }

    pub fn parts(&self, store: Box<dyn LedgerStore>) -> Parts {
        parts(
            store,
            &self.blobs,
            &self.vault,
            &self.clock,
            &self.randomness,
            &self.rules,
        )
    }

    /// Founds the organisation; the administrator is person 1.
    pub fn found(self) -> Self {
        self.profile(1, "root-admin", "Ada Minister");
        self.done(1, found());
        self
    }

    pub fn profile(&self, number: u128, handle: &str, name: &str) {
        let profile = Profile {
            handle: handle.into(),
            name: name.into(),
            mail: Some(format!("{handle}@acme.example")),
        };
        self.vault
            .add_person(person(number).as_str(), &profile)
            .unwrap();
    }

    pub fn person(&self, number: u128, handle: &str, name: &str) {
        self.profile(number, handle, name);
        let person = person(number);
        self.done(1, AddPerson { person });
    }

    pub fn ask(&self, who: u128, command: impl Into<Command>) -> Result<Answer, EngineError> {
        self.engine.submit(Request::new(actor(who), command))
    }

    pub fn done(&self, who: u128, command: impl Into<Command>) -> Answer {
        self.ask(who, command).unwrap().done().unwrap()
    }

    pub fn refused(&self, who: u128, command: impl Into<Command>) -> Refusal {
        match self.ask(who, command).unwrap().outcome {
            Outcome::Refused(refusal) => refusal,
            Outcome::Accepted => panic!("it was done"),
        }
    }

    pub fn bytes(&self) -> Vec<Vec<u8>> {
        let mut entries = Vec::new();
        let size = self.engine.published().size();
        let mut keep = |_, bytes: &[u8]| {
            entries.push(bytes.to_vec());
            Ok(())
        };
        self.engine.visit(0..size, &mut keep).unwrap();
        entries
    }
}

fn parts(
    store: Box<dyn LedgerStore>,
    blobs: &Arc<dyn BlobStore>,
    vault: &Arc<dyn Vault>,
    clock: &ManualClock,
    randomness: &Arc<Counting>,
    rules: &Arc<Script>,
) -> Parts {
    let (signer, key) = signing(Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap());
    Parts {
        store,
        blobs: Arc::clone(blobs),
        vault: Arc::clone(vault),
        clock: Arc::new(clock.clone()),
        randomness: randomness.clone(),
        signer,
        key,
        origin: ORIGIN.into(),
        rules: rules.clone(),
        readers: 2,
    }
}

pub fn found() -> Found {
    Found {
        name: OrganisationName::new("acme").unwrap(),
        sample: false,
        administrator: person(1),
    }
}

pub fn person(number: u128) -> PersonId {
    PersonId::from_bits(number)
}

pub fn actor(number: u128) -> Actor {
    Actor::Person(person(number))
}
