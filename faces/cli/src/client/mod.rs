//! Talking to an organisation: in a data directory on this machine, or on a server.

mod failure;
mod local;
mod remote;

use std::io::{Read, Write};

use holdpoint_domain::Digest;
use holdpoint_engine::audit::Trust;
use holdpoint_service::queries::Query;
use holdpoint_service::{
    AccountRequest, ActorRef, PersonalRequest, PlanView, Receipt, Submission, Wanted,
};
use serde_json::Value;

use crate::error::Failure;
use crate::progress::Progress;

pub(crate) use failure::from_service;
pub(crate) use local::{LocalClient, own_user, unfounded};
pub(crate) use remote::RemoteClient;

/// An organisation that can be talked to, as somebody.
pub(crate) trait Client {
    /// Does what is asked for.
    fn submit(&self, submission: Submission) -> Result<Receipt, Failure>;

    /// Answers a query by name.
    fn query(&self, name: &str, arguments: Value, at: Option<&str>) -> Result<Value, Failure>;

    /// Changes an account.
    fn account(&self, request: AccountRequest) -> Result<Value, Failure>;

    /// Changes what belongs to who asks.
    fn personal(&self, request: &PersonalRequest) -> Result<Value, Failure>;

    /// Keeps content; returns its digest.
    fn put_blob(&self, content: &mut (dyn Read + Send)) -> Result<Digest, Failure>;

    /// Content by its digest, if it is kept.
    fn blob(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Failure>;

    /// What changes would do.
    fn plan(&self, wanted: &Wanted) -> Result<PlanView, Failure>;

    /// Checks all of the ledger; the report as JSON.
    fn audit(&self, what: Audit, progress: &Progress) -> Result<Value, Failure>;

    /// Writes a bundle that verifies offline, as a tar archive.
    fn export(&self, release: Option<&str>, to: &mut dyn Write) -> Result<(), Failure>;

    /// Who asks.
    fn me(&self) -> Result<ActorRef, Failure>;
}

/// What an audit does.
#[derive(Debug)]
pub(crate) enum Audit {
    /// Checks entries, tree and blobs, by what is known of the ledger from elsewhere.
    Verify(Box<Trust>),
    /// Judges every verdict again.
    Replay,
}

/// Asks a typed question.
pub(crate) fn ask<Q: Query>(
    client: &dyn Client,
    query: &Q,
    at: Option<&str>,
) -> Result<Q::View, Failure> {
    let wrong = |error: &serde_json::Error| {
        Failure::failed(
            "answer",
            format!("the answer to `{}` cannot be read", Q::NAME),
        )
        .because(error)
        .help("are program and server of the same version?")
    };
    let arguments = serde_json::to_value(query).map_err(|error| wrong(&error))?;
    let answer = client.query(Q::NAME, arguments, at)?;
    serde_json::from_value(answer).map_err(|error| wrong(&error))
}
