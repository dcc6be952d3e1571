//! A room with everything that an engine needs, on disk, for the examples and benches.
#![allow(dead_code, unreachable_pub, reason = "each user needs a part")]

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use holdpoint_domain::access::{GrantRole, Role, Scope};
use holdpoint_domain::evidence::{AddEvidence, Outcome, Subject};
use holdpoint_domain::organisation::{AddPerson, Found, OrganisationName, PersonId};
use holdpoint_domain::{Actor, Command, Digest, RuleError, RuleOutcome, RuleQuestion, Rules};
use holdpoint_engine::{Engine, Parts, Request, signing};
use holdpoint_ledger::Hash;
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{
    BlobDigest, BlobError, BlobStore, Clock, Credential, LedgerStore, ListedBlob, Millis, Profile,
    Randomness, SealedText, SystemClock, Vault, VaultError,
};
use holdpoint_sqlite::SqliteLedger;

pub struct Room {
    pub engine: Engine,
}

pub const ORIGIN: &str = "load.example.org/ledger";

impl Room {
    /// An empty ledger in the directory, with an organisation founded, and a developer.
    pub fn fresh(directory: &Path) -> Self {
        let _ = std::fs::remove_dir_all(directory);
        Self::founded(Box::new(SqliteLedger::open(directory).unwrap()))
    }

    /// The same in an empty store.
    pub fn founded(store: Box<dyn LedgerStore>) -> Self {
        let room = Self::open(store);
        room.found();
        room
    }

    pub fn open(store: Box<dyn LedgerStore>) -> Self {
        Self::at(store, Arc::new(SystemClock))
    }

    pub fn at(store: Box<dyn LedgerStore>, clock: Arc<dyn Clock>) -> Self {
        let (signer, key) = signing(Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap());
        let engine = Engine::open(Parts {
            store,
            blobs: Arc::new(Nothing),
            vault: Arc::new(Nothing),
            clock,
            randomness: Arc::new(SystemRandomness(
                std::fs::File::open("/dev/urandom").unwrap(),
            )),
            signer,
            key,
            origin: ORIGIN.into(),
            rules: Arc::new(Nothing),
            readers: Parts::READERS,
        });
        Self {
            engine: engine.unwrap(),
        }
    }

    pub fn done(&self, actor: u128, command: impl Into<Command>) {
        let actor = Actor::Person(PersonId::from_bits(actor));
        self.engine
            .submit(Request::new(actor, command))
            .unwrap()
            .done()
            .unwrap();
    }

    pub fn found(&self) {
        let found = Found {
            name: OrganisationName::new("load").unwrap(),
            sample: true,
            administrator: PersonId::from_bits(1),
        };
        self.done(1, found);
        self.done(
            1,
            AddPerson {
                person: PersonId::from_bits(2),
            },
        );
        let grant = GrantRole {
            person: PersonId::from_bits(2),
            role: Role::Developer,
            scope: Scope::Organisation,
            expires: None,
        };
        self.done(1, grant);
    }
}

/// Statements about an artifact: unit tests, integration tests, SBOM, provenance, scans, a sign-off and so on.
const STATEMENTS: u64 = 8;

/// A statement with a summary that makes an entry of about 1 KiB, one of several about the same artifact.
pub fn evidence(number: u64) -> Request {
    about(number / STATEMENTS, number)
}

/// The same about an artifact that nothing else is about.
pub fn evidence_alone(number: u64) -> Request {
    about(number | 1 << 60, number)
}

