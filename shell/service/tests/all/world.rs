//! A service on a ledger in memory, with a real vault and real blobs.

use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::{Counting, MemoryLedger};
use holdpoint_domain::Actor;
use holdpoint_engine::{Engine, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobStore, Clock, ManualClock, Profile, Randomness, RetainedStore};
use holdpoint_service::{At, Parts, Receipt, Service, ServiceError, Submission, rules};
use holdpoint_vault::SqliteVault;
use serde_json::{Value, json};
use tempfile::TempDir;

/// An organisation with a unit, a component, and an administrator called `admin`.
pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) admin: Actor,
    pub(crate) clock: ManualClock,
    pub(crate) room: Room,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::on(MemoryLedger::new())
    }

    /// The same, on a ledger that others can read.
    pub(crate) fn on(ledger: MemoryLedger) -> Self {
        let room = Room::new();
        let service = room.service(ledger);
        let profile = Profile {
            handle: "admin".into(),
            name: "Ada Min".into(),
            mail: None,
        };
        let admin = service
            .found("shop".parse().unwrap(), false, &profile, "root")
            .unwrap();
        let world = Self {
            service,
            admin: Actor::Person(admin),
            clock: room.clock.clone(),
            room,
        };
        let changes = json!([
            { "unit": { "name": "shop" } },
            { "component": { "name": "till", "unit": "shop" } }
        ]);
        world
            .ask(
                &world.admin,
                "organisation.apply",
                json!({ "changes": changes }),
            )
            .unwrap();
        world
    }

    /// Asks for a command.
    pub(crate) fn ask(
        &self,
        actor: &Actor,
        command: &str,
        arguments: Value,
    ) -> Result<Receipt, ServiceError> {
        let request = json!({ "command": command, "arguments": arguments });
        self.service.submit(
            actor,
            Submission {
                key: None,
                request,
                dry_run: false,
            },
        )
    }

    /// Adds somebody in a role.
    pub(crate) fn hire(&self, handle: &str, role: &str) -> Actor {
        let new =
            json!({ "handle": handle, "name": handle, "mail": format!("{handle}@example.org") });
        let added = json!({ "person": { "new-person": new } });
        let receipt = self.ask(&self.admin, "person.add", added).unwrap();
        let grant =
            json!({ "person": { "handle": handle }, "role": role, "scope": "organisation" });
        self.ask(&self.admin, "access.grant", grant).unwrap();
        Actor::Person(receipt.named("person").unwrap().parse().unwrap())
    }

    /// Asks for a command under a key.
    pub(crate) fn ask_keyed(
        &self,
        actor: &Actor,
        key: &str,
        request: &Value,
    ) -> Result<Receipt, ServiceError> {
        let submission = Submission {
            key: Some(key.into()),
            request: request.clone(),
            dry_run: false,
        };
        self.service.submit(actor, submission)
    }

    /// Keeps content.
    pub(crate) fn keep(&self, content: &[u8]) -> String {
        let (digest, _) = self.service.blobs().put(&mut &*content).unwrap();
        digest.to_string()
    }

    /// How many entries there are.
    pub(crate) fn size(&self) -> u64 {
        self.service.engine().published().size()
    }

    /// Asks a question.
    pub(crate) fn query(&self, name: &str, arguments: Value) -> Result<Value, ServiceError> {
        self.service.query(&self.admin, name, arguments, At::Now)
    }

    /// How many people the vault has.
    pub(crate) fn people(&self) -> usize {
        self.service.vault().people().unwrap().len()
    }
}

pub(crate) const ORIGIN: &str = "log.example.org";

pub(crate) fn signer() -> Ed25519Signer {
    Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap()
}

/// Where ledgers are opened: one vault, one place for blobs, one clock.
pub(crate) struct Room {
    pub(crate) clock: ManualClock,
    vault: Arc<SqliteVault>,
    blobs: Arc<dyn BlobStore>,
    _directory: TempDir,
}

impl Room {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        Self {
            clock: ManualClock::at(1_767_225_600_000),
            vault: Arc::new(SqliteVault::open(path.join("vault")).unwrap()),
            blobs: Arc::new(DirectoryBlobs::open(path.join("blobs")).unwrap()),
            _directory: directory,
        }
    }

    /// The reasons that stay of somebody who was erased, for a release.
    pub(crate) fn retained(&self, person: &str, release: &str) -> Vec<String> {
        let stays = self.vault.retained_for(person, release).unwrap();
        let texts = stays.unwrap().texts;
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// The service on a ledger.
    pub(crate) fn service(&self, ledger: MemoryLedger) -> Service {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let randomness: Arc<dyn Randomness> = Arc::new(Counting::default());
        let (signer, key) = signing(signer());
        let engine = Engine::open(holdpoint_engine::Parts {
            store: Box::new(ledger),
            blobs: Arc::clone(&self.blobs),
            vault: self.vault.clone(),
            clock: Arc::clone(&clock),
            randomness: Arc::clone(&randomness),
            signer,
            key,
            origin: ORIGIN.to_owned(),
            rules: rules(&self.blobs),
            readers: 2,
        });
        Service::new(Parts {
            engine: engine.unwrap(),
            vault: self.vault.clone(),
            personal: self.vault.clone(),
            sessions: self.vault.clone(),
            blobs: Arc::clone(&self.blobs),
            clock,
            randomness,
        })
    }
}
