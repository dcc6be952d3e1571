//! Who agents are: the authority that says so, and the ledger that knows whom it has let in.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_domain::agent::{AgentName, AgentRecord, EnrolAgent, agents};
use holdpoint_domain::{Actor, Digest};
use holdpoint_engine::{Engine, Request as Ask};
use holdpoint_identity::{
    AgentId, Authority, Issued, Kept, Peer, Request, Revoked, Secret, Serial, ServerIdentity,
    Terms, TrustDomain,
};

use super::{locked, now_ms};
use crate::enrol::{Enrolled, Enrolling, Renewing};

/// For how long an agent's certificate counts.
const AGENTS: Duration = Duration::from_secs(24 * 3_600);
/// For how long the server's own certificate counts.
const SERVER: Duration = Duration::from_secs(30 * 24 * 3_600);
/// For how long an authority counts.
const AUTHORITY: Duration = Duration::from_secs(10 * 365 * 24 * 3_600);

/// Why there is no server for agents.
#[derive(Debug, thiserror::Error)]
#[error("agents cannot be served: {0}")]
pub struct ServerError(pub(super) String);

pub(super) fn failed(error: impl std::fmt::Display) -> ServerError {
    ServerError(error.to_string())
}

/// Who is an agent here.
pub(super) struct Register {
    engine: Engine,
    authority: Mutex<Authority>,
    domain: TrustDomain,
    /// Names and addresses of the server.
    names: Vec<String>,
}

impl Register {
    pub(super) fn open(
        place: &Path,
        engine: Engine,
        names: Vec<String>,
    ) -> Result<Self, ServerError> {
        let domain = TrustDomain::new(&domain_of(engine.origin())).map_err(failed)?;
        let terms = terms(AUTHORITY)?;
        let authority = Authority::open_or_create(place, &domain, &terms).map_err(failed)?;
        Ok(Self {
            engine,
            authority: Mutex::new(authority),
            domain,
            names,
        })
    }

    pub(super) fn domain(&self) -> &TrustDomain {
        &self.domain
    }

    pub(super) fn pin(&self) -> String {
        locked(&self.authority).pin().to_string()
    }

    pub(super) fn roots(&self) -> Vec<holdpoint_identity::Root> {
        locked(&self.authority).roots()
    }

