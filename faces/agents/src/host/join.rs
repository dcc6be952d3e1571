//! An agent from its start to its end.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use holdpoint_agent::{Options, Supervisor};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_courier::AgentId;
use holdpoint_courier::courier::{Courier, Identity, Profile};
use holdpoint_courier::drive::Link;
use holdpoint_courier::frame::Mode as Does;
use holdpoint_executor::{Hands, Settings};
use holdpoint_identity::{Credentials, KeyPair, Request, Secret};
use holdpoint_logs::Log;
use holdpoint_ports::BlobStore;
use tokio::runtime::{Builder, Handle};

use super::connect::{Address, Way};
use super::desk::Desk;
use super::files::Written;
use super::ledger::Known;
use super::look::host;
use super::state::{Place, Start};
use super::work::Works;
use crate::enrol::{ENROL, Enrolled, Enrolling};
use crate::http::post;
use crate::pieces::Receiving;

/// What an agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It says what runs on its host, and runs nothing.
    Observe,
    /// It runs steps that its host's administrator allows.
    Execute,
}

/// How an agent runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address of the server, such as `https://release.example.com:8443`.
    pub server: String,
    /// The file with its enrolment secret; needed the first time only.
    pub secret: Option<PathBuf>,
    /// What it does.
    pub mode: Mode,
    /// The file of the host's administrator.
    pub allow: Option<PathBuf>,
    /// By what it would be chosen; by all that it was invited with if there are none.
    pub labels: BTreeSet<String>,
    /// Steps that it runs at the same time.
    pub capacity: u32,
    /// What it keeps.
    pub directory: PathBuf,
    /// Version of the program.
    pub version: String,
    /// Where it says what it does.
    pub log: Log,
}

/// Why an agent cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The address is none.
    #[error("{0}")]
    Address(String),
    /// It is not known and has no secret.
    #[error("the agent is not enrolled yet, and there is no enrolment secret")]
    NoSecret,
    /// It is not let in.
    #[error("the agent cannot be enrolled: {0}")]
    NotEnrolled(String),
    /// Its certificate has expired while it was away.
    #[error("the certificate of the agent has expired: it has to be enrolled again")]
    Expired,
    /// Something on this host is in the way.
    #[error("the agent cannot run: {0}")]
    Failed(String),
}

fn failed(error: impl std::fmt::Display) -> HostError {
    HostError::Failed(error.to_string())
}

