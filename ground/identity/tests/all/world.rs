//! A server and its agents, at a moment that stands still.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_identity::{
    Admission, AgentId, Authority, Credentials, KeyPair, Listener, Request, Revoked, Serial,
    ServerIdentity, Terms, TrustDomain, agent_config,
};
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, ServerConfig};

pub const NOW: i64 = 1_800_000_000;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;
pub const YEAR: i64 = 365 * DAY;
pub const SERVER: &str = "release.example.com";

/// A clock that shows one moment.
#[derive(Debug)]
pub struct Clock(pub i64);

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let since = Duration::from_secs(u64::try_from(self.0).unwrap());
        Some(UnixTime::since_unix_epoch(since))
    }
}

pub fn at(now: i64) -> Arc<dyn TimeProvider> {
    Arc::new(Clock(now))
}

pub fn domain() -> TrustDomain {
    TrustDomain::new("example.com").unwrap()
}

pub fn terms(now: i64, seconds: i64, serial: u8) -> Terms {
    Terms {
        now,
        lifetime: Duration::from_secs(u64::try_from(seconds).unwrap()),
        serial: Serial::new([serial; 16]),
    }
}

pub fn authority() -> Authority {
    Authority::create(&domain(), &terms(NOW, 10 * YEAR, 1)).unwrap()
}

pub fn agent(name: &str) -> AgentId {
    AgentId::new(name).unwrap()
}

pub fn labels(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|label| (*label).to_owned()).collect()
}

/// An agent that was let in, with a certificate for a day.
pub fn enrolled(authority: &Authority, name: &str, now: i64, serial: u8) -> Credentials {
    let key = KeyPair::generate().unwrap();
    let request = Request::read(&Request::write(&key).unwrap()).unwrap();
    let issued = authority.issue(&agent(name), &request, &terms(now, DAY, serial));
    Credentials::accept(key, &issued.unwrap(), now).unwrap()
}

pub fn server(authority: &Authority, now: i64) -> ServerIdentity {
    let names = [SERVER, "127.0.0.1", "::1"];
    authority.serve(&names, &terms(now, DAY, 77)).unwrap()
}

pub fn nobody() -> Revoked {
    Arc::new(|_, _| false)
}

pub fn listener(authority: &Authority, now: i64, admission: Admission) -> Listener {
    Listener {
        roots: authority.roots(),
        admission,
        revoked: nobody(),
        clock: at(now),
    }
}

/// A server that lets agents in only.
pub fn guarded(authority: &Authority, now: i64) -> ServerConfig {
    let listener = listener(authority, now, Admission::Agents);
    listener.config(&server(authority, now)).unwrap()
}

pub fn connecting(credentials: &Credentials, now: i64) -> ClientConfig {
    agent_config(credentials, at(now)).unwrap()
}
