//! A data directory on this machine: ledger, vault, blobs, key and agent, wired together.
//!
//! | in it | is |
//! |---|---|
//! | `ledger.sqlite` | the ledger; its lock says that somebody has the directory open |
//! | `ledger.key`, `ledger.vkey` | the key that signs checkpoints, and its public half |
//! | `vault/` | people and their keys |
//! | `blobs/` | content, named by digest |
//! | `agent/` | what the built-in agent knows of its steps |
//! | `socket` | where a running server listens |

mod executor;
mod keys;
mod place;
mod random;
mod rules;
mod sample;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_engine::{Engine, Parts, Reactor, Running, signing};
use holdpoint_ports::{BlobStore, Clock, Randomness, Sessions, StoreError, SystemClock, Vault};
use holdpoint_service::Service;
use holdpoint_sqlite::SqliteLedger;
use holdpoint_vault::SqliteVault;

use crate::error::Failure;
use executor::BuiltInAgent;
use random::SystemRandomness;
use rules::policies;

pub(crate) use place::{default_directory, missing};
pub(crate) use sample::make as sample;

/// An open data directory; nobody else has it open meanwhile.
pub(crate) struct DataDirectory {
    // Fields are dropped in this order: the reactor must not find the engine closed.
    _reactor: Running,
    service: Arc<Service>,
}

/// What became of opening a data directory.
pub(crate) enum Opened {
    /// It is open here.
    Here(DataDirectory),
    /// A server has it open and listens there.
    Served(PathBuf),
}

/// How long another command may have the directory open before this one gives up.
const PATIENCE: Duration = Duration::from_secs(30);

impl DataDirectory {
    /// Opens what is there, and makes it first if `create` names the log that it will be.
    pub(crate) fn open(place: &Path, create: Option<&str>) -> Result<Opened, Failure> {
        if !place.join("ledger.key").exists() && create.is_none() {
            return Err(missing(place));
        }
        let store = match lock(place)? {
            Locked::Store(store) => store,
            Locked::Socket(socket) => return Ok(Opened::Served(socket)),
        };
        if create.is_some() {
            place::prepare(place)?;
        }
        wire(place, *store, create.unwrap_or("ledger")).map(Opened::Here)
    }

    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }
}

enum Locked {
    Store(Box<SqliteLedger>),
    Socket(PathBuf),
}

/// Waits for commands that have the directory open; a server that has it is talked to.
fn lock(place: &Path) -> Result<Locked, Failure> {
    let socket = place.join("socket");
    let begin = Instant::now();
    loop {
        match SqliteLedger::open(place) {
            Ok(store) => return Ok(Locked::Store(Box::new(store))),
            Err(StoreError::InUse { .. }) if listening(&socket) => {
                return Ok(Locked::Socket(socket));
            }
            Err(StoreError::InUse { .. }) if begin.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => {
                let message = format!("the data directory `{}` cannot be opened", place.display());
                return Err(Failure::failed("data", message).because(&error));
            }
        }
    }
}

fn listening(socket: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(socket).is_ok()
}

fn wire(place: &Path, store: SqliteLedger, name: &str) -> Result<DataDirectory, Failure> {
    let wrong = |error: &dyn std::error::Error| {
        let message = format!("the data directory `{}` cannot be opened", place.display());
        Failure::failed("data", message).because(error)
    };
    let key = keys::signer(place, name)?;
    let origin = key.verifier_key().name.clone();
    let (signer, key) = signing(key);
    let vault = SqliteVault::open(place.join("vault")).map_err(|error| wrong(&error))?;
    let blobs = DirectoryBlobs::open(place.join("blobs")).map_err(|error| wrong(&error))?;
    let vault = Arc::new(vault);
    let sessions: Arc<dyn Sessions> = vault.clone();
    let vault: Arc<dyn Vault> = vault;
    let blobs: Arc<dyn BlobStore> = Arc::new(blobs);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    let rules = policies(&blobs);
    let engine = Engine::open(Parts {
        store: Box::new(store),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin,
        rules: Arc::clone(&rules),
        readers: Parts::READERS,
    });
    let engine = engine.map_err(|error| wrong(&error))?;
    let agent = BuiltInAgent::open(&place.join("agent"), Arc::clone(&blobs))?;
    let reactor = Reactor::new(engine.clone(), Arc::new(agent)).start();
    let reactor = reactor.map_err(|error| wrong(&error))?;
    let parts = holdpoint_service::Parts {
        engine,
        vault,
        sessions,
        blobs,
        clock,
        randomness,
        rules,
    };
    Ok(DataDirectory {
        _reactor: reactor,
        service: Arc::new(Service::new(parts)),
    })
}