fn about(artifact: u64, number: u64) -> Request {
    let text = |part: u64| {
        format!(
            "{:064x}",
            u128::from(number ^ part << 56) * 0x9e37_79b9_7f4a_7c15
        )
    };
    let add = AddEvidence {
        release: None,
        subjects: vec![Subject {
            name: "payments-api.tar.gz".into(),
            digest: Digest::of(&artifact.to_be_bytes()),
        }],
        predicate_type: "https://in-toto.io/attestation/test-result/v0.1".into(),
        outcome: Outcome::Passed,
        blob: Digest::of(&number.to_be_bytes()),
        produced: None,
        signed_by: None,
        summary: serde_json::json!({
            "passed": 1_234, "failed": 0, "skipped": 17, "seconds": "81.25 s",
            "suites": [text(1), text(2), text(3)],
            "runner": "linux x86-64 with two cores",
        }),
        failing: Vec::new(),
        reader: None,
        signers: None,
    };
    Request::new(Actor::Person(PersonId::from_bits(2)), add)
}

/// Processor time of this process so far, in seconds: the twelfth and thirteenth field after the name.
pub fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: f64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

/// The most memory that this process had, in MiB.
pub fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

struct SystemRandomness(std::fs::File);

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        (&self.0).read_exact(bytes).unwrap();
    }
}

/// No blobs, no names, no rules.
struct Nothing;

impl Rules for Nothing {
    fn evaluate(&self, _: &RuleQuestion) -> Result<RuleOutcome, RuleError> {
        Err(RuleError::Wrong("there are no rules here".into()))
    }
}

impl BlobStore for Nothing {
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError> {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).unwrap();
        Ok((BlobDigest(Hash::of(&bytes).0), bytes.len() as u64))
    }

    fn get(&self, _: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
        Ok(Some(b"statement".to_vec()))
    }

    fn size(&self, _: &BlobDigest) -> Result<Option<u64>, BlobError> {
        Ok(Some(9))
    }

    fn remove(&self, _: &BlobDigest) -> Result<bool, BlobError> {
        Ok(false)
    }

    fn list(&self) -> Result<Vec<ListedBlob>, BlobError> {
        Ok(Vec::new())
    }
}

impl Vault for Nothing {
    fn add_person(&self, _: &str, _: &Profile) -> Result<(), VaultError> {
        Ok(())
    }

    fn set_profile(&self, _: &str, _: &Profile) -> Result<(), VaultError> {
        Ok(())
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, VaultError> {
        Ok(None)
    }

    fn find(&self, _: &str) -> Result<Option<String>, VaultError> {
        Ok(None)
    }

    /// A thousand people, so that there is something to look for.
    fn people(&self) -> Result<Vec<(String, Profile)>, VaultError> {
        let person = |number: u32| {
            let profile = Profile {
                handle: format!("person{number}"),
                name: format!("Given{number} Family{number}"),
                mail: Some(format!("person{number}@example.org")),
            };
            (format!("per_{number}"), profile)
        };
        Ok((0..1_000).map(person).collect())
    }

    fn seal(&self, person: &str, _: &str) -> Result<SealedText, VaultError> {
        Err(VaultError::Unknown(person.into()))
    }

    fn open(&self, _: &SealedText) -> Result<String, VaultError> {
        Err(VaultError::Unreadable("nothing is sealed here"))
    }

    fn erase(&self, _: &str) -> Result<(), VaultError> {
        Ok(())
    }

    fn issue_token(&self, _: &str, _: &str, _: Option<Millis>) -> Result<String, VaultError> {
        Err(VaultError::Unreadable("there are no tokens here"))
    }

    fn revoke_tokens(&self, _: &str, _: &str) -> Result<u64, VaultError> {
        Ok(0)
    }

    fn issue_feed(&self, _: &str) -> Result<String, VaultError> {
        Err(VaultError::Unreadable("there are no secrets here"))
    }

    fn revoke_feeds(&self, _: &str) -> Result<u64, VaultError> {
        Ok(0)
    }

    fn set_password(&self, _: &str, _: &str) -> Result<(), VaultError> {
        Ok(())
    }

    fn map_system_user(&self, _: &str, _: &str) -> Result<(), VaultError> {
        Ok(())
    }

    fn authenticate(&self, _: &Credential, _: Millis) -> Result<Option<String>, VaultError> {
        Ok(None)
    }
}
