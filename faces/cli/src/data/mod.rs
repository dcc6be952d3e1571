//! A data directory on this machine: ledger, vault, blobs, key and agent, wired together.
//!
//! | in it | is |
//! |---|---|
//! | `ledger.sqlite` | the ledger |
//! | `ledger.database` | instead of it: in which database the ledger is |
//! | `ledger.lock` | who holds its lock has the directory open |
//! | `ledger.key`, `ledger.vkey` | the key that signs checkpoints, and its public half |
//! | `vault/` | people and their keys |
//! | `vault.database` | in which database people are, if they are not there; the key still is |
//! | `blobs/` | content, named by digest |
//! | `blobs.location` | where content is, if it is elsewhere |
//! | `signed` | the newest checkpoint that this server has signed or seen, if it is one of several |
//! | `agents/` | agents on other hosts: the authority that says who they are, and what they do right now |
//! | `agent/` | what the built-in agent knows of its steps, and their caches |
//! | `steps.toml` | what steps may have here: keepers of secrets, other systems; written by whoever administers the machine |
//! | `loss` | that entries are lost, which somebody accepted when nothing could be signed; gone when the ledger says so |
//! | `setup.code` | who has it founds the organisation in the browser; gone afterwards |
//! | `socket` | where a running server listens |

mod backup;
mod content;
mod cosigners;
mod couriers;
mod database;
mod duty;
mod elsewhere;
mod forges;
mod founding;
mod joining;
mod keys;
mod loss;
mod people;
mod place;
mod post;
mod random;
mod sample;
mod tidier;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_agents::server::{Agents, Listening, Where, Yard};
use holdpoint_durable::Lock;
use holdpoint_engine::{Engine, EngineError, Executor, Fleet, Parts, Reactor, Running, signing};
use holdpoint_executor::{Hands, NoHands, Settings, SettingsError};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_logs::Log;
use holdpoint_ports::{
    BlobStore, Clock, LedgerStore, Presence, Randomness, StoreError, SystemClock,
};
use holdpoint_postgres::Address;
use holdpoint_providers::HttpProviders;
use holdpoint_service::Service;
use holdpoint_sqlite::SqliteLedger;

use crate::error::Failure;
use keys::Keys;
use people::People;
pub(crate) use random::SystemRandomness;

pub(crate) use backup::{Backed, Staging, failed as backup_failed};
pub(crate) use content::{
    address as blobs_address, content_returned, failed as blobs_failed, open_at as open_blobs,
};
pub(crate) use cosigners::cosign;
pub(crate) use database::{address as database_address, failed as database_failed, returned};
pub(crate) use elsewhere::Elsewhere;
pub(crate) use forges::tell as tell_forges;
pub(crate) use founding::{code, forget, log_name};
pub(crate) use joining::Joining;
pub(crate) use keys::in_environment;
pub(crate) use loss::{Accepted, FILE as LOSS};
pub(crate) use place::{default_directory, exists, missing, share};
pub(crate) use post::post;
pub(crate) use sample::make as sample;
pub(crate) use tidier::tidy;

/// An open data directory; nobody else has it open meanwhile.
pub(crate) struct DataDirectory {
    // Fields are dropped in this order: the reactor must not find the engine closed.
    _reactor: Running,
    service: Arc<Service>,
    contradiction: Option<String>,
    agents: Known,
    _lock: Option<Lock>,
}

/// What became of opening a data directory.
pub(crate) enum Opened {
    /// It is open here.
    Here(DataDirectory),
    /// A server has it open and listens there.
    Served(PathBuf),
    /// There is nothing in it yet: founding broke off before the first entry.
    Empty,
}

/// How long another command may have the directory open before this one gives up.
const PATIENCE: Duration = Duration::from_secs(30);

