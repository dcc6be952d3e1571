//! An empty ledger in memory, with blobs and a vault in a room of their own.

use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::{Counting, MemoryLedger};
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::{Engine, Parts, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobStore, ManualClock, Profile, Vault};
use holdpoint_vault::SqliteVault;
use tempfile::TempDir;

pub const END: i64 = 1_790_000_000_000;
const ORIGIN: &str = "ledger.example.com/sample";

pub struct World {
    pub engine: Engine,
    pub clock: ManualClock,
    pub administrator: PersonId,
    _room: TempDir,
}

impl World {
    pub fn new() -> Self {
        let room = tempfile::tempdir().unwrap();
        let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
        let blobs: Arc<dyn BlobStore> = Arc::new(blobs);
        let vault: Arc<dyn Vault> = Arc::new(SqliteVault::open(room.path().join("vault")).unwrap());
        let administrator = PersonId::from_bits(7);
        let profile = Profile {
            handle: "root".into(),
            name: "Administrator".into(),
            mail: None,
        };
        vault.add_person(administrator.as_str(), &profile).unwrap();
        let clock = ManualClock::at(END);
        let (signer, key) = signing(Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap());
        let engine = Engine::open(Parts {
            store: Box::new(MemoryLedger::new()),
            blobs: Arc::clone(&blobs),
            vault,
            clock: Arc::new(clock.clone()),
            randomness: Arc::new(Counting::default()),
            signer,
            key,
            origin: ORIGIN.into(),
            rules: holdpoint_service::rules(&blobs),
            readers: Parts::READERS,
        });
        Self {
            engine: engine.unwrap(),
            clock,
            administrator,
            _room: room,
        }
    }
}