    /// What the server shows, new.
    pub(super) fn identity(&self) -> Result<ServerIdentity, ServerError> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let authority = locked(&self.authority);
        authority.serve(&names, &terms(SERVER)?).map_err(failed)
    }

    /// What rustls asks of each certificate.
    pub(super) fn revoked(self: &Arc<Self>) -> Revoked {
        let register = Arc::clone(self);
        Arc::new(move |agent: &AgentId, _: Serial| register.refused(agent.as_str()).is_some())
    }

    /// Why an agent is not let in; none if it is.
    pub(super) fn refuses(&self, agent: &holdpoint_courier::AgentId) -> Option<String> {
        self.refused(agent.as_str())
    }

    fn refused(&self, agent: &str) -> Option<String> {
        self.known(agent, |record| match record {
            None => Some(format!("there is no agent `{agent}`")),
            Some(found) if found.retired.is_some() => {
                Some(format!("the agent `{agent}` was retired"))
            }
            Some(found) if found.enrolled.is_none() => {
                Some(format!("the agent `{agent}` is not enrolled"))
            }
            Some(_) => None,
        })
    }

    fn known<T>(&self, agent: &str, ask: impl FnOnce(Option<&AgentRecord>) -> T) -> T {
        let published = self.engine.published();
        let name = AgentName::new(agent).ok();
        ask(name.and_then(|name| published.state.agents.get(&name)))
    }

    /// Whether whoever holds the other end of a connection is still that agent: after another host was enrolled under its name,
    /// older certificates count no more.
    pub(super) fn admits(&self, peer: &Peer) -> Result<(), String> {
        let agent = peer.agent().as_str();
        if let Some(why) = self.refused(agent) {
            return Err(why);
        }
        let lasts = i64::try_from(AGENTS.as_secs()).unwrap_or(i64::MAX);
        let issued = peer.ends().saturating_sub(lasts);
        match issued > self.enrolled(agent) {
            true => Ok(()),
            false => Err(format!("another host was enrolled as `{agent}` since")),
        }
    }

    /// When the host came that is the agent now, in seconds since the epoch.
    fn enrolled(&self, agent: &str) -> i64 {
        self.known(agent, |record| {
            let enrolled = record.and_then(|found| found.enrolled.as_ref());
            enrolled.map_or(0, |enrolled| enrolled.time.millis() / 1_000)
        })
    }

    /// Lets a host in that has a secret, once.
    pub(super) fn enrol(&self, enrolling: &Enrolling) -> Result<Enrolled, String> {
        let secret = Secret::read(&enrolling.secret).map_err(|error| error.to_string())?;
        let digest = Digest(secret.digest());
        let invited = {
            let published = self.engine.published();
            let mut all = agents(&published.state);
            all.find(|record| {
                let open = record.invitation.as_ref();
                open.is_some_and(|invitation| invitation.secret == digest)
            })
            .map(|record| (record.name.clone(), record.invitation.clone()))
        };
        let unknown =
            "there is no such enrolment secret, or it has been used already: ask for a new one";
        let (name, Some(invitation)) = invited.ok_or(unknown)? else {
            return Err(unknown.to_owned());
        };
        let all: BTreeSet<String> = invitation.labels.iter().cloned().collect();
        let kept = Kept {
            sha256: digest.0,
            expires: invitation.expires.millis() / 1_000,
            labels: all.clone(),
        };
        let labels = match enrolling.labels.is_empty() {
            true => all,
            false => enrolling.labels.clone(),
        };
        kept.admits(&secret, &labels, now_ms() / 1_000)
            .map_err(|why| why.to_string())?;
        let request = Request::read(&enrolling.request).map_err(|error| error.to_string())?;
        let key = Digest(*request.key().pin().bytes());
        let agent = AgentId::new(name.as_str()).map_err(|error| error.to_string())?;
        self.record(EnrolAgent {
            agent: name.clone(),
            secret: digest,
            key,
            host: enrolling.host.clone(),
            labels: labels.iter().cloned().collect(),
        })?;
        let issued = self.issue(&agent, &request)?;
        Ok(Enrolled {
            agent: name.to_string(),
            labels,
            issued,
            ledger: self.engine.key().to_string(),
        })
    }

    /// The first certificate: of a second in which no other host of that name can have got one.
    fn issue(&self, agent: &AgentId, request: &Request) -> Result<Issued, String> {
        let mut terms = terms(AGENTS).map_err(|error| error.to_string())?;
        terms.now = terms
            .now
            .max(self.enrolled(agent.as_str()).saturating_add(1));
        let issued = locked(&self.authority).issue(agent, request, &terms);
        issued.map_err(|error| error.to_string())
    }

    /// The ledger decides whether the secret still counts: of two hosts that come with it at once one is let in.
    fn record(&self, command: EnrolAgent) -> Result<(), String> {
        let answer = self.engine.submit(Ask::new(Actor::System, command));
        let answer = answer.map_err(|error| error.to_string())?;
        let done = answer.done();
        done.map(drop).map_err(|refusal| refusal.to_string())
    }

    /// Another certificate for an agent that shows its own.
    pub(super) fn renew(&self, peer: &Peer, renewing: &Renewing) -> Result<Issued, String> {
        self.admits(peer)?;
        let request = Request::read(&renewing.request).map_err(|error| error.to_string())?;
        let terms = terms(AGENTS).map_err(|error| error.to_string())?;
        // Whether it is, was asked above.
        let revoked = |_: &AgentId, _: Serial| false;
        let issued = locked(&self.authority).renew(peer, &request, &terms, &revoked);
        issued.map_err(|error| error.to_string())
    }

    /// The proof that the ledger only grew, as hashes in base64.
    pub(super) fn extension(&self, old: u64, new: u64) -> Result<Vec<String>, String> {
        let proof = self.engine.extension(old, new);
        let proof = proof.map_err(|error| error.to_string())?;
        Ok(proof
            .iter()
            .map(holdpoint_ledger::Hash::to_base64)
            .collect())
    }
}

/// The trust domain of a log's agents: its name, as far as a trust domain can be called so.
fn domain_of(origin: &str) -> String {
    let fits = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '-' | '.' | '_') => c,
        _ => '-',
    };
    origin.chars().map(fits).take(200).collect()
}

fn terms(lifetime: Duration) -> Result<Terms, ServerError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(failed)?;
    Ok(Terms {
        now: now_ms() / 1_000,
        lifetime,
        serial: Serial::new(random),
    })
}