impl DataDirectory {
    /// Opens what is there, and makes it first if `create` names the log that it will be.
    pub(crate) fn open(at: &Whereabouts<'_>, create: Option<&str>) -> Result<Opened, Failure> {
        let place = at.place;
        if create.is_none() && !place::exists(place)? {
            return Err(missing(place));
        }
        let (store, lock) = match lock(at)? {
            Locked::Store(store) => (Ledger::Own(store), None),
            Locked::Shared(fleet, lock) => (Ledger::Shared(fleet), Some(lock)),
            Locked::Socket(socket) => return Ok(Opened::Served(socket)),
        };
        let keys = Keys::of(place, at.key);
        let signer = match (store.is_empty()?, create) {
            (true, None) => return Ok(Opened::Empty),
            (true, begun) => {
                place::prepare(place)?;
                keys.signer(begun)?
            }
            (false, _) => keys.signer(None)?,
        };
        let verifier = signer.verifier_key().to_string();
        let wired = Self {
            _lock: lock,
            ..wire(at, store, signer)?
        };
        // Only now it is known to be the key of this ledger.
        keys.publish(&verifier)?;
        Ok(Opened::Here(wired))
    }

    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Lets agents in from now on, as long as what it gives lives.
    pub(crate) fn listen_for_agents(&self, at: &Where, log: Log) -> Result<Listening, Failure> {
        let (engine, agents) = &self.agents;
        let listening = agents.listen(at, engine.clone(), log);
        listening.map_err(|error| Failure::failed("server", error))
    }

    /// How the ledger contradicts what witnesses have cosigned of it, if it does.
    pub(crate) fn contradiction(&self) -> Option<&str> {
        self.contradiction.as_deref()
    }
}

/// Which data directory, and what belongs to it and is elsewhere.
pub(crate) struct Whereabouts<'a> {
    pub(crate) place: &'a Path,
    /// The file with its key, if it is another one than in the directory.
    pub(crate) key: Option<&'a Path>,
    /// The database with its ledger, if that is not in the directory.
    pub(crate) database: Option<&'a Address>,
    /// The database with its people, if those are not in the directory.
    pub(crate) vault: Option<&'a Address>,
    /// The store with its content, if that is not in the directory.
    pub(crate) blobs: Option<&'a holdpoint_objects::Address>,
    /// How the other servers are joined that have the same database, if there are others.
    pub(crate) joining: Option<&'a Joining>,
}

impl<'a> Whereabouts<'a> {
    /// A directory that has everything in it.
    pub(crate) fn of(place: &'a Path) -> Self {
        Self {
            place,
            key: None,
            database: None,
            vault: None,
            blobs: None,
            joining: None,
        }
    }
}

enum Locked {
    Store(Box<dyn LedgerStore>),
    Shared(Fleet, Lock),
    Socket(PathBuf),
}

/// A ledger of one's own, or one that several servers have.
enum Ledger {
    Own(Box<dyn LedgerStore>),
    Shared(Fleet),
}

impl Ledger {
    fn is_empty(&self) -> Result<bool, Failure> {
        let reader = match self {
            Self::Own(store) => store.reader(),
            Self::Shared(fleet) => fleet.ledger.reader(),
        };
        let head = reader.and_then(|reader| reader.head());
        let wrong = |error| Failure::failed("data", "the ledger cannot be read").because(&error);
        Ok(head.map_err(wrong)?.is_none())
    }

    fn open(self, parts: Parts<()>) -> Result<Engine, EngineError> {
        match self {
            Self::Own(store) => Engine::open(parts.around(store)),
            Self::Shared(fleet) => Engine::join(parts.around(fleet)),
        }
    }
}

