//! One of several servers on a ledger in a database.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_cosigners::WitnessedFile;
use holdpoint_engine::{Fleet, FleetTurn};
use holdpoint_logs::{Level, Log};
use holdpoint_ports::Peers;
use holdpoint_postgres::{Address, SharedPostgres};
use reqwest::StatusCode;
use reqwest::blocking::Client;

use crate::error::Failure;

/// How a server joins others.
pub(crate) struct Joining {
    /// The URL by which they reach it.
    pub(crate) reached: String,
    /// What all of them have.
    pub(crate) secret: String,
    /// Who hears what becomes of who decides.
    told: Arc<dyn Fn(&FleetTurn) + Send + Sync>,
}

impl Joining {
    /// What becomes of who decides is said in the log.
    pub(crate) fn new(reached: String, secret: String, log: Log) -> Self {
        Self {
            reached,
            secret,
            told: Arc::new(move |turn| say(&log, turn)),
        }
    }
}

fn say(log: &Log, turn: &FleetTurn) {
    match turn {
        FleetTurn::Decides { took } => {
            let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            let message = "this server decides from now on";
            let fields = [("took_ms", took.into())];
            log.say(Level::Notice, "fleet.decides", message, &fields);
        }
        FleetTurn::Cedes => {
            let message = "this server does not decide any more";
            log.say(Level::Notice, "fleet.cedes", message, &[]);
        }
        FleetTurn::Fails { reason } => {
            let message = format!("this server could not take over: {reason}");
            log.say(Level::Warn, "fleet.fails", &message, &[]);
        }
    }
}

/// How long another server may take to accept a connection.
const CONNECT: Duration = Duration::from_millis(800);

/// How long it may take to decide.
const DECIDE: Duration = Duration::from_secs(20);

/// How long it may take to say what it knows.
const SAY: Duration = Duration::from_millis(800);

/// The ledger in the database, and how the others are talked to.
pub(super) fn fleet(place: &Path, address: &Address, how: &Joining) -> Result<Fleet, Failure> {
    let ledger = SharedPostgres::open(address.clone(), &how.reached);
    let ledger = ledger.map_err(|error| super::database::failed(address, &error))?;
    Ok(Fleet {
        ledger: Box::new(ledger),
        peers: Arc::new(HttpPeers::new(&how.secret)?),
        // It need not be witnessed to be remembered.
        signed: Arc::new(WitnessedFile::new(place.join("signed"))),
        told: Arc::clone(&how.told),
    })
}

/// The other servers, over HTTP.
struct HttpPeers {
    client: Client,
    secret: String,
}

impl HttpPeers {
    fn new(secret: &str) -> Result<Self, Failure> {
        let client = crate::http::builder().connect_timeout(CONNECT).build();
        let client = client.map_err(|error| {
            Failure::failed("network", "the other servers cannot be talked to").because(&error)
        })?;
        Ok(Self {
            client,
            secret: secret.to_owned(),
        })
    }
}

impl Peers for HttpPeers {
    fn pass(&self, address: &str, requests: Vec<u8>) -> Result<Vec<u8>, String> {
        let request = self.client.post(format!("{address}/fleet/requests"));
        let request = request
            .bearer_auth(&self.secret)
            .timeout(DECIDE)
            .body(requests);
        let response = request.send().map_err(|error| told(&error))?;
        match response.status() {
            StatusCode::OK => Ok(response.bytes().map_err(|error| told(&error))?.to_vec()),
            status => Err(format!("it answers {status}")),
        }
    }

    fn checkpoint(&self, address: &str) -> Result<Option<Vec<u8>>, String> {
        let request = self.client.get(format!("{address}/fleet/checkpoint"));
        let request = request.bearer_auth(&self.secret).timeout(SAY);
        let response = request.send().map_err(|error| told(&error))?;
        match response.status() {
            StatusCode::OK => Ok(Some(
                response.bytes().map_err(|error| told(&error))?.to_vec(),
            )),
            StatusCode::NO_CONTENT => Ok(None),
            status => Err(format!("it answers {status}")),
        }
    }
}

/// The innermost reason: the client's own words name its parts.
fn told(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
