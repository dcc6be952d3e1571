//! What is said over HTTP beside the connection of the courier, as JSON.

use std::collections::BTreeSet;

use holdpoint_identity::Issued;
use serde::{Deserialize, Serialize};

/// Where agents enrol: `POST`, [`Enrolling`], answered by [`Enrolled`].
pub(crate) const ENROL: &str = "/agents/v1/enrol";
/// Where the connection of the courier begins: `GET`, upgraded to [`PROTOCOL`].
pub(crate) const LINK: &str = "/agents/v1/link";
/// Where requests of the courier go that no connection gets through for: `POST`.
pub(crate) const POLL: &str = "/agents/v1/poll";
/// Where agents get new certificates: `POST`, [`Renewing`], answered by what was issued.
pub(crate) const RENEW: &str = "/agents/v1/renew";
/// Where agents ask that the ledger only grew: `GET`, with `?old=SIZE&new=SIZE`, answered by hashes in base64.
pub(crate) const EXTENSION: &str = "/agents/v1/extension";
/// Where an agent brings what a step asks: `?key=POSITION`.
pub(crate) const QUESTION: &str = "/agents/v1/question";
/// What a connection is upgraded to.
pub(crate) const PROTOCOL: &str = "holdpoint-courier";

/// A host that nobody knows yet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Enrolling {
    /// The enrolment secret.
    pub(crate) secret: String,
    /// By what it would call itself; by all that the secret is for if it names nothing.
    pub(crate) labels: BTreeSet<String>,
    /// What the host calls itself.
    pub(crate) host: String,
    /// Its request for a certificate.
    pub(crate) request: String,
}

/// It is known now.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Enrolled {
    /// What it is called.
    pub(crate) agent: String,
    /// By what it can be chosen.
    pub(crate) labels: BTreeSet<String>,
    /// Its certificate.
    pub(crate) issued: Issued,
    /// The key of the ledger, as C2SP writes verifier keys.
    pub(crate) ledger: String,
}

/// A new certificate is wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Renewing {
    /// The request for it, with another key.
    pub(crate) request: String,
}

/// That something cannot be done, and why.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Refused {
    pub(crate) why: String,
}