/// Waits for commands that have the directory open; a server that has it is talked to.
fn lock(at: &Whereabouts<'_>) -> Result<Locked, Failure> {
    let place = at.place;
    let socket = place.join("socket");
    if listening(&socket) {
        return Ok(Locked::Socket(socket));
    }
    if let Some(joining) = at.joining {
        let (fleet, lock) = database::shared(at, joining)?;
        return Ok(Locked::Shared(fleet, lock));
    }
    if let Some(store) = database::store(at)? {
        return Ok(Locked::Store(store));
    }
    let begin = Instant::now();
    loop {
        match SqliteLedger::open(place) {
            Ok(store) => return Ok(Locked::Store(Box::new(store))),
            // Other users of this machine may not open the ledger, but may talk to the server that has it.
            Err(_) if listening(&socket) => return Ok(Locked::Socket(socket)),
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

/// Agents, and the ledger that knows whom it has let in.
type Known = (Engine, Arc<Agents>);

/// What carries out effects, as whoever administers the machine lets it: this machine, and agents on others.
fn yard(
    at: &Whereabouts<'_>,
    blobs: &Arc<dyn BlobStore>,
    engine: &Engine,
) -> Result<(Arc<Yard>, Known), Failure> {
    let settings = Settings::read(&at.place.join("steps.toml"))?;
    let own = settings.own_labels();
    let hands = Hands::open(&at.place.join("agent"), Arc::clone(blobs), settings)?;
    let hands = hands.one_of_several(at.joining.is_some());
    let agents = Agents::open(&at.place.join("agents"), Arc::clone(blobs));
    let agents = agents.map_err(|error| {
        Failure::failed("data", "what is known of agents cannot be read").because(&error)
    })?;
    let agents = Arc::new(agents);
    let yard = Yard::new(hands, Arc::clone(&agents), engine.clone(), own);
    Ok((Arc::new(yard), (engine.clone(), agents)))
}

impl From<NoHands> for Failure {
    fn from(error: NoHands) -> Self {
        match error {
            NoHands::Settings(error) => error.into(),
            NoHands::Agent(error) => {
                Self::failed("agent", "the built-in agent cannot be started").because(&error)
            }
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        let message = format!("`{}` cannot be used", error.path);
        let help = "`docs/secrets.md` says what can stand in it";
        Self::input("steps-settings", message).help(format!("{}; {help}", error.lines.join("; ")))
    }
}

fn listening(socket: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(socket).is_ok()
}

fn wire(at: &Whereabouts<'_>, store: Ledger, key: Ed25519Signer) -> Result<DataDirectory, Failure> {
    let place = at.place;
    let wrong = |error: &dyn std::error::Error| {
        let message = format!("the data directory `{}` cannot be opened", place.display());
        Failure::failed("data", message).because(error)
    };
    let origin = key.verifier_key().name.clone();
    let (signer, key) = signing(key);
    let blobs = content::open(at)?;
    let People {
        vault,
        sessions,
        personal,
    } = People::open(place, at.vault)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    let engine = store.open(Parts {
        store: (),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin,
        rules: holdpoint_service::rules(&blobs),
        readers: Parts::READERS,
    });
    let engine = engine.map_err(|error| wrong(&error))?;
    let (yard, agents) = yard(at, &blobs, &engine)?;
    let reactor = Reactor::new(engine.clone(), Arc::clone(&yard) as Arc<dyn Executor>);
    let parts = holdpoint_service::Parts {
        engine,
        vault,
        personal,
        sessions,
        blobs,
        clock,
        randomness,
    };
    let service = Service::new(parts)
        .reaching(Arc::new(HttpProviders::default()))
        .showing(yard)
        .meeting(Arc::clone(&agents.1) as Arc<dyn Presence>);
    // What a crash may have kept from being destroyed.
    service.tidy_vault().map_err(|error| wrong(&error))?;
    // Before anything else is appended.
    loss::record(place, &service, at.joining.is_some())?;
    let reactor = reactor.start().map_err(|error| wrong(&error))?;
    let contradiction = service.recall_witnessed(&cosigners::kept(place)).err();
    Ok(DataDirectory {
        _reactor: reactor,
        service: Arc::new(service),
        contradiction,
        agents,
        _lock: None,
    })
}