/// Runs an agent until what `stop` gives ends; it is called within the runtime. `ready` is called when it is known who it is, with its name.
///
/// # Errors
/// When it cannot begin, or is not let in.
pub fn run<S: Future<Output = ()>>(
    config: &Config,
    stop: impl FnOnce() -> io::Result<S>,
    ready: impl FnOnce(&str),
) -> Result<(), HostError> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(failed)?;
    let ended = runtime.block_on(async {
        let works = begin(config).await?;
        let stop = stop().map_err(failed)?;
        ready(works.way.credentials().agent().as_str());
        works.resume_all().map_err(failed)?;
        works.run(stop).await
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

async fn begin(config: &Config) -> Result<Arc<Works>, HostError> {
    let place = Place::open(&config.directory).map_err(failed)?;
    let address = Address::read(&config.server).map_err(HostError::Address)?;
    let file = place.file("credentials.pem");
    let kept = Credentials::open(&file).map_err(failed)?;
    let (credentials, labels) = match kept {
        Some(kept) if kept.ends() > now() => (kept, None),
        Some(_) if config.secret.is_none() => return Err(HostError::Expired),
        _ => {
            let (credentials, enrolled) = enrol(config, &address, &place).await?;
            (credentials, Some(enrolled.labels))
        }
    };
    let labels = known_labels(&place, labels, &config.labels).map_err(failed)?;
    works(config, place, Way::new(address, credentials), labels)
}

/// Labels by which it is known; those of the enrolment are kept for the next start.
fn known_labels(
    place: &Place,
    enrolled: Option<BTreeSet<String>>,
    wanted: &BTreeSet<String>,
) -> Result<BTreeSet<String>, String> {
    let file = place.file("labels.json");
    let wrong = |error: &dyn std::fmt::Display| super::state::failed(&file, error);
    if let Some(labels) = &enrolled {
        let text = serde_json::to_vec(labels).map_err(|error| wrong(&error))?;
        holdpoint_durable::replace(&file, &text).map_err(|error| wrong(&error))?;
    }
    let text = std::fs::read(&file).map_err(|error| wrong(&error))?;
    let all: BTreeSet<String> = serde_json::from_slice(&text).map_err(|error| wrong(&error))?;
    match wanted.is_empty() {
        true => Ok(all),
        false => Ok(wanted.clone()),
    }
}

async fn enrol(
    config: &Config,
    address: &Address,
    place: &Place,
) -> Result<(Credentials, Enrolled), HostError> {
    let not = |error: &dyn std::fmt::Display| HostError::NotEnrolled(error.to_string());
    let file = config.secret.as_deref().ok_or(HostError::NoSecret)?;
    let secret = Secret::from_file(file).map_err(|error| not(&error))?;
    let key = KeyPair::generate().map_err(failed)?;
    let enrolling = Enrolling {
        secret: secret.text().to_string(),
        labels: config.labels.clone(),
        host: host(),
        request: Request::write(&key).map_err(failed)?,
    };
    let body = serde_json::to_vec(&enrolling).map_err(failed)?;
    let answer = address.enrol(secret.pin(), post(ENROL, body).map_err(failed)?);
    let answer = answer.await.map_err(|error| not(&error))?;
    let enrolled: Enrolled = serde_json::from_slice(&answer).map_err(|error| not(&error))?;
    let credentials = Credentials::accept(key, &enrolled.issued, now());
    let credentials = credentials.map_err(|error| not(&error))?;
    Known::create(&place.file("ledger.json"), &enrolled.ledger).map_err(failed)?;
    // Last of all: with this it is enrolled.
    credentials
        .keep(&place.file("credentials.pem"))
        .map_err(failed)?;
    Ok((credentials, enrolled))
}

fn works(
    config: &Config,
    place: Place,
    way: Way,
    labels: BTreeSet<String>,
) -> Result<Arc<Works>, HostError> {
    let start = place.started().map_err(failed)?;
    let known = Known::open(&place.file("ledger.json")).map_err(failed)?;
    let blobs = DirectoryBlobs::open(place.file("files")).map_err(failed)?;
    let blobs: Arc<dyn BlobStore> = Arc::new(blobs);
    let way = Arc::new(way);
    let hands = hands(&place, &blobs)?
        .at_once(config.capacity)
        .asking(Arc::new(Desk::new(Arc::clone(&way))));
    let hands = Arc::new(hands);
    let link = Link::new(courier(config, &way, start, labels));
    let receiving = Receiving::new(&place.file("incoming")).map_err(failed)?;
    Ok(Arc::new(Works {
        link: Arc::new(link),
        way,
        written: Arc::new(Written::new(Arc::clone(&hands), Arc::clone(&blobs))),
        hands,
        blobs,
        place,
        known: Mutex::new(known),
        allow: config.allow.clone(),
        receiving: Mutex::new(receiving),
        log: config.log.clone(),
        runtime: Handle::current(),
        running: Mutex::new(HashMap::new()),
        waiting: Mutex::new(HashMap::new()),
    }))
}

fn hands(place: &Place, blobs: &Arc<dyn BlobStore>) -> Result<Hands, HostError> {
    let settings = Settings::read(&place.file("steps.toml")).map_err(failed)?;
    let mut options = Options::new(Supervisor::this_program().map_err(failed)?);
    if options.user.is_some() {
        // The other user has to get there.
        options.work = Some(work_folder(&place.file("")));
    }
    Hands::with(&place.file("steps"), options, Arc::clone(blobs), settings).map_err(failed)
}

/// Where steps run that have a user of their own: a folder for each agent of this machine.
fn work_folder(directory: &Path) -> PathBuf {
    use sha2::Digest as _;
    let of = sha2::Sha256::digest(directory.as_os_str().as_encoded_bytes());
    let mut name = hex::encode(of);
    name.truncate(12);
    std::env::temp_dir().join(format!("holdpoint-agent-{name}"))
}

fn courier(config: &Config, way: &Way, start: Start, labels: BTreeSet<String>) -> Courier {
    let agent = AgentId::new(way.credentials().agent().as_str());
    let mut identity = Identity::new(agent, start.incarnation, start.epoch);
    identity.program = format!("holdpoint {}", config.version);
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    boot.trim().clone_into(&mut identity.boot);
    let mode = match config.mode {
        Mode::Observe => Does::Observe,
        Mode::Execute => Does::Execute,
    };
    let profile = Profile {
        mode,
        labels,
        capacity: config.capacity,
    };
    Courier::new(identity, profile)
}

/// Seconds since the epoch.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
